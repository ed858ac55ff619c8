"""A message and the conversation it falls into, as the readers see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from faq.choice import Option
from faq.guiding.engine import GuideState
from faq.normalise import matching_key


@dataclass(frozen=True)
class Heard:
    """What somebody sent: the text with personal data masked, or the id of a tapped option, and pictures.

    `shapes` tells of each number that was masked what it is and how well it is formed, as in `phone one_short`.
    """

    text: str = ""
    option: str = ""
    pictures: int = 0
    shapes: tuple[str, ...] = ()

    @cached_property
    def key(self) -> str:
        """The text as sentences are compared: normalised, letters only."""
        return matching_key(self.text)


@dataclass(frozen=True)
class ConversationState:
    """What was said before, as far as a message may lean on it.

    `offered` is what the last reply offered, `listed` the last list of questions that may still be chosen from;
    `asked` what the running form asks; `topic` the entry answered last, `leads` the guide its matter belongs to;
    `last_act` the act read before this one.
    """

    offered: tuple[Option, ...] = ()
    listed: tuple[Option, ...] = ()
    form: str = ""
    asked: str = ""
    topic: str = ""
    leads: str = ""
    last_act: str = ""
    case: GuideState = field(default_factory=GuideState)
    draft_waits: bool = False


@dataclass(frozen=True)
class Act:
    """What a message does: the intent Rasa's rules decide by, and what belongs to it (an option, facts, a kind)."""

    intent: str
    detail: Mapping[str, str] = field(default_factory=dict)
