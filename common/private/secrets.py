"""Passwords and codes behind the words that announce them: nobody here ever needs one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from common.private.checks import is_digits
from common.private.folding import NUMERALS
from common.private.password_words import is_about
from common.private.values import PrivateValue

_LINK = (
    "我的就都也还应该好像大概可能记得一直以前原来当时现在用设置改输入填写成是为叫了这个收到旧新发来给您你有"
    "嘛哦啊换变等于告诉係"
)
# What may stand between the word and its value besides words; a line's end, a comma and a full stop are soft: behind
# «忘记密码» they only end a clause.
_MARKS = r" \U0001f600-\U0001f64f🔑👉👇✅➡\t:=\"'“‘「『【(\[\n\r,;。—–…~→《<{*|≈、_."
_ASIDE = r"(?:\([^()\n〔〕]{0,12}\))?"
_IS = r"(?<![A-Za-z])is(?![A-Za-z])"
_VALUE = "!-~\u00a1-\u024f"
# The short ones are words of their own: only with «是» or a colon behind.
_FOREIGN = (
    r"(?<![A-Za-z])(?:password|passwd|passcode|passphrase|passwort|pwd|psw|pswd|mima|pin(?=码|[ ]{0,3}[0-9])"
    r"|(?:mm|pw|p/w|psd|pin|pass)(?=码?[ ]?[是为:=]))(?![A-Za-z])码?"
)
_BY_SOUND = "密[马玛🐎]|(?<![保秘加])密吗|[咪蜜秘泌][码马玛]|密[ ]?ma(?![a-z])|(?<![a-z])mi码"
"""密码 as people write it who type by sound, or do not want the word to be seen."""
_PASSWORD = re.compile(
    r"(?P<both>(?:用户名?|账户?号?|帐户?号?|登录名|手机号?|邮箱)[和及跟与、/]?)?"
    rf"(?:密[ \-_.·*]{{0,2}}码|口令|{_BY_SOUND}|登录码|安全码|解锁码|パスワード|{_FOREIGN})"
    rf"{_ASIDE}(?P<link>(?:[{_LINK}]|[{_MARKS}]|如下|试过|{_IS}|-(?=[^-])){{0,14}}+)"
    rf"(?P<value>[{_VALUE}]{{3,200}}+)"
    rf"(?P<second>[ ]{{0,2}}[,/、]?[ ]{{0,2}}[{_VALUE}]{{4,64}}+)?",
    re.IGNORECASE,
)
# Words between: «密码是我名字拼音zhangsan123». Then it must be long, or the last thing that is said.
_SAID_PASSWORD = re.compile(
    r"(?:密码|口令)[^!-~\n。〔〕]{0,6}[是为:=成][^!-~\n。〔〕]{0,6}(?P<value>(?=[!-~]{0,40}[0-9])[!-~]{3,64}+)(?P<last>(?=$|[\s。]))?"
)
# In words only between quotes: 学信网 takes letters, digits and marks, so that «密码是我家小狗的名字» only tells about
# one. A quotation that speaks of what is wrong is what the page said.
_QUOTED_PASSWORD = re.compile(
    r"(?:密码|口令)[^!-~\n。〔〕]{0,6}[是为:叫成]了?[ ]{0,2}[\"'“‘「『]"
    r"(?P<value>(?![^\"'”’」』\n]{0,16}[错不无请已未空位长过弱强])[\u4e00-\u9fff]{2,16}+)[\"'”’」』]"
)
_AS_PASSWORD = re.compile(
    r"[用拿把以][ ]?(?P<value>(?=[!-~]{0,40}[0-9])[!-~]{4,64}+)[ ]?"
    r"(?:当作?|当做|做|作为?|设为|设成|设置成)[了是我的]{0,3}(?:登录)?(?:密码|口令)"
)
_LETTER_BY_LETTER = re.compile(
    r"(?:密[ ]{0,2}码|口令)[ ]{0,2}[是为:=就][ ]{0,3}(?P<value>[!-~](?:[ ][!-~](?![!-~])){4,40}+)"
)
_OR_ANOTHER = re.compile(
    r"[ ,、吧]{0,2}(?:(?:不对|不行|要不|错了?)[一-鿿]{0,4}(?:试试?|用|是)|或者?是?|就是|要么是?|还是|和|、)"
    r"[ ]{0,2}(?P<value>(?=[!-~]{0,40}[0-9])[!-~]{4,64}+)"
)
# The rest of one that has a space or a comma inside: letters and digits together, no word and no number.
_REST = re.compile(
    rf"[ \t,、(]{{1,2}}(?P<value>(?=[{_VALUE}]{{0,40}}[0-9])(?=[{_VALUE}]{{0,40}}[A-Za-z])"
    rf"(?![{_VALUE}]{{0,64}}@)[{_VALUE}]{{2,64}}+)"
)
_CODE_WORD = "(?:验证码|校验码|动态码|认证码|确认码|手机码)"
_CODE_LINK = rf"{_ASIDE}(?:[{_LINK}]|[{_MARKS}]|{_IS}|-|显示|写着|如下)"
_NUMERAL = rf"[0-9{NUMERALS}]"
_APART = r"(?:[^\w\uffff]|_)"
_NUMERAL_SECRET = re.compile(
    rf"(?P<word>密码|口令|{_CODE_WORD}){_CODE_LINK}{{0,8}}?"
    rf"(?P<value>(?=(?:[0-9]{_APART}?){{0,12}}[{NUMERALS}]){_NUMERAL}(?:{_APART}{{0,2}}+{_NUMERAL}){{3,}}+)"
)
_CODE = re.compile(
    rf"(?P<word>{_CODE_WORD}|动态密码|动态口令|短信码|随机码|(?<![A-Za-z])(?:code|otp|yzm|yanzhengma)(?![A-Za-z]))"
    rf"{_CODE_LINK}{{0,14}}+"
    r"(?P<value>(?=[A-Za-z]{0,8}[0-9])[0-9A-Za-z]{4,8}+)(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_SPACED_CODE = re.compile(
    rf"{_CODE_WORD}{_CODE_LINK}{{0,8}}+"
    rf"(?P<value>[0-9]{{2,4}}(?:{_APART}{{1,12}}[0-9]{{2,4}}){{1,2}}+|[0-9](?:{_APART}{{1,12}}[0-9]){{3,7}}+)"
    r"(?![0-9A-Za-z])"
)
_FOREIGN_CODE = re.compile(
    r"(?<![A-Za-z])(?:code|otp|yzm)(?![A-Za-z])(?:[ :]|is|was){0,6}(?P<value>[0-9]{3}[ \-][0-9]{3})(?![0-9A-Za-z\-])",
    re.IGNORECASE,
)
_CODE_FIRST = re.compile(
    r"(?<![0-9A-Za-z])(?P<value>[0-9]{6}(?=[ (]{0,2}(?:我的|收到的|短信|手机|登录|验|校|动)|,[ ]?(?:这|就?是))"
    r"|[0-9]{4,8}(?=[ ]?(?:就?是|这个)))"
    r"(?:[ ]?\(?|,[ ]?(?=这|就?是))(?:这?就?是|这个)?(?:我的|收到的|[本这]次的?|[你您]的)?(?:短信|手机|动态|登录)?"
    rf"{_CODE_WORD}"
)
# Not named as one, but six digits that came in a message: «收到短信 662817», «我收到 662817 但是提示错误».
_RECEIVED = re.compile(
    r"(?:收到|短信|(?:发|寄|传)来|[的个串]码|(?<![A-Za-z])(?:verification|sms)(?![A-Za-z]))"
    rf"(?:[{_LINK}]|[{_MARKS}]|短信|[的个串]码|一?串?数字|{_IS}|(?<![A-Za-z])(?:number|message|was)(?![A-Za-z])){{0,12}}+"
    r"(?P<value>[0-9]{3}[ \-]?[0-9]{3})(?![0-9A-Za-z\-]| ?[开打]头)",
    re.IGNORECASE,
)
_MONTH = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])")
# «验证码 60 秒» and «密码 8-16 位» tell a number of things, not the thing.
_UNIT = re.compile(r" ?(?:个|位|次|遍|条|秒|分|小时|天|日|号|年|月|周|元|块|步|种|字|以上|以内|左右|%|s\b|min)")
_OTHER_CODE = re.compile(
    r"(?:在线|online|报告|学籍|学历|备案表?|院校|学校|专业|邮政|错误|状态|error|status|err|zip|post|qr|bar|area)"
    r"[ _-]?$",
    re.IGNORECASE,
)
_STRONG = re.compile(r"[是为叫成:=]")
_NO_SECRET = re.compile(
    r"https?:|www\.|(?:error|wrong|incorrect|invalid|expired|account|login|reset|forgot|password|forgotten|lost|please"
    r"|changed?|problems?|recovery|cannot|doesn|does|always|issues?|required|needed|without|because)\W{0,3}$",
    re.IGNORECASE,
)
_TYPED_IN_LETTERS = re.compile(r"mima[ ]", re.IGNORECASE)
"""Who writes 密码 in letters writes what follows so too: «mima wangle» names no password."""
_TRAILING = ".,;:!?)]}>\"'"
_WIDE_STOPS = re.compile("[，；：！？（）。、]")
_GETTING_BACK = re.compile(r"(?:找回|忘记|忘了|重置|重设)(?:登录)?$")
_SOFT = re.compile(r"[\n\r,;。、—…~]")
_NEEDED = re.compile(r"(?:找回|忘记?了?|重置|重设|修改|改|换|不记得|记不得|没有|输入?|登录)(?:登录|账号|我的|的)?$")
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
    for match in _RECEIVED.finditer(text):
        start, end = match.span("value")
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        if not (_OTHER_CODE.search(before) or _UNIT.match(text, end) or _MONTH.fullmatch(match["value"])):
            yield _secret("code", start, end)
    for match in _FOREIGN_CODE.finditer(text):
        if not _OTHER_CODE.search(text, max(0, match.start() - _LOOK_BACK), match.start()):
            yield _secret("code", *match.span("value"))
    for pattern in (_SPACED_CODE, _CODE_FIRST):
        for match in pattern.finditer(text):
            if not _UNIT.match(text, match.end("value")):
                yield _secret("code", *match.span("value"))
    for match in _NUMERAL_SECRET.finditer(text):
        yield _secret("password" if match["word"] in ("密码", "口令") else "code", *match.span("value"))
    for match in _PASSWORD.finditer(text):
        start, end = match.start("value"), _end(typed, *match.span("value"))
        if not _is_password(text[start:end], match["link"]) or _counts(text, start, end):
            continue
        if _TYPED_IN_LETTERS.match(match[0]) and text[start:end].isalpha() and match["link"].isspace():
            continue
        if _is_other_number(text, match.start(), text[start:end]) or _ends_clause(text, match):
            continue
        yield _secret("password", start, end)
        yield from _others(text, typed, end)
        if match["both"] and match["second"] and end == match.end("value"):  # a name and its password
            start = match.end("second") - len(match["second"].lstrip(" ,/、"))
            yield _secret("password", start, max(start + 1, _end(typed, start, match.end("second"))))
    for pattern in (_QUOTED_PASSWORD, _AS_PASSWORD, _LETTER_BY_LETTER):
        for match in pattern.finditer(text):
            yield _secret("password", *match.span("value"))
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
    while another := _OR_ANOTHER.match(text, end) or _REST.match(text, end):
        end = max(another.start("value") + 1, _end(typed, *another.span("value")))
        yield _secret("password", another.start("value"), end)


def _is_other_number(text: str, start: int, value: str) -> bool:
    """Whether a long number behind «找回密码：» is rather the phone or ID number that it takes."""
    return (
        _GETTING_BACK.search(text, max(0, start - _LOOK_BACK), start) is not None
        and len(value) >= _LONG
        and is_digits(value[:_LONG])
    )


def _ends_clause(text: str, match: re.Match[str]) -> bool:
    """Whether the mark behind the word only ends «忘记密码», and what follows is something else (a name, a number)."""
    link = match["link"]
    soft = _SOFT.search(link) is not None and _STRONG.search(link) is None
    return soft and (_NEEDED.search(text, max(0, match.start() - _LOOK_BACK), match.start()) is not None)


def _counts(text: str, start: int, end: int) -> bool:
    """Whether a short number only tells how many: «验证码 60 秒», «密码 8-16 位», «验证码 2023 年»."""
    short = all(len(part) <= _LEAST_CHARS and part.isdigit() for part in _BETWEEN.split(text[start:end]))
    return short and _UNIT.match(text, end) is not None


def _is_password(value: str, link: str) -> bool:
    """Whether what stands behind the word is meant as one: said outright, or with a digit or a mark inside."""
    if _NO_SECRET.search(value) or len(value) < _LEAST_SAID_CHARS or not any(map(str.isalnum, value)):
        return False
    if is_about(value):
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
