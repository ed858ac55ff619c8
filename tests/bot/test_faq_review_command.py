"""`bot faq review` where calibrating anew pays: done, the edit is judged again, and the verdict is the last line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.commands import faq_review
from evaluation.fitness import Fitness
from evaluation.questions import Question
from evaluation.reviewed import Review
from evaluation.runs import Change
from evaluation.verdicts import Judged, Prediction

DUE = Review(other_lines=("faq/guides/a.yml：改过",), asked=9, fitness=Fitness(reason="条目多了很多"))
SETTINGS = "content:\n  source: {}\n"


def broken(text: str) -> Change:
    question = Question(text, "sms_code", "sms_limited", (), False, "q.jsonl", 1)
    fine, wrong = Prediction("answer", "sms_limited", ()), Prediction("answer", "reset_password", ())
    return Change(question, Judged(question, fine, "right"), Judged(question, wrong, "wrong"))


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What is left to be found, in turn; what was done is put behind it."""
    steps: list[object] = []

    def review(root: Path, *_: object) -> Review:
        found = steps.pop(0)
        assert isinstance(found, Review)
        steps.append("reviewed")
        return found

    def calibrate(root: Path, *_: object) -> str:
        steps.append("calibrated")
        return "校准好了。"

    monkeypatch.setattr(faq_review, "review_edit", review)
    monkeypatch.setattr("evaluation.calibration_run.calibrate_project", calibrate)
    return steps


@pytest.mark.parametrize(("source", "live"), [("files", "几秒内自动换上"), ("published", "运行 ./run publish 以后")])
def test_the_verdict_is_of_the_new_figures_and_comes_last(
    work: list[object], tmp_path: Path, capsys: pytest.CaptureFixture[str], source: str, live: str
) -> None:
    (tmp_path / "settings.yml").write_text(SETTINGS.format(source), encoding="utf-8")
    work += [DUE, Review(other_lines=("x",), asked=9, refitted=True, far=(broken("一"),))]
    assert main(["faq", "review"], tmp_path) == 0
    assert work == ["reviewed", "calibrated", "reviewed"]
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("校准好了。正在运行的服务") and live in lines[0]
    assert lines[1] == "不要新的校准，就取回旧的：git checkout -- faq/calibration.json"
    assert "重新校准以后另有 1 个问题换了回答（变对 0，变错 1）：" in lines
    assert lines[-1] == "列出的几处逐句看过，再上线。（0 秒）"


def test_what_must_not_go_live_is_not_calibrated(
    work: list[object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    work += [Review(broken=(broken("一"),), fitness=DUE.fitness)]
    assert main(["faq", "review"], tmp_path) == 1
    assert work == ["reviewed"]
    work[:] = [DUE]
    assert main(["faq", "review", "--no-calibrate"], tmp_path) == 0
    assert work == ["reviewed"]
    assert "需要重新校准：条目多了很多。" in capsys.readouterr().out


def test_new_figures_that_break_what_was_edited_stop_it(
    work: list[object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    work += [DUE, Review(broken=(broken("一"),), refitted=True)]
    assert main(["faq", "review", "--json"], tmp_path) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["approval"] == "stop" and "取回旧的" in err
