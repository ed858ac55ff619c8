"""`faq.saying.answer`: what an asker reads; a school's own contact only for its own people (facts C3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from faq.content.entry import Action, Contact, Entry, Scope, Section, Source
from faq.content.loader import Content
from faq.saying.answer import (
    answer_options,
    contacts_for,
    newest_source,
    opened_address,
    render_more,
    render_plain,
    source_line,
)
from faq.text.choice import Option

OFFICE = Contact("office", "嘉树学院教务部 0599-1234567", "学籍核对", Scope("某某大学嘉树学院", ("嘉树学院",)))
KEFU = Contact("kefu", "客服邮箱", "写清问题")
REGISTRY = Contact("school_registry", "您学校的学籍部门", "教务处")
ENTRY = Entry(
    id="record_missing",
    title="查不到学籍怎么办？",
    category="学信档案",
    intent="missing_record",
    questions=(),
    answer="先**核对**姓名。\n1. 登录",
    sources=(Source("学信网声明", "2020-07-01"), Source("某校通知", "2025-09", "https://www.chsi.com.cn/")),
    reviewed=date(2026, 11, 22),
    contacts=("kefu",),
    more=(Section("注意", "- 看[例外](faq:other)。"), Section("还不行", "找学校。")),
    actions=(
        Action("别的情况", "faq:other"),
        Action("官网", "https://www.chsi.com.cn/"),
        Action("提交工单", "ticket"),
        Action("转人工", "human"),
        Action("删掉了的", "faq:gone"),
    ),
)
OTHER = replace(ENTRY, id="other", intent="forgot_password", contacts=(), more=(), actions=())
CONTENT = Content((ENTRY, OTHER), {"kefu": KEFU, "office": OFFICE, "school_registry": REGISTRY}, "v")


def test_source_line_dates_the_sources_and_claims_no_live_check() -> None:
    assert source_line(ENTRY) == (
        "来源：学信网声明，2020-07-01；某校通知，2025-09。最新来源 2025-09，整理于 2026-11-22，没有在官网实时核对"
    )


@pytest.mark.parametrize(
    ("dates", "newest"),
    [
        (["2020-07-01", "2025-09"], "2025-09"),
        (["2018-10 至 2025-09", "2021"], "2025-09"),
        (["未注日期"], None),
        (["未注日期", "2008"], "2008"),
    ],
)
def test_newest_source(dates: list[str], newest: str | None) -> None:
    assert newest_source(replace(ENTRY, sources=tuple(Source("某处", day) for day in dates))) == newest


def test_a_chat_shows_the_answer_and_neither_contacts_nor_sources() -> None:
    assert render_plain(ENTRY, CONTENT) == "先核对姓名。\n1. 登录"


def test_details_are_the_sections_under_their_headings() -> None:
    assert render_more(ENTRY, CONTENT) == "【注意】\n· 看“例外”。\n【还不行】\n找学校。"
    assert render_more(OTHER, CONTENT) == render_plain(OTHER, CONTENT)


def test_buttons_come_first_and_details_last() -> None:
    assert answer_options(ENTRY, CONTENT) == (
        Option("other", "别的情况"),
        Option("open:record_missing:1", "官网", "https://www.chsi.com.cn/"),
        Option("ticket", "提交工单"),
        Option("human", "转人工"),
        Option("more:record_missing", "详细说明"),
    )
    assert answer_options(OTHER, CONTENT) == ()


def test_a_typed_button_to_a_page_is_found_again() -> None:
    assert opened_address("open:record_missing:1", CONTENT) == Option(
        "open:record_missing:1", "官网", "https://www.chsi.com.cn/"
    )
    for wrong in ("open:record_missing:0", "open:record_missing:9", "open:gone:1", "record_missing", "open:"):
        assert opened_address(wrong, CONTENT) is None


@pytest.mark.parametrize(
    ("context", "shown"),
    [
        ("", False),
        ("我是厦门的学生", False),
        ("我是嘉树学院的", True),
        ("某某大学嘉树学院大三，查不到学籍", True),
        ("嘉 樹 學 院", True),
        ("我不是嘉树学院的", False),
        ("我朋友是嘉树学院的", False),
        ("嘉树学院怎么样", False),
        ("我是嘉树学院的，后来转到厦门大学了", False),
    ],
)
def test_contact_of_a_school_is_for_its_own_people(context: str, shown: bool) -> None:
    assert (OFFICE in contacts_for(ENTRY, CONTENT, context)) is shown
    assert (OFFICE.name in render_plain(ENTRY, CONTENT, context)) is shown


def test_it_is_for_every_matter_of_the_school_and_no_other() -> None:
    said = "我是嘉树学院的"
    assert contacts_for(OTHER, CONTENT, said) == []
    assert contacts_for(replace(OTHER, contacts=("school_registry",)), CONTENT, said) == [REGISTRY, OFFICE]


def test_scoped_contact_named_by_an_entry_is_still_only_for_its_people() -> None:
    entry = replace(OTHER, contacts=("kefu", "office"))
    assert contacts_for(entry, CONTENT) == [KEFU]
