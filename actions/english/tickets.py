"""What is said in English about the tickets somebody has: none, their state, what was added, that one is closed."""

from __future__ import annotations

from collections.abc import Sequence

from actions.ticket.list import pictures_of
from actions.ticket.reading import Addition
from common.clock import china_time
from faq.text.choice import Option
from tickets.model import ACTIVE, MessageKind, Status, Ticket

SUBMIT_TICKET = Option("ticket", "Submit a ticket / 提交工单")
NO_TICKETS = (
    "There is no ticket of yours here. What you sent elsewhere (WeChat, e-mail) is answered there.\nSubmit one now?"
)
NONE_YET = "There is no ticket of yours yet; once submitted it is answered {}.\nSubmit one now?"
ALL_CLOSED = "Your tickets are closed, nothing can be added. Still a problem: submit a new one."
NONE_OPEN = "Your tickets are closed already. Come back any time."
CLOSED = "All right, ticket {} is closed. Come back any time."
HOW_WAS_IT = "All right, ticket {} is closed. How was it handled?"
RATED = "Noted, thank you."
RATED_POOR = "Sorry that it did not go well; noted. Not solved: submit another ticket."
CLOSED_BY_NOW = "Ticket {} is closed; nobody sees this. More to say: submit a new one, it takes along what you said."
ADD_SAID = "Add to ticket {}"
KEPT_TOO = "What you said is in the ticket."
NOT_NOW = "The ticket desk cannot be reached now; please try again in a while."
WHICH_SETTLED = "Which of your {} tickets is settled?"
ALSO_SETTLED = "Good. You still have a ticket in progress. Close it too?"
WHETHER = "Close ticket {}? Our staff then stop working on it, and nothing can be added."
CLOSE_IT = "Close ticket {}"
KEEP_OPEN = "Keep it open"
KEPT = "All right, it stays open. Our staff go on with it."
RATINGS_IN_ENGLISH = {"good": "Good", "fair": "Fair", "bad": "Bad"}
_HEAD = "Your tickets:"
_ADD = "To add, reply “add: …” or send a picture."
_ANEW = "All are closed. Still a problem: reply “submit a ticket”."
_ANSWER = "Answer to {} ({}):"
_STATES = {
    Status.OPEN: "in progress",
    Status.PENDING: "waiting for you",
    Status.RESOLVED: "answered",
    Status.CLOSED: "closed",
}
_SHOWN_CHARS = 60
_ANSWER_CHARS = 60


def listed_in_english(tickets: Sequence[Ticket]) -> str:
    """All tickets with their state, the newest answer in full, and how to add."""
    closed = all(ticket.status is Status.CLOSED for ticket in tickets)
    return "\n".join([_HEAD, *map(_line, tickets), *_answers(tickets), "", _ANEW if closed else _ADD])


def added_in_english(number: str, addition: Addition) -> str:
    """What was added, and to which ticket."""
    text, pictures = addition.text, len(addition.pictures)
    shown = text if len(text) <= _SHOWN_CHARS else f"{text[:_SHOWN_CHARS]}…"
    parts = [f"“{shown}”"] if shown else []
    parts += [f"{pictures} picture{'s' if pictures > 1 else ''}"] if pictures else []
    return f"Added to ticket {number}: {' and '.join(parts)}. Our staff see it too."


def _line(ticket: Ticket) -> str:
    opened = china_time(ticket.created_at).date().isoformat()
    if ticket.merged_into:
        return f"· {ticket.number} ({opened}): now part of {ticket.merged_into}"
    due = ticket.promised_on.isoformat()
    ends = ", answered" if ticket.answered_at else f", answer by {due}" if ticket.status in ACTIVE else ""
    return f"· {ticket.number} ({opened}): {_STATES[ticket.status]}{ends}"


def _answers(tickets: Sequence[Ticket]) -> list[str]:
    lines: list[str] = []
    for ticket in tickets:
        replies = [message for message in ticket.messages if message.kind is MessageKind.REPLY]
        if not replies:
            continue
        day = china_time(replies[-1].created_at).date().isoformat()
        body = replies[-1].body
        if lines:  # whole for the newest only
            flat = " ".join(body.split())
            body = flat if len(flat) <= _ANSWER_CHARS else f"{flat[:_ANSWER_CHARS]}…"
        lines += ["", _ANSWER.format(ticket.number, day), body]
        if pictures := pictures_of(ticket, replies[-1]):
            lines.append(f"({pictures} picture{'s' if pictures > 1 else ''} more, on the page of the ticket)")
    return lines
