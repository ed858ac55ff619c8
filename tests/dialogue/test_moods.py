"""Moods of a whole message, and questions that only sound like one."""

from __future__ import annotations

import pytest

from dialogue.heard import Heard
from dialogue.moods.whole_messages import (
    asks_other_way,
    declines,
    face,
    goes_to_try,
    is_hurried,
    is_lost,
    nods,
    puts_off,
    tells_enough,
    wants_no_questions,
    without_abuse,
)

MOODS = {
    "lost": is_lost,
    "hurried": is_hurried,
    "declines": declines,
    "no_questions": wants_no_questions,
    "other_way": asks_other_way,
    "tries": goes_to_try,
    "nods": nods,
}


@pytest.mark.parametrize(
    ("text", "moods"),
    [
        ("不知道怎么搞", "lost"),
        ("我不会弄啊", "lost"),
        ("有个问题", "lost"),
        ("什么意思啊", "lost"),
        ("不知道密码怎么找回", ""),
        ("能不能快点", "hurried"),
        ("急死了", "hurried"),
        ("你们处理得太慢了", "hurried"),
        ("网站打开很慢怎么办", ""),
        ("不想说", "declines"),
        ("我不想告诉你我的信息", "declines"),
        ("凭什么告诉你", "declines"),
        ("不想刷脸怎么办", ""),
        ("你别问那么多直接说", "no_questions"),
        ("直接说怎么办吧", "no_questions"),
        ("还有别的办法吗", "other_way"),
        ("那我先去试试", "tries"),
        ("我先问下辅导员", "tries"),
        ("好的，谢谢", "nods"),
        ("好的，密码呢", ""),
    ],
)
def test_moods(text: str, moods: str) -> None:
    key = Heard(text).key
    assert " ".join(name for name, has in MOODS.items() if has(key)) == moods


@pytest.mark.parametrize(("text", "kind"), [("👍👍", "understood"), ("😭", "sad"), ("🐶", "face")])
def test_faces(text: str, kind: str) -> None:
    assert face(text) == kind


@pytest.mark.parametrize(
    ("text", "core"),
    [("明白了，那学位呢", "那学位呢"), ("老师您好，请问学籍是什么", "学籍是什么"), ("好的", "好的"), ("你好", "你好")],
)
def test_courtesies_before_what_is_said(text: str, core: str) -> None:
    assert Heard(text).core_key == core


@pytest.mark.parametrize(
    ("text", "rest", "tells"),
    [
        ("什么破系统，邮箱验证链接点不开", "邮箱验证链接点不开", True),
        ("白痴客服，为什么注册不了？", "为什么注册不了？", True),
        ("注册三次都失败 你们真是废物", "注册三次都失败", True),
        ("滚", "滚", False),
        ("垃圾箱里也没有", "垃圾箱里也没有", True),
        ("滚动条拖不动", "滚动条拖不动", True),
    ],
)
def test_swear_words_are_taken_out_of_a_problem(text: str, rest: str, tells: bool) -> None:
    assert (without_abuse(text), tells_enough(rest)) == (rest, tells)


@pytest.mark.parametrize(
    "text",
    [
        "账号绑的是我妈的手机",
        "爹妈的账号怎么查",
        "密码背得滚瓜烂熟",
        "他妈的账号登不上",
        "我是当妈的，能替他查学籍吗",
        "孩子他妈的毕业证丢了",
    ],
)
def test_mothers_are_no_swear_words(text: str) -> None:
    assert without_abuse(text) == text


@pytest.mark.parametrize(
    ("text", "late"),
    [
        ("先不注册了，等孩子回来再弄", True),
        ("好的，那我晚上回家再试试", True),
        ("等我爸下班了再说吧", True),
        ("先不办了", True),
        ("明天再来弄", True),
        ("不着急，就先这样吧", True),
        ("先不注册的话还能查学籍吗", False),
        ("等了三天了怎么还没好", False),
        ("明天能办好吗", False),
        ("不能登录", False),
        ("先不弄了，我想查学历", False),
        ("好的", False),
    ],
)
def test_what_is_left_for_another_time(text: str, late: bool) -> None:
    assert puts_off(text) is late


@pytest.mark.parametrize("text", ["先这样吧，明天再试", "好了不用了", "那先到这吧", "谢谢不用了"])
def test_what_waits_for_another_day(text: str) -> None:
    assert puts_off(text)


@pytest.mark.parametrize("text", ["不用了", "这样可以吗", "手机号不用了"])
def test_what_does_not(text: str) -> None:
    assert not puts_off(text)
