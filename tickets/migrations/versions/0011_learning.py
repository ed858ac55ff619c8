"""How each turn ended, what editors did about it, what they changed in the knowledge base."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0013"


def upgrade() -> None:
    """Add four tables."""
    op.create_table(
        "turn_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("conversation_key", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("faq_id", sa.Text()),
        sa.Column("topic", sa.Text()),
        sa.Column("text", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn_outcome")),
    )
    op.create_index(op.f("ix_turn_outcome_conversation_key"), "turn_outcome", ["conversation_key"])
    by_outcome = ["day", "outcome", "channel", "topic", "faq_id"]
    op.create_index(op.f("ix_turn_outcome_day_outcome_channel_topic_faq_id"), "turn_outcome", by_outcome)
    by_talk = ["day", "conversation_key", "outcome", "id"]
    op.create_index(op.f("ix_turn_outcome_day_conversation_key_outcome_id"), "turn_outcome", by_talk)
    op.create_table(
        "day_figures",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_day_figures")),
    )
    op.create_table(
        "miss_handled",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("change_id", sa.Integer()),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("text", name=op.f("pk_miss_handled")),
    )
    op.create_index(op.f("ix_miss_handled_at"), "miss_handled", ["at"])
    op.create_table(
        "content_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.Text()),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("edits", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.Column("undone_by", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_change")),
    )
    op.create_index(op.f("ix_content_change_at"), "content_change", ["at"])
    op.create_index(op.f("ix_content_change_entry_id"), "content_change", ["entry_id"])
