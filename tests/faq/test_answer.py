# ruff: noqa: E501 - messages are compared whole, and a Chinese character counts twice
"""`faq.answer`: what an asker reads; a school's own contact only for its own people (facts C3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from faq.answer import contacts_for, render_plain, source_line
from faq.entry import Contact, Entry, Scope, Source
from faq.loader import Content

OFFICE = Contact("office", "嘉树学院教务部 0599-1234567", "学籍核对", Scope("某某大学嘉树学院", ("嘉树学院",)))
KEFU = Contact("kefu", "客服邮箱", "写清问题")
ENTRY = Entry(
    id="record_missing",
    title="查不到学籍怎么办？",
    category="学信档案",
    intent="missing_record",
    questions=(),
    answer="先**核对**姓名。",
    sources=(Source("学信网声明", "2020-07-01"), Source("某校通知", "2025-09", "https://www.chsi.com.cn/")),
    reviewed=date(2026, 11, 22),
    contacts=("kefu",),
)
CONTENT = Content((ENTRY,), {"kefu": KEFU, "office": OFFICE}, "v")


def test_source_and_review_date():
    assert source_line(ENTRY) == "来源：学信网声明，2020-07-01；某校通知，2025-09。核对日期：2026-11-22"


def test_whole_message():
    assert render_plain(ENTRY, CONTENT) == (
        "先核对姓名。\n\n联系方式：\n· 客服邮箱：写清问题\n\n来源：学信网声明，2020-07-01；某校通知，2025-09。核对日期：2026-11-22"
    )


def test_answer_without_contacts():
    entry = replace(ENTRY, contacts=())
    assert render_plain(entry, CONTENT) == f"先核对姓名。\n\n{source_line(entry)}"


@pytest.mark.parametrize(
    ("context", "shown"),
    [
        ("", [KEFU]),
        ("我是厦门的学生", [KEFU]),
        ("我是嘉树学院的", [KEFU, OFFICE]),
        ("某某大学嘉树学院大三，查不到学籍", [KEFU, OFFICE]),
        ("嘉 樹 學 院", [KEFU, OFFICE]),
    ],
)
def test_contact_of_a_school_is_for_its_own_people(context, shown):
    assert contacts_for(ENTRY, CONTENT, context) == shown


def test_contact_of_a_school_has_no_place_in_other_topics():
    entry = replace(ENTRY, intent="forgot_password")
    assert contacts_for(entry, CONTENT, "我是嘉树学院的") == [KEFU]


def test_scoped_contact_named_by_an_entry_is_still_only_for_its_people():
    entry = replace(ENTRY, contacts=("kefu", "office"), intent="forgot_password")
    assert contacts_for(entry, CONTENT) == [KEFU]
