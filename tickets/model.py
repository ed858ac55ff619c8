"""What a ticket is: its words, the table of allowed status changes, and what readers get to see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tickets.errors import StatusError

HOME_CHANNEL = "web"
"""The channel that is always there, our own pages'; also of who talks to Rasa by hand."""


class Status(StrEnum):
    """Where a ticket stands; pending means that the desk waits for the person."""

    OPEN = "open"
    PENDING = "pending"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Priority(StrEnum):
    """How urgent agents think it is."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class MessageKind(StrEnum):
    """Who a message is for: additions come from the person, replies go to them, notes stay inside."""

    ADDITION = "addition"
    REPLY = "reply"
    NOTE = "note"
    EVENT = "event"


class Event(StrEnum):
    """What happened to a ticket, as the outside is told."""

    OPENED = "opened"
    ADDED = "added"
    REPLIED = "replied"
    SETTLED = "settled"
    STATUS_CHANGED = "status_changed"
    ASSIGNED = "assigned"


STATUS_CHANGES: Mapping[Status, frozenset[Status]] = {
    Status.OPEN: frozenset({Status.PENDING, Status.RESOLVED, Status.CLOSED}),
    Status.PENDING: frozenset({Status.OPEN, Status.RESOLVED, Status.CLOSED}),
    Status.RESOLVED: frozenset({Status.OPEN, Status.CLOSED}),
    Status.CLOSED: frozenset({Status.OPEN}),
}
"""From each status to the ones it may become; leaving resolved or closed for open is reopening."""

ACTIVE = frozenset({Status.OPEN, Status.PENDING})
"""The statuses in which somebody still has to do something."""

STATUS_LABELS: Mapping[Status, str] = {
    Status.OPEN: "处理中",
    Status.PENDING: "等您补充",
    Status.RESOLVED: "已解决",
    Status.CLOSED: "已关闭",
}
STATUS_CHANGED = "状态"
"""What the line about a change of status begins with."""
PRIORITY_LABELS: Mapping[Priority, str] = {
    Priority.LOW: "低",
    Priority.NORMAL: "普通",
    Priority.HIGH: "高",
    Priority.URGENT: "紧急",
}
MESSAGE_LABELS: Mapping[MessageKind, str] = {
    MessageKind.ADDITION: "用户补充",
    MessageKind.REPLY: "客服回复",
    MessageKind.NOTE: "内部备注",
    MessageKind.EVENT: "系统记录",
}

RATINGS: Mapping[str, str] = {"good": "满意", "fair": "一般", "bad": "不满意"}
"""What a requester may say of the help they got."""

PERSON, SYSTEM = "requester", "system"
"""Authors that are no agents."""


def check_status_change(old: Status, new: Status) -> None:
    """Allow a change that the table has.

    Raises:
        StatusError: it has not; the text names the statuses that are possible.
    """
    if new not in STATUS_CHANGES[old]:
        possible = "、".join(STATUS_LABELS[status] for status in Status if status in STATUS_CHANGES[old])
        raise StatusError(f"「{STATUS_LABELS[old]}」的工单不能改成「{STATUS_LABELS[new]}」，可以改成：{possible}。")


@dataclass(frozen=True)
class Person:
    """Somebody as their channel knows them: the only key to their own tickets."""

    channel: str
    conversation_key: str


@dataclass(frozen=True)
class Submission:
    """A filled form: the username (None when forgotten, or `name_left_out`), the description, pictures uploaded before.

    `idempotency_key` names the form, not the click: the same form never gives two tickets.
    `context` is what was asked and answered before, for the agent.
    """

    idempotency_key: str
    username: str | None
    description: str
    pictures: tuple[str, ...] = ()
    context: str = ""
    name_left_out: bool = False


@dataclass(frozen=True)
class AttachmentView:
    """A picture of a ticket; `id` opens it for its owner and for agents.

    `page_text`: what was read on it, line by line, personal data masked; empty when it was not read.
    """

    id: str
    message_id: int | None
    sha256: str
    media_type: str
    size_bytes: int
    deleted: bool
    page_text: str = ""

    @property
    def filename(self) -> str:
        """A name that says nothing about the person."""
        return f"{self.sha256[:12]}.{'png' if self.media_type == 'image/png' else 'jpg'}"


@dataclass(frozen=True)
class MessageView:
    """One line of a ticket's history."""

    id: int
    kind: MessageKind
    author: str
    body: str
    created_at: datetime


@dataclass(frozen=True)
class Ticket:
    """A ticket as one reader sees it: masked for display, raw only after `Desk.reveal`."""

    id: int
    number: str
    channel: str
    conversation_key: str
    status: Status
    priority: Priority
    assignee: str | None
    username_kind: str
    username: str
    description: str
    context: str
    promised_on: date
    promise_exact: bool
    version: int
    created_at: datetime
    updated_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    erased_at: datetime | None
    seen_at: datetime | None = None
    rating: str = ""
    merged_into: str = ""
    messages: tuple[MessageView, ...] = ()
    attachments: tuple[AttachmentView, ...] = ()


@dataclass(frozen=True)
class Opened:
    """The outcome of a submit: the ticket, whether it is new, the person's other active tickets."""

    ticket: Ticket
    created: bool
    others: tuple[str, ...]
