"""An answer whose day of review has passed stays and says of which year it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from faq.content.dated import OF_A_YEAR, OF_A_YEAR_IN_ENGLISH, as_of
from faq.content.loader import Content
from faq.text.phone import line_count
from learning.entry_list import due
from tests.real_content import real_content

DAY = date(2027, 5, 31)
ENTRY = replace(real_content().entries[0], review_by=DAY, reviewed=date(2026, 11, 22), valid_until=None)


def test_until_the_day_it_is_as_written() -> None:
    assert as_of(ENTRY, DAY) is ENTRY
    assert as_of(replace(ENTRY, review_by=None), date.max) == replace(ENTRY, review_by=None)


def test_afterwards_it_is_given_with_its_year_in_both_languages() -> None:
    content = Content((ENTRY,), {}, "1").valid_on(DAY + timedelta(days=1))
    late = content.entry(ENTRY.id)
    assert late is not None
    assert late.answer.splitlines()[-1] == OF_A_YEAR.format(2026)
    assert late.answer_en.splitlines()[-1] == OF_A_YEAR_IN_ENGLISH.format(2026)
    assert line_count(OF_A_YEAR.format(2026)) == line_count(OF_A_YEAR_IN_ENGLISH.format(2026)) == 1


def test_the_desk_says_that_it_is_due() -> None:
    assert due(ENTRY, DAY, 400) == ""
    assert "该核对了" in due(ENTRY, DAY + timedelta(days=1), 4000)
