"""The parts of a description that the ticket form writes, and what of it the person said."""

from __future__ import annotations

import re

MATTER, CASE, TRIED, UNTIL, ASKED, WORDS = "【要办的事】", "【情况】", "【试过】", "【急】", "【想问】", "【原话】"
ORDER = (MATTER, WORDS, ASKED, UNTIL, CASE, TRIED)
"""The labels of a ticket's parts, in their order (`actions.ticket.writeup`)."""
_LABEL = re.compile(f"^(?:{'|'.join(ORDER)})")


def headline(description: str) -> str:
    """What a ticket is called in a list: its matter, else the person's own words, never the label of a fact."""
    lines = description.splitlines()
    named = (line for label in (MATTER, WORDS, ASKED) for line in lines if line.startswith(label))
    return _LABEL.sub("", next(named, next(iter(lines), "")))


def own_words(description: str) -> str:
    """A description without what was written around it: a question somebody may ask again."""
    text = description.strip()
    return headline(text) if text.startswith(ORDER) else text
