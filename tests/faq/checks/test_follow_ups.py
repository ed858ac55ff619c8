# ruff: noqa: E501 - messages are compared whole, and a Chinese character counts twice
"""What the check says of the questions that people ask next."""

from __future__ import annotations

from pathlib import Path

from faq.checks.cases import check_cases
from faq.content.loader import read_content
from tests.faq.content_folder import copy_knowledge, edit, faults
from tests.real_content import real_guidance

FILE = "faq/entries/account.yml"
BLOCK = """\
  follow_ups:
    - asks:
        - 新密码马上能用吗
        - 改完立刻生效？
        - 原来的还在不
{more}      say: {say}
{to}    - asks:
        - 要钱吗
        - 收费不
        - {asked}
      say: 不用。
  related: [sms_limited]
"""
SOUND = {"more": "", "say": "能，提示成功就行。", "to": "      to: faq:sms_limited\n", "asked": "重设一次多少钱"}


def spoilt(folder: Path, **parts: str) -> list[str]:
    root = copy_knowledge(folder)
    edit(root, FILE, "  related: [sms_limited]\n", BLOCK.format(**{**SOUND, **parts}))
    return [fault.removeprefix(f"{FILE}:") for fault in faults(root)]


def test_follow_ups_without_a_fault(tmp_path: Path) -> None:
    assert spoilt(tmp_path) == []


ALIKE = """\
  follow_ups:
    - asks: [找谁改, 谁能改, 问谁去改]
      say: 找学校的学籍部门。
      when: graduated is studying
    - asks: [找谁改, 谁能改, 毕业了问谁去改]
      say: 先问毕业的学校，再报省级教育部门。
      when: {when}
  related: [sms_limited]
"""


def checked_cases(folder: Path, when: str) -> list[str]:
    root = copy_knowledge(folder)
    edit(root, FILE, "  related: [sms_limited]\n", ALIKE.format(when=when))
    found = [*check_cases(read_content(root)[0].drafts, real_guidance().guides.situation)]
    return [str(problem).removeprefix(f"{FILE}:") for problem in found]


def test_who_is_told_something_is_told_by_the_facts_of_the_situation(tmp_path: Path) -> None:
    assert checked_cases(tmp_path / "sound", "graduated is done") == []
    assert checked_cases(tmp_path / "value", "graduated is dona") == [
        "54: 条目「reset_password」的追问的情况里「graduated」没有「dona」这个值。改法：是不是想写「done」？（写成「phone is usable」；多个条件全用 and，或全用 or）"
    ]
    assert checked_cases(tmp_path / "fact", "graduatd is done") == [
        "54: 条目「reset_password」的追问的情况里没有「graduatd」这件事。改法：是不是想写「graduated」？（写成「phone is usable」；多个条件全用 and，或全用 or）"
    ]
    assert checked_cases(tmp_path / "same", "graduated is studying") == [
        "54: 条目「reset_password」的两条追问说给同样的人（when 都是「graduated is studying」）。改法：并成一条，或把其中一条的情况写细"
    ]


def test_what_nobody_is_told_both_of_may_be_asked_alike(tmp_path: Path) -> None:
    def alike(name: str, when: str) -> list[str]:
        root = copy_knowledge(tmp_path / name)
        edit(root, FILE, "  related: [sms_limited]\n", ALIKE.format(when=when))
        return [fault for fault in faults(root) if "几乎一样" in fault]

    assert alike("apart", "graduated is done") == []
    assert len(alike("at_once", "phone is usable")) == 2


def test_a_condition_that_cannot_be_read_is_a_fault_of_its_line(tmp_path: Path) -> None:
    root = copy_knowledge(tmp_path)
    edit(root, FILE, "  related: [sms_limited]\n", ALIKE.format(when="毕业了"))
    assert next(fault for fault in faults(root) if "写法不对" in fault).startswith(f"{FILE}:54: ")


def test_what_is_said_is_short_and_begins_with_the_answer(tmp_path: Path) -> None:
    assert spoilt(tmp_path, say="您好，" + "改好以后就能用它登录" * 9) == [
        "53: 条目「reset_password」的追问的「say」占 6 行（最多 4 行，每行 18 个字）。改法：只写结论和下一步，其余放进详细说明或用 to 指过去",
        "53: 条目「reset_password」的追问的「say」开头不是回答（现在以「您好」开头）。改法：头几个字就回答：能、不用、要 3 天……",
    ]


def test_a_link_leads_to_another_entry_that_is_there(tmp_path: Path) -> None:
    assert spoilt(tmp_path / "far", to="      to: faq:sms_limit\n") == [
        "54: 条目「reset_password」的追问指向不存在的「faq:sms_limit」。改法：是不是想写「faq:sms_limited」？"
    ]
    assert spoilt(tmp_path / "near", to="      to: faq:reset_password\n") == [
        "54: 条目「reset_password」的追问指向它自己。改法：删掉「to」，或改成别的条目"
    ]


def test_years_run_forward(tmp_path: Path) -> None:
    block = BLOCK.format(**SOUND).replace("      say: 不用。\n", "      say: 不用。\n      years: 2010-2005\n")
    root = copy_knowledge(tmp_path / "backward")
    edit(root, FILE, "  related: [sms_limited]\n", block)
    [fault] = faults(root)
    assert "年份写反了（2010 年在 2005 年后面）。改法：早的写在前面" in fault


def test_a_year_belongs_to_one_of_them(tmp_path: Path) -> None:
    early = '      to: faq:sms_limited\n      years: "-2007"\n'
    block = BLOCK.format(**{**SOUND, "to": early}).replace(
        "      say: 不用。\n", "      say: 不用。\n      years: 2005-\n"
    )
    root = copy_knowledge(tmp_path / "meeting")
    edit(root, FILE, "  related: [sms_limited]\n", block)
    assert [fault.removeprefix(f"{FILE}:") for fault in faults(root)] == [
        "61: 条目「reset_password」的两条追问的年份重叠（2005 年在两条里）。改法：把年份分开：一年只属于一条"
    ]


def test_one_wording_has_one_answer(tmp_path: Path) -> None:
    assert spoilt(tmp_path / "alike", asked="新密码马上就能用吗") == [
        "58: 条目「reset_password」的追问「新密码马上就能用吗」和另一条追问的「新密码马上能用吗」几乎一样（第 50 行）。改法：只留在一处，或换一种真正不同的说法"
    ]
    assert spoilt(tmp_path / "other", more="        - 短信已达上限\n") == [
        "53: 条目「reset_password」的追问「短信已达上限」是条目「sms_limited」的问句（在 faq/entries/account.yml:78）。改法：删掉，或写明它问的是这件事的哪一点"
    ]


def test_the_rules_of_all_texts_hold_for_what_is_said(tmp_path: Path) -> None:
    found = spoilt(tmp_path, say="能，看[官网](https://example.com/)，或打 010-12345678。")
    assert [fault.partition("。")[0] for fault in found] == [
        "53: 条目「reset_password」的联系方式「010-12345678」在 faq/contacts.yml 里没有",
        "53: 条目「reset_password」的追问的回答链接到非官方网址（现在是「https://example.com/」）",
    ]


def test_too_few_wordings(tmp_path: Path) -> None:
    root = copy_knowledge(tmp_path)
    edit(root, FILE, "  related: [sms_limited]\n", BLOCK.format(**SOUND).replace("        - 收费不\n", ""))
    assert [fault for fault in faults(root) if "asks" in fault] == [
        f"{FILE}:55: 「asks」是空的或太少。改法：补上内容，或删掉这一项"
    ]
