"""The pieces of a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from actions.ticket.reading import read_pieces
from dialogue.text.clauses import is_asked
from dialogue.ticket.words import says_no_picture
from tests.actions.ticket_drafts import (
    FORGOTTEN,
    PHONE,
    PROBLEM,
)


@pytest.mark.parametrize(
    "text",
    [
        "忘记密码怎么办",
        "我的号一直没收到，怎么办呢",
        "还没好怎么办呢",
        "要几天答复呢",
        "能不能加急？",
        "是什么意思",
        "在哪里改",
    ],
)
def test_questions(text: str) -> None:
    assert is_asked(text)


@pytest.mark.parametrize(
    "text",
    [PROBLEM, "我手机号好好的一直在用呢", "卡还插着呢", "不知道怎么回事登录不上", "页面什么都不显示", "", "〔手机号〕"],
)
def test_no_questions(text: str) -> None:
    assert not is_asked(text)


@pytest.mark.parametrize("text", ["截图怎么发", "有", PROBLEM, "页面上没有学籍信息也没有学历信息显示出来图片也没有"])
def test_not_every_no_is_about_the_picture(text: str) -> None:
    assert not says_no_picture(text)


@pytest.mark.parametrize("text", ["", "，。！", " \n ", "〔手机号", "((((", "工单" * 200])
def test_strange_texts_give_nothing(text: str) -> None:
    pieces = read_pieces(text, ())
    assert (pieces.username, pieces.no_picture, pieces.refs) == (None, False, ())


@pytest.mark.parametrize("text", ["新号是〔手机号〕 以后打这个", "换成〔手机号〕了", "这是我妈的号〔手机号〕"])
def test_a_new_number_or_somebody_elses_is_told_and_no_username(text: str) -> None:
    pieces = read_pieces(text, (PHONE,))
    assert (pieces.username, pieces.refs) == (None, (PHONE["ref"],)) and "〔手机号〕" in pieces.rest
    assert read_pieces("账号是〔手机号〕", (PHONE,)).username == PHONE


MAIL = {"kind": "email", "ref": "m1"}


@pytest.mark.parametrize(
    ("text", "private", "username", "no_picture", "rest", "refs"),
    [
        (
            "账号〔手机号〕，照片审核一直不过，白天打不通请回邮件 〔邮箱〕",
            (PHONE, MAIL),
            PHONE,
            False,
            "照片审核一直不过，白天打不通请回邮件，〔邮箱〕",
            ("m1",),
        ),
        ("滚蛋，毕业证编号查不出来", (), None, False, "毕业证编号查不出来", ()),
        ("叫个活人来", (), None, False, "", ()),
        (
            "My account is 〔邮箱〕. Problem: the report page stays empty",
            (MAIL,),
            MAIL,
            False,
            "the report page stays empty",
            (),
        ),
        ("唔記得賬號，冇截圖，註冊嗰頁打唔開", (), FORGOTTEN, True, "註冊嗰頁打唔開", ()),
    ],
)
def test_pieces_of_sentences_in_other_ways(
    text: str, private: Any, username: Any, no_picture: bool, rest: str, refs: tuple[str, ...]
) -> None:
    pieces = read_pieces(text, private)
    assert (pieces.username, pieces.no_picture, pieces.rest, pieces.refs) == (username, no_picture, rest, refs)


def test_a_name_that_is_told_is_kept_and_is_no_username() -> None:
    name = {"kind": "person_name", "ref": "p1"}
    pieces = read_pieces("等一下，我姓名是〔姓名〕", (name,))
    assert (pieces.username, pieces.rest, pieces.refs) == (None, "我姓名是〔姓名〕", ("p1",))


@pytest.mark.parametrize(
    ("text", "is_username"),
    [("手机换了以后用〔手机号〕登不上去", True), ("号码换了〔手机号〕这个", False), ("已经改成〔手机号〕了", False)],
)
def test_a_number_is_another_one_where_that_is_said_of_it(text: str, is_username: bool) -> None:
    assert (read_pieces(text, (PHONE,)).username is not None) is is_username
