"""A ticket as the template prints it: words, moments and addresses of what `tickets` read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from common.masking import PLACEHOLDERS
from faq.content.loader import Content
from faq.guiding.tree import Guide
from tickets.case_file import CaseFile, Fate, Turn
from tickets.fields import KIND_LABELS
from tickets.model import (
    ACTIVE,
    PERSON,
    PRIORITY_LABELS,
    RATINGS,
    STATUS_CHANGED,
    STATUS_CHANGES,
    STATUS_LABELS,
    SYSTEM,
    AttachmentView,
    MessageKind,
    MessageView,
    Status,
    Ticket,
)
from tickets.promise import Promise
from tickets.working_time import TimeLeft
from web.desk.words import CHANGES, CHANNELS, STATES, minute, moment, owed_again

_WHO = {PERSON: "用户", SYSTEM: "系统"}
_UNKEPT = tuple(f"（{mark[1:-1]}）" for mark in PLACEHOLDERS.values())
"""What stands in a description for a value that was told before the ticket was begun, and is not kept with it."""
_DESK_WORDS = {STATUS_LABELS[status]: STATES[status] for status in Status}
"""A change of status is written down in the words its owner reads; colleagues have their own."""


def shown_case(
    ticket: Ticket,
    case: CaseFile,
    merged: Sequence[Ticket],
    titles: Mapping[str, str],
    left: TimeLeft,
    now: datetime,
) -> dict[str, Any]:
    """All that the page of a ticket says."""
    owed = ticket.status is Status.OPEN
    return {
        "number": ticket.number,
        "version": ticket.version,
        "mark": fingerprint(ticket, case.told),
        "state": STATES[ticket.status],
        "status": str(ticket.status),
        "is_closed": ticket.status is Status.CLOSED,
        "is_erased": ticket.erased_at is not None,
        "changes": [
            (str(status), CHANGES[status])
            for status in Status
            if status in STATUS_CHANGES[ticket.status] and ticket.erased_at is None
        ],
        "priority": str(ticket.priority),
        "priorities": [(str(priority), label) for priority, label in PRIORITY_LABELS.items()],
        "assignee": ticket.assignee or "",
        "channel": CHANNELS.get(ticket.channel, ticket.channel),
        "username": ticket.username,
        "username_kind": KIND_LABELS.get(ticket.username_kind, ticket.username_kind),
        "description": ticket.description,
        "lacks_values": any(mark in ticket.description for mark in _UNKEPT),
        "pictures": _pictures(ticket, None),
        "opened": minute(ticket.created_at),
        "promise": Promise(ticket.promised_on, ticket.promise_exact).text(),
        "left": left if owed or (ticket.status in ACTIVE and ticket.answered_at is None) else None,
        "again": owed_again(_spoke_last(ticket)) if owed and ticket.answered_at is not None else "",
        "rating": RATINGS.get(ticket.rating, ""),
        "rating_key": ticket.rating,
        "seen": moment(ticket.seen_at, now) if ticket.seen_at else "",
        "topic": case.topic,
        "tags": case.tags,
        "context": ticket.context.splitlines(),
        "merged_into": ticket.merged_into,
        "merged": [
            {
                "number": one.number,
                "at": moment(one.created_at, now),
                "description": one.description,
                "pictures": _pictures(one, None),
                "said": [_line(one, message, {}, now) for message in one.messages if message.kind != MessageKind.EVENT],
            }
            for one in merged
        ],
        "lines": [_line(ticket, message, case.told, now) for message in ticket.messages],
        "is_cut": case.is_cut,
        "talk": [_turn(turn, titles, now) for turn in case.talk],
        "others": [
            {
                "number": one.number,
                "state": STATES[one.status],
                "summary": one.summary,
                "at": moment(one.created_at, now),
                "can_take": ticket.status is not Status.CLOSED
                and one.status is not Status.CLOSED
                and not (one.merged_into or ticket.merged_into),
            }
            for one in case.others
            if one.merged_into != ticket.number
        ],
        "looks": [{"at": moment(one.at, now), "agent": one.agent, "reason": one.reason} for one in case.looks],
    }


def ways(content: Content, guides: Mapping[str, Guide]) -> dict[str, str]:
    """What people call each way a turn was answered by (`Turn.way`): an entry, or a step of a guide."""
    named = {entry.id: entry.title for entry in content.entries}
    for guide in guides.values():
        named[guide.id] = guide.name
        for step in guide.steps.values():
            named[f"{guide.id} · {step.id}"] = " · ".join(filter(None, (guide.name, step.name)))
    return named


def said_last(ticket: Ticket) -> MessageView | None:
    """The last word of either side after the ticket was opened."""
    spoken = (MessageKind.ADDITION, MessageKind.REPLY)
    return next((message for message in reversed(ticket.messages) if message.kind in spoken), None)


def _spoke_last(ticket: Ticket) -> bool:
    last = said_last(ticket)
    return last is None or last.kind is not MessageKind.REPLY


def fingerprint(ticket: Ticket, told: Mapping[int, Fate]) -> str:
    """Changes when the page would: a change to the ticket, or a reply that got further."""
    states = sorted((message_id, one.state) for message_id, one in told.items())
    return hashlib.sha256(repr((ticket.version, states)).encode()).hexdigest()[:16]


def _line(ticket: Ticket, message: MessageView, told: Mapping[int, Fate], now: datetime) -> dict[str, Any]:
    return {
        "kind": str(message.kind),
        "who": _WHO.get(message.author, message.author),
        "text": _in_desk_words(message.body) if message.kind is MessageKind.EVENT else message.body,
        "at": moment(message.created_at, now),
        "full_at": minute(message.created_at),
        "pictures": _pictures(ticket, message.id),
        "told": told.get(message.id),
    }


def _in_desk_words(event: str) -> str:
    subject, colon, states = event.partition("：")
    if not states or subject != STATUS_CHANGED:
        return event
    return subject + colon + " → ".join(_DESK_WORDS.get(state, state) for state in states.split(" → "))


def _pictures(ticket: Ticket, message_id: int | None) -> list[dict[str, str]]:
    return [
        {
            "address": "" if picture.deleted else _address(ticket, picture),
            "text": picture.page_text,
        }
        for picture in ticket.attachments
        if picture.message_id == message_id
    ]


def _address(ticket: Ticket, picture: AttachmentView) -> str:
    return f"/desk/tickets/{ticket.number}/pictures/{picture.id}"


def _turn(turn: Turn, titles: Mapping[str, str], now: datetime) -> dict[str, Any]:
    return {
        "at": moment(turn.at, now),
        "text": turn.text,
        "pictures": turn.pictures,
        "answers": turn.answers,
        "way": titles.get(turn.way, turn.way),
    }
