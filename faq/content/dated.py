"""An answer whose day of review has passed: it stays, and says of which year it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from faq.content.entry import Entry

OF_A_YEAR = "这是 {} 年的，新的以官网公告为准。"
OF_A_YEAR_IN_ENGLISH = "As of {}; see the official notice."


def as_of(entry: Entry, day: date) -> Entry:
    """The entry as it may be read on that day: with one more line when it should have been reviewed before."""
    if entry.review_by is None or day <= entry.review_by:
        return entry
    year = entry.reviewed.year
    english = f"{entry.answer_en}\n{OF_A_YEAR_IN_ENGLISH.format(year)}" if entry.answer_en else ""
    return replace(entry, answer=f"{entry.answer}\n{OF_A_YEAR.format(year)}", answer_en=english)
