"""What an edit does to known questions, on a small project under git."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from bot.commands.impact import impact_as_dict, impact_lines
from common.clock import FakeClock
from common.errors import BotError, ContentError
from evaluation.impact import gold_questions, logged_texts, measure_impact
from tests.small_project import write_small_project

GOLD = [
    {"text": "密码忘了", "label": "forgot_password", "faq_id": "reset_password"},
    {"text": "密码想不起来了", "label": "forgot_password", "faq_id": "reset_password"},
    {"text": "用户名忘了", "label": "forgot_username", "faq_id": "find_username"},
    {"text": "火星上的葡萄多少钱", "label": "out_of_scope", "faq_id": None},
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = write_small_project(tmp_path / "project")
    (root / "tests/data").mkdir(parents=True)
    lines = [json.dumps(item, ensure_ascii=False) for item in GOLD]
    (root / "tests/data/dev_questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "first")
    return root


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)


def edit(root: Path, before: str, after: str) -> None:
    path = root / "faq/entries/small.yml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.slow
def test_an_untouched_tree_has_no_impact(project: Path) -> None:
    impact = measure_impact(project, "HEAD", clock=FakeClock())
    assert (impact.changes, impact.log_changes, impact.gold_count, impact.log_count) == ((), (), 4, 0)
    assert impact_lines(impact, "HEAD") == ["和 HEAD 相比，问了 4 个标注问题。", "没有问题换条目或换档位。"]


@pytest.mark.slow
def test_an_edit_of_an_answer_changes_no_question(project: Path) -> None:
    edit(project, "在登录页点“找回用户名”。", "打开登录页，点“找回用户名”，再填姓名。")
    impact = measure_impact(project, "HEAD", clock=FakeClock())
    assert (impact.changes, impact.rewritten) == ((), ("find_username",))


@pytest.mark.slow
def test_stolen_questions_are_named_before_and_after(project: Path) -> None:
    edit(project, "[密码忘了, 密码想不起来了, 怎么重置密码]", "[怎么重置密码]")
    edit(project, "[用户名忘了,", "[密码忘了, 密码想不起来了, 用户名忘了,")
    log = project / "log.txt"
    log.write_text("密码忘了\n\n密码忘了\n用户名忘了\n", encoding="utf-8")
    impact = measure_impact(project, "HEAD", log, FakeClock())
    assert [change.question.text for change in impact.broken] == ["密码忘了", "密码想不起来了"]
    assert (impact.log_count, [item.text for item in impact.log_changes]) == (2, ["密码忘了"])
    assert impact_lines(impact, "HEAD")[:6] == [
        "和 HEAD 相比，问了 4 个标注问题、2 个日志里的问题。",
        "",
        "变错的标注问题（2 个）：",
        "  tests/data/dev_questions.jsonl:1: 密码忘了\n"
        "      答 reset_password → 答 find_username（该是 reset_password）",
        "  tests/data/dev_questions.jsonl:2: 密码想不起来了\n"
        "      答 reset_password → 答 find_username（该是 reset_password）",
        "",
    ]
    assert impact_as_dict(impact)["broken"] == ["密码忘了", "密码想不起来了"]


def test_a_broken_edit_is_told_with_file_and_line(project: Path) -> None:
    edit(project, "  title: 忘记用户名怎么办？", "  titel: 忘记用户名怎么办？")
    with pytest.raises(ContentError, match=r"faq/entries/small.yml:\d+: .*titel"):
        measure_impact(project, "HEAD", clock=FakeClock())


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=x", ""])
def test_what_is_no_revision_is_told(project: Path, revision: str) -> None:
    with pytest.raises(BotError, match="版本"):
        measure_impact(project, revision, clock=FakeClock())


def test_a_folder_outside_git_is_told(tmp_path: Path) -> None:
    root = write_small_project(tmp_path / "project")
    (root / "tests/data").mkdir(parents=True)
    (root / "tests/data/dev_questions.jsonl").write_text(json.dumps(GOLD[0]), encoding="utf-8")
    with pytest.raises(BotError, match="不是 git 仓库"):
        measure_impact(root, "HEAD", clock=FakeClock())


def test_without_gold_questions_nothing_is_claimed(tmp_path: Path) -> None:
    with pytest.raises(BotError, match="没有可比较的标注问题"):
        gold_questions(tmp_path)


def test_logged_questions_are_masked_and_counted_once(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text(
        '{"text": "手机 13800138000 被注册", "at": 1}\n{"text": "手机 13800138001 被注册"}\n\n{"text": " "}\n',
        encoding="utf-8",
    )
    assert logged_texts(tmp_path / "log.jsonl") == ["手机 〔手机号〕 被注册"]


@pytest.mark.parametrize("line", ["密码忘了", "[]", '{"question": "x"}', '{"text": 3}'])
def test_a_bad_log_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "log.jsonl").write_text('{"text": "好"}\n' + line, encoding="utf-8")
    with pytest.raises(BotError, match=r"log.jsonl:2: 这一行不是带「text」的 JSON"):
        logged_texts(tmp_path / "log.jsonl")
    with pytest.raises(BotError, match="读不了"):
        logged_texts(tmp_path / "none.jsonl")
