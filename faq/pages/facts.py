"""What a page shows about a person's case, beside its prompt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from faq.content.elsewhere import Place
from faq.pages.deceit import deceit_in
from faq.pages.lines import LABELS, PageLine
from faq.pages.shown_case import masked_numbers, told_by
from faq.pages.whose import place_shown, site_of
from faq.text.normalise import matching_key

PHONE, EMAIL, QUESTION = "phone", "email", "security_question"

_WAYS = (
    (PHONE, re.compile(r"(?:手机(?:号码?)?|短信)(?:验证码?)?(?:找回|重置)|通过(?:已?绑定的?)?手机|使用手机")),
    (EMAIL, re.compile(r"邮箱(?:验证)?(?:找回|重置)|通过(?:安全|绑定的?)?邮箱|使用邮箱")),
    (QUESTION, re.compile(r"密保(?:问题)?(?:验证)?(?:找回|重置)|通过(?:回答)?密保|回答密保|使用密保")),
)
_CHOSEN_FROM = (
    (PHONE, re.compile(r"(?:手机|短信)(?:号码?)?(?:验证码?|方式|验证)?")),
    (EMAIL, re.compile(r"(?:安全|电子|绑定)?邮箱(?:验证码?|方式|验证)?")),
    (QUESTION, re.compile(r"密保(?:问题)?(?:验证|方式)?")),
)
"""What the ways are called where the page lets somebody choose among them."""
_WAYS_PAGE = re.compile(r"找回密码|找回方式|重置密码")
_CHOICE_PAGE = re.compile(r"选择[一-鿿]{0,4}(?:找回|重置|验证)(?:密码的?)?方式|(?:找回|重置)方式")
_NOT_OFFERED = re.compile(r"未(?:绑定|设置|验证|开通)|没有?(?:绑定|设置)|不可用|暂不(?:支持|可用)")
_NO_WAY = re.compile(r"没有可用的?找回方式|(?<!其他)(?<!其它)(?<!其余)方式均?不可用|暂无(?:可用的?)?找回方式")
_DENIED = re.compile(r"(?:没有|未曾?|尚未|暂未)(?:绑定|设置|验证|开通)(?P<what>[^，。,；;]{2,30})")
"""What a sentence says is not there: 没有绑定手机、安全邮箱，也未设置密保问题."""
_PHONE_LABELS = frozenset(["手机号", "手机号码", "原手机号", "新手机号"])
_MAIL_LABELS = frozenset(["安全邮箱", "邮箱", "电子邮箱", "新邮箱"])
_LABEL_ROWS_ABOVE = 3.0


@dataclass(frozen=True)
class PageFacts:
    """`recovery_ways`: which the page offers, None when it is not that page. `red_field`: whose complaint is red.

    `site`: which of the sites it is (`chsi`, `yz`, `gfbzb`, `gatzs`, `cet`), None when nothing tells.
    `elsewhere`: what to say of a page of somebody else, "" for any other; `place`: its name in faq/elsewhere.yml.
    `anonymous`: nothing on it names us, nor anybody else.
    `deceit`: `site` or `message` for what only looks like ours (faq/pages/deceit.py). `told`: what it shows of its
    owner, as sentences of theirs; `numbers`: those that it half hides itself, with their names
    (faq/pages/shown_case.py). `code_by`: how its form sends a code (短信 or 邮箱), "" where it does not tell.
    """

    recovery_ways: tuple[str, ...] | None = None
    red_field: str | None = None
    site: str | None = None
    elsewhere: str = ""
    deceit: str | None = None
    told: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    code_by: str = ""
    place: str = ""
    anonymous: bool = False


def facts_on(lines: Sequence[PageLine], places: Sequence[Place] = ()) -> PageFacts:
    """The facts of a page."""
    deceit = deceit_in(lines)
    found = None if deceit else place_shown(lines, places)
    place, elsewhere = (found[0].name, found[0].page_sentence(found[1])) if found else ("", "")
    ways, field = _recovery_ways(lines), _red_field(lines)
    if elsewhere or deceit:  # nobody's case with us
        return PageFacts(ways, field, site_of(lines), elsewhere, deceit, place=place)
    told, numbers = told_by(lines), masked_numbers(lines)
    return PageFacts(ways, field, site_of(lines), told=told, numbers=numbers, code_by=_code_by(lines))


def _recovery_ways(lines: Sequence[PageLine]) -> tuple[str, ...] | None:
    keys = [matching_key(line.text) for line in lines]
    page, text = "".join(keys), "".join(line.text for line in lines)
    if not _WAYS_PAGE.search(page):
        return None
    without = {name for said in _DENIED.finditer(text) for name, way in _CHOSEN_FROM if way.search(said["what"])}
    if _NO_WAY.search(page) or len(without) == len(_CHOSEN_FROM):
        return ()
    shown = [key for number, key in enumerate(keys) if not _NOT_OFFERED.search(_row(lines, number))]
    named = tuple(name for name, pattern in _WAYS if name not in without and any(map(pattern.search, shown)))
    if named:
        return named
    if _CHOICE_PAGE.search(page):
        named = tuple(name for name, pattern in _CHOSEN_FROM if any(map(pattern.fullmatch, shown)))
    return named or (tuple(name for name, _ in _CHOSEN_FROM if name not in without) if without else None)


def _row(lines: Sequence[PageLine], number: int) -> str:
    """What stands in the row of a line, itself included."""
    middle = lines[number].top + lines[number].height / 2
    return "".join(matching_key(line.text) for line in lines if line.top <= middle <= line.top + line.height)


def _code_by(lines: Sequence[PageLine]) -> str:
    """How a form sends its code: by the one of phone and mail that has a field in it."""
    keys = {matching_key(line.text) for line in lines}
    phone, mail = bool(keys & _PHONE_LABELS), bool(keys & _MAIL_LABELS)
    return "" if phone is mail else "短信" if phone else "邮箱"


def _red_field(lines: Sequence[PageLine]) -> str | None:
    """The field a red line belongs to: named in it, or the label nearest above."""
    for line in lines:
        if not line.red:
            continue
        key = matching_key(line.text)
        named = [label for label in LABELS if label in key]
        if named:
            return max(named, key=len)
        above = [
            (line.top - other.top, matching_key(other.text))
            for other in lines
            if 0 <= line.top - other.top < _LABEL_ROWS_ABOVE * line.height and matching_key(other.text) in LABELS
        ]
        if above:
            return min(above)[1]
    return None
