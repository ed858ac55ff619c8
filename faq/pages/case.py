"""What a page tells about a person's case, as the facts that guides ask for (faq/situation.yml)."""

from __future__ import annotations

import re

from faq.guiding.guidance import Guidance
from faq.pages.details import tells_time
from faq.pages.facts import EMAIL, PHONE, QUESTION
from faq.pages.page import PageReading
from faq.pages.sentences import ADVICE, tells_lack, tells_state

_WAY_FACTS = {PHONE: "phone", EMAIL: "mail", QUESTION: "security"}
_MISSING = "unusable"


def case_facts(reading: PageReading, guidance: Guidance) -> dict[str, str]:
    """Fact → value: its complaints read like typed words, what it shows of its owner, the ways it does not offer.

    A way that the page offers says nothing: the number it is bound to may be lost. What it says beside a complaint
    that blocks counts only where it says how far something is; its hints name many things.
    """
    told: dict[str, str] = {}
    ways = reading.facts.recovery_ways
    if ways is not None:
        told = {fact: _MISSING for way, fact in _WAY_FACTS.items() if way not in ways}
    said = [match.quote for match in reading.matches if match.blocks]
    lines = [*reading.likely.split("\n"), *reading.around.split("\n")]
    lines = [line for line in lines if tells_lack(line)] if said else [reading.complaint, *lines]
    said += [line for line in dict.fromkeys(lines) if tells_state(line)]
    for sentence in (*(ADVICE.sub(_without_advice, text) for text in said), *reading.facts.told):
        told = {**guidance.extractor.facts(sentence, None), **told}
    known = guidance.guides.situation.facts
    return {
        name: value
        for name, value in told.items()
        if name in known and value in {item.id for item in known[name].values}
    }


def _without_advice(found: re.Match[str]) -> str:
    """What the page asks to do is not done yet; how long to wait says how bad it is (请24小时后再试)."""
    return found[0] if tells_time(found[0]) else ""
