"""Numbers of messages are given once: SQLite gave that of a deleted message to the next one.

A process remembers the answers of the last messages by their numbers, so a person got the answer that another had got
before their talk was cleared. PostgreSQL counts on by itself.
"""

from alembic import op

revision = "0014"
down_revision = "0011"


def upgrade() -> None:
    """Make the queue's table anew where it is SQLite's."""
    if op.get_bind().dialect.name != "sqlite":
        return
    with op.batch_alter_table("inbox", recreate="always", table_kwargs={"sqlite_autoincrement": True}):
        pass
