"""Questions are left out and asked again; who wins them is told with advice."""

from __future__ import annotations

from pathlib import Path

from evaluation.leave_one_out import LeftOut, competing, leave_out
from evaluation.quality_figures import leave_one_out_figures
from evaluation.verdicts import Prediction
from faq.editor.confusion import ConfusedPair
from tests.small_project import write_small_project


def left(text: str, own: str, band: str, *candidates: str) -> LeftOut:
    answered = candidates[0] if band == "answer" else None
    return LeftOut(text, own, Prediction(band, answered, tuple((name, 0.5) for name in candidates)))


RESULTS = [
    left("甲", "a", "answer", "a", "b"),
    left("乙", "a", "answer", "b", "a"),
    left("丙", "a", "clarify", "b", "a"),
    left("丁", "b", "none", "a"),
    left("戊", "b", "none"),
]


def test_every_question_is_left_out_once(tmp_path: Path) -> None:
    results = leave_out(write_small_project(tmp_path / "project"), folds=3)
    assert sorted(result.text for result in results if result.entry_id == "reset_password") == sorted(
        ["密码忘了", "密码想不起来了", "怎么重置密码"]
    )
    assert len(results) == 18
    exact = [result for result in results if result.prediction.candidates and result.prediction.top_score == 1.0]
    assert exact == []


def test_found_and_lost() -> None:
    assert [(result.found, result.lost) for result in RESULTS] == [
        (True, False),
        (False, True),
        (False, False),
        (False, True),
        (False, True),
    ]
    assert leave_one_out_figures(RESULTS) == {"faq.leave_one_out.first": 0.2, "faq.leave_one_out.helped": 0.4}


def test_competing_entries_come_with_advice() -> None:
    pairs = competing(RESULTS)
    assert pairs == [ConfusedPair("a", "b", ("乙", "丙")), ConfusedPair("b", "a", ("丁",))]
    assert pairs[0].advice({"a": "甲题", "b": "乙题"}) == (
        "「甲题」（a）有 2 个问句被「乙题」（b）抢走：乙；丙。"
        "改法：真该由 b 答的就移过去；不是的，在 a 里多写几句点明两者差别的说法。"
    )
