"""What a message tells and what it asks, for the description of a ticket."""

from __future__ import annotations

import pytest

from dialogue.facts.told import Told, read_told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("证件号换过，注册不了怎么办", Told(("证件号换过", "注册不了"))),
        ("那还是找个人帮我处理吧", Told()),
        ("我是想让你们客服帮我办", Told()),
        ("入学日期没改过来之前，能不能先报考？", Told((), "入学日期没改过来之前，能不能先报考？")),
        ("换了手机之后，一直收不到短信", Told(("换了手机之后，一直收不到短信",))),
        ("我都说了专业写错了，谢谢", Told(("专业写错了",))),
        ("〔手机号〕收不到短信了", Told(("（手机号）收不到短信了",))),
        ("No, I asked: can I use a foreign card to pay?", Told((), "can I use a foreign card to pay?")),
        (
            "The page says the code was sent. I waited 10 minutes. Thanks",
            Told(("The page says the code was sent", "I waited 10 minutes")),
        ),
        ("网上确认的照片传不上去", Told(("网上确认的照片传不上去",))),
        ("算了找人工吧", Told()),
        ("用护照号能登不", Told((), "用护照号能登不？")),
        ("Useless.", Told()),
        ("", Told()),
    ],
)
def test_told(text: str, told: Told) -> None:
    assert read_told(text) == told


def test_what_may_be_ahead_stays_a_question_when_something_was_told_before() -> None:
    assert read_told("刷脸刷不过咋办") == Told(("刷脸刷不过",))
    assert read_told("刷脸刷不过咋办", later=True) == Told(("刷脸刷不过咋办",))
    assert read_told("刷脸一直刷不过咋办", later=True) == Told(("刷脸一直刷不过",))
    assert read_told("刷脸要是刷不过咋办") == Told((), "刷脸要是刷不过咋办？")


def test_a_surname_is_told_however_short() -> None:
    assert read_told("学历查不到，我姓于").clauses == ("学历查不到", "我姓于")
