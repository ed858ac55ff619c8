"""A guide that names an entry which is gone is told at its line, and once for all its places."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.faq.content_folder import copy_knowledge, edit, faults
from tests.faq.guiding.project import GUIDE, write_project

KNOWS = """\
name: 丢了密码
greeting: {place: 1, entry: sms_limited}
knows:
- {entry: reset_password, fact: phone, value: usable}
"""


def test_a_guide_that_is_gone_is_told_once(tmp_path: Path) -> None:
    """However many entries name it; where git knows its file, with the way to have it back."""
    root = copy_knowledge(write_project(tmp_path, GUIDE))
    edit(root, "faq/entries/account.yml", "  hot: true\n", "  hot: true\n  guide: lost\n")
    edit(root, "faq/entries/support.yml", "  reviewed: 2026-11-01\n", "  guide: lost\n  reviewed: 2026-11-01\n")
    for arguments in (["init", "-q"], ["add", "faq"]):
        subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)
    assert faults(root) == []
    (root / "faq/guides/lost.yml").unlink()
    assert faults(root) == [
        "faq/guides/lost.yml:1: 引导「lost」的文件不见了。改法：恢复：git checkout -- faq/guides/lost.yml；"
        "真的不要了：git rm faq/guides/lost.yml，再删掉写着它的 guide、link 那几行"
    ]
    shutil.rmtree(root / ".git")
    assert faults(root) == [
        "faq/entries/account.yml:8: 条目「reset_password」的引导「lost」不存在"
        "（还有 1 处：faq/entries/support.yml:42）。"
        "改法：改正名字，或删掉 guide 这一行；文件误删的，恢复 faq/guides/lost.yml"
    ]


def test_what_a_guide_stands_for_and_knows_of_must_be_there(tmp_path: Path) -> None:
    root = copy_knowledge(write_project(tmp_path, GUIDE.replace("name: 丢了密码\n", KNOWS)))
    assert faults(root) == []
    edit(root, "faq/guides/lost.yml", "entry: sms_limited", "entry: sms_limitd")
    edit(root, "faq/guides/lost.yml", "entry: reset_password", "entry: nowhere")
    edit(root, "faq/guides/lost.yml", "  end: ticket\n", "  end: ticket\n  about: gone\n")
    assert faults(root) == [
        "faq/guides/lost.yml:3: 引导「lost」写的条目「sms_limitd」不存在。改法：是不是想写「sms_limited」？",
        "faq/guides/lost.yml:5: 引导「lost」写的条目「nowhere」不存在。改法：改成存在的条目编号，或删掉这一行",
        "faq/guides/lost.yml:23: 引导「lost」写的条目「gone」不存在。改法：改成存在的条目编号，或删掉这一行",
    ]


@pytest.mark.parametrize(
    ("coding", "told"),
    [("", "文件是空的，一个条目也没有。改法：恢复原来的内容；不要了就删掉这个文件"), ("gb18030", "不是 UTF-8 编码")],
)
def test_what_names_entries_of_a_file_that_cannot_be_read_is_not_to_blame(
    tmp_path: Path, coding: str, told: str
) -> None:
    """An empty one holds no ids to go by, one in another encoding does."""
    root = copy_knowledge(write_project(tmp_path, GUIDE.replace("name: 丢了密码\n", KNOWS)))
    edit(root, "faq/situation.yml", "    title: 能用\n", "    title: 能用\n    then: [{entry: reset_password}]\n")
    asks = "  follow_ups:\n    - asks: [发错了咋办, 写错地址了呢, 能撤回吗]\n"
    asks += "      say: 不能。\n      to: faq:sms_limited\n"
    edit(root, "faq/entries/support.yml", "  reviewed: 2026-11-01\n", f"{asks}  reviewed: 2026-11-01\n")
    assert faults(root) == []
    account = root / "faq/entries/account.yml"
    account.write_bytes(account.read_text("utf-8").encode(coding) if coding else b"")
    (fault,) = faults(root)
    assert fault.startswith("faq/entries/account.yml:") and told in fault


def test_the_first_sentence_has_room_before_the_first_step(tmp_path: Path) -> None:
    root = copy_knowledge(write_project(tmp_path, GUIDE))
    edit(root, "faq/entries/account.yml", "  hot: true\n", "  guide: lost\n")
    assert faults(root) == []
    asked = "手机号" * 51 + "还能用吗？"  # nine lines, its options three, the first sentence one more than fits
    edit(root, "faq/guides/lost.yml", "  collect: phone\n", f"  collect: phone\n  ask: {asked}\n")
    line = (root / "faq/entries/account.yml").read_text(encoding="utf-8").splitlines().index("- id: reset_password") + 1
    assert faults(root) == [
        f"faq/entries/account.yml:{line}: 答案的第一句加上引导「lost」的第一步有 13 行，放不下。"
        "改法：第一句要先说出来：把它或那一步（phone）写短，合起来不超过 12 行"
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "faq/guides/lost.yml",
            "collect: phone",
            "collect: phoen",
            "faq/guides/lost.yml:5: 没有「phoen」这件事。改法：是不是想写「phone」？",
        ),
        (
            "faq/situation.yml",
            "words:\n",
            "word:\n",
            "faq/situation.yml:1: 没有「word」这个字段。改法：是不是想写「words」？",
        ),
        (
            "faq/situation.yml",
            "  yes: [有, 是]",
            "  yes: [有， 是]",
            "faq/situation.yml:2: 「yes」的第 1 项的写法不对（现在是「有， 是」）。"
            "改法：列表里用半角逗号隔开：[甲, 乙]",
        ),
        (
            "faq/irreversible.yml",
            "  tells: [",
            "  tell: [",
            "faq/irreversible.yml:3: 没有「tell」这个字段。改法：是不是想写「tells」？",
        ),
        (
            "faq/irreversible.yml",
            "  name: 注销\n",
            "  name: 注销\n  done: {phoen: usable}\n",
            "faq/irreversible.yml:3: 「done」写的「phoen: usable」不是一项情况的值。改法：是不是想写「phone」？",
        ),
        (
            "faq/irreversible.yml",
            "  name: 注销\n",
            "  name: 注销\n  entry: reset_pasword\n",
            "faq/irreversible.yml:3: 「注销」写的条目「reset_pasword」不存在。改法：是不是想写「reset_password」？",
        ),
    ],
)
def test_what_is_broken_beside_the_entries_is_told_once_and_stops_no_check(
    tmp_path: Path, file: str, old: str, new: str, expected: str
) -> None:
    """The entry with the guide is looked at again once the guide can be walked."""
    warned = GUIDE.replace("  say: 用手机找回。", "  say: 用手机找回，到账号管理点“注销”，以后能恢复。\n  warn: erase")
    root = copy_knowledge(write_project(tmp_path, warned))
    edit(root, "faq/entries/account.yml", "  hot: true\n", "  guide: lost\n")
    assert faults(root) == []
    edit(root, file, old, new)
    assert faults(root) == [expected]
