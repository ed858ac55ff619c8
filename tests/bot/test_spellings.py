"""However a number, a password or a code is spelt: after a message nothing of it is on disk, and Rasa never saw it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.base import Inbound
from common.private.folding import numeral_digits
from faq.engine.library import Library
from tests.bot.gateway import API, Gateway, running_gateway, settings_for
from tests.fakes.rasa_server import FakeRasa

ID, ID_X, PHONE = "110105199003071239", "31010419851122105X", "13812345678"
PLAIN, LARGE, SPOKEN = "零一二三四五六七八九", "零壹貳參肆伍陸柒捌玖", "洞幺两三四五六拐八勾"
MARKS = [
    "。",
    "…",
    "+",
    "=",
    ":",
    "；",
    "#",
    "•",
    "'",
    "）（",
    "\u0305",
    "\ufe0f\u20e3",
    "\u3164",
    "\u2028",
    "→",
    "\n\n",
    "@",
    "    ",
    "\n\n\n\n",
    "------",
    " - - ",
    "空格",
]
SPACES = [" ", "，", "、", "\n", ".", "——", " - "]
SECRET, CODE = "Qz7#kWp2x", "739164"
PASSWORDS = [
    "密码：\n{}",
    "密码\n{}",
    "我的密码，{}",
    "密码——{}",
    "密码→{}",
    "密码《{}》",
    "密码如下\n{}",
    "密码（登录用）：{}",
    "密码(6位)：{}",
    "密码is {}",
    "密 码：{}",
    "密碼是{}",
    "登錄密碼：{}",
    "pw：{}",
    "pin码是{}",
    "pass: {}",
    "解锁码：{}",
    "密码是{}" + "k9" * 60,
    "密码是{} kWp2 x9b7",
    "密码是é{}ñ",
]
CODES = [
    "验证码：\n{}",
    "验证码\n{}",
    "验证码，{}",
    "驗證碼是{}",
    "认证码：{}",
    "验证码显示{}",
    "验证码——{}",
    "动态口令：{}",
]
CODES_APART = ["73 91 64", "739，164", "739\n164", "7、3、9、1、6、4", "7三9一6四", "七三九、一六四", "7.3.9.1.6.4"]
ADDRESSES = [
    "zhangsan@qq .com",
    "zhangsan@\nqq.com",
    "zhangsan@@qq.com",
    "zhangsan﹫qq.com",
    "zhangsan[at]qq.com",
    "zhangsan at qq.com",
    "zhangsan@qq点com",
    "zhangsan艾特qq点com",
    "zhangsan@qq",
    "zhangsan@163",
    "zhangsan@qq·com",
]
PAPERS = [
    "护照号：L898902C3",
    "passport no. E12345678",
    "passportE12345678",
    "证件是K1234567",
    "A123 456( 3 )",
    "F1311 04093",
]


def grouped(number: str, mark: str) -> list[str]:
    """As people group it, and each digit alone."""
    return [f"{number[:3]}{mark}{number[3:7]}{mark}{number[7:]}", mark.join(number)]


def in_numerals(number: str, numerals: str) -> str:
    return number.translate(str.maketrans("0123456789", numerals))


def numbers() -> Iterator[str]:
    for number in (ID, ID_X, PHONE):
        for mark in MARKS:
            yield from (f"我的号码 {text} 查不到" for text in grouped(number, mark))
        for numerals in (PLAIN, LARGE, SPOKEN):
            for place in (5, 6):
                yield f"我的是{number[:5]}{in_numerals(number[5 : place + 1], numerals)}{number[place + 1 :]}"
            yield f"我的是{in_numerals(number[:6], numerals)}{number[6:]}"
            for space in SPACES:
                yield from (f"我的是{text}好" for text in grouped(in_numerals(number, numerals), space))


def digits_left(text: str) -> str:
    """The digits a person would still read."""
    return re.sub(r"\D", "", numeral_digits(unicodedata.normalize("NFKC", text)))


async def sent(gateway: Gateway, rasa: FakeRasa, text: str) -> str:
    """What Rasa saw of a message."""
    before = len(rasa.turns)
    async with gateway.client.post(f"{API}/messages", json={"text": text}) as response:
        assert response.status == 200
    return "".join(str(turn["text"]) for turn in rasa.turns[before:])


@pytest.fixture
async def open_gateway(tmp_path: Path, small_library: Library, rasa: FakeRasa):
    settings = settings_for(rasa, address_messages_per_minute=10_000, address_sessions_per_minute=10_000)
    async with running_gateway(tmp_path, small_library, rasa, settings) as gateway:
        yield gateway


async def test_numbers(open_gateway: Gateway, rasa: FakeRasa) -> None:
    left = [text for text in numbers() if len(digits_left(await sent(open_gateway, rasa, text))) > 3]
    assert left == []


@pytest.mark.parametrize(("frames", "values"), [(PASSWORDS, [SECRET]), (CODES, [CODE]), (["验证码是{}"], CODES_APART)])
async def test_secrets(open_gateway: Gateway, rasa: FakeRasa, frames: list[str], values: list[str]) -> None:
    left = []
    for frame in frames:
        for value in values:
            seen = await sent(open_gateway, rasa, frame.format(value))
            rest = [part for part in re.split(r"[\s，、]+", value) if len(part) > 1 and part in seen]
            if rest or digits_left(value) == digits_left(seen):
                left.append((frame, value, seen))
    assert left == []
    stored = open_gateway.stored_bytes()
    assert SECRET.encode() not in stored and CODE.encode() not in stored and b"k9k9" not in stored


async def test_addresses_and_papers(open_gateway: Gateway, rasa: FakeRasa) -> None:
    for text in [f"我的邮箱是{address}，收不到" for address in ADDRESSES]:
        assert "zhangsan" not in await sent(open_gateway, rasa, text), text
    for paper in PAPERS:
        seen = await sent(open_gateway, rasa, f"我的证件 {paper} 查不到")
        assert "〔证件号〕" in seen and len(digits_left(seen)) < 3, seen
    assert b"zhangsan" not in open_gateway.stored_bytes()


@pytest.mark.parametrize(
    "text",
    [
        "忘记密码，lihua88",
        "找回密码\nlihua88 怎么办",
        "忘记密码。app打不开",
        "验证码 60 秒内有效，10-20 分钟还没收到",
        "时间是 2026-03-01 10:30:45 到 12:00",
        "我查了一、二、三次，第一次 9:30，第二次 10:15",
        "共 1,234,567 元，1+2+3=6",
        "报名时间：2026.10.16—10.25，每天9:00—22:00",
    ],
)
async def test_what_is_no_secret_stays(open_gateway: Gateway, rasa: FakeRasa, text: str) -> None:
    assert await sent(open_gateway, rasa, text) == text


PIECES = [
    ("1381234", "5678"),
    ("138", "1234", "5678"),
    ("138 1234", "5678"),
    ("我的手机号是1381234", "后面是5678"),
    ("身份证前六位110105", "199003071239"),
    ("110105", "19900307", "1239"),
    ("11010519900307", "1239"),
    ("手机号是138", "1234", "5678"),
    ("138", "12", "34", "56", "78"),
    ("13", "81", "23", "45", "67", "8"),
    ("我的手机号是1", "38", "12", "34", "56", "78"),
    ("11", "01", "05", "19", "90", "03", "07", "12", "39"),
    ("身份证110105", "1990", "0307", "1239"),
    tuple("13812345678"),
    tuple("13524613524"),
    ("我的手机号是", *"13812345678"),
    tuple("110105199003071239"),
    ("一三八", "一二三四", "五六七八"),
    ("壹叁捌", "壹贰叁肆", "伍陆柒捌"),
    ("x138", "y1234", "z5678"),
    ("A:138", "B:1234", "C:5678"),
    ("138q", "1234w", "5678e"),
    ("第1段136", "第2段7788", "第3段2204"),
    ("身份证第一段110105", "第二段19900307", "第三段1239"),
    ("一一零一零五", "一九九零零三零七", "一二三九"),
]


@pytest.mark.parametrize("pieces", PIECES)
async def test_a_number_in_several_messages(open_gateway: Gateway, rasa: FakeRasa, pieces: tuple[str, ...]) -> None:
    """What was said before the last piece cannot be called back; the whole number must not be there."""
    number = digits_left("".join(pieces))
    seen = ""
    for piece in pieces:
        await open_gateway.texts(session="pieces", text=piece)
        seen += str(rasa.turns[-1]["text"])
    assert len(digits_left(seen)) <= 7 and number not in digits_left(seen), seen


CODE_PIECES = [
    ("验证码是", "91", "73", "52"),
    ("验证码是91", "73", "52"),
    ("短信验证码", "917", "352"),
    ("验证码是", *"917352"),
    ("验证码发你", "九一七三五二"),
    ("验证码是", "九一", "七三", "五二"),
]


@pytest.mark.parametrize("pieces", CODE_PIECES)
async def test_a_code_in_several_messages(open_gateway: Gateway, rasa: FakeRasa, pieces: tuple[str, ...]) -> None:
    seen = ""
    for piece in pieces:
        await open_gateway.texts(session="code", text=piece)
        seen += str(rasa.turns[-1]["text"])
    assert digits_left(seen) == ""


@pytest.mark.parametrize(
    "pieces",
    [
        ("密码是", "Kt#8830"),
        ("登不上，我的密码", "KtGr#8831"),
        ("密码", "就是", "KtGr#8832"),
        ("密码发你", "KtGr#8833"),
        ("你问我密码？", "就是KtGr#8834吧"),
        ("我的密码是", "woaibeijing"),
        ("密码：Kt", "Gr#8834"),
        ("my password is", "KtGr#8835"),
        ("我的邮箱zhaoliu66", "@qq.com"),
    ],
)
async def test_a_password_in_a_message_of_its_own(open_gateway: Gateway, pieces: tuple[str, ...]) -> None:
    for piece in pieces:
        await open_gateway.texts(session="password", text=piece)
    value = pieces[-1].removeprefix("就是").removesuffix("吧")
    assert value.encode() not in open_gateway.stored_bytes()


async def test_what_comes_after_a_word_about_passwords_is_none(open_gateway: Gateway, rasa: FakeRasa) -> None:
    for pieces in (
        ("忘记密码", "lihua88"),
        ("密码", "2"),
        ("我的密码", "wangle"),
        ("密码不对", "iPhone15"),
        ("密码是什么", "chsi2024"),
        ("密码在哪改", "APP"),
        ("密码是多少位", "8-16位"),
    ):
        for piece in pieces:
            await open_gateway.texts(session="".join(pieces), text=piece)
            assert rasa.turns[-1]["text"] == piece


@pytest.mark.parametrize("pieces", PIECES + CODE_PIECES)
async def test_a_number_in_several_messages_to_an_agent(open_gateway: Gateway, pieces: tuple[str, ...]) -> None:
    """Nobody answers while somebody waits or talks; what was said last is what is stored, all the same."""
    desk = open_gateway.served.parts.live
    desk.at_desk.seen("小李")
    await open_gateway.texts(session="waits", text="转人工")
    for piece in pieces:
        await open_gateway.texts(session="waits", text=piece)
    await open_gateway.texts(session="talks", text="转人工")
    desk.take("小李", desk.waiting()[-1].id)
    for piece in pieces:
        await open_gateway.texts(session="talks", text=piece)
    token = await open_gateway.session("hurry")
    key, turns = open_gateway.served.parts.sessions.conversation_key(token), open_gateway.served.turns
    for number, piece in enumerate(pieces):  # before there is an answer to the one before
        await turns.enter(Inbound("web", key, f"hurry-{number}", piece))
    await turns.workers.idle()
    rows = open_gateway.rows("SELECT conversation_key, payload FROM inbox ORDER BY id")
    talks: dict[str, str] = {}
    for key, payload in rows:
        talks[key] = talks.get(key, "") + json.loads(payload)["text"]
    assert len(talks) == 3
    for seen in talks.values():
        assert len(digits_left(seen)) <= (0 if pieces in CODE_PIECES else 7), seen


async def test_choices_years_and_scores_in_a_row_are_nobodys(open_gateway: Gateway, rasa: FakeRasa) -> None:
    for pieces in (
        ("2", "1", "2019"),
        ("425", "80"),
        ("2019", "2020"),
        ("1", "2", "1", "3", "2", "1"),
        ("我的验证码是482913", "2"),
        ("13812", "2", "1", "3", "1"),
        ("收不到验证码", "60"),
    ):
        for piece in pieces:
            await open_gateway.texts(session="".join(pieces), text=piece)
            assert rasa.turns[-1]["text"] == piece.replace("482913", "〔验证码〕")


@pytest.mark.parametrize(
    "text",
    ["12306", "95105", "010-67410388", "2019", "20190901", "202106", "3", "10001", "专业代码 080901", "学号2019123456"],
)
async def test_a_number_alone_that_is_nobodys_stays(open_gateway: Gateway, rasa: FakeRasa, text: str) -> None:
    assert await sent(open_gateway, rasa, text) == text
