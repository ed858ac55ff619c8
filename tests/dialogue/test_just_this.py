"""What one word answers: how many, and whether two things are one."""

from __future__ import annotations

import pytest

from dialogue.questions.just_this import asked_just


@pytest.mark.parametrize(
    ("text", "told", "untold"),
    [
        ("口令到底要几位", "至少 8 位。", "要混用字母和数字。"),
        ("材料要传几张", "正反面各一张，共两张。", "拍清楚，不要反光。"),
        ("一天能试几次", "每天最多 5 次。", "今天先停，明天再来。"),
        ("图片不能超过多大", "不超过 300K。", "要看得清。"),
        ("备案表要印几份", "一般一份就够。", "登录后自己下载。"),
        ("照片要几寸的", "要两寸的。", "要蓝底。"),
    ],
)
def test_how_many_is_told_by_a_number_of_that_kind(text: str, told: str, untold: str) -> None:
    asked = asked_just(text)
    assert asked is not None
    assert asked.told_by(f"{untold}{told}")
    assert not asked.told_by(untold)
    assert not asked.told_by("第一次没过，再来一次；请看第 3 条。")


def test_that_nobody_knows_is_an_answer_where_it_is_about_that() -> None:
    asked = asked_just("口令到底要几位")
    assert asked is not None
    assert asked.told_by("多少位没有查到统一的数。")
    assert not asked.told_by("手机上能不能办没有查到。")


def test_the_sentence_that_tells_it_is_found() -> None:
    asked = asked_just("一天能试几次啊")
    assert asked is not None
    assert asked.sentence_of(["先停手。每天最多 5 次。", "明天再来。"]) == "每天最多 5 次。"


@pytest.mark.parametrize(
    "text",
    [
        "试了好几次都不行",
        "刷了十几次",
        "报告上那串十几位的号在哪",
        "多大岁数能报",
        "影响有多大关系",
        "那几张图是啥",
        "怎么改",
    ],
)
def test_what_only_tells_a_number_asks_for_none(text: str) -> None:
    assert asked_just(text) is None


def test_two_things_are_told_apart_by_a_sentence_that_names_both() -> None:
    asked = asked_just("调剂意向跟调剂志愿有啥区别")
    assert asked is not None
    assert asked.told_by("意向不是志愿：意向最多填 10 个。")
    assert not asked.told_by("意向最多填 10 个。志愿一次 3 个。")


def test_whether_two_are_one_is_told_by_yes_or_no() -> None:
    asked = asked_just("研招网和学信网账号是一个吗")
    assert asked is not None
    assert asked.told_by("是同一个账号。")
    assert not asked.told_by("正常：在读就这样写。")
