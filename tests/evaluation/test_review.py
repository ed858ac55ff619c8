"""What an edit does to known questions, on a small project under git."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from evaluation.impact import logged_texts

from common.clock import FakeClock
from common.errors import BotError
from evaluation.edits import EditKind
from evaluation.known_questions import known_questions, logged_texts
from evaluation.review import Approval, review_edit
from evaluation.review_report import review_as_dict, review_lines
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


def test_an_untouched_tree_is_no_edit(project: Path) -> None:
    review = review_edit(project, clock=FakeClock())
    assert (review.edits, review.approval, review.sentence) == ((), Approval.GOOD, "没有改动。")


def test_an_edited_answer_is_told_before_and_after_and_moves_no_question(project: Path) -> None:
    edit(project, "在登录页点“找回用户名”。", "打开登录页，点“找回用户名”，再填姓名。")
    review = review_edit(project, clock=FakeClock())
    assert review.sentence == "可以上线：4 个已知问题没有一个因为这次修改变错。"
    assert review_lines(review)[:4] == [
        "改了什么：",
        "  faq/entries/small.yml:15: 改过的条目 find_username（忘记用户名怎么办？）",
        "    - 答案：在登录页点“找回用户名”。",
        "    + 答案：打开登录页，点“找回用户名”，再填姓名。",
    ]
    assert review.margin == 0, "nothing was asked"


def test_stolen_questions_are_the_edits_fault(project: Path) -> None:
    edit(project, "[密码忘了, 密码想不起来了, 怎么重置密码]", "[怎么重置密码]")
    edit(project, "[用户名忘了,", "[密码忘了, 密码想不起来了, 用户名忘了,")
    log = project / "log.txt"
    log.write_text("密码忘了\n\n密码忘了\n用户名忘了\n", encoding="utf-8")
    review = review_edit(project, log_file=log, clock=FakeClock())
    assert review.sentence == "先别这样上线：因为这次修改，2 个已知问题答错了。"
    assert [change.question.text for change in review.broken] == ["密码忘了", "密码想不起来了"]
    assert (review.logged, [item.text for item in review.log_moves]) == (2, ["密码忘了"])
    assert (
        "  tests/data/dev_questions.jsonl:1: 密码忘了\n"
        "      答 reset_password → 答 find_username（标注写的是 reset_password）"
    ) in review_lines(review)
    plain = review_as_dict(review)
    assert (plain["approval"], [item["text"] for item in plain["broken"]]) == ("stop", ["密码忘了", "密码想不起来了"])


def test_a_fault_stops_everything_else(project: Path) -> None:
    edit(project, "  title: 忘记用户名怎么办？", "  titel: 忘记用户名怎么办？")
    review = review_edit(project, clock=FakeClock())
    assert review.approval is Approval.STOP
    assert "faq/entries/small.yml:16: 没有「titel」这个字段。改法：是不是想写「title」？" in review_lines(review)
    assert review.sentence.startswith("先别上线：检查有 ")


def test_a_renamed_entry_keeps_its_questions_and_names_the_labels_to_mend(project: Path) -> None:
    edit(project, "- id: find_username", "- id: recover_username")
    edit(project, "related: [find_username]", "related: [recover_username]")
    review = review_edit(project, clock=FakeClock())
    assert [(item.kind, item.earlier_id, item.entry_id) for item in review.edits if item.earlier_id] == [
        (EditKind.RENAMED, "find_username", "recover_username")
    ]
    assert (review.broken, review.approval) == ((), Approval.LOOK)
    assert [item.text for item in review.stale] == ["用户名忘了"]


def test_a_new_promise_must_be_kept(project: Path) -> None:
    folder = project / "faq/questions"
    folder.mkdir()
    promise = "- question: {}\n  entry: no_record\n"
    (folder / "staff.yml").write_text(promise.format("查不到学籍怎么办"), encoding="utf-8")
    assert review_edit(project, clock=FakeClock()).approval is Approval.GOOD
    (folder / "staff.yml").write_text(promise.format("密码忘了"), encoding="utf-8")
    review = review_edit(project, clock=FakeClock())
    assert (review.approval, [change.question.text for change in review.broken]) == (Approval.STOP, ["密码忘了"])


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=x", ""])
def test_what_is_no_revision_is_told(project: Path, revision: str) -> None:
    with pytest.raises(BotError, match="版本"):
        review_edit(project, revision, clock=FakeClock())


def test_a_folder_outside_git_is_told(tmp_path: Path) -> None:
    root = write_small_project(tmp_path / "project")
    with pytest.raises(BotError, match="不是 git 仓库"):
        review_edit(root, clock=FakeClock())


def test_without_gold_questions_nothing_is_claimed(tmp_path: Path) -> None:
    with pytest.raises(BotError, match="没有可比较的标注问题"):
        known_questions(tmp_path)


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
