"""How a delivery can end, and everything a sender needs to deliver one row about a ticket.

A delivery is in the clear: it is for agents or for its owner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.engine import Engine

from tickets.attachments import AttachmentStore
from tickets.claims import is_ours
from tickets.database import reading
from tickets.errors import PictureError
from tickets.model import AttachmentView, Event, MessageView, Ticket
from tickets.outbox import OutboxEntry
from tickets.queries import TicketReader


class UndeliverableError(Exception):
    """The delivery will never work (the person has left the channel, the server refuses this mail): no more attempts.

    The text is shown to operators: Chinese, no personal data.
    """


class NeedlessError(Exception):
    """There is nothing to tell any more."""


class HeldError(Exception):
    """Surely not sent, and nothing may be sent before the person writes again."""


class UnclearError(Exception):
    """It may have been sent, and the other side would not know a repeat for one."""


class PostponedError(Exception):
    """Surely not sent, or it may have been and a repeat does no harm: the same again later."""

    def __init__(
        self, reason: str, wait_s: float | None = None, *, whole_kind: bool = False, maybe_sent: bool = False
    ) -> None:
        """Wait so long (None: longer after each attempt); `whole_kind`: the others of its kind would fare no better."""
        super().__init__(reason)
        self.wait_s = wait_s
        self.whole_kind = whole_kind
        self.maybe_sent = maybe_sent


@dataclass(frozen=True)
class Delivery:
    """One thing to tell; `key` stays the same however often it is tried.

    `message` is the reply or addition it is about, `pictures` those that came with it.
    """

    key: str
    entry: OutboxEntry
    event: Event
    ticket: Ticket
    message: MessageView | None
    pictures: tuple[tuple[AttachmentView, bytes], ...]


class Sender(Protocol):
    """Delivers one kind; returns when the other side has accepted it, raises when not."""

    async def send(self, delivery: Delivery) -> str | None:
        """Deliver, or raise one of the errors above (anything else: later again).

        Returns:
            What an operator should know although it was accepted; usually None.
        """


def make_delivery(engine: Engine, reader: TicketReader, store: AttachmentStore, entry: OutboxEntry) -> Delivery:
    """Read all of it; pictures only for events that bring some.

    Raises:
        NeedlessError: it was cancelled since it was claimed (the person had their data deleted).
        UndeliverableError: the row is not one this version understands.
        BotError: the ticket's ciphertext cannot be opened with the keys at hand.
    """
    event = read_event(entry)
    with reading(engine) as connection:
        if not is_ours(connection, entry):
            raise NeedlessError("已取消")
        ticket = reader.find(connection, str(entry.number), raw=True)
    message = next((line for line in ticket.messages if line.id == entry.message_id), None)
    brings = entry.kind in ("mail", "webhook") and event in (Event.OPENED, Event.ADDED)
    views = [view for view in ticket.attachments if brings and view.message_id == entry.message_id and not view.deleted]
    pictures = []
    for view in views:
        try:
            pictures.append(store.open_for_agent(view.id))
        except PictureError:  # deleted since; the rest still goes out
            continue
    return Delivery(entry.delivery_key, entry, event, ticket, message, tuple(pictures))


def read_event(entry: OutboxEntry) -> Event:
    """What happened, checked: an older version may meet a row of a newer one.

    Raises:
        UndeliverableError: unknown event, no ticket, or a payload that is no JSON object.
    """
    if entry.number is None:
        raise UndeliverableError("这一行没有工单，这个版本不会处理")
    try:
        _ = entry.payload
        return Event(str(entry.event))
    except ValueError as error:
        raise UndeliverableError(f"这一行读不懂（事件 {entry.event}），可能是新版本写的") from error
