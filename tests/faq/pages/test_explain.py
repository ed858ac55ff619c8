"""What `bot why --image` prints and gives as JSON."""

from __future__ import annotations

from faq.pages.explain import page_dict, page_report
from faq.pages.page import read_page
from tests.faq.pages.seen import page

LINES = page("14:07", "找回密码", ("手机号", "13900000016"), "手机找回", "!手机号码己被注册", "□ 我要重新注册")
PROMPTS = {"phone_registered": ["手机号码已被注册"]}


def test_every_line_and_the_conclusion_are_shown() -> None:
    assert page_report(LINES, read_page(LINES, PROMPTS)) == [
        "  0.99  14:07  （不看）",
        "  0.99  找回密码  （不看）",
        "  0.99  手机号  （不看）",
        "  0.99  〔手机号〕  （不看）",
        "  0.99  手机找回",
        "  0.99  手机号码己被注册  （红字）",
        "  0.99  □ 我要重新注册",
        "结论：对上了页面提示",
        "  1.35  phone_registered：“手机号码己被注册”（提示「手机号码已被注册」，有 1 个字不同，说明卡在哪里）",
        "最像问题的几行：手机号码己被注册",
        "页面上的找回方式：手机",
        "报错的一栏：手机号码",
        "回复的开头：我在图里看到“手机号码己被注册”。",
    ]


def test_the_json_holds_the_same_and_nothing_private() -> None:
    values = page_dict(LINES, read_page(LINES, PROMPTS))
    assert values["verdict"] == "match"
    assert values["matches"] == [
        {"faq_id": "phone_registered", "quote": "手机号码己被注册", "prompt": "手机号码已被注册", "weight": 1.3524}
    ]
    assert values["facts"] == {"recovery_ways": ["phone"], "red_field": "手机号码", "site": None}
    assert values["lines"][5] == {
        "text": "手机号码己被注册",
        "confidence": 0.99,
        "looks": ["red"],
        "furniture": False,
    }
    assert "13900000016" not in str(values)


def test_dangers_are_named() -> None:
    lines = page("公民身份号码 11010119900307109X")
    report = page_report(lines, read_page(lines, PROMPTS))
    assert report[0] == "  （不显示）"
    assert report[1] == "结论：有不该发的东西，先提醒安全（id_card）"
