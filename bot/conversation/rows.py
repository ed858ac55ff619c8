"""What is read out of the queue: a message, the lease of its conversation, and what is to be worked on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Row

from bot.channels.base import Outbound

MOST_ATTEMPTS = 3
"""A message whose worker died or hung so often gets a polite answer instead of another try."""


@dataclass(frozen=True)
class QueuedMessage:
    """One row of the inbox; `payload` is masked, what is raw is `sealed`."""

    id: int
    channel: str
    payload: dict[str, Any] = field(repr=False)
    sealed: bytes | None = field(repr=False)
    received_at: datetime
    hold_until: datetime | None
    attempts: int
    """How often it was begun, this time included."""

    @property
    def number(self) -> int:
        """The number that Rasa knows the message by."""
        return int(self.payload.get("number", self.id))

    def begun(self) -> QueuedMessage:
        """The message at its next attempt."""
        return replace(self, attempts=self.attempts + 1)

    @property
    def joins(self) -> str:
        """The kind of messages it may be one with; empty when it stands alone."""
        return str(self.payload.get("joins", ""))


@dataclass(frozen=True)
class Lease:
    """The right to answer one conversation's messages, until another process has a higher fence."""

    key: str
    fence: int
    state: dict[str, Any] = field(repr=False, compare=False)
    """What the gateway keeps of the conversation between two messages."""

    @classmethod
    def of(cls, row: Row) -> Lease:
        """The next lease of a conversation's row."""
        return cls(row.key, row.fence + 1, json.loads(row.state))


@dataclass(frozen=True)
class Work:
    """Messages to be answered together; none when the next one may still be joined by another, until `ready_at`."""

    lease: Lease
    messages: tuple[QueuedMessage, ...]
    ready_at: datetime | None = None

    @property
    def given_up(self) -> bool:
        """Whether the first message has been begun too often."""
        return bool(self.messages) and self.messages[0].attempts > MOST_ATTEMPTS


@dataclass(frozen=True)
class Accepted:
    """A message in the queue; `finished` holds the answer when it was delivered before."""

    id: int
    is_new: bool
    finished: Outbound | None
    sealed: bytes | None = field(default=None, repr=False)
    """What its channel keeps for a repeat."""
    work: Work | None = None
    """What this process must do now: it got the lease."""
    pictures: tuple[str, ...] = ()
    """The ids of the pictures it was stored with; empty for one that was not kept."""


def pictures_in(payload: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of the pictures that came with a message; empty for one that was not kept."""
    return tuple(picture.get("attachment", "") for picture in payload.get("pictures", ()))


@dataclass(frozen=True)
class Finished:
    """An answer that is stored: ours, or that of whoever was faster."""

    outbound: Outbound
    is_ours: bool
    next: Work | None


class LostLeaseError(Exception):
    """Another process answers this conversation now."""


def read_message(row: Row) -> QueuedMessage:
    """A row as a message."""
    return QueuedMessage(
        row.id, row.channel, json.loads(row.payload), row.sealed, row.received_at, row.hold_until, row.attempts
    )


def read_reply(reply: str | None) -> Outbound | None:
    """The answer in a row, if there is one."""
    return Outbound.from_dict(json.loads(reply)) if reply else None


def dump(value: Any) -> str:
    """JSON as the tables hold it."""
    return json.dumps(value, ensure_ascii=False)
