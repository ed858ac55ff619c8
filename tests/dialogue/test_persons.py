"""Persons: what somebody told of themselves, the last of a kind, and whom a title is for."""

from __future__ import annotations

import pytest

from dialogue.persons import names_person, told_of_person


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        (["我是自考的"], {"studies": "self_study"}),
        (["我是自考的", "说错了，我是函授的"], {"studies": "adult"}),
        (["不是自考，我是函授的"], {"studies": "adult"}),
        (["我研一新生"], {"studies": "graduate"}),
        (["我女的"], {"sex": "woman"}),
        (["我还在上大三", "其实我已经毕业了"], {"stage": "graduated"}),
        (["自考的学历怎么查"], {}),
        (["研究生招生网打不开"], {}),
        (["你好", ""], {}),
    ],
)
def test_the_last_that_is_told_of_a_kind_counts(said: list[str], kinds: dict[str, str]) -> None:
    assert told_of_person(said).kinds == kinds


def test_whom_a_title_is_for() -> None:
    adult = told_of_person(["我读的成教"])
    assert adult.fits("成教、函授的学籍什么时候能查？") and not adult.excludes("成教、函授的学籍什么时候能查？")
    assert adult.excludes("大一新生什么时候能查到学籍？") and not adult.fits("大一新生什么时候能查到学籍？")
    assert not adult.fits("忘记密码怎么找回？") and not adult.excludes("忘记密码怎么找回？")


def test_what_a_question_names_itself() -> None:
    assert names_person("研究生什么时候能查到学籍") == ["studies"]
    assert names_person("忘记密码怎么找回") == []
