"""What agents need of tickets: searching, tags, topics, merging, who looks at what."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add three tables and a column."""
    op.create_table(
        "ticket_text",
        sa.Column("ticket_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text()),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_text_ticket_id")),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_ticket_text")),
    )
    op.create_index(op.f("ix_ticket_text_topic"), "ticket_text", ["topic"])
    op.create_table(
        "ticket_tag",
        sa.Column("ticket_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_tag_ticket_id")),
        sa.PrimaryKeyConstraint("ticket_id", "tag", name=op.f("pk_ticket_tag")),
    )
    op.create_index(op.f("ix_ticket_tag_tag"), "ticket_tag", ["tag"])
    op.create_table(
        "desk_presence",
        sa.Column("ticket_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_typing", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_desk_presence_ticket_id")),
        sa.ForeignKeyConstraint(["account_id"], ["desk_account.id"], name=op.f("fk_desk_presence_account_id")),
        sa.PrimaryKeyConstraint("ticket_id", "account_id", name=op.f("pk_desk_presence")),
    )
    op.create_index(op.f("ix_desk_presence_at"), "desk_presence", ["at"])
    op.add_column("ticket", sa.Column("merged_into", sa.Text()))
