"""A yes or no is given only to who asks for that very thing: whether it is needed, or whether one can."""

from __future__ import annotations

import pytest

from dialogue.english_aspects import aspect_leaned_on, aspect_meant_instead, aspects_of_questions
from dialogue.english_sentences import clauses, objects, wishes, without_objection
from dialogue.english_verdicts import fitting_in_english

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
