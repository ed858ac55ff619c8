"""How to go on with a step is said once while somebody is away from it, and never between a heading and its list."""

from __future__ import annotations

from dialogue.turns.reminders import REMINDED, asked_enough, hung_enough, remembering, reminded, without_reminder
from faq.guiding.phrases import CHINESE, ENGLISH
from faq.text.choice import HUMAN_OPTION, Option

WAITS = CHINESE.waits
ENGLISH_WAITS = ENGLISH.waits


def test_a_reminder_is_taken_out_of_a_text_that_says_more() -> None:
    assert without_reminder(f"报告一到六个月有效。\n{WAITS}") == ("报告一到六个月有效。", WAITS)
    assert without_reminder(f"One to six months.\n{ENGLISH_WAITS}") == ("One to six months.", ENGLISH_WAITS)
    assert without_reminder(WAITS) == (WAITS, "")
    assert without_reminder("报告一到六个月有效。") == ("报告一到六个月有效。", "")


def test_what_else_may_be_meant_stands_right_above_its_buttons() -> None:
    assert reminded("甲。\n也可能是：\n1. 乙", WAITS, ()) == f"甲。\n{WAITS}\n也可能是：\n1. 乙"
    assert reminded("甲。", WAITS, ()) == f"甲。\n{WAITS}"


def test_it_is_said_once_until_the_step_is_asked_again() -> None:
    recent = remembering(["a"], (), f"甲。\n{WAITS}", at_step=False)
    assert recent == [REMINDED, "a"]
    assert reminded("乙。", WAITS, recent) == "乙。"
    assert remembering(["b"], recent, "乙。", at_step=False) == [REMINDED, "b"]
    assert remembering(["b"], recent, "查到了吗？", at_step=True) == ["b"]


def test_a_step_hangs_under_two_other_answers_at_most() -> None:
    options = (Option("fact:phone=usable", "能收短信"),)
    once = remembering(["a"], (), "不用钱。", options, at_step=False)
    assert not hung_enough(once)
    between = remembering(["b"], once, "就是官网。", (), at_step=False)
    twice = remembering(["c"], between, "当场就能找回。", options, at_step=False)
    assert hung_enough(twice) and not hung_enough(between)
    assert not hung_enough(remembering(["d"], twice, "现在还能收到短信吗？", options, at_step=True))


def test_a_question_passed_by_twice_gives_way_to_a_person() -> None:
    options = (Option("fact:seen=empty", "没有学籍或学历"),)
    text = "身份证就行。\n再问一下：看到的是哪一种？"
    assert asked_enough(text, options, ("再问一下：看到的是哪一种？",)) == (text, options)
    words, shown = asked_enough(text, options, ("再问一下：看到的是哪一种？",) * 2)
    assert words.startswith("身份证就行。\n") and "哪一种？" not in words
    assert shown == (*options, HUMAN_OPTION)
    assert asked_enough("身份证就行？", options, ("身份证就行？",) * 2) == ("身份证就行？", options)
