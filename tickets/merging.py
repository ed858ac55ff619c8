"""What a ticket takes over from one that was merged into it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Row

from tickets import schema
from tickets.ledger import Ledger
from tickets.model import PRIORITY_LABELS, Priority
from tickets.requesters import insert_missing

MOST_TAGS = 10
"""Of one ticket."""


def taken_over(row: Row, target: Row) -> tuple[dict[str, Any], list[str]]:
    """What the ticket that goes on takes over from the one that ends, and how its history tells it."""
    values: dict[str, Any] = {}
    told = []
    levels = [str(level) for level in Priority]
    if levels.index(row.priority) > levels.index(target.priority):
        values["priority"] = row.priority
        told.append(f"优先级：{PRIORITY_LABELS[Priority(row.priority)]}")
    if row.assignee and not target.assignee:
        values["assignee"] = row.assignee
        told.append(f"负责人：{row.assignee}")
    if row.promised_on < target.promised_on:
        values |= {"promised_on": row.promised_on, "promise_exact": row.promise_exact}
        told.append(f"承诺日期：{row.promised_on}")
    return values, told


def tags_taken_over(ledger: Ledger, row: Row, target: Row) -> list[str]:
    """Put the tags of one ticket on another as far as there is room; how its history tells it."""
    table = schema.ticket_tag

    def tags_of(ticket: Row) -> list[str]:
        query = select(table.c.tag).where(table.c.ticket_id == ticket.id).order_by(table.c.tag)
        return list(ledger.connection.execute(query).scalars())

    here = tags_of(target)
    new = [tag for tag in tags_of(row) if tag not in here][: MOST_TAGS - len(here)]
    for tag in new:
        insert_missing(ledger.connection, table, {"ticket_id": target.id, "tag": tag})
    return [f"标签：{'、'.join(new)}"] if new else []
