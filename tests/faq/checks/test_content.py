"""`faq.checks.content`: every planted fault at its line with its message, nothing on clean content, no traceback."""

from __future__ import annotations

import random
import re
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from common.clock import FakeClock
from faq.checks.content import advise_content, check_content, examine_content
from tests.faq.content_folder import DAY, KNOWLEDGE, copy_knowledge, edit, examine, faults
from tests.processor import allowed_s

ROOT = Path(__file__).resolve().parents[3]
ACCOUNT, SUPPORT, CONTACTS = "faq/entries/account.yml", "faq/entries/support.yml", "faq/contacts.yml"
PLANTED = yaml.safe_load((Path(__file__).parent / "planted.yml").read_text(encoding="utf-8"))
LINE = re.compile(r"[^\s:]+:[1-9]\d*: .+[^。]。改法：.+")


@pytest.mark.parametrize("planted", PLANTED, ids=[item["name"] for item in PLANTED])
def test_planted_fault_is_found_at_its_line(tmp_path, planted):
    root = copy_knowledge(tmp_path)
    edit(root, planted["path"], planted["old"], planted["new"])
    found = examine(root)
    assert [str(problem) for problem in found.faults] == planted["expected"]
    assert sorted({problem.kind for problem in found.faults}) == planted["kinds"]
    assert found.advice == []
    assert all(LINE.fullmatch(line) for line in planted["expected"])


def test_at_least_twenty_kinds_are_planted():
    assert len({kind for item in PLANTED for kind in item["kinds"]}) >= 20


def test_clean_knowledge_has_no_fault_and_no_advice():
    found = examine(KNOWLEDGE)
    assert (found.faults, found.advice) == ([], [])


def test_all_faults_come_in_one_run(tmp_path):
    """Also those beside a syntax error, in the same file, and those of the entry that has another fault."""
    root = copy_knowledge(tmp_path)
    edit(root, ACCOUNT, "  hot: true", "  hot：true")
    edit(root, ACCOUNT, "[这里](faq:sms_limited)", "[这里](faq:nowhere)")
    edit(root, SUPPORT, "  reviewed: 2026-11-01\n", "")
    edit(root, SUPPORT, "010-67410388，以", "010-67410338，以")
    edit(root, CONTACTS, "  name: 学信网服务号\n", "")
    assert faults(root) == [
        "faq/contacts.yml:2: 条目「kefu_wechat」缺少「name」。改法：补上一行 name: …",
        "faq/entries/account.yml:7: 冒号是全角的（现在是「hot：true」）。改法：把「：」换成半角冒号加空格「: 」",
        "faq/entries/account.yml:47: 条目「reset_password」的详细说明链接到不存在的「faq:nowhere」。"
        "改法：改成存在的条目，或去掉链接",
        "faq/entries/support.yml:3: 条目「contact_email」缺少「reviewed」。改法：补上一行 reviewed: …",
        "faq/entries/support.yml:36: 条目「contact_email」的联系方式「010-67410338」和联系方式「kefu_phone」不一致"
        "（那里是「010-67410388」，在 faq/contacts.yml:13）。改法：核对后统一，多半应写 010-67410388",
    ]


def test_too_long_an_answer_says_how_much_to_cut(tmp_path):
    root = copy_knowledge(tmp_path)
    edit(root, ACCOUNT, "    - 急着找回", "    " + "请耐心等待，不要反复点击。" * 60 + "\n    - 急着找回")
    assert faults(root) == [
        "faq/entries/account.yml:86: 条目「sms_limited」在手机上占 48 行"
        "（最多 12 行，每行 18 个字；按钮和来源各占一行）。改法：把次要的话移到 more；"
        "旧写法可以先看 ./run faq fmt --phone 的建议",
        "faq/entries/account.yml:86: 条目「sms_limited」的答案超过一条微信消息（2468 字节，最多 2000）。"
        "改法：删去约 157 个汉字，或拆成两个条目",
    ]


def test_too_long_a_question_is_a_fault(tmp_path):
    root = copy_knowledge(tmp_path)
    edit(root, SUPPORT, "    - 主题怎么写\n", "    - 主题怎么写" + "我想了很久还是不知道" * 20 + "\n")
    assert faults(root) == [
        "faq/entries/support.yml:15: 问句太长（205 字，最多 200），"
        "现在是「主题怎么写我想了很久还是不知道我想了很久还是不知道我想了很久…」。改法：只留和问题有关的话"
    ]


def test_questions_of_one_template_are_a_fault(tmp_path):
    root = copy_knowledge(tmp_path)
    text = (root / SUPPORT).read_text(encoding="utf-8")
    begin, end = text.index("    - 三天了还没收到回信"), text.index("  answer: |")
    alike = "".join(f"    - {who}发邮件要写什么内容呢\n" for who in "我你他她爸妈姐哥弟妹爷奶叔")
    (root / SUPPORT).write_text(text[:begin] + alike + text[end:], encoding="utf-8")
    assert faults(root) == [
        "faq/entries/support.yml:7: 条目「contact_email」只有 24 个相似问（至少 25 个）。改法：补上真实用户的不同说法",
        "faq/entries/support.yml:7: 条目「contact_email」的相似问大多是同一个句式（25 个里有 13 个彼此相像）。"
        "改法：换成不同的人、语气、长短和说法，绕开关键词再写几句",
    ]


