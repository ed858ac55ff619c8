"""One queue: a message is one row, and a conversation is worked on under a lease."""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from tickets.database import UtcDateTime

revision = "0002"
down_revision = "0001"

_INBOX = sa.table(
    "inbox",
    sa.column("id", sa.Integer),
    sa.column("channel", sa.Text),
    sa.column("conversation_key", sa.Text),
    sa.column("dedupe_key", sa.Text),
    sa.column("payload", sa.Text),
    sa.column("sealed", sa.LargeBinary),
    sa.column("state", sa.Text),
    sa.column("reply", sa.Text),
    sa.column("received_at", UtcDateTime),
)
_CONVERSATION = sa.table(
    "conversation",
    sa.column("key", sa.Text),
    sa.column("channel", sa.Text),
    sa.column("created_at", UtcDateTime),
    sa.column("last_seen_at", UtcDateTime),
    sa.column("state", sa.Text),
    sa.column("owner", sa.Text),
    sa.column("lease_until", UtcDateTime),
    sa.column("fence", sa.Integer),
)


def upgrade() -> None:
    """Change the two tables, then make one row of the two that a WeChat message had."""
    with op.batch_alter_table("conversation") as table:
        table.drop_column("turns")
        table.drop_column("generation")
        table.add_column(sa.Column("owner", sa.Text(), nullable=True))
        table.add_column(sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("fence", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("inbox") as table:
        table.add_column(sa.Column("sealed", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("hold_until", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("owner", sa.Text(), nullable=True))
        table.add_column(sa.Column("fence", sa.Integer(), nullable=True))
        table.drop_constraint(op.f("uq_inbox_channel_dedupe_key"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_inbox_channel_conversation_key_dedupe_key"), ["channel", "conversation_key", "dedupe_key"]
        )
        table.drop_constraint(op.f("ck_inbox_state"), type_="check")
        table.create_check_constraint(op.f("ck_inbox_state"), "state IN ('received', 'working', 'done', 'failed')")
    op.drop_index(op.f("ix_inbox_conversation_key_id"), table_name="inbox")
    op.create_index(op.f("ix_inbox_conversation_key_state_id"), "inbox", ["conversation_key", "state", "id"])
    connection = op.get_bind()
    _merge_pushes(connection)
    _name_the_page(connection)
    _leave_to_be_claimed(connection)


def _merge_pushes(connection: sa.engine.Connection) -> None:
    """A push and its turn were two rows; the turn goes, what it said or its number in Rasa's memory stays."""
    row = _INBOX.c
    pushes = connection.execute(sa.select(_INBOX).where(row.channel == "wechat_push")).all()
    turns = {
        turn.dedupe_key: turn
        for turn in connection.execute(sa.select(_INBOX).where(row.channel == "wechat", row.dedupe_key.like("push-%")))
    }
    for push in pushes:
        turn = turns.get(f"push-{push.id}")
        values: dict[str, object] = {"channel": "wechat", "reply": turn.reply if turn else None, "payload": "{}"}
        if push.state == "received":
            payload: dict[str, object] = {"channel": "wechat"}
            if turn is not None:
                payload |= {"said": json.loads(turn.reply)} if turn.reply else {"number": turn.id}
            values |= {"payload": json.dumps(payload), "sealed": push.payload.encode(), "reply": None}
        connection.execute(sa.update(_INBOX).where(row.id == push.id).values(values))
    for turn in turns.values():
        connection.execute(sa.delete(_INBOX).where(row.id == turn.id))


def _name_the_page(connection: sa.engine.Connection) -> None:
    """What a person signed in from WeChat asked on the page was stored under WeChat's name."""
    row = _INBOX.c
    asked = sa.select(_INBOX).where(row.channel == "wechat", row.dedupe_key.like("wechat-%:%"))
    for message in connection.execute(asked).all():
        payload = json.dumps({**json.loads(message.payload), "channel": "wechat"}, ensure_ascii=False)
        connection.execute(sa.update(_INBOX).where(row.id == message.id).values(channel="web", payload=payload))


def _leave_to_be_claimed(connection: sa.engine.Connection) -> None:
    """Conversations with messages that wait get a lease that has run out: without one, nothing waits."""
    row = _INBOX.c
    of = _CONVERSATION.c
    waiting = sa.select(row.conversation_key, row.channel, row.received_at).where(row.state == "received")
    long_ago = datetime(2000, 1, 1, tzinfo=UTC)
    lease = {"owner": "0001", "lease_until": long_ago}
    for key, (channel, received_at) in {found[0]: found[1:] for found in connection.execute(waiting)}.items():
        if not connection.execute(sa.update(_CONVERSATION).where(of.key == key).values(lease)).rowcount:
            new = {"key": key, "channel": channel, "created_at": received_at, "last_seen_at": received_at}
            connection.execute(sa.insert(_CONVERSATION).values({**new, **lease, "state": "{}", "fence": 0}))
