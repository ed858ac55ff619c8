"""Usernames and descriptions: understood, or refused with a hint that helps."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

import pytest

from tests.processor import allowed_s
from tests.tickets.samples import ID_NUMBER
from tickets.errors import SubmissionError
from tickets.fields import Username, read_addition, read_description, read_username, show_username


@pytest.mark.parametrize(
    ("typed", "username"),
    [
        ("13900001234", Username("phone", "13900001234")),
        (" +86 139-0000-1234。", Username("phone", "13900001234")),
        ("１３９００００１２３４", Username("phone", "13900001234")),
        ("8613900001234", Username("phone", "13900001234")),
        ("Li.Lei@example.com", Username("email", "Li.Lei@example.com")),
        (ID_NUMBER.lower(), Username("id_number", ID_NUMBER)),
        ("lilei_2020", Username("name", "lilei_2020")),
        ("我的手机号是13900001234", Username("phone", "13900001234")),
        ("邮箱是lilei@example.com，谢谢", Username("email", "lilei@example.com")),
        ("我 叫\n小雷", Username("name", "我 叫 小雷")),
        ("忘了", Username("forgotten", "")),
        ("我不知道啊", Username("forgotten", "")),
        ("想不起来了", Username("forgotten", "")),
        ("我忘记用户名了", Username("forgotten", "")),
    ],
)
def test_usernames_are_understood(typed: str, username: Username) -> None:
    assert read_username(typed) == username


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("", "请发一下用户名：手机号或邮箱就行；不记得就回复「忘了」。"),
        ("1390000123", "手机号应该是 11 位，您发的是 10 位或号段不对，请核对一下。"),
        ("12900001234", "手机号应该是 11 位，您发的是 11 位或号段不对，请核对一下。"),
        ("110101199003071091", "这个身份证号的校验位对不上，请核对有没有输错。不记得用户名就回复「忘了」。"),
        ("11010119900307109", "身份证号应该是 18 位，您发的是 17 位，请核对一下。"),
        ("lilei@example", "这个邮箱好像不完整，请检查一下，像 name@example.com 这样。不记得就回复「忘了」。"),
        ("字" * 65, "这看起来不像用户名。请只发手机号、邮箱或用户名；不记得就回复「忘了」。"),
    ],
)
def test_impossible_usernames_get_a_hint(typed: str, hint: str) -> None:
    with pytest.raises(SubmissionError) as caught:
        read_username(typed)
    assert str(caught.value) == hint


def test_usernames_are_shown_masked() -> None:
    shown = [
        show_username(kind, value)
        for kind, value in (("phone", "13900001234"), ("forgotten", ""), ("name", "lilei_2020"))
    ]
    assert shown == ["139****1234", "不记得", "l*******20"]
    assert Username("email", "lilei@example.com").shown() == "l***@example.com"


def test_descriptions_lose_control_characters_and_endless_tails() -> None:
    assert read_description("  登录时\x00提示\x1b[31m密码错误\n第二行  ") == "登录时提示[31m密码错误\n第二行"
    assert len(read_description("登录不上" * 2000)) == 4000
    assert read_addition(" \x07 ") == ""


@pytest.mark.parametrize("typed", ["", "  ", "不行", "啊啊啊啊啊啊啊啊", "？？？？？？？？", "12"])
def test_descriptions_that_say_nothing_are_asked_again(typed: str) -> None:
    with pytest.raises(SubmissionError, match="写得太少，客服不知道从哪里看起"):
        read_description(typed)


def test_a_username_obeys_no_terminal_and_is_not_endless():
    assert read_username("zhang\x1b[31m\x07wei").value == "zhang[31mwei"
    with pytest.raises(SubmissionError, match="不像用户名"):
        read_username("a" * 60_000 + "@" + "b" * 10)


@pytest.mark.parametrize("shape", ["1 ", "E12345678,", "1-2-3 ", "a@", "１", "忘了", "@", ".", " \x07", "一三八"])
@pytest.mark.parametrize("chars", [290, 64 * 1024])
@pytest.mark.parametrize("read", [read_username, read_description, read_addition])
def test_a_field_of_64_kb_is_cut_before_anything_looks_at_it(
    read: Callable[[str], object], shape: str, chars: int
) -> None:
    """«1 » over and over took 1.7 s, on the event loop."""
    typed = (shape * chars)[:chars]
    started = time.process_time()
    with contextlib.suppress(SubmissionError):
        read(typed)
    took_s = time.process_time() - started
    assert took_s < allowed_s(0.2)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("lihua77 密码是KtGr#9002", "lihua77 密码是〔密码〕"),
        ("code2019", "code2019"),
        ("mima123456", "mima123456"),
    ],
)
def test_no_password_is_kept_with_a_username(typed: str, kept: str) -> None:
    assert read_username(typed) == Username("name", kept)
