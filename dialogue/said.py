"""What somebody said in this conversation, kept when Rasa forgets the turns: a ticket begins with their first words.

Texts are masked as they were stored. The list is short whatever the length of the conversation: the first messages
name the matter, the last tell where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from faq.guiding.options import FACT_OPTION

OPEN, GIVEN, FORM = "open", "given", "form"
CONFIRM_SLOT, CANCELLED = "ticket_confirm", "cancelled"
"""The slot that says how the ticket form ended, and its value when it was given up."""
_FORM_ASKS = ("username", "screenshot", "description", "confirm")
SAID_SLOT = "said_before"
"""The slot that holds what was said before the turns that are kept whole."""
_FIRST, _LAST = 4, 16
_WITH_OPENER = 2
"""How many messages there are at least once a form that was opened is given up."""
_NOT_FOUND = re.compile("没有查到专门的说法|我没有把握|请再单独问我一次|I have no answer|I have no more than that")
"""How a reply says that it does not answer."""


@dataclass(frozen=True)
class Utterance:
    """One message: its text (a tap as `/choose_option…`), the entry talked about once it was answered, its facts."""

    text: str
    topic: str = ""
    facts: str = ""
    answer: str = ""
    """Whether what it asks was answered: `OPEN`, `GIVEN`, or empty where that cannot be told; `FORM` where the ticket
    form asked on behind it."""


def facts_in(entities: Iterable[Mapping[str, Any]]) -> str:
    """The facts a message tells, as they are kept: those read from its words, and the one of a choice by number."""
    found = {item.get("entity"): str(item.get("value") or "") for item in entities}
    chosen = found.get("option", "")
    picked = chosen.removeprefix(FACT_OPTION) if chosen.startswith(FACT_OPTION) and "=" in chosen else ""
    return " ".join(filter(None, (found.get("facts", ""), picked)))


def heard(said: Sequence[Utterance], text: str, facts: str = "") -> tuple[Utterance, ...]:
    """The messages with one more; what it is about stays as it was until it is answered."""
    more = (*said, Utterance(text, said[-1].topic if said else "", facts))
    return more if len(more) <= _FIRST + _LAST else (*more[:_FIRST], *more[-_LAST:])


def with_missed(said: Sequence[Utterance], metadata: Mapping[str, Any] | None) -> tuple[Utterance, ...]:
    """The messages with those before this one that were answered without Rasa; it may have heard some after all."""
    for item in (metadata or {}).get("missed") or ():
        text = str(item.get("text") or "")
        if text and all(before.text != text for before in said):
            said = heard(said, text)
    return tuple(said)


def answered(said: Sequence[Utterance], topic: str | None) -> tuple[Utterance, ...]:
    """The messages once an entry answered the last; none when a ticket was sent, which alone unsets the topic."""
    return (*said[:-1], replace(said[-1], topic=topic)) if topic and said else ()


def answers(text: str) -> bool:
    """Whether a reply does not say that it has no answer."""
    return _NOT_FOUND.search(text) is None


def replied(said: Sequence[Utterance], text: str, trace: Mapping[str, Any] | None) -> tuple[Utterance, ...]:
    """The messages once something was said to the last: whether that answered what it asks, as far as can be told."""
    if not said:
        return ()
    band = (trace or {}).get("band")
    if (trace or {}).get("asking") in _FORM_ASKS or said[-1].answer == FORM:
        answer = FORM
    elif band in ("clarify", "none") or not answers(text):
        answer = OPEN
    else:
        answer = said[-1].answer or (GIVEN if band == "answer" else "")
    return (*said[:-1], replace(said[-1], answer=answer))


def without_form(said: Sequence[Utterance], slot: str, value: object) -> tuple[Utterance, ...]:
    """The messages once a slot was set: without those of a form that was given up, but for the one that opened it.

    «不要了，我自己弄» is of no later ticket, nor is what was told to the form alone. A second time changes nothing.
    """
    kept = list(said)
    if slot != CONFIRM_SLOT or value != CANCELLED or len(kept) < _WITH_OPENER or kept[-2].answer != FORM:
        return tuple(said)
    while len(kept) > 1 and kept[-2].answer == FORM:
        kept.pop()
    return (*kept[:-1], replace(kept[-1], answer=""))


def said_from(stored: Iterable[Mapping[str, str]] | None) -> tuple[Utterance, ...]:
    """What `as_stored` wrote."""
    return tuple(Utterance(**item) for item in stored or ())


def as_stored(said: Iterable[Utterance]) -> list[dict[str, str]]:
    """The form of a slot."""
    return [asdict(item) for item in said]
