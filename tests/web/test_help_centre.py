"""The help centre shows everybody only what holds today and is meant for everybody."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import faq
from faq.content.conditions import read_condition
from faq.content.entry import FollowUp
from faq.content.loader import Content
from tests.real_content import real_content, real_guidance
from tests.web.content import CONTACTS, CONTENT, ENTRIES, make_entry
from web.category_groups import OTHERS, PARTS, groups
from web.help_centre import ICONS, SUBTITLES, HelpCentre
from web.static_files import STATIC_FOLDER

TODAY = date(2026, 11, 23)
CENTRE = HelpCentre(CONTENT, TODAY)


def test_categories_keep_their_order_and_leave_out_what_is_not_public() -> None:
    shown = [(item.name, item.subtitle, [entry.id for entry in item.entries]) for item in CENTRE.categories()]
    accounts = ["reset_password", "recover_username", *(f"account_{number}" for number in range(1, 7))]
    assert shown == [
        ("学信网账号", "忘记密码、身份证重复等", accounts),
        ("学信档案", "学籍学历、图像校对等", ["what_is_archive"]),
        ("新分类", "", ["new_kind"]),
    ]


def test_a_dated_entry_is_listed_while_it_holds() -> None:
    names = [item.name for item in HelpCentre(CONTENT, date(2025, 12, 31)).categories()]
    assert names == ["学信网账号", "学信档案", "研招统考", "新分类"]


def test_hot_questions_are_public_and_at_most_nine() -> None:
    assert [entry.id for entry in CENTRE.hot()] == ["reset_password", "recover_username", "what_is_archive"]
    many = Content(tuple(make_entry(f"e{number}", "题", hot=True) for number in range(11)), {}, "1")
    assert [entry.id for entry in HelpCentre(many, TODAY).hot()] == [f"e{number}" for number in range(9)]


def test_a_main_topic_gives_way_to_real_use_only() -> None:
    kinds = ("bind_account", "forgot_username", "sms_code", "format_error", "contact_support")
    entries = [make_entry(kind, "题", intent=kind, hot=True) for kind in kinds] + [make_entry("read", "题")]
    content = Content(tuple(entries), {}, "1")

    def hot(**used: int) -> list[str]:
        return [entry.id for entry in HelpCentre(content, TODAY, used).hot(5)]

    topics = ["forgot_username", "sms_code", "format_error", "contact_support"]
    assert hot() == hot(read=19) == [*topics, "bind_account"]
    assert hot(read=50, bind_account=40) == [*topics[:3], "bind_account", "read"]


def test_an_answer_links_to_pages_and_hides_a_schools_own() -> None:
    page = CENTRE.answer("reset_password")
    assert page is not None
    assert page.html == (
        "<p>先别急。</p>"
        '<ol start="1"><li>打开'
        '<a href="https://www.chsi.com.cn/" rel="noopener noreferrer" target="_blank">学信网</a>，'
        "点<strong>找回密码</strong>。</li>"
        '<li>填用户名；忘了就先<a href="/help/recover_username">找回用户名</a>。</li></ol>'
        "<p>&lt;b&gt;不是标签&lt;/b&gt;</p>"
    )
    assert page.contacts == (CONTACTS["mail"], CONTACTS["phone"])
    assert page.source == "来源：学信网服务号推送，未注日期。整理于 2026-11-22，没有在官网实时核对"
    assert page.related == (ENTRIES[1],)


def test_a_follow_up_says_whom_it_is_for() -> None:
    condition = read_condition("graduated is done")
    assert condition is not None
    told = (FollowUp(("找谁改这一项",), "找毕业的学校。", when=condition), FollowUp(("要不要钱的",), "不要。"))
    entry = make_entry("wrong", "信息有误", intent="wrong_record", follow_ups=told)
    centre = HelpCentre(replace(CONTENT, entries=(entry,)), TODAY, situation=real_guidance().guides.situation)
    page = centre.answer("wrong")
    assert page is not None
    assert [item.asked for item in page.follow_ups] == ["找谁改这一项（毕业了吗：已经毕业）", "要不要钱的"]


def test_nobody_opens_what_is_not_public() -> None:
    assert [CENTRE.answer(name) for name in ("school_only", "past", "no_such_entry", "")] == [None] * 4


def test_a_school_is_not_shown_by_an_entry_that_names_its_contact() -> None:
    entry = make_entry("missing", "没有学籍", intent="missing_record", contacts=("school",))
    content = replace(CONTENT, entries=(entry,))
    page = HelpCentre(content, TODAY).answer("missing")
    assert page is not None
    assert page.contacts == ()


def test_a_long_category_is_shown_in_parts_and_hardly_a_real_entry_is_left_over() -> None:
    entries = real_content().entries
    for category in PARTS:
        inside = [entry for entry in entries if entry.category == category]
        parts = groups(category, inside)
        assert sorted(entry.id for part in parts for entry in part.entries) == sorted(entry.id for entry in inside)
        assert sum(len(part.entries) for part in parts if part.heading == OTHERS) <= 3
        assert len({part.name for part in parts}) == len(parts) > 5
    accounts = groups("学信网账号", [entry for entry in entries if entry.category == "学信网账号"])
    assert accounts[0].entries[0].id == "reset_password"
    new = make_entry("new", "新写的", "学信档案", intent="ask_other_service", path="faq/entries/mine.yml")
    assert [(part.heading, part.entries) for part in groups("学信档案", [new])] == [(OTHERS, (new,))]
    assert [part.heading for part in groups("客服与帮助", entries[:2])] == [""]


def test_every_category_of_the_schema_has_a_subtitle_and_a_drawing() -> None:
    schema = json.loads((Path(str(faq.__file__)).parent / "schema.json").read_text(encoding="utf-8"))
    categories = schema["definitions"]["entry"]["properties"]["category"]["enum"]
    assert set(SUBTITLES) == set(ICONS) == set(categories)
    drawn = re.findall(r'symbol id="([a-z]+)"', (STATIC_FOLDER / "icons.svg").read_text(encoding="utf-8"))
    assert set(ICONS.values()) | {"other"} == set(drawn)
