"""Closings: a plan ends a talk, and asks for no answer."""

from __future__ import annotations

import pytest

from dialogue.turns.closings import asks_openly, closing_in, confirmed_in, gives_up_for_own, sums_up

PLANS = [
    ("call", "好的，我这就给客服打个电话，谢谢啊"),
    ("call", "那我打电话问问学校"),
    ("wait", "那我就等着"),
    ("wait", "我等24小时再试"),
    ("others", "那我让他重新弄一份发来"),
    ("others", "嗯 我先联系辅导员"),
    ("others", "好，我去跟老师说一下，谢谢"),
    ("go", "行，我明天跑一趟学校"),
    ("go", "按你说的弄一下"),
    ("others", "嗯那先这样，我去找派出所"),
    ("police", "我不信他，我先报警"),
    ("police", "好 不理骗子 我先打96110"),
    ("later", "要得 我等礼拜天再改"),
    ("later", "中，俺下周三再去"),
    ("later", "那我周四去"),
    ("later", "妥了 我到家就弄"),
    ("later", "只能等周一上班了"),
    ("later", "先不弄了 过几天再说"),
    ("others", "成，礼拜五找辅导员"),
]
NONE = [
    "那我周四去哪里",
    "等礼拜天再弄来得及吗",
    "过两天就要用",
    "周一就截止",
    "晚上登不上",
    "给我打个电话",
    "能给学校打电话吗",
    "给学校打电话没人接",
    "等了三天了",
    "等不到短信",
    "找回密码",
    "我要换手机号",
    "找辅导员问过了",
    "我打电话问学校了",
    "问学校说没报",
    "跟老师说了",
    "学校让等通知",
    "我妈等着用",
    "那学校呢",
    "好的学校",
    "还是学校的问题",
    "先等审核吗",
    "请帮我改手机号",
    "我报警了",
    "提示报警电话打不通",
]


@pytest.mark.parametrize(("plan", "text"), PLANS)
def test_what_somebody_is_going_to_do(plan: str, text: str) -> None:
    closing = closing_in(text)
    assert closing is not None
    assert (closing.plan, closing.confirms) == (plan, "")


@pytest.mark.parametrize("text", NONE)
def test_what_asks_or_tells_is_no_closing(text: str) -> None:
    assert closing_in(text) is None


@pytest.mark.parametrize(
    ("text", "plan", "confirms"),
    [
        ("那我就等着，对吧", "wait", "那我就等着"),
        ("学籍那件是以前的事，我现在就等审核对吧", "wait", "我现在就等审核"),
        ("那我联系学校就行了吧", "others", "那我联系学校"),
    ],
)
def test_a_plan_may_ask_to_be_confirmed(text: str, plan: str, confirms: str) -> None:
    closing = closing_in(text)
    assert closing is not None
    assert (closing.plan, closing.confirms) == (plan, confirms)


def test_thanks_are_heard() -> None:
    closing = closing_in("那我明天去学校办，谢谢您")
    assert closing is not None
    assert closing.thanks


@pytest.mark.parametrize(
    ("text", "given_up"),
    [
        ("算了 我买全价", True),
        ("算了，我自己去趟车站", True),
        ("算了", False),
        ("算了 我想注销账号", False),
        ("算了 密码怎么改", False),
        ("我买全价", False),
    ],
)
def test_given_up_for_what_the_person_does_instead(text: str, given_up: bool) -> None:
    assert gives_up_for_own(text) is given_up


@pytest.mark.parametrize("text", ["要是没有身份证行不行", "不去学校办行不行"])
def test_what_is_supposed_is_nothing_to_confirm(text: str) -> None:
    assert confirmed_in(text) == ""


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("行，就是先找学院，不行再找省里，对不", True),
        ("懂了 意思是不用重新注册 是吧", True),
        ("还是不行", False),
        ("就是登不上", False),
        ("那我等着对吧", False),
    ],
)
def test_what_was_heard_is_said_back(text: str, sums: bool) -> None:
    assert sums_up(text) is sums


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("就是让学校查是不是漏报了，对吧", "就是让学校查是不是漏报了"),
        ("人事说过期了，那份作废了？", "那份作废了"),
        ("我自己改一下不行吗", ""),
        ("打不开了？", ""),
    ],
)
def test_what_a_yes_is_wanted_for(text: str, what: str) -> None:
    assert confirmed_in(text) == what


def test_what_is_stated_is_confirmed() -> None:
    assert confirmed_in("改成毕业证上的号就行了吧") == "改成毕业证上的号"


@pytest.mark.parametrize(
    ("text", "openly"),
    [("穿短袖拍可以不", True), ("只带复印件行吗", True), ("那我先去学校行吧", False), ("就带身份证行吗", False)],
)
def test_what_may_be_is_asked_and_nothing_stated(text: str, openly: bool) -> None:
    assert asks_openly(text) is openly


@pytest.mark.parametrize("text", ["大概要等几个星期", "得等几天才有信"])
def test_how_long_to_wait_puts_nothing_off(text: str) -> None:
    assert closing_in(text) is None
