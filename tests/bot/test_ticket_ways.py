"""What a ticket's page calls the ways by which the bot answered."""

from __future__ import annotations

from faq.engine.library import Library
from faq.guiding.tree import Guide, Step
from web.desk.ticket_view import ways


def test_ways_are_named_as_people_name_them(small_library: Library) -> None:
    steps = {"matches": Step("matches", "姓名证件核对", "collect"), "begin": Step("begin", "", "collect")}
    named = ways(small_library.content, {"missing_record": Guide("missing_record", "查不到学籍", steps)})
    assert named["missing_record"] == "查不到学籍"
    assert named["missing_record · matches"] == "查不到学籍 · 姓名证件核对"
    assert named["missing_record · begin"] == "查不到学籍"
    entry = small_library.content.entries[0]
    assert named[entry.id] == entry.title
