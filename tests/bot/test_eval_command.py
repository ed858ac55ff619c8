"""`eval` and `quality` as typed at a terminal, on a small project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.small_project import write_small_project

QUESTIONS = [
    {"text": "密码忘了", "label": "forgot_password", "faq_id": "reset_password"},
    {"text": "用户名忘了", "label": "forgot_username", "faq_id": "reset_password", "hard": True},
    {"text": "帮我写一首诗", "label": "out_of_scope", "faq_id": None},
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = write_small_project(tmp_path / "project")
    (root / "tests/data").mkdir(parents=True)
    lines = [json.dumps(item, ensure_ascii=False) for item in QUESTIONS]
    (root / "tests/data/dev_questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return root


def run(root: Path, *arguments: str) -> int:
    return main([*arguments], root)


def test_eval_prints_the_report_and_writes_the_files(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, report = str(project / "tests/data/dev_questions.jsonl"), project / "report"
    assert run(project, "eval", file, "--through", "faq", "--report", str(report)) == 0
    said = capsys.readouterr().out
    assert said.startswith("tests/data/dev_questions.jsonl：3 个问题，经由 知识库（不经过 Rasa）\n")
    assert "第 2 行〔答错〕用户名忘了　该是 reset_password，现在 答 find_username（1.00）" in said
    assert {path.name for path in report.iterdir()} == {"report.html", "report.txt", "run.json"}
    assert (report / "report.txt").read_text(encoding="utf-8") == said
    figures = json.loads((report / "run.json").read_text(encoding="utf-8"))["figures"]
    assert (figures["helped"], figures["direct_right"], figures["out_of_scope_answered"]) == (0.5, 0.5, 0.0)


def test_eval_compares_with_a_saved_run(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, report = str(project / "tests/data/dev_questions.jsonl"), project / "report"
    run(project, "eval", file, "--through", "faq", "--report", str(report))
    entries = project / "faq/entries/small.yml"
    entries.write_text(
        entries.read_text(encoding="utf-8")
        .replace("[密码忘了, ", "[用户名忘了, 密码忘了, ")
        .replace("[用户名忘了, 用户名想不起来了", "[用户名想不起来了"),
        encoding="utf-8",
    )
    capsys.readouterr()
    assert run(project, "eval", file, "--through", "faq", "--compare", str(report / "run.json")) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "和保存的那次相比：1 个问题变了，其中 0 个变坏，1 个变好。",
        "  〔变好〕用户名忘了　答 find_username → 答 reset_password",
    ]


def test_eval_as_json(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(project / "tests/data/dev_questions.jsonl")
    assert run(project, "eval", file, "--through", "faq", "--json") == 0
    assert [row["verdict"] for row in json.loads(capsys.readouterr().out)["rows"]] == ["right", "wrong", "refused"]


def test_eval_names_what_is_wrong_with_the_file(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "bad.jsonl").write_text('{"text": "a", "label": "forgot_pasword", "faq_id": "x"}', encoding="utf-8")
    assert run(project, "eval", str(project / "bad.jsonl"), "--through", "faq") == 1
    assert (
        "bad.jsonl:1: 没有「forgot_pasword」这个标签。改法：是不是想写「forgot_password」？" in capsys.readouterr().err
    )
    assert run(project, "eval", str(project / "none.jsonl"), "--through", "faq") == 2
    assert run(project, "eval") == 2


def test_quality_is_raised_checked_and_then_missed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(project, "quality", "--raise") == 0
    assert "底线写进了 tests/quality.yml。" in capsys.readouterr().out
    assert run(project, "quality") == 0
    assert capsys.readouterr().out.endswith("底线都守住了。\n")
    questions = project / "tests/data/dev_questions.jsonl"
    text = questions.read_text(encoding="utf-8")
    questions.write_text(text.replace('"text": "密码忘了"', '"text": "没有学籍"'), encoding="utf-8")
    assert run(project, "quality") == 1
    assert "tests/quality.yml:" in capsys.readouterr().err


def test_leave_one_out_lists_the_pairs(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(project, "quality", "--leave-one-out", "--raise") == 0
    said = capsys.readouterr().out
    assert said.startswith("互相混淆的条目（")
    assert "faq.leave_one_out.first" in (project / "tests/quality.yml").read_text(encoding="utf-8")
