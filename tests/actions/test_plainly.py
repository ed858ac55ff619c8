"""A question that one word answers gets that word first, or is told plainly that nobody wrote it down."""

from __future__ import annotations

from dataclasses import replace

from actions.answering.plainly import plainly
from faq.content.entry import FollowUp
from faq.saying.reply import Reply
from tests.real_content import real_content

CONTENT = real_content()
SAY = "要盖两次章。"
ENTRY = replace(CONTENT.entries[0], answer="先到窗口领表。", more=(), follow_ups=(FollowUp(("盖章",), SAY),))
ANSWER = Reply("先到窗口领表。", (), "answer", ENTRY.id)


def test_what_the_entry_holds_stands_first() -> None:
    assert plainly(ANSWER, "到底要盖几次章", ENTRY, CONTENT, 12).text == f"{SAY}\n{ANSWER.text}"


def test_what_nobody_wrote_down_is_said_before_where_the_matter_stands() -> None:
    first, second = plainly(ANSWER, "窗口要交几张表", ENTRY, CONTENT, 12).text.split("\n")
    assert "没有查到" in first and "窗口要交几张表" in first
    assert second == ANSWER.text


def test_of_several_questions_what_is_known_comes_first() -> None:
    said = plainly(ANSWER, "去哪里领表？窗口要交几张表？", ENTRY, CONTENT, 12).text.split("\n")
    assert said[0] == ANSWER.text
    assert "没有查到" in said[-1]


def test_an_answer_that_tells_it_and_all_other_questions_stay_as_they_are() -> None:
    told = replace(ANSWER, text="一共交两张。")
    assert plainly(told, "窗口要交几张表", ENTRY, CONTENT, 12) is told
    assert plainly(ANSWER, "窗口在哪", ENTRY, CONTENT, 12) is ANSWER


def test_a_full_screen_keeps_the_conclusion_alone() -> None:
    long = replace(ANSWER, text="\n".join(["先到窗口领表。", *["再等一会儿。"] * 11]))
    assert plainly(long, "到底要盖几次章", ENTRY, CONTENT, 12).text == f"{SAY}\n先到窗口领表。"
