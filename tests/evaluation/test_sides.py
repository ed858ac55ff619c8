"""What a review asks of both states, and by what name it remembers what they said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from evaluation import sides
from evaluation.outcomes import Treatment
from evaluation.sides import _with_others
from evaluation.state_names import state_name
from evaluation.verdicts import Prediction
from faq.content.loader import load_content
from tests.faq.content_folder import edit
from tests.small_project import write_small_project

DAY = date(2026, 11, 22)
SMALL = "faq/entries/small.yml"


def test_beside_what_is_reached_those_are_asked_that_nobody_asked_for_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sides, "_OTHERS", 2)
    known = {text: Treatment(Prediction("none"), age=age) for text, age in (("甲", 0), ("乙", 3), ("丙", 1), ("丁", 2))}
    assert _with_others(["甲", "乙", "丙", "丁"], {"甲"}, known) == ["甲", "乙", "丁"]
    assert _with_others(["甲", "乙", "丙", "丁", "戊"], {"甲"}, known) == ["甲", "乙", "戊"], "the unknown come first"


def name_of(root: Path, day: date = DAY, model: str = "m") -> str:
    return state_name(root, load_content(root), model, day)


def test_an_edited_answer_keeps_the_name_and_what_moves_a_question_does_not(tmp_path: Path) -> None:
    root = write_small_project(tmp_path)
    first = name_of(root)
    edit(root, SMALL, "换一个手机号，或者申诉。", "换一个手机号再试。")
    assert name_of(root) == first
    assert name_of(root, date(2026, 12, 1)) == first
    assert name_of(root, date(2020, 7, 1)) != first, "an entry was valid then"
    assert name_of(root, model="other") != first
    edit(root, SMALL, "号码被别人注册了", "号码叫别人注册了")
    second = name_of(root)
    assert second != first
    edit(root, "data/nlu.yml", "    - 帮我写一首诗\n", "")
    assert name_of(root) != second


def test_an_answer_that_names_somebody_elses_service_counts(tmp_path: Path) -> None:
    root = write_small_project(tmp_path)
    (root / "faq/elsewhere.yml").write_text("- name: 铁路\n  words: [火车票]\n", encoding="utf-8")
    first = name_of(root)
    edit(root, SMALL, "换一个手机号，或者申诉。", "换一个手机号，火车票不归我们管。")
    assert name_of(root) != first
