"""Anger is told from what is said beside it."""

from __future__ import annotations

import pytest

from dialogue.moods.outbursts import SORRY, calmed, is_outburst, sympathy


@pytest.mark.parametrize(
    "clause",
    [
        "气死我了",
        "你们这什么破网站",
        "真是垃圾",
        "烦死了",
        "我真的服了",
        "太离谱了吧",
        "什么玩意儿",
        "别跟我废话",
        "浪费我时间",
        "一群骗子",
        "This is ridiculous",
        "没一点用",
        "你们到底行不行",
    ],
)
def test_outbursts(clause: str) -> None:
    assert is_outburst(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "登录一直报错",
        "有骗子打电话让我转账",
        "验证码烦琐填了三遍都不对",
        "疯狂提示网络异常",
        "页面废了打不开",
        "急着报名",
        "〔手机号〕垃圾",
        "图片验证码看不清",
        "the code never arrives",
        "投诉学校不给改",
        "人脸核验太差劲了老是说不是本人",
        "没用",
        "还是没用啊",
    ],
)
def test_what_tells_something_is_none(clause: str) -> None:
    assert not is_outburst(clause)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("没图，什么破系统，垃圾！", "没图，"),
        ("气死我了！", ""),
        ("扫码后白屏，我真的服了", "扫码后白屏，"),
        ("扫码后白屏", "扫码后白屏"),
        ("", ""),
    ],
)
def test_calmed(text: str, rest: str) -> None:
    assert calmed(text) == rest


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("我弄了两天都没弄好，转人工", "两天没办成，确实着急。"),
        ("试了一个星期了还是进不去", "一个星期没办成，确实着急。"),
        ("四天都登不上", "四天没办成，确实着急。"),
        ("气死我了，转人工", SORRY),
        ("三天后要考试", ""),
        ("报名就剩三天了，登不上", ""),
        ("三天内答复吗", ""),
        ("三个工作日来得及吗", ""),
        ("转人工", ""),
    ],
)
def test_who_waits_or_is_angry_gets_half_a_sentence(text: str, said: str) -> None:
    assert sympathy(text) == said


@pytest.mark.parametrize("clause", ["找学校三个月了没人理", "找老师也没人管", "学校没人管"])
def test_that_another_place_does_not_answer_is_a_part_of_what_happened(clause: str) -> None:
    assert not is_outburst(clause)
    assert calmed(f"学历专业写错了，{clause}") == f"学历专业写错了，{clause}"
