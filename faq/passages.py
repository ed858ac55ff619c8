"""The lines of an answer that speak of one thing, for who asks just that about it: «要多少钱»."""

from __future__ import annotations

import re

from faq.entry import Entry
from faq.markup import to_plain

MONEY = re.compile("免费|收费|取消收费|费用|多少钱|[0-9]+ ?元|缴费|不要钱|付费")
_LEAD = re.compile(r"^(?:[0-9]+[.、]|[-·•])\s*")


def said_about(entry: Entry, subject: re.Pattern[str]) -> tuple[str, ...]:
    """The lines of an entry's answer and details that speak of a subject, in their order and without their numbers."""
    texts = (entry.answer, *(section.text for section in entry.more))
    lines = (line.strip() for text in texts for line in to_plain(text).splitlines())
    return tuple(_LEAD.sub("", line) for line in lines if subject.search(line))
