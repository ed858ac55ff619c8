"""One outbox for every way out: WeChat's waiting messages become rows of it, order and content kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TABLES = sa.MetaData()
_MOMENT = sa.DateTime(timezone=True)
_OUTBOX = sa.Table(
    "outbox",
    _TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Text),
    sa.Column("lane", sa.Text),
    sa.Column("ticket_id", sa.Integer),
    sa.Column("delivery_key", sa.Text),
    sa.Column("payload", sa.Text),
    sa.Column("sealed", sa.LargeBinary),
    sa.Column("state", sa.Text),
    sa.Column("attempts", sa.Integer),
    sa.Column("due_at", _MOMENT),
    sa.Column("claim", sa.Text),
    sa.Column("lease_until", _MOMENT),
    sa.Column("unclear_at", _MOMENT),
    sa.Column("created_at", _MOMENT),
    sa.Column("finished_at", _MOMENT),
)
_TICKET = sa.Table("ticket", _TABLES, sa.Column("id", sa.Integer), sa.Column("number", sa.Text))
_INBOX = sa.Table("inbox", _TABLES, sa.Column("channel", sa.Text), sa.Column("dedupe_key", sa.Text))
_OUTGOING = sa.Table(
    "wechat_outgoing",
    _TABLES,
    sa.Column("id", sa.Integer),
    sa.Column("pseudonym", sa.Text),
    sa.Column("sequence", sa.Integer),
    sa.Column("payload", sa.Text),
    sa.Column("state", sa.Text),
    sa.Column("created_at", _MOMENT),
)
_INDEXES = (("kind", "state", "due_at"), ("kind", "lane", "state"), ("ticket_id",), ("claim",))


def upgrade() -> None:
    """Widen `outbox`, move `wechat_outgoing` into it, drop the old table."""
    op.drop_index(op.f("ix_outbox_state_due_at"), "outbox")
    op.drop_index(op.f("ix_outbox_ticket_id_kind_state"), "outbox")
    with op.batch_alter_table("outbox") as table:
        for name in ("kind", "state"):
            table.drop_constraint(op.f(f"ck_outbox_{name}"), type_="check")
        for name in ("ticket_id", "event"):
            table.alter_column(name, nullable=True)
        table.add_column(sa.Column("lane", sa.Text()))
        table.add_column(sa.Column("sealed", sa.LargeBinary()))
        table.add_column(sa.Column("lost", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("lease_until", _MOMENT))
        table.add_column(sa.Column("unclear_at", _MOMENT))
    connection = op.get_bind()
    row = _OUTBOX.c
    number = sa.select(_TICKET.c.number).where(_TICKET.c.id == row.ticket_id).scalar_subquery()
    connection.execute(_OUTBOX.update().values(lane=number))
    # A worker of the old version held a row by moving its due time.
    connection.execute(_OUTBOX.update().where(row.claim.is_not(None)).values(claim=None))
    _note_handed_over(connection)
    _move_messages(connection)
    op.drop_table("wechat_outgoing")
    with op.batch_alter_table("outbox") as table:
        table.alter_column("lane", nullable=False)
    for names in _INDEXES:
        op.create_index(op.f(f"ix_outbox_{'_'.join(names)}"), "outbox", list(names), unique=False)


def _note_handed_over(connection: sa.engine.Connection) -> None:
    """What the channel had taken over before its row was marked as sent must not be told twice."""
    row, taken = _OUTBOX.c, sa.select(_INBOX.c.dedupe_key).where(_INBOX.c.channel == "wechat_ticket")
    handed_over = (row.kind == "person") & (row.state == "waiting") & row.delivery_key.in_(taken)
    connection.execute(_OUTBOX.update().where(handed_over).values(state="sent", finished_at=row.created_at))
    connection.execute(_INBOX.delete().where(_INBOX.c.channel == "wechat_ticket"))


def _move_messages(connection: sa.engine.Connection) -> None:
    old = _OUTGOING.c
    for found in connection.execute(sa.select(_OUTGOING).order_by(old.pseudonym, old.sequence)).all():
        sending = found.state == "sending"  # on its way when the process died: nobody knows
        values = {
            "kind": "wechat",
            "lane": found.pseudonym,
            "delivery_key": f"wechat.moved.{found.id}",
            "payload": "{}",
            "sealed": found.payload.encode(),
            "state": "unclear" if sending else "waiting",
            "attempts": int(sending),
            "due_at": found.created_at,
            "unclear_at": found.created_at if sending else None,
            "created_at": found.created_at,
        }
        connection.execute(_OUTBOX.insert().values(**values))
