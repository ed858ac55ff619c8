"""What owners of tickets can do: come back with a code, see what is new, say whether it helped."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add a table and two columns."""
    op.create_table(
        "ticket_access",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("requester_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_access_ticket_id")),
        sa.ForeignKeyConstraint(["requester_id"], ["requester.id"], name=op.f("fk_ticket_access_requester_id")),
        sa.PrimaryKeyConstraint("ticket_id", "requester_id", name=op.f("pk_ticket_access")),
    )
    op.create_index(op.f("ix_ticket_access_requester_id"), "ticket_access", ["requester_id"])
    op.add_column("ticket", sa.Column("seen_at", sa.DateTime(timezone=True)))
    op.add_column("ticket", sa.Column("rating", sa.Text()))
