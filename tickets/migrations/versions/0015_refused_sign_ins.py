"""Refused sign-ins to the desk are counted a minute, not put on the audit record one by one."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add their table."""
    op.create_table(
        "desk_refusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("addresses", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_refusal")),
    )
    op.create_index(op.f("ix_desk_refusal_at"), "desk_refusal", ["at"])
