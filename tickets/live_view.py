"""A talk as its agent reads it: what was said to the bot before, then the ticket's history; masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tickets import schema
from tickets.database import reading
from tickets.live import LiveDesk
from tickets.live_past import spoken_before
from tickets.live_rows import Talk, said_key
from tickets.model import PERSON, AttachmentView, MessageKind

AGENT, EVENT = "agent", "event"


@dataclass(frozen=True)
class TalkLine:
    """One line; `who` is the requester, the bot, an agent (`author`) or nobody (an event)."""

    who: str
    author: str
    text: str
    at: datetime
    pictures: tuple[AttachmentView, ...] = ()


@dataclass(frozen=True)
class TalkView:
    """A talk with all its lines, oldest first; the first `before` of them were said to the bot."""

    talk: Talk
    lines: tuple[TalkLine, ...]
    before: int


def view_talk(desk: LiveDesk, talk_id: int) -> TalkView | None:
    """A talk as it stands; None when there is none."""
    talk = desk.talk(talk_id)
    if talk is None:
        return None
    with reading(desk.engine) as connection:
        past = spoken_before(connection, talk.person.conversation_key)
        ticket = desk.reader.find(connection, talk.number) if talk.number else None
        row = schema.message.c
        written = select(row.idempotency_key).where(row.ticket_id == ticket.id) if ticket else None
        keys = set(connection.execute(written).scalars()) if written is not None else set()
    # What is said once the agent is there belongs to the ticket, also in the moment before it stands there.
    until = talk.ended_at or talk.taken_at
    before = [
        TalkLine(line.who, "", line.text, line.at)
        for line in past
        if said_key(line.row) not in keys and (until is None or line.at <= until)
    ]
    if ticket is None:
        return TalkView(talk, tuple(before), len(before))
    shown: dict[int | None, tuple[AttachmentView, ...]] = {}
    for view in ticket.attachments:
        shown[view.message_id] = (*shown.get(view.message_id, ()), view)
    lines = [TalkLine(PERSON, "", "［接通前发的截图］", ticket.created_at, shown[None])] if shown.get(None) else []
    for message in ticket.messages:
        who = {MessageKind.ADDITION: PERSON, MessageKind.REPLY: AGENT}.get(message.kind, EVENT)
        lines.append(TalkLine(who, message.author, message.body, message.created_at, shown.get(message.id, ())))
    return TalkView(talk, (*before, *lines), len(before))
