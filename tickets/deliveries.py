"""Everything a sender needs to deliver one outbox row, in the clear: it is for agents or for its owner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.engine import Engine

from tickets.attachments import AttachmentStore
from tickets.database import reading
from tickets.errors import PictureError
from tickets.model import AttachmentView, Event, MessageView, Ticket
from tickets.outbox import OutboxEntry
from tickets.queries import TicketReader


class UndeliverableError(Exception):
    """The delivery will never work (the person has left the channel): no further attempts."""


@dataclass(frozen=True)
class Delivery:
    """One thing to tell; `key` stays the same however often it is tried.

    `message` is the reply or addition it is about, `pictures` those that came with it.
    """

    key: str
    entry: OutboxEntry
    ticket: Ticket
    message: MessageView | None
    pictures: tuple[tuple[AttachmentView, bytes], ...]

    @property
    def event(self) -> Event:
        """What happened."""
        return self.entry.event


class Sender(Protocol):
    """Delivers one kind; returns when the other side has accepted it, raises when not."""

    async def send(self, delivery: Delivery) -> None:
        """Deliver, or raise (`UndeliverableError`: never again; anything else: later again)."""


def make_delivery(engine: Engine, reader: TicketReader, store: AttachmentStore, entry: OutboxEntry) -> Delivery:
    """Read all of it; pictures only for events that bring some."""
    with reading(engine) as connection:
        ticket = reader.find(connection, entry.number, raw=True)
    message = next((line for line in ticket.messages if line.id == entry.message_id), None)
    brings = entry.kind != "person" and entry.event in (Event.OPENED, Event.ADDED)
    views = [view for view in ticket.attachments if brings and view.message_id == entry.message_id and not view.deleted]
    pictures = []
    for view in views:
        try:
            pictures.append(store.open_for_agent(view.id))
        except PictureError:  # deleted since; the rest still goes out
            continue
    return Delivery(entry.delivery_key, entry, ticket, message, tuple(pictures))
