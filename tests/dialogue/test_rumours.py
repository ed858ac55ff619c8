"""Stories that may be a fraud: told to be warned, or asked whether to believe them."""

from __future__ import annotations

import pytest

from dialogue.heard import Heard
from dialogue.moods.rumours import asks_whether_true, poses_as_staff, tells_harm, tells_misuse
from dialogue.people.staff_ways import asks_hours
from dialogue.text.languages import in_mandarin
from faq.text.normalise import matching_key


@pytest.mark.parametrize(
    "text",
    [
        "有个人自称学信网客服，叫我报短信验证码",
        "打来说是官方工作人员要我身份证和密码",
        "有人打电話自稱客服，問我攞驗證碼",
    ],
)
def test_who_poses_as_our_staff_is_known_without_a_question(text: str) -> None:
    assert poses_as_staff(in_mandarin(text))
    assert asks_whether_true(in_mandarin(text))


@pytest.mark.parametrize("text", ["客服让我改一下密码", "学信网客服说验证码十分钟内有效", "我自己打了客服电话"])
def test_what_our_staff_does_is_no_such_story(text: str) -> None:
    assert not poses_as_staff(in_mandarin(text))


def test_cantonese_for_being_cheated_is_understood() -> None:
    assert matching_key(in_mandarin("佢係咪呃人嘅")) == "他是不是骗人的"


@pytest.mark.parametrize("text", ["礼拜天有客服吗", "晚上找得到人工不", "国庆有没有人工"])
def test_whether_a_person_is_there_at_a_time_opens_no_ticket(text: str) -> None:
    assert _asks_hours(text)


@pytest.mark.parametrize("text", ["有人工吗", "礼拜天报名就截止了，有人工吗", "晚上弄了半天，给我找人工"])
def test_a_wish_for_a_person_is_heard_beside_a_time(text: str) -> None:
    assert not _asks_hours(text)


def test_who_asks_for_the_number_too_gets_the_entry_that_holds_both() -> None:
    assert _asks_hours("客服电话周末有人吗")
    assert not _asks_hours("客服号码是啥，周末有人接不")


def _asks_hours(text: str) -> bool:
    return asks_hours(Heard(text).key)


@pytest.mark.parametrize(
    "text",
    [
        "我给他转了两千块",
        "钱都打过去了才觉得不对",
        "被骗了五百",
        "有个外省的登录，不是我",
        "账号被别人改了手机",
        "昨晚有陌生设备登陆",
        "付了三千块给中介，联系不上了",
        "代办说能加急，我交了八百块",
    ],
)
def test_harm_that_was_done_is_heard_without_a_question(text: str) -> None:
    assert tells_harm(text)


PAID = (
    "认证报告交了钱但是没有给我报告，订单还显示待支付",
    "付了钱没报告",
    "交了95块，还没出报告",
    "我在小程序里钱付了不出证书",
)


@pytest.mark.parametrize(
    "text", ["换手机登录要验证吗", "报名费交了显示待支付", "密码忘了登录不了", "异地能不能办认证", *PAID]
)
def test_what_is_no_harm_is_none(text: str) -> None:
    assert not tells_harm(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("有人用我的身份证注册了学信网，我的号被别人拿去用了", True),
        ("好像有人冒用我的身份证", True),
        ("账号被人用了", True),
        ("注册的时候说我身份证已经被注册了怎么办", False),
        ("旧手机号被别人用了，收不到验证码", False),
        ("用我的身份证注册不了", False),
        ("可以用别人的身份证注册吗", False),
    ],
)
def test_that_somebody_uses_ones_papers_is_told(text: str, told: bool) -> None:
    assert tells_misuse(text) is told
