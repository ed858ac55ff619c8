"""What was read on a picture, masked and sealed, beside the picture itself."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add a column."""
    op.add_column("attachment", sa.Column("page_text", sa.LargeBinary()))
