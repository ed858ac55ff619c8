"""What somebody is, as far as it decides which of several answers is theirs: 自考, 函授, a graduate student, a woman.

The last thing told of a kind counts, and what is denied counts for nothing: «不是自考，是函授».
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dialogue.text.asking import asks
from dialogue.text.clauses import split_clauses
from faq.text.characters import simplified

_KINDS: Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "studies": (
        ("self_study", re.compile("自考|自学考试")),
        ("adult", re.compile("成教|函授|成人高考|成考|夜大|网教|网络教育|电大|国开|开放大学|继续教育|非脱产|业余")),
        ("graduate", re.compile("研究生|研[一二三]|硕士|博士|读研|读博")),
        ("freshman", re.compile("大一|(?<!研一)(?<!研究生)(?<!博士)(?<!硕士)新生|刚上大学")),
        ("outside", re.compile("军校|党校|部队院校")),
    ),
    "level": (
        ("graduate", re.compile("研究生|硕士|博士|[读考]研|研[一二三]")),
        ("undergraduate", re.compile("联招|[报考读]本科|本科(?:新生|报名|招生)")),
    ),
    "origin": (
        ("hmt", re.compile("香港|澳门|台湾|港澳台?|台胞|回乡证")),
        ("foreign", re.compile("留学生|外籍|外国人|国际学生|国际生")),
    ),
    "sex": (
        ("woman", re.compile("女生|女的|女兵|女孩|女性|女儿|闺女|妹妹?|姐姐?")),
        ("man", re.compile("男生|男的|男兵|男孩|男性|儿子|弟弟?")),
    ),
    "stage": (
        (
            "graduated",
            re.compile(
                "往届|(?<!应届)毕业生|(?<!没)(?<!未)毕业(?:了|的$|好?多年|很久|[一二两三四五六七八九十0-9]{1,2}年)|(?:已经?|早就?)毕业|已毕业"
                r"|\d{2,4}年[^，。]{0,6}毕业"
            ),
        ),
        ("studying", re.compile("应届|在读|在校|还在(?:上|读|念)|大[二三四](?!学)|(?:还没|没有?|未|快)毕业")),
    ),
}
"""The kinds that exclude each other, and what people and titles call them."""
_DENIED = re.compile("(?:不是|并非|非)(?:什么|个)?$")
_TELLS = re.compile(
    "我|她|他|孩子|是|人在|读的|上的|[儿女]|爸|妈|往届|应届|在读|毕业|来的$|[考读]研|[想要准备报考读]{2}|入学"
)
_ANNOUNCES = re.compile(
    "^(?:请问|你好|您好|那个|就是|那|作为|[，, ]){0,3}"
    "(?P<who>(?:(?:自考|函授|成教|成考|网教|电大|国开|硕士|博士|留学|女|男|往届|应届)(?:本科)?学?(?:生|的人|学员)"
    "|研究生(?=新生|学籍|入学|毕业|查|怎么|[要能想])|外国人|外籍学生|国际学生|(?:香港|澳门|台湾|港澳台?)(?:学生|居民|同学|考生|人)))"
)
"""How who asks begins with what they are: «自考生查不到学籍正常吗»; «自考的学历怎么查» asks of a thing."""
_ALONE = 4
"""Up to how many letters a clause that names such a kind is that alone: «硕士», «香港人»."""
_WISHED = re.compile("[想要报考][^，。]{0,8}(?:研究生|硕士|博士)|考研")
"""Who wants to become one is none yet."""
_LATER_YEAR = re.compile("(?<![一-鿿]学)[大研博][二三四五](?!学|点|样|般|下|起)")
_LONGEST = 24


@dataclass(frozen=True)
class Persons:
    """What is told of a person: kind → value, and the clause that tells it."""

    kinds: Mapping[str, str]
    clauses: Mapping[str, str]

    def fits(self, title: str) -> bool:
        """Whether a title is for such a person, by a kind that it names."""
        return any(value == self.kinds[kind] for kind, value in _named(title).items() if kind in self.kinds)

    def excludes(self, title: str) -> bool:
        """Whether a title is for somebody else: it names another of the kind, and none of theirs."""
        named = _all_named(title)
        return any(kind in self.kinds and self.kinds[kind] not in values for kind, values in named.items())


def told_of_person(said: Iterable[str]) -> Persons:
    """What the messages of a talk tell of the person, the last one last."""
    kinds: dict[str, str] = {}
    clauses: dict[str, str] = {}
    for text in said:
        for clause in map(_telling, split_clauses(simplified(text))):
            for kind, value in _named(clause).items():
                if kind != "studies" or not _WISHED.search(clause):
                    kinds[kind], clauses[kind] = value, clause
    return Persons(kinds, clauses)


def _telling(clause: str) -> str:
    """The part of a clause that tells what somebody is; empty for none."""
    if len(clause) <= _LONGEST and not asks(clause) and (len(clause) <= _ALONE or _TELLS.search(clause)):
        return clause
    announced = _ANNOUNCES.search(clause)
    return announced["who"] if announced else ""


def are_for_others(one: str, other: str) -> bool:
    """Whether two titles are for persons that exclude each other: graduates and freshmen."""
    mine, theirs = _all_named(one), _all_named(other)
    return any(not set(mine[kind]) & set(theirs[kind]) for kind in mine.keys() & theirs.keys())


def is_past_first_year(told: str, title: str) -> bool:
    """Whether a title is only for who is new, which who tells a later year is not."""
    return _LATER_YEAR.search(told) is not None and "新生" in title


def names_person(text: str) -> Sequence[str]:
    """The kinds of persons that a text names itself."""
    return [*_all_named(text)]


def _named(text: str) -> dict[str, str]:
    """The last of each kind that a text names and does not deny."""
    return {kind: values[-1] for kind, values in _all_named(text).items()}


def _all_named(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, values in _KINDS.items():
        places = [
            (match.start(), value)
            for value, called in values
            for match in called.finditer(text)
            if not _DENIED.search(text[: match.start()])
        ]
        if places:
            found[kind] = [value for _, value in sorted(places)]
    return found
