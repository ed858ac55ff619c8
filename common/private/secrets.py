"""Passwords and codes behind the words that announce them: nobody here ever needs one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from common.private.checks import is_digits
from common.private.folding import NUMERALS
from common.private.values import PrivateValue

_LINK = "我的就都也还应该好像大概可能记得一直以前原来当时现在用设置改输入填写成是为叫了这个收到旧新发来给您你有"
_PASSWORD = re.compile(
    r"(?P<both>(?:用户名?|账户?号?|帐户?号?|登录名|手机号?|邮箱)[和及跟与、/]?)?"
    r"(?:密码|口令|(?<![A-Za-z])(?:password|passwd|passcode|pwd|psw|mima|mm(?=[ ]?[是为:]))(?![A-Za-z]))"
    rf"(?P<link>(?:[{_LINK}]|[ \t:=\"'“‘「『【(\[]|\bis\b|-(?=[^-])){{0,14}}+)"
    r"(?P<value>[!-~]{3,64}+)"
    r"(?P<second>[ ]{0,2}[,/、]?[ ]{0,2}[!-~]{4,64}+)?",
    re.IGNORECASE,
)
# Words between: «密码是我名字拼音zhangsan123». Then it must be long, or the last thing that is said.
_SAID_PASSWORD = re.compile(
    r"(?:密码|口令)[^!-~\n。〔〕]{0,6}[是为:=][^!-~\n。〔〕]{0,6}(?P<value>(?=[!-~]{0,40}[0-9])[!-~]{3,64}+)(?P<last>(?=$|[\s。]))?"
)
_OR_ANOTHER = re.compile(
    r"[ ,、吧]{0,2}(?:或者?是?|就是|要么是?|还是|和|、)[ ]{0,2}(?P<value>(?=[!-~]{0,40}[0-9])[!-~]{4,64}+)"
)
_NUMERAL = rf"[{NUMERALS}]"
_NUMERAL_SECRET = re.compile(
    rf"(?P<word>密码|口令|验证码|校验码|动态码)(?:[{_LINK}]|[ :=]){{0,8}}?"
    rf"(?P<value>{_NUMERAL}(?:[ ]?{_NUMERAL}){{3,}}+)"
)
_CODE_WORD = "(?:验证码|校验码|动态码)"
_CODE = re.compile(
    rf"(?P<word>{_CODE_WORD}|动态密码|短信码|随机码|(?<![A-Za-z])(?:code|otp|yzm)(?![A-Za-z]))"
    rf"(?:[{_LINK}]|[ \t:=\"'“‘「『【(\[]|\bis\b|-){{0,14}}+"
    r"(?P<value>(?=[A-Za-z]{0,8}[0-9])[0-9A-Za-z]{4,8}+)(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_SPACED_CODE = re.compile(
    rf"{_CODE_WORD}(?:[{_LINK}]|[ :=]){{0,8}}+"
    r"(?P<value>[0-9]{2,3}(?:[ \-][0-9]{2,3}){1,2}+|[0-9](?:[ \-][0-9]){3,7}+)(?![0-9A-Za-z])"
)
_CODE_FIRST = re.compile(
    r"(?<![0-9A-Za-z])(?P<value>[0-9]{6}(?=[ ]?(?:我的|收到的|短信|手机|验|校|动))|[0-9]{4,8}(?=[ ]?(?:就?是|这个)))"
    rf"[ ]?(?:就?是|这个)?(?:我的|收到的)?(?:短信|手机)?{_CODE_WORD}"
)
# «验证码 60 秒» and «密码 8-16 位» tell a number of things, not the thing.
_UNIT = re.compile(r" ?(?:个|位|次|遍|条|秒|分|小时|天|日|号|年|月|周|元|块|步|种|字|以上|以内|左右|%|s\b|min)")
_OTHER_CODE = re.compile(
    r"(?:在线|报告|学籍|学历|备案表?|院校|学校|专业|邮政|错误|状态|error|status|err|zip|post|qr|bar|area)[ _-]?$",
    re.IGNORECASE,
)
_STRONG = re.compile(r"[是为叫成:=]")
_NO_SECRET = re.compile(
    r"https?:|www\.|(?:error|wrong|incorrect|invalid|expired|account|login|reset|forgot|password)\W{0,3}$",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?)]}>\"'"
_WIDE_STOPS = re.compile("[，；：！？（）。、]")
_GETTING_BACK = re.compile(r"(?:找回|忘记|忘了|重置|重设)(?:登录)?$")
_LONG = 11
_BETWEEN = re.compile(r"[\-~到至]")
_LEAST_SAID_CHARS, _LEAST_CHARS, _LEAST_BARE_CHARS = 3, 4, 6
_LOOK_BACK = 12


def find_secrets(text: str, typed: str) -> Iterator[PrivateValue]:
    """Every password and code in a folded text; `typed` is the same text as it was typed, character by character."""
    for match in _CODE.finditer(text):
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        if not _OTHER_CODE.search(before) and not _counts(text, *match.span("value")):
            yield _secret("code", *match.span("value"))
    for pattern in (_SPACED_CODE, _CODE_FIRST):
        for match in pattern.finditer(text):
            yield _secret("code", *match.span("value"))
    for match in _NUMERAL_SECRET.finditer(text):
        yield _secret("password" if match["word"] in ("密码", "口令") else "code", *match.span("value"))
    for match in _PASSWORD.finditer(text):
        start, end = match.start("value"), _end(typed, *match.span("value"))
        if not _is_password(text[start:end], match["link"]) or _counts(text, start, end):
            continue
        if _is_other_number(text, match.start(), text[start:end]):
            continue
        yield _secret("password", start, end)
        yield from _others(text, typed, end)
        if match["both"] and match["second"] and end == match.end("value"):  # a name and its password
            start = match.end("second") - len(match["second"].lstrip(" ,/、"))
            yield _secret("password", start, max(start + 1, _end(typed, start, match.end("second"))))
    for match in _SAID_PASSWORD.finditer(text):
        end = _end(typed, *match.span("value"))
        said = match["last"] is not None or end - match.start("value") >= _LEAST_BARE_CHARS
        if _NO_SECRET.search(match["value"]) or _is_other_number(text, match.start(), match["value"]):
            continue
        if said and end - match.start("value") >= _LEAST_SAID_CHARS:
            yield _secret("password", match.start("value"), end)
            yield from _others(text, typed, end)


def _others(text: str, typed: str, end: int) -> Iterator[PrivateValue]:
    """What is named behind a password as another that it may be."""
    while another := _OR_ANOTHER.match(text, end):
        end = max(another.start("value") + 1, _end(typed, *another.span("value")))
        yield _secret("password", another.start("value"), end)


def _is_other_number(text: str, start: int, value: str) -> bool:
    """Whether a long number behind «找回密码：» is rather the phone or ID number that it takes."""
    return (
        _GETTING_BACK.search(text, max(0, start - _LOOK_BACK), start) is not None
        and len(value) >= _LONG
        and is_digits(value[:_LONG])
    )


def _counts(text: str, start: int, end: int) -> bool:
    """Whether a short number only tells how many: «验证码 60 秒», «密码 8-16 位», «验证码 2023 年»."""
    short = all(len(part) <= _LEAST_CHARS and part.isdigit() for part in _BETWEEN.split(text[start:end]))
    return short and _UNIT.match(text, end) is not None


def _is_password(value: str, link: str) -> bool:
    """Whether what stands behind the word is meant as one: said outright, or with a digit or a mark inside."""
    if _NO_SECRET.search(value) or len(value) < _LEAST_SAID_CHARS or not any(map(str.isalnum, value)):
        return False
    telling = not value.isalpha()
    if _STRONG.search(link):
        return telling or len(value) >= _LEAST_CHARS
    return len(value) >= _LEAST_CHARS if telling else len(value) >= _LEAST_BARE_CHARS and link.isspace()


def _end(typed: str, start: int, end: int) -> int:
    """Where the value ends: before a full-width mark that folding has made a plain one, and before closing marks."""
    stop = _WIDE_STOPS.search(typed, start, end)
    end = stop.start() if stop else end
    return start + len(typed[start:end].rstrip(_TRAILING))


def _secret(kind: str, start: int, end: int) -> PrivateValue:
    return PrivateValue(kind, start, end, "")
