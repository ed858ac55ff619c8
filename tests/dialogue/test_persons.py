"""Persons: what somebody told of themselves, the last of a kind, and whom a title is for."""

from __future__ import annotations

import pytest

from dialogue.people.persons import are_for_others, names_person, told_of_person


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        (["我是自考的"], {"studies": "self_study"}),
        (["我是自考的", "说错了，我是函授的"], {"studies": "adult"}),
        (["不是自考，我是函授的"], {"studies": "adult"}),
        (["我研一新生"], {"studies": "graduate", "level": "graduate"}),
        (["研究生来的"], {"studies": "graduate", "level": "graduate"}),
        (["博士入学，学籍在哪看"], {"studies": "graduate", "level": "graduate"}),
        (["自考生查不到学籍要紧吗"], {"studies": "self_study"}),
        (["香港學生想讀內地的碩士，去哪裡報名"], {"level": "graduate", "origin": "hmt"}),
        (["硕士"], {"studies": "graduate", "level": "graduate"}),
        (["我本科毕业想考研"], {"level": "graduate"}),
        (["我女的"], {"sex": "woman"}),
        (["我还在上大三", "其实我已经毕业了"], {"stage": "graduated"}),
        (["自考的学历怎么查"], {}),
        (["研究生招生网打不开"], {}),
        (["你好", ""], {}),
    ],
)
def test_the_last_that_is_told_of_a_kind_counts(said: list[str], kinds: dict[str, str]) -> None:
    assert told_of_person(said).kinds == kinds


def test_an_entry_for_undergraduates_is_for_others_than_who_wants_to_be_a_graduate() -> None:
    wants = told_of_person(["香港人来的", "想报研究生"])
    assert wants.excludes("港澳台侨联招（本科）什么时候报名？")
    assert not wants.excludes("港澳台学生报考内地研究生怎么报名？")
    assert not wants.excludes("大一新生什么时候能查到学籍？")


def test_whom_a_title_is_for() -> None:
    adult = told_of_person(["我读的成教"])
    assert adult.fits("成教、函授的学籍什么时候能查？") and not adult.excludes("成教、函授的学籍什么时候能查？")
    assert adult.excludes("大一新生什么时候能查到学籍？") and not adult.fits("大一新生什么时候能查到学籍？")
    assert not adult.fits("忘记密码怎么找回？") and not adult.excludes("忘记密码怎么找回？")


def test_what_a_question_names_itself() -> None:
    assert names_person("研究生什么时候能查到学籍") == ["studies", "level"]
    assert names_person("忘记密码怎么找回") == []


def test_titles_for_persons_that_exclude_each_other() -> None:
    assert are_for_others("研究生、博士新生什么时候能查到学籍？", "大一新生什么时候能查到学籍？")
    assert not are_for_others("研究生什么时候能查到学籍？", "学籍有了，毕业后为什么还查不到学历？")
