"""What every channel hands to a turn and gets back from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from faq.choice import Option


@dataclass(frozen=True)
class Inbound:
    """One message of a person, raw: the turn guards it before anybody else sees it."""

    channel: str
    conversation: str
    """The pseudonymous key of the conversation; also Rasa's sender id."""
    message_id: str
    """Equal for a repeated delivery of one message, unique within the channel."""
    text: str = field(repr=False)
    option: str | None = None
    """The id of a tapped option; then `text` is only its title."""
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True)
class OutboundMessage:
    """One message to the person."""

    text: str = field(repr=False)
    options: tuple[Option, ...] = ()

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
