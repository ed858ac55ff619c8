"""`faq.editor.phone_split`: an old answer comes apart without losing a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from faq.content.entry import Action, Entry, Section, Source
from faq.content.loader import Content
from faq.editor.phone_split import is_old_format, proposed_split

OLD = """\
能查。毕业后由学校注册，学信网才有记录。

1. 打开页面。
2. 登录账号，没有账号先[注册](faq:register)。
3. 看学历。

查不到时，问学校。

注意：
- 早年的不在网上，看[老学历](faq:old)。
- 别信代办。"""
ENTRY = Entry(
    id="query",
    title="能查学历吗？",
    category="学信档案",
    intent="ask_other_service",
    questions=(),
    answer=OLD,
    sources=(Source("学信网", "2025"),),
    reviewed=date(2026, 11, 22),
)


def content(*entries: Entry) -> Content:
    return Content(entries, {}, "v")


def test_first_sentence_and_steps_stay_the_rest_gets_sections_and_links_become_buttons() -> None:
    assert proposed_split(ENTRY) == {
        "answer": "能查。\n1. 打开页面。\n2. 登录账号，没有账号先注册。\n3. 看学历。",
        "more": [
            {"title": "说明", "text": "毕业后由学校注册，学信网才有记录。\n查不到时，问学校。"},
            {"title": "注意", "text": "- 早年的不在网上，看[老学历](faq:old)。\n- 别信代办。"},
        ],
        "actions": [{"title": "注册", "to": "faq:register"}, {"title": "老学历", "to": "faq:old"}],
    }


def test_no_sentence_is_lost_however_many_steps_there_are() -> None:
    steps = "\n".join(f"{number}. 第{number}步要做的事情写得相当长，一行放不下。" for number in range(1, 10))
    split = proposed_split(replace(ENTRY, answer=f"先看提示。\n{steps}\n最后退出。"))
    said = split["answer"] + "".join(section["text"] for section in split["more"])
    assert all(f"第{number}步" in said for number in range(1, 10))
    assert "最后退出。" in said


def test_what_was_split_before_is_kept() -> None:
    entry = replace(
        ENTRY, answer="能查。", more=(Section("例外", "自考没有学籍。"),), actions=(Action("注册", "faq:register"),)
    )
    assert proposed_split(entry) == {
        "answer": "能查。",
        "more": [{"title": "例外", "text": "自考没有学籍。"}],
        "actions": [{"title": "注册", "to": "faq:register"}],
    }


def test_old_is_what_does_not_fit_a_screen_or_has_dead_links() -> None:
    short = replace(ENTRY, answer="能查。\n1. 登录。")
    assert not is_old_format(short, content(short))
    assert is_old_format(replace(short, answer="能查，看[注册](faq:register)。"), content(short))
    assert is_old_format(replace(short, answer="能查。\n" * 13), content(short))
