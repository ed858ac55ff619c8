"""What `bot why --image` prints and gives as JSON."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faq.pages.answering import PageAnswer
from faq.pages.explain import answer_reason, page_dict, page_report
from faq.pages.facts import PageFacts
from faq.pages.page import PageReading, Verdict, read_page
from faq.pages.saying import lead
from faq.text.choice import Option
from tests.fakes.library import decided
from tests.faq.pages.seen import page
from tests.real_content import real_content

LINES = page("14:07", "找回密码", ("手机号", "13900000016"), "手机找回", "!手机号码己被注册", "□ 我要重新注册")
PROMPTS = {"phone_registered": ["手机号码已被注册"]}
READING = read_page(LINES, PROMPTS)
ELSEWHERE = PageReading(Verdict.NOTHING, facts=PageFacts(elsewhere="这是别处的页面。"))
CONTENT = real_content()
ENTRY = CONTENT.entry("phone_registered")
ANSWER = PageAnswer(lead(READING), ENTRY, others=(Option("id_registered", "别的"),))


def test_every_line_the_conclusion_and_the_reason_are_shown() -> None:
    assert ENTRY is not None
    assert page_report(LINES, READING, ANSWER) == [
        "  0.99  14:07  （不看）",
        "  0.99  找回密码  （不看）",
        "  0.99  手机号  （不看）",
        "  0.99  〔手机号〕  （不看）",
        "  0.99  手机找回  （分量 0.00）",
        "  0.99  手机号码己被注册  （红字、分量 3.40、提示 phone_registered）",
        "  0.99  □ 我要重新注册  （分量 0.00）",
        "结论：对上了页面提示",
        "  1.35  phone_registered：“手机号码己被注册”（提示「手机号码已被注册」，有 1 个字不同，说明卡在哪里）",
        "这一页叫：找回密码",
        "最像问题的几行：手机号码己被注册",
        "页面上的找回方式：手机",
        "报错的一栏：手机号码",
        "回复的开头：我在图里看到“手机号码己被注册”。",
        "为什么这样答：对上的提示自己定了答案",
        f"答案：phone_registered（{ENTRY.title}）",
        "还可以问：id_registered",
    ]


def test_what_the_engine_was_asked_is_shown() -> None:
    unsure = replace(READING, verdict=Verdict.UNSURE, matches=())
    asked = decided("找回密码，手机号码己被注册", "clarify", ("reset_password", 0.5), ("phone_registered", 0.25))
    report = page_report(LINES, unsure, PageAnswer(lead(unsure, answered=True), decision=asked))
    assert report[-3:] == [
        "为什么这样答：页面上的话（连同打的字）问了知识库",
        "问的话：找回密码，手机号码己被注册",
        "知识库：列出来问（reset_password 0.50、phone_registered 0.25）",
    ]


def test_the_json_holds_the_same_and_nothing_private() -> None:
    values = page_dict(LINES, READING, ANSWER)
    assert values["verdict"] == "match"
    assert values["matches"] == [
        {"faq_id": "phone_registered", "quote": "手机号码己被注册", "prompt": "手机号码已被注册", "weight": 1.3524}
    ]
    assert values["facts"] == {
        "recovery_ways": ["phone"],
        "red_field": "手机号码",
        "site": None,
        "told": [],
        "numbers": [],
    }
    assert values["lines"][5] == {
        "text": "手机号码己被注册",
        "confidence": 0.99,
        "looks": ["red"],
        "furniture": False,
        "weight": 3.4,
        "prompt_of": "phone_registered",
    }
    assert values["answer"] == {
        "reason": "prompt",
        "faq_id": "phone_registered",
        "asked": None,
        "band": None,
        "candidates": [],
        "others": ["id_registered"],
    }
    assert "13900000016" not in str(values)


def test_dangers_are_named() -> None:
    lines = page("公民身份号码 11010119900307109X")
    reading = read_page(lines, PROMPTS)
    report = page_report(lines, reading, PageAnswer(lead(reading)))
    assert report[0] == "  （不显示）"
    assert report[1] == "结论：有不该发的东西，先提醒安全（id_card）"
    assert report[-1] == "为什么这样答：先提醒安全，图里的别的都不答"
    assert page_dict(lines, reading, PageAnswer(lead(reading)))["lines"] == []


@pytest.mark.parametrize(
    ("reading", "answer", "reason"),
    [
        (READING, PageAnswer("", CONTENT.entry("id_registered")), "prompt_of_site"),
        (READING, PageAnswer("", decision=decided("能登录吗", "answer", ("cannot_login", 0.9))), "words"),
        (PageReading(Verdict.NOTHING), PageAnswer(""), "nothing"),
        (
            replace(PageReading(Verdict.NOTHING), facts=replace(READING.facts, elsewhere="别处")),
            PageAnswer(""),
            "elsewhere",
        ),
    ],
)
def test_each_rule_has_its_name(reading: PageReading, answer: PageAnswer, reason: str) -> None:
    assert answer_reason(reading, answer) == reason
