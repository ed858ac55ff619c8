"""A message and the conversation it falls into, as the readers see them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from faq.guiding.state import GuideState
from faq.text.choice import Option
from faq.text.normalise import letters, matching_key, normalise

_NODS = re.compile(
    "^(?:(?:好的?|嗯+|哦|噢|行|明白了?|知道了|懂了|了解了?|谢谢[你您]?|对了|还有|老师|[你您]好|老师[你您]好"
    "|不好意思|打扰了?|麻烦[你您]了?)[,，。.!！~ ]+"
    "|请问(?:一下)?[,， ]*+)++"
)
"""Courtesies before what is said."""


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

    @cached_property
    def core_key(self) -> str:
        """The key without the courtesies around what is said: «明白了，那学位呢» is «那学位呢»."""
        return letters(_NODS.sub("", normalise(self.text))) or self.key


@dataclass(frozen=True)
class ConversationState:
    """What was said before, as far as a message may lean on it.

    `offered` is what the last reply offered, `listed` the last list of questions that may still be chosen from;
    `asked` what the running form asks; `topic` the entry answered last, `talk` those answered before it, the last
    first, `leads` the guide its matter belongs to;
    `last_act` the act read before this one; `ticket` is the number of the ticket they sent last;
    `of_another` whether they told that they ask for somebody else, or about them.
    """

    offered: tuple[Option, ...] = ()
    listed: tuple[Option, ...] = ()
    form: str = ""
    asked: str = ""
    topic: str = ""
    talk: tuple[str, ...] = ()
    leads: str = ""
    last_act: str = ""
    case: GuideState = field(default_factory=GuideState)
    draft_waits: bool = False
    draft_dropped: bool = False
    ticket: str = ""
    of_another: bool = False


@dataclass(frozen=True)
class Act:
    """What a message does: the intent Rasa's rules decide by, and what belongs to it (an option, facts, a kind)."""

    intent: str
    detail: Mapping[str, str] = field(default_factory=dict)
