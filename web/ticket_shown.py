"""A ticket as its owner sees it: in words, with the addresses of its pictures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from common.clock import china_time
from tickets.model import RATINGS, STATUS_LABELS, MessageKind, MessageView, Status, Ticket
from tickets.promise import Promise
from tickets.written import headline

PAGE = "/ticket"
_ABOUT_CHARS = 20
_SPOKEN = (MessageKind.REPLY, MessageKind.ADDITION)


def shown_ticket(ticket: Ticket, promise_from: Callable[[datetime], Promise]) -> dict[str, object]:
    """What the templates print of it; `promise_from` says by when what was added at a moment is answered."""
    spoken = [message for message in ticket.messages if message.kind in _SPOKEN]
    added_last = ticket.status is Status.OPEN and spoken and spoken[-1].kind is MessageKind.ADDITION
    return {
        "number": ticket.number,
        "status": STATUS_LABELS[ticket.status],
        "state": str(ticket.status),
        "opened": _minute(ticket.created_at),
        "promise": Promise(ticket.promised_on, ticket.promise_exact).text(),
        "answered": ticket.answered_at is not None,
        "again": promise_from(spoken[-1].created_at).text() if added_last else "",
        "about": headline(ticket.description)[:_ABOUT_CHARS],
        "is_asked": ticket.status is Status.PENDING,
        "username": ticket.username,
        "description": ticket.description,
        "context": ticket.context,
        "pictures": _addresses(ticket, None),
        "unread": any(_is_new(message, ticket) for message in ticket.messages),
        "rating": RATINGS.get(ticket.rating, ""),
        "merged_into": ticket.merged_into,
        "is_open": ticket.status is not Status.CLOSED,
        "said": [
            {
                "who": f"客服 {message.author}" if message.kind is MessageKind.REPLY else "您的补充",
                "is_new": _is_new(message, ticket),
                "kind": str(message.kind),
                "text": message.body,
                "pictures": _addresses(ticket, message.id),
                "at": _minute(message.created_at),
            }
            for message in spoken
        ],
    }


def _is_new(message: MessageView, ticket: Ticket) -> bool:
    return message.kind is MessageKind.REPLY and (ticket.seen_at is None or message.created_at > ticket.seen_at)


def _addresses(ticket: Ticket, message_id: int | None) -> list[str]:
    """Where the pictures of a message are, or of the ticket itself."""
    pictures = (one for one in ticket.attachments if one.message_id == message_id and not one.deleted)
    return [f"{PAGE}/{ticket.number}/pictures/{picture.id}" for picture in pictures]


def _minute(moment: datetime) -> str:
    return f"{china_time(moment):%Y-%m-%d %H:%M}"
