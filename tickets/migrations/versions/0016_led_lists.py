"""Whether the list of an asked-back question began with an answer: who got none and went away was not helped.

Unknown for the rows of before, and for those an older process still writes in an upgrade.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the column."""
    op.add_column("turn_outcome", sa.Column("led", sa.Boolean()))
