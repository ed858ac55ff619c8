"""A run is saved, read back the same, and compared with another."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from common.errors import BotError
from evaluation.metrics import measure
from evaluation.questions import Question
from evaluation.runs import Run, compare, make_run, read_run, run_as_dict
from evaluation.verdicts import Judged, Prediction, judge

INTENTS = {"a": "alpha"}


def answered(text: str, faq_id: str, wanted: str = "a") -> Judged:
    return judge(Question(text, "alpha", wanted, line=3), Prediction("answer", faq_id, ((faq_id, 0.9),), "alpha", 0.8))


def run_of(*judged: Judged) -> Run:
    return make_run("q.jsonl", "faq", "v1", datetime(2026, 11, 22, tzinfo=UTC), judged)


def test_a_saved_run_is_read_back_the_same(tmp_path: Path) -> None:
    run = run_of(answered("甲", "a"), answered("乙", "b"))
    saved = run_as_dict(run, measure(run.judged, INTENTS))
    (tmp_path / "run.json").write_text(json.dumps(saved), encoding="utf-8")
    assert read_run(tmp_path / "run.json") == run
    assert saved["made_at"] == "2026-11-22T00:00:00+00:00"
    assert saved["figures"]["bands"] == {
        "right": 1, "listed": 0, "missed": 0, "wrong": 1, "refused": 0, "offered": 0, "answered": 0,
    }  # fmt: skip
    assert saved["figures"]["direct_right"] == 0.5


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1}', "\xff"])
def test_what_is_no_run_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "run.json").write_text(text, encoding="latin-1")
    with pytest.raises(BotError, match="不是评测记录"):
        read_run(tmp_path / "run.json")


def test_another_format_and_a_missing_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{"format": 99}', encoding="utf-8")
    with pytest.raises(BotError, match="另一种格式"):
        read_run(tmp_path / "run.json")
    with pytest.raises(BotError, match="没有「"):
        read_run(tmp_path / "none.json")


def test_compared_runs_tell_broken_first_then_mended_then_the_rest() -> None:
    before = [answered("甲", "a"), answered("乙", "b"), answered("丙", "b"), answered("丁", "a"), answered("旧", "a")]
    after = [answered("丙", "c"), answered("乙", "a"), answered("甲", "b"), answered("丁", "a"), answered("新", "b")]
    changes = compare(before, after)
    assert [(change.question.text, change.broke, change.mended) for change in changes] == [
        ("甲", True, False),
        ("乙", False, True),
        ("丙", False, False),
    ]
    assert (changes[0].before.prediction.shown, changes[0].after.prediction.shown) == ("答 a", "答 b")


def test_the_order_of_what_is_listed_is_no_change() -> None:
    question = Question("甲", "alpha", "a")
    one = judge(question, Prediction("clarify", None, (("a", 0.5), ("b", 0.4))))
    two = judge(question, Prediction("clarify", None, (("b", 0.5), ("a", 0.4))))
    assert compare([one], [two]) == []
