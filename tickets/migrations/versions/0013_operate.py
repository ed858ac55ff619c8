"""Live talks with agents, who is at the desk, what every process serves, mails that were read."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0010"


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def upgrade() -> None:
    """Add six tables."""
    op.create_table(
        "live_talk",
        _number("id"),
        _text("conversation_key"),
        _text("channel"),
        _text("open_key", nullable=True),
        _text("state"),
        _text("agent", nullable=True),
        _number("ticket_id", nullable=True),
        _moment("asked_at"),
        _number("asked_row"),
        _moment("taken_at", nullable=True),
        _moment("person_at"),
        _moment("agent_at", nullable=True),
        _moment("ended_at", nullable=True),
        _text("ended_by", nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'live', 'ended')", name=op.f("ck_live_talk_state")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_live_talk_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_talk")),
        sa.UniqueConstraint("open_key", name=op.f("uq_live_talk_open_key")),
    )
    op.create_index(op.f("ix_live_talk_conversation_key"), "live_talk", ["conversation_key"])
    op.create_index(op.f("ix_live_talk_ticket_id"), "live_talk", ["ticket_id"])
    op.create_index(op.f("ix_live_talk_state_asked_at"), "live_talk", ["state", "asked_at"])
    op.create_table(
        "live_line",
        _number("id"),
        _number("talk_id"),
        _text("conversation_key"),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        _moment("at"),
        sa.ForeignKeyConstraint(["talk_id"], ["live_talk.id"], name=op.f("fk_live_line_talk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_line")),
    )
    op.create_index(op.f("ix_live_line_talk_id"), "live_line", ["talk_id"])
    op.create_index(op.f("ix_live_line_conversation_key_id"), "live_line", ["conversation_key", "id"])
    op.create_table(
        "agent_presence",
        _text("agent"),
        _moment("seen_at"),
        sa.PrimaryKeyConstraint("agent", name=op.f("pk_agent_presence")),
    )
    op.create_index(op.f("ix_agent_presence_seen_at"), "agent_presence", ["seen_at"])
    op.create_table(
        "process_beat",
        _text("name"),
        _text("kind"),
        _text("host"),
        _moment("started_at"),
        _moment("beat_at"),
        _text("detail"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_process_beat")),
    )
    op.create_index(op.f("ix_process_beat_beat_at"), "process_beat", ["beat_at"])
    op.create_table(
        "service_note",
        _text("name"),
        _moment("at"),
        _text("detail"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_service_note")),
    )
    op.create_table(
        "mail_received",
        _text("key"),
        _moment("at"),
        _text("outcome"),
        _number("ticket_id", nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_mail_received_ticket_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_mail_received")),
    )
    op.create_index(op.f("ix_mail_received_at"), "mail_received", ["at"])
    op.create_index(op.f("ix_mail_received_ticket_id"), "mail_received", ["ticket_id"])
