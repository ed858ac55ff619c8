# ruff: noqa: E501 - messages are compared whole, and a Chinese character counts twice
"""`faq.content.loader`: one consistent state, or every fault at once."""

from __future__ import annotations

from datetime import date

import pytest

from common.errors import ContentError
from faq.content.entry import Contact, Scope, Source
from faq.content.loader import content_version, load_content, read_content, versioned_files
from tests.faq.content_folder import KNOWLEDGE, copy_knowledge, edit

ACCOUNT, SUPPORT, CONTACTS = "faq/entries/account.yml", "faq/entries/support.yml", "faq/contacts.yml"


def refused(root):
    with pytest.raises(ContentError) as caught:
        load_content(root)
    return [str(problem) for problem in caught.value.problems]


def test_entries_in_the_order_of_the_files():
    content = load_content(KNOWLEDGE)
    assert [entry.id for entry in content.entries] == ["reset_password", "sms_limited", "contact_email"]
    entry = content.entry("reset_password")
    assert entry is not None
    assert (entry.title, entry.category, entry.intent) == ("忘记密码怎么找回？", "学信网账号", "forgot_password")
    assert (entry.hot, entry.keywords, entry.related) == (True, ("找回密码",), ("sms_limited",))
    assert entry.sources == (Source("学信网服务号推送（高校转载）", "未注日期"),)
    assert (entry.reviewed, entry.valid_from, entry.valid_until, entry.scope) == (date(2026, 11, 1), None, None, None)
    assert (entry.path, entry.line) == (ACCOUNT, 3)
    assert entry.wordings()[:2] == ("忘记密码怎么找回？", "账号、密码怎么找回？")
    assert entry.answer.startswith("忘记密码可以在网页上找回。\n\n1. 打开")
    assert content.entry("nowhere") is None


def test_contacts():
    contacts = load_content(KNOWLEDGE).contacts
    assert list(contacts) == ["kefu_wechat", "kefu_email", "kefu_phone", "school_office"]
    assert contacts["school_office"] == Contact(
        "school_office",
        "某某大学嘉树学院教务部 0599-1234567，jw@jiashu.example",
        "学籍信息的核对与更正",
        Scope("某某大学嘉树学院", ("嘉树学院",)),
    )


def test_validity_and_scope(tmp_path):
    root = copy_knowledge(tmp_path)
    edit(
        root,
        SUPPORT,
        "  reviewed: 2026-11-01",
        "  reviewed: 2026-11-01\n  valid_from: 2026-12-01\n  valid_until: 2027-01-31",
    )
    entry = load_content(root).entry("contact_email")
    assert entry is not None
    days = [date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 31), date(2027, 2, 1)]
    assert [entry.valid_on(day) for day in days] == [False, True, True, False]


def test_version_names_the_bytes(tmp_path):
    root = copy_knowledge(tmp_path)
    before = load_content(root).version
    assert before == content_version(versioned_files(root)) == load_content(root).version
    edit(root, SUPPORT, "# 客服", "# 客服 ")
    assert load_content(root).version != before


def test_any_fault_refuses_the_whole(tmp_path):
    root = copy_knowledge(tmp_path)
    edit(root, ACCOUNT, "- id: sms_limited", "- id: reset_password")
    edit(root, SUPPORT, "  contacts: [kefu_email, kefu_phone]", "  contacts: [kefu_mail]")
    edit(root, SUPPORT, "  category: 客服与帮助\n", "")
    edit(root, CONTACTS, "  reviewed: 2026-11-01", "  reviewed: 2026-13-01")
    assert refused(root) == [
        "faq/contacts.yml:6: 「reviewed」的日期不存在（现在是「2026-13-01」）。改法：按 年-月-日 写一个真实的日期，例如 2026-11-22",
        "faq/entries/account.yml:48: 条目「reset_password」的「related」指向不存在的「sms_limited」。改法：删掉它，或先建好它",
        "faq/entries/account.yml:56: 编号「reset_password」已经用过（在 faq/entries/account.yml:3）。改法：换一个没有用过的编号",
        "faq/entries/support.yml:3: 条目「contact_email」缺少「category」。改法：补上一行 category: …",
        "faq/entries/support.yml:37: 条目「contact_email」的「contacts」指向不存在的「kefu_mail」。改法：是不是想写「kefu_email」？",
    ]


def test_a_broken_file_does_not_make_links_into_it_look_dead(tmp_path):
    root = copy_knowledge(tmp_path)
    edit(root, ACCOUNT, "  hot: true", "  hot：true")
    assert refused(root) == [
        "faq/entries/account.yml:7: 冒号是全角的（现在是「hot：true」）。改法：把「：」换成半角冒号加空格「: 」"
    ]


def test_behind_a_full_width_colon_the_other_faults_are_found_in_the_same_run(tmp_path):
    root = copy_knowledge(tmp_path)
    edit(root, SUPPORT, "  contacts: [kefu_email, kefu_phone]", "  contacts：[kefu_mail]")
    edit(root, SUPPORT, "  category: 客服与帮助\n", "")
    assert [line.split("。改法")[0] for line in refused(root)] == [
        "faq/entries/support.yml:3: 条目「contact_email」缺少「category」",
        "faq/entries/support.yml:37: 冒号是全角的（现在是「contacts：[kefu_mail]」）",
        "faq/entries/support.yml:37: 条目「contact_email」的「contacts」指向不存在的「kefu_mail」",
    ]


def test_drafts_hold_what_can_be_used_of_a_faulty_entry(tmp_path):
    root = copy_knowledge(tmp_path)
    edit(root, SUPPORT, "  title: 给客服发邮件要写什么，多久回复？", "  title: 12")
    read, problems = read_content(root)
    assert len(problems) == 1
    assert [entry.id for entry in read.content.entries] == ["reset_password", "sms_limited"]
    draft = read.drafts[2]
    assert (draft.entry.id, draft.entry.title, len(draft.entry.questions)) == ("contact_email", "", 25)
    assert (draft.sound("title"), draft.sound("questions", "answer"), draft.faulty) == (False, True, {"title"})


def test_empty_project_has_nothing(tmp_path):
    content = load_content(tmp_path)
    assert (content.entries, content.contacts) == ((), {})


def test_only_files_that_changed_are_read_again(tmp_path):
    """An edit of one file among many is live as soon as that one is parsed."""
    root = copy_knowledge(tmp_path)
    first = load_content(root)
    edit(root, SUPPORT, "多久回复？", "几天回复？")
    second = load_content(root)
    assert second.entries[0] is first.entries[0]
    assert second.entries[2].title == "给客服发邮件要写什么，几天回复？"
    (root / SUPPORT).unlink()
    assert [entry.id for entry in load_content(root).entries] == ["reset_password", "sms_limited"]
