"""What an edit does to known questions, on a small project under git."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from common.errors import BotError
from evaluation.edits import EditKind
from evaluation.known_questions import known_questions, logged_texts
from evaluation.review import review_edit, review_folders
from evaluation.review_report import review_as_dict, review_lines
from evaluation.reviewed import Approval
from learning.verdict import Moved, ReviewVerdict
from tests.faq.content_folder import DAY, copy_knowledge, edit
from tests.small_project import write_small_project

GOLD = [
    {"text": "密码忘了咋整", "label": "forgot_password", "faq_id": "reset_password"},
    {"text": "帮我重置一下密码", "label": "forgot_password", "faq_id": "reset_password"},
    {"text": "短信已达上限", "label": "sms_code", "faq_id": "sms_limited"},
    {"text": "火星上的葡萄多少钱", "label": "out_of_scope", "faq_id": None},
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = copy_knowledge(tmp_path / "project")
    (root / "tests/data").mkdir(parents=True)
    lines = [json.dumps(item, ensure_ascii=False) for item in GOLD]
    (root / "tests/data/dev_questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "first")
    return root


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)


ACCOUNT, SUPPORT = "faq/entries/account.yml", "faq/entries/support.yml"


STOLEN = ("密码忘了咋整", "帮我重置一下密码")


def steal(root: Path) -> None:
    """Give an entry the questions of another."""
    for text, instead in zip(STOLEN, ("登录的那一串忘光光", "重设登录那一串的入口"), strict=True):
        edit(root, ACCOUNT, f"    - {text}\n", f"    - {instead}\n")
    edit(root, SUPPORT, "    - 客服邮箱是什么\n", "".join(f"    - {text}\n" for text in ("客服邮箱是什么", *STOLEN)))


def test_an_untouched_tree_is_no_edit(project: Path) -> None:
    review = review_edit(project, clock=DAY)
    assert (review.edits, review.approval, review.sentence) == ((), Approval.GOOD, "没有改动。")


def test_an_edited_answer_is_told_before_and_after_and_moves_no_question(project: Path) -> None:
    edit(project, ACCOUNT, "    2. 填用户名和图片验证码。", "    2. 填用户名。")
    review = review_edit(project, clock=DAY)
    assert review.sentence == "可以上线：4 个已知问题没有一个因为这次修改变错。"
    assert review_lines(review)[:5] == [
        "改了什么：",
        "  faq/entries/account.yml:3: 改过的条目 reset_password（忘记密码怎么找回？）",
        "    答案：",
        "      - 2. 填用户名和图片验证码。",
        "      + 2. 填用户名。",
    ]
    assert review.margin == 0, "nothing was asked"


def test_stolen_questions_are_the_edits_fault(project: Path) -> None:
    steal(project)
    log = project / "log.txt"
    log.write_text("密码忘了咋整？\n\n密码忘了咋整？\n短信已达上限\n", encoding="utf-8")
    review = review_edit(project, log_file=log, clock=DAY)
    assert review.sentence == "先别这样上线：因为这次修改，2 个已知问题答错了。"
    assert [change.question.text for change in review.broken] == ["密码忘了咋整", "帮我重置一下密码"]
    assert (review.logged, [item.text for item in review.log_moves]) == (2, ["密码忘了咋整？"])
    assert (
        "  tests/data/dev_questions.jsonl:1: 密码忘了咋整\n"
        "      答 reset_password → 答 contact_email（标注写的是 reset_password）"
    ) in review_lines(review)
    plain = review_as_dict(review)
    assert (plain["approval"], [item["text"] for item in plain["broken"]]) == ("stop", list(STOLEN))


def test_the_desk_reads_what_a_review_of_two_folders_says(project: Path, tmp_path: Path) -> None:
    """The same program and the same reading as at the desk, with nothing faked between them."""
    before = copy_knowledge(tmp_path / "before")
    after = copy_knowledge(tmp_path / "after")
    steal(after)
    review = review_folders(project, before, after, clock=DAY)
    verdict = ReviewVerdict.from_review(json.loads(json.dumps(review_as_dict(review))))
    assert (verdict.may_go_live, verdict.known, verdict.sentence) == (True, 4, review.sentence)
    assert verdict.broken == tuple(
        Moved(text, "答 reset_password", "答 contact_email", "reset_password", is_broken=True) for text in STOLEN
    )
    edit(after, ACCOUNT, "  title: 忘记密码", "  titel: 忘记密码")
    faulty = ReviewVerdict.from_review(review_as_dict(review_folders(project, before, after, clock=DAY)))
    assert not faulty.may_go_live
    assert any(fault.startswith("faq/entries/account.yml:4: 没有「titel」") for fault in faulty.faults)


def test_a_fault_stops_everything_else(project: Path) -> None:
    edit(project, ACCOUNT, "  title: 忘记密码", "  titel: 忘记密码")
    review = review_edit(project, clock=DAY)
    assert review.approval is Approval.STOP
    assert "faq/entries/account.yml:4: 没有「titel」这个字段。改法：是不是想写「title」？" in review_lines(review)
    assert review.sentence.startswith("先别上线：检查有 ")


def test_a_renamed_entry_keeps_its_questions_and_names_the_labels_to_mend(project: Path) -> None:
    edit(project, ACCOUNT, "- id: sms_limited", "- id: sms_blocked")
    edit(project, ACCOUNT, "related: [sms_limited]", "related: [sms_blocked]")
    edit(project, ACCOUNT, "faq:sms_limited", "faq:sms_blocked")
    review = review_edit(project, clock=DAY)
    assert [(item.earlier_id, item.entry_id) for item in review.edits if item.kind is EditKind.RENAMED] == [
        ("sms_limited", "sms_blocked")
    ]
    assert (review.broken, review.approval) == ((), Approval.LOOK)
    assert [item.text for item in review.stale] == ["短信已达上限"]


def test_an_out_of_scope_example_that_holds_a_new_wording_down_is_named(project: Path) -> None:
    (project / "data").mkdir()
    nlu = "nlu:\n- intent: out_of_scope\n  examples: |\n    - 学信网的传真号码到底是多少\n"
    (project / "data/nlu.yml").write_text(nlu, encoding="utf-8")
    edit(project, SUPPORT, "    - 客服邮箱是什么\n", "    - 客服邮箱是什么\n    - 学信网的传真号码是多少\n")
    review = review_edit(project, clock=DAY)
    assert [(item.text, item.entry_id, item.example) for item in review.suppressed] == [
        ("学信网的传真号码是多少", "contact_email", "学信网的传真号码到底是多少")
    ]
    assert review.approval is Approval.LOOK
    assert "范围外的例句：" in "\n".join(review.other_lines)


def test_what_a_new_entry_takes_from_another_is_named_though_nobody_labelled_it(project: Path) -> None:
    """«密码卡忘了怎么找回» is new; with a letter less it was the other entry's."""
    wordings = ("密码卡忘了怎么找回", "密码卡丢了怎么办", "我的密码卡不见了", "密码卡去哪里补", "补一张密码卡")
    entry = {
        "id": "password_card",
        "title": "密码卡忘了怎么找回？",
        "category": "学信网账号",
        "intent": "forgot_password",
        "questions": [*wordings[1:], "密码卡还能再领一张吗"],
        "answer": "没有密码卡，直接登录。",
        "source": [{"title": "学信网帮助中心", "date": "2025-09"}],
        "reviewed": "2026-11-01",
    }
    plain = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False).replace("'", "")
    (project / "faq/entries/added.yml").write_text(plain, encoding="utf-8")
    review = review_edit(project, clock=DAY)
    assert review.faults == ()
    moved = {item.text: (item.before.faq_id, item.after.faq_id) for item in review.taken}
    assert moved and set(moved.values()) == {("reset_password", "password_card")}
    assert review.approval is Approval.LOOK
    assert any(line.startswith("把新条目的问法少说几个字") for line in review_lines(review))
    told = ReviewVerdict.from_review(json.loads(json.dumps(review_as_dict(review))))
    assert [item.text for item in told.less_said] == list(moved)