def test_figures_of_two_answers_that_disagree_are_a_fault(tmp_path):
    root = copy_knowledge(tmp_path)
    edit(root, ACCOUNT, "改用邮箱。", "改用邮箱。账号停用满 30 天会被系统清理。")
    edit(root, SUPPORT, "以官网页脚为准。", "以官网页脚为准。账号停用满 **六十** 天会被系统清理。")
    assert faults(root) == [
        "faq/entries/support.yml:36: 条目「contact_email」的数字和条目「sms_limited」的不一致"
        "（现在是「六十天」，那里是「30天」，在 faq/entries/account.yml:90）。"
        "改法：核对出处后统一；确实是两回事的，把话说清楚"
    ]


def test_hearsay_may_differ(tmp_path):
    root = copy_knowledge(tmp_path)
    edit(root, ACCOUNT, "改用邮箱。", "改用邮箱。网上有说要 5 个工作日内回复的。")
    assert faults(root) == []


def test_former_number_may_be_named(tmp_path):
    root = copy_knowledge(tmp_path)
    edit(root, SUPPORT, "以官网页脚为准。", "以官网页脚为准；旧号码 010-82199588 不要再打。")
    assert faults(root) == []


def test_entry_of_the_school_may_name_its_contact(tmp_path):
    root = copy_knowledge(tmp_path)
    edit(
        root,
        ACCOUNT,
        "  contacts: [kefu_wechat]\n",
        "  contacts: [kefu_wechat]\n  scope:\n    school: 某某大学嘉树学院\n",
    )
    edit(root, ACCOUNT, "    - 急着找回密码：改用邮箱。", "    - 急着找回密码：打 0599-1234567。")
    assert faults(root) == []


def test_contact_named_after_a_school_needs_a_scope(tmp_path):
    root = copy_knowledge(tmp_path)
    edit(root, CONTACTS, "  name: 学信网服务号\n", "  name: 明德大学教务处\n")
    edit(root, CONTACTS, "帮助中心—问题咨询”", "帮助中心—问题咨询”，或打 010-12345678")
    assert faults(root) == [
        "faq/contacts.yml:3: 联系方式「kefu_wechat」像是一所学校或一个地方自己的，却没有 scope（现在是「明德大学」）。"
        "改法：补上 scope: 和 school: 学校名称，免得所有人都看到"
    ]


def test_what_only_time_brings_about_is_advice():
    later = FakeClock(datetime(2028, 1, 1, tzinfo=UTC))
    found = examine_content(KNOWLEDGE, later)
    assert found.faults == check_content(KNOWLEDGE, later) == []
    assert found.advice == advise_content(KNOWLEDGE, later)
    assert [str(item) for item in found.advice][3:5] == [
        "faq/contacts.yml:28: 联系方式「school_office」已经 426 天没有核对（现在是 2026-11-01，超过 400 天）。"
        "改法：核对号码是否还能用，再改成当天的日期",
        "faq/entries/account.yml:53: 条目「reset_password」已经 426 天没有核对（现在是 2026-11-01，超过 400 天）。"
        "改法：对照官网核对一遍，再改成当天的日期",
    ]
    assert len(found.advice) == 7


def test_a_day_of_review_that_passed_is_advice_and_hides_nothing(tmp_path):
    root = copy_knowledge(tmp_path)
    edit(root, SUPPORT, "  reviewed: 2026-11-01\n", "  reviewed: 2026-11-01\n  review_by: 2026-11-20\n")
    found = examine(root)
    assert found.faults == []
    assert [problem.kind for problem in found.advice] == ["due"]
    assert "该再核对了（定的是 2026-11-20 前），现在的回答多一行「这是 2026 年的」" in str(found.advice[0])
    edit(root, SUPPORT, "  review_by: 2026-11-20\n", "  valid_until: 2027-01-01\n  review_by: 2027-02-01\n")
    assert [problem.kind for problem in examine(root).faults] == ["date"]


def test_an_entry_past_its_last_day_is_advice(tmp_path):
    """It is answered no more: nothing wrong is served, and no other edit has to wait for it."""
    root = copy_knowledge(tmp_path)
    edit(root, SUPPORT, "  reviewed: 2026-11-01\n", "  reviewed: 2026-11-01\n  valid_until: 2026-11-20\n")
    found = examine(root)
    assert found.faults == []
    assert [str(problem) for problem in found.advice] == [
        "faq/entries/support.yml:43: 条目「contact_email」已过有效期（到 2026-11-20 为止），不再回答。"
        "改法：核对后改 valid_until，或删掉这个条目"
    ]


