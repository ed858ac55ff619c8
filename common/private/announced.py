"""A password or an address that goes on from the message before: «我的密码是», «KtGr#8831»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from common.private.password_words import TRAILING, is_about
from common.private.values import PrivateValue, Shape

_WORD = r"(?:密[ ]?码|口令|(?<![A-Za-z])(?:password|passwd|passcode|pwd|mima))"
_NO_HEAD = "[忘错没无找重怎哪什修谁丢改换设输]|不(?!是|对)|(?<![A-Za-z])(?:forg|reset|lost|change|wrong|find|recover)"
"""Who speaks of it so has none to tell: «忘记密码», «怎么改密码»."""
_LINK_CHARS = "是为就的我在这设改成换了发给你您告诉个如下叫啊呢嘛哦用:=,。?!~…、 "
_TAIL = rf"(?P<link>(?:[{_LINK_CHARS}]|(?<![A-Za-z])(?:is|was|shi)(?![A-Za-z])){{0,10}})"
_ANNOUNCES = re.compile(
    rf"(?:^|[\n,。!?;])(?P<head>[^\n,。!?;]{{0,16}}){_WORD}{_TAIL}(?P<begun>(?<=[:=是为 ])[!-~]{{1,3}})?$",
    re.IGNORECASE,
)
_OUTRIGHT = re.compile(r"[是为成叫:=发给诉下]|is|was|shi", re.IGNORECASE)
_GOES_ON = re.compile("[就是嗯对这个给你您哦啊那,。: ]{1,4}")
"""Said between the two: «密码», «就是», «KtGr#8831»."""
_ALONE = re.compile(r"[^!-~〔]{0,6}(?P<value>[!-~]{3,64}+)[^!-~〔]{0,6}")
_LEAST_LETTERS, _LEAST_CHARS, _MOST_BETWEEN, _LOOK_BACK = 6, 4, 3, 60
_HOST = re.compile(r"[ ]?@[A-Za-z0-9][A-Za-z0-9.\-]{1,60}[ ]?")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{2,40}[ ]?$")


def find_announced(text: str, before: Sequence[str]) -> PrivateValue | None:
    """What a folded text is nothing but, when the messages before announced it; they are folded too."""
    last = before[-1] if before else ""
    if _HOST.fullmatch(text) and _NAME.search(last[-_LOOK_BACK:]):
        return PrivateValue("email", 0, len(text), text.strip(), Shape.MALFORMED)
    match = _ALONE.fullmatch(text)
    announced = match and _announcement(before)
    if not match or not announced:
        return None
    value = match["value"].rstrip(TRAILING)
    if not _is_password(value, outright=bool(_OUTRIGHT.search(announced["link"])), rest=bool(announced["begun"])):
        return None
    return PrivateValue("password", match.start("value"), match.start("value") + len(value), "")


def _announcement(before: Sequence[str]) -> re.Match[str] | None:
    """The message that says that a password comes, nothing but a word or two behind it."""
    for said in list(reversed(before))[:_MOST_BETWEEN]:
        match = _ANNOUNCES.search(said[-_LOOK_BACK:])
        if match:
            return None if re.search(_NO_HEAD, match["head"], re.IGNORECASE) else match
        if not _GOES_ON.fullmatch(said):
            return None
    return None


def _is_password(value: str, *, outright: bool, rest: bool) -> bool:
    """Whether this can be one: of more than letters, or outright said to be one."""
    if is_about(value) or not any(map(str.isalnum, value)):
        return False
    if value.isdigit():
        return outright and len(value) >= _LEAST_CHARS
    if value.isalpha():
        return outright and len(value) >= _LEAST_LETTERS
    return rest or len(value) >= _LEAST_CHARS
