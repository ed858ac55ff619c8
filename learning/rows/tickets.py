"""The tickets of a period as the leads' figures need them."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.engine import Connection

from learning.ticket_figures import TouchedTicket, midnight
from tickets.schema import requester, ticket


def touched_tickets(connection: Connection, first: date, last: date) -> list[TouchedTicket]:
    """The tickets that were opened, answered, settled or due on these days, both included."""
    begin, end = midnight(first), midnight(last + timedelta(days=1))
    row = ticket.c
    touched = or_(
        *((moment >= begin) & (moment < end) for moment in (row.created_at, row.answered_at, row.resolved_at)),
        row.promised_on.between(first, last),
    )
    moments = (row.created_at, row.answered_at, row.resolved_at)
    fields = (*moments, row.promised_on, row.rating, row.merged_into, requester.c.channel)
    query = select(*fields).join(requester, requester.c.id == row.requester_id).where(touched)
    return [TouchedTicket(*found) for found in connection.execute(query)]