def test_files_that_nobody_reads_are_named(tmp_path):
    root = copy_knowledge(tmp_path)
    (root / "faq/entries/new.yaml").write_text("- id: x\n", encoding="utf-8")
    (root / "faq/entries/more.yml").mkdir()
    (root / "faq/entries/.account.yml.swp").write_bytes(b"\0")
    assert faults(root) == [
        "faq/entries/more.yml:1: 这里的内容不会被读取。改法：条目文件直接放在 faq/entries/ 下",
        "faq/entries/new.yaml:1: 这里的内容不会被读取。改法：改扩展名为 .yml，或移到别处",
    ]


def test_no_entry_at_all_is_a_fault(tmp_path):
    assert faults(tmp_path) == ["faq/entries:1: 知识库里一个条目也没有。改法：写第一个条目，例子见 docs/handbook.md"]


GARBAGE = {
    "empty": (b"", "文件是空的，一个条目也没有。改法：恢复原来的内容；不要了就删掉这个文件"),
    "comment": (
        b"# x\n",
        "文件是空的，一个条目也没有。改法：恢复原来的内容；不要了就删掉这个文件",
    ),
    "text": (
        "你好".encode(),
        "文件内容要写成列表（每项一行，以「- 」开头）（现在是文字 你好）。改法：每项另起一行，以「- 」开头",
    ),
    "gbk": ("# 中文".encode("gbk"), "文件不是 UTF-8 编码。改法：用编辑器另存为 UTF-8 编码"),
    "utf16": (
        "- id: x".encode("utf-16"),
        "文件是 UTF-16 编码。改法：另存时编码选 UTF-8（记事本里的「Unicode」是 UTF-16）",
    ),
    "null": (b"- id: \0", "有看不见的控制字符（U+0000）。改法：删掉这个字符，或把这一行重新打一遍"),
    "recursion": (b"- &a [*a]", "用了 YAML 的别名（*）。改法：把内容原样再写一遍；文字以「*」开头的要加引号"),
    "merge": (
        b"- {a: &a {b: c}, <<: *a}",
        "用了 YAML 的别名（*）。改法：把内容原样再写一遍；文字以「*」开头的要加引号",
    ),
    "deep_blocks": (b"- " * 30_000, "套得太深（超过 60 层）。改法：检查缩进和括号"),
    "deep_brackets": (b"[" * 300_000, "套得太深（超过 60 层）。改法：检查缩进和括号"),
    "deep_maps": (b"{a: " * 61 + b"}" * 61, "套得太深（超过 60 层）。改法：检查缩进和括号"),
    "document": (
        b"---\n",
        "文件是空的，一个条目也没有。改法：恢复原来的内容；不要了就删掉这个文件",
    ),
}


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage_is_a_fault_like_any_other(tmp_path, name):
    data, message = GARBAGE[name]
    root = copy_knowledge(tmp_path)
    (root / "faq/entries/zz.yml").write_bytes(data)
    assert faults(root) == [f"faq/entries/zz.yml:1: {message}"]


def test_second_document_is_named(tmp_path):
    root = copy_knowledge(tmp_path)
    edit(root, SUPPORT, "  contacts: [kefu_email, kefu_phone]\n", "---\n")
    assert faults(root)[0] == (
        "faq/entries/support.yml:38: 一个文件里有多份内容（「---」）。改法：删掉单独一行的「---」，一个文件只放一份内容"
    )


def test_byte_order_mark_and_windows_line_ends_are_fine(tmp_path):
    root = copy_knowledge(tmp_path)
    text = (root / SUPPORT).read_text(encoding="utf-8").replace("\n", "\r\n")
    (root / SUPPORT).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert faults(root) == []


def test_damaged_files_never_break_the_check(tmp_path):
    """Random damage gives faults with a place, or nothing, and never an exception."""
    root = copy_knowledge(tmp_path)
    whole = (root / ACCOUNT).read_bytes()
    chance = random.Random(20261122)
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(damaged))
            match chance.randrange(3):
                case 0:
                    damaged[place] = chance.choice(b"\0\t\n\r:-[]{}&*!|>'\"%@`#,? \xff\xef")
                case 1:
                    del damaged[place : place + chance.randint(1, 200)]
                case _:
                    damaged[place:place] = chance.randbytes(3)
        (root / ACCOUNT).write_bytes(damaged)
        for problem in check_content(root, DAY):
            assert LINE.fullmatch(str(problem)), str(problem)
            assert problem.kind


@pytest.mark.alone  # measures time
def test_whole_check_is_quick_enough_to_be_a_habit():
    """7 s of processor time for the real knowledge base, twice that on a machine with slow memory."""
    began = time.process_time()
    check_content(ROOT)
    took_s = time.process_time() - began
    assert took_s < allowed_s(20)
