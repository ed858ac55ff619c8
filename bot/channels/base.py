"""The contract between the conversation and its channels: what goes in, what comes out, what a channel must do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy.engine import Connection

from faq.text.choice import Option


@dataclass(frozen=True)
class Picture:
    """A picture somebody sent, as it was taken in; what is written here is masked.

    `attachment`: its id where it is kept, empty where it is not. `page`: what was read on it
    (`faq.pages.page.PageReading.as_dict`), None when it was not read. `danger`: the kind of what nobody should show
    (`faq.pages.safety`). `said`: what the person must be told of it first.
    """

    attachment: str = ""
    page: Mapping[str, Any] | None = field(default=None, repr=False)
    danger: str = ""
    said: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The form of the inbox."""
        page = None if self.page is None else dict(self.page)
        return {"attachment": self.attachment, "page": page, "danger": self.danger, "said": self.said}


@dataclass(frozen=True)
class Inbound:
    """One message of a person, raw: the turn guards it before anybody else sees it."""

    channel: str
    """The channel the person belongs to; whoever signed in from WeChat stays a WeChat person on the page."""
    conversation: str
    """The pseudonymous key of the conversation; also Rasa's sender id."""
    message_id: str
    """Equal for a repeated delivery of one message, unique within the conversation."""
    text: str = field(repr=False)
    option: str | None = None
    """The id of a tapped option; then `text` is only its title."""
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class OutboundMessage:
    """One message to the person."""

    text: str = field(repr=False)
    options: tuple[Option, ...] = ()
    page: str = ""
    """The article behind the reply, with its sources; a channel without links of its own shows it."""

    def as_dict(self) -> dict[str, Any]:
        """The form of the API and of the inbox."""
        return {"type": "text", "text": self.text, "options": [option.as_dict() for option in self.options]}


@dataclass(frozen=True)
class Outbound:
    """Everything one turn says, and how it came to say it."""

    replies: tuple[OutboundMessage, ...]
    trace: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """The form of the API and of the inbox."""
        return {"replies": [reply.as_dict() for reply in self.replies], "trace": self.trace}

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Outbound:
        """Read back what `as_dict` wrote."""
        replies = tuple(
            OutboundMessage(item["text"], tuple(map(Option.from_dict, item["options"]))) for item in stored["replies"]
        )
        return cls(replies, stored["trace"])


@dataclass(frozen=True)
class Fetched:
    """What a channel made of a message that had to be fetched: something said, or an answer that needs no turn."""

    text: str = field(default="", repr=False)
    pictures: tuple[Picture, ...] = ()
    option: str | None = None
    act: str = ""
    """`erase`: the wish to be forgotten."""
    replies: tuple[OutboundMessage, ...] | None = None


class Channel(Protocol):
    """All that the conversation knows of a channel."""

    name: str
    arrival: str
    """Where the answer to a ticket appears, as its people are told (Chinese)."""
    in_browser: bool
    """Whether people read answers on a page of ours: an address without a host opens there, and nowhere else."""

    @property
    def answer_within_s(self) -> float:
        """How long a turn may take before something must be said; `inf` where people see that it is at work."""

    async def fetch(self, conversation_key: str, sealed: bytes) -> Fetched:
        """Read what the channel kept sealed beside a message: a picture to load, a voice to write down."""

    def conclude(
        self, connection: Connection, conversation_key: str, row_ids: Sequence[int], outbound: Outbound
    ) -> bytes | None:
        """Put an answer on its way, inside the transaction that stores it; may be called again after a fault.

        Gives what the last of the rows must keep, so that a repeated delivery can be answered alike.
        """

    async def answered(self, row_id: int, conversation_key: str, outbound: Outbound) -> None:
        """Bring a stored answer to the person; nothing to do where somebody waits for it."""

    def erase(self, connection: Connection, person_key: str) -> None:
        """Delete what the channel keeps of a person, inside the erasing transaction."""

    def trouble(self) -> str:
        """What an operator must mend; empty when nothing."""


class Channels(dict[str, Channel]):
    """The channels of a process by name."""

    def __init__(self, home: Channel) -> None:
        """`home` is always there: it stands in for a channel that is no longer set up."""
        super().__init__({home.name: home})
        self.home = home

    def of(self, name: str) -> Channel:
        """The channel of that name; one that is no longer set up brings nothing to anybody, like the home one."""
        return self.get(name, self.home)
