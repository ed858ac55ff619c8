"""How often each answer is read, by day."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "entry_use",
        sa.Column("faq_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("faq_id", "day", name=op.f("pk_entry_use")),
    )
    op.create_index(op.f("ix_entry_use_day"), "entry_use", ["day"])
