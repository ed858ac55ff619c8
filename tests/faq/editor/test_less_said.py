"""What is asked of a new entry with a word less."""

from __future__ import annotations

from pathlib import Path

from faq.editor.less_said import less_said
from faq.editor.words import word_cutter

ROOT = Path(__file__).resolve().parents[3]


def test_part_of_a_word_goes_before_a_whole_one() -> None:
    found = less_said(["博士后证书在学信网能查吗？"], word_cutter(ROOT))
    assert found[0] == "博士证书在学信网能查吗"
    assert "证书在学信网能查吗" in found
    assert "博士后证书在学信网能查吗" not in found


def test_what_everybody_says_is_left_in() -> None:
    others = ["学信网能查学历吗", "学信网怎么登录"]
    found = less_said(["博士后证书在学信网能查吗？"], word_cutter(ROOT), others)
    assert found[0] == "博士证书在学信网能查吗"
    assert all("学信网" in text for text in found)


def test_every_wording_is_shortened_before_one_is_twice_and_none_is_repeated() -> None:
    def words(text: str) -> list[str]:
        return [text[place : place + 2] for place in range(0, len(text), 2)]

    wordings = ["甲乙丙丁戊己", "庚辛丙丁戊己", "丙丁戊己"]
    assert less_said(wordings, words) == ["甲乙戊己", "庚辛戊己", "甲乙丙丁", "庚辛丙丁"]
    assert less_said(wordings, words, most=1) == ["甲乙戊己"]
    assert less_said([], words) == []