def test_a_removed_entry_leaves_its_questions_to_the_editor(project: Path) -> None:
    text = (project / ACCOUNT).read_text(encoding="utf-8")
    (project / ACCOUNT).write_text(text[: text.index("# 验证码")], encoding="utf-8")
    edit(project, ACCOUNT, "  related: [sms_limited]\n", "")
    edit(project, ACCOUNT, "收不到短信看[这里](faq:sms_limited)。", "收不到短信等一会儿。")
    review = review_edit(project, clock=DAY)
    assert (review.approval, review.broken) == (Approval.LOOK, ())
    assert [change.question.text for change in review.open] == ["短信已达上限"]


def test_new_figures_alone_are_judged_too(project: Path) -> None:
    """Whoever calibrates and reviews again is not told that nothing was changed."""
    known = project / "tests/data/dev_questions.jsonl"
    own = {"text": "邮件好久不回", "label": "contact_support", "faq_id": "contact_email"}
    known.write_text(known.read_text("utf-8") + "\n" + json.dumps(own, ensure_ascii=False), encoding="utf-8")
    shipped = (Path(__file__).resolve().parents[2] / "faq/calibration.json").read_text(encoding="utf-8")
    never = re.sub(r'"bias": -?[0-9.]+', '"bias": -90.0', shipped)
    (project / "faq/calibration.json").write_text(never, encoding="utf-8")
    review = review_edit(project, clock=DAY)
    assert (review.refitted, review.broken) == (True, ())
    assert review.far_broken > 0 == review.far_mended
    assert (review.approval, review.sentence) == (Approval.LOOK, "列出的几处逐句看过，再上线。")
    (project / "faq/calibration.json").write_text(shipped + "\n", encoding="utf-8")
    review = review_edit(project, clock=DAY)
    assert review.sentence == "可以上线：5 个已知问题没有一个因为这次修改变错；重新校准让 0 个变对、0 个变错。"


def test_a_new_promise_must_be_kept(project: Path) -> None:
    folder = project / "faq/questions"
    folder.mkdir()
    promise = "- question: {}\n  entry: contact_email\n"
    (folder / "staff.yml").write_text(promise.format("学信网邮箱地址"), encoding="utf-8")
    assert review_edit(project, clock=DAY).approval is Approval.GOOD
    (folder / "staff.yml").write_text(promise.format("密码忘了咋整"), encoding="utf-8")
    review = review_edit(project, clock=DAY)
    assert (review.approval, [change.question.text for change in review.broken]) == (Approval.STOP, ["密码忘了咋整"])


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=x", ""])
def test_what_is_no_revision_is_told(project: Path, revision: str) -> None:
    with pytest.raises(BotError, match="版本"):
        review_edit(project, revision, clock=DAY)


def test_a_folder_outside_git_is_told(tmp_path: Path) -> None:
    root = write_small_project(tmp_path / "project")
    with pytest.raises(BotError, match="不是 git 仓库"):
        review_edit(root, clock=DAY)


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
