"""A yes or no is given only to who asks for that very thing: whether it is needed, or whether one can."""

from __future__ import annotations

import pytest

from dialogue.english.aspects import aspect_leaned_on, aspect_meant_instead, aspects_of_questions
from dialogue.english.sentences import clauses, objects, wishes, without_objection
from dialogue.english.verdicts import fitting_in_english, verdict_in_english

ONLY = "No, only local numbers are taken."
CANNOT = "不行，只收本地号码。"


@pytest.mark.parametrize(
    ("question", "said", "chinese", "told"),
    [
        ("can I use a foreign number", ONLY, CANNOT, ONLY),
        ("do I need a local number", ONLY, CANNOT, "Yes: only local numbers are taken."),
        ("is a local number required", ONLY, CANNOT, "Yes: only local numbers are taken."),
        ("do I have to pay", "No, it takes a day.", "不能，要一天。", "It takes a day."),
        ("can I do it without paying", "Yes, first pay.", "要先付。", "First pay."),
        ("do I need it first", "Yes: first the report.", "要先有报告。", "Yes: first the report."),
        ("what does it cost", ONLY, CANNOT, ONLY),
        ("do I need it", "It depends.", "看情况。", "It depends."),
    ],
)
def test_need_is_not_can(question: str, said: str, chinese: str, told: str) -> None:
    assert fitting_in_english(question, said, chinese) == told


def test_what_is_supposed_is_read_without_asking_whether_it_is_why() -> None:
    assert "The page shows an old name" in clauses("The page shows an old name, is that why?")
    assert "is the picture enough?" in clauses("He sent a picture, is the picture enough?")
    assert clauses("It still fails") == ["It still fails"]
    assert "It fails." not in clauses("It fails. Where do I click?")
    assert "It fails." in clauses("It fails. Where do I click?", told=True)


def test_another_wish_is_found() -> None:
    assert wishes("It is gone. Also I need a letter.") == ["Also I need a letter."]
    assert wishes("I need a letter.") == []


def test_what_is_not_meant_is_left_out() -> None:
    text = "I am not asking about the price, I asked where the menu is"
    assert objects(text)
    assert without_objection(text) == "I asked where the menu is"
    assert aspect_meant_instead(text) == "where"
    assert aspect_meant_instead("where is the menu") is None


def test_an_aspect_is_of_the_matter_that_is_named_beside_it() -> None:
    assert aspect_leaned_on("Is it free and how long?") == "fee"
    assert aspect_leaned_on("I need an English report. Is it free?") is None
    assert aspects_of_questions("He paid a lot. How long does it take?") == ["time"]


@pytest.mark.parametrize(
    ("question", "chinese", "verdict"),
    [
        ("can my friend do it", "不能，要本人办。", "No"),
        ("can my friend do it", "能，带上证件。", "Yes"),
        ("can my friend do it", "不一定，问学校。", "It depends"),
        ("can my friend do it", "没有查到规定，问学校。", "I found no official word"),
        ("do I need to pay", "不用，免费。", "No"),
        ("do I need to pay", "能，在网上付。", ""),
        ("how do I pay", "能，在网上付。", ""),
    ],
)
def test_the_verdict_of_a_chinese_line_stands_first_in_english(question: str, chinese: str, verdict: str) -> None:
    assert verdict_in_english(question, chinese) == verdict


@pytest.mark.parametrize(
    ("question", "aspect"),
    [
        ("how can my boss check it by himself", "checker"),
        ("can the embassy verify this", "checker"),
        ("what if I don't have a Chinese phone", "no_phone"),
        ("can I do that from abroad", "abroad"),
        ("is it possible while I am outside of China", "abroad"),
        ("who should I write to?", "whom"),
        ("can my friend in China do it for me", "helper"),
        ("can my company check my degree", None),
        ("I am abroad and cannot log in", None),
        ("how can I change my Chinese phone number", None),
        ("who should I call about my password", None),
    ],
)
def test_what_a_second_question_asks_of_the_matter_before(question: str, aspect: str | None) -> None:
    assert aspect_leaned_on(question) == aspect
