"""The line for who needs it by a day stands in the answer, and never makes it longer than a screen."""

from __future__ import annotations

from actions.lines.by_deadline import DeadlineLine, with_deadline
from faq.saying.reply import Reply
from faq.text.choice import Option
from faq.text.phone import reply_lines

OPEN = DeadlineLine("要赶明天：现在就做，同时告诉单位在办，问能不能晚几天补。")
KNOWN = DeadlineLine("要赶明天：当场能办，现在就做。", known=True)


def test_what_is_known_comes_first_and_what_to_do_meanwhile_behind_the_answer() -> None:
    reply = Reply("能办。\n1. 登录。", (), "answer", "report")
    assert with_deadline(reply, KNOWN).text == f"{KNOWN.text}\n能办。\n1. 登录。"
    assert with_deadline(reply, OPEN).text == f"能办。\n{OPEN.text}\n1. 登录。"


def test_an_answer_that_speaks_of_it_and_one_without_a_deadline_stay() -> None:
    urgent = Reply("急用的先问单位能不能后补。", (), "answer", "urgent")
    assert with_deadline(urgent, OPEN) is urgent
    assert with_deadline(urgent, DeadlineLine()) is urgent


def test_a_long_answer_gives_way_and_can_be_had_whole() -> None:
    long = Reply(
        "\n".join(["能办。", *(f"{step}. 登录以后点这一步。" for step in range(1, 12))]), (), "answer", "report"
    )
    told = with_deadline(long, OPEN)
    assert OPEN.text in told.text
    assert told.options == (Option("report", "怎么办，全文"),)
    assert reply_lines(told.text, ["怎么办，全文"]) <= 12
