"""The year in which somebody finished their studies, as a clause tells it: «88年的大专», «98届», «今年六月毕业»."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from faq.text.clauses import clauses
from faq.text.pinyin import is_chinese

_DIGITS = {letter: str(number) for number, letter in enumerate("零一二三四五六七八九")} | {"〇": "0"}
_YEAR = re.compile(
    r"(?<![0-9零〇一二三四五六七八九十百两几])"
    r"(?P<year>(?:19|20)[0-9]{2}|[0-9]{2}|[零〇一二三四五六七八九]{2}(?:[零〇一二三四五六七八九]{2})?|[零七八九]几|[五六七八九]十(?=年代))"
    r"(?P<unit>年|届|级)(?!前|后|多|来|出生|生|工龄|了|以|之|间|内|制|学制)"
)
_BARE = re.compile(
    r"(?:大概|大约|好像|应该|可能|差不多|是){0,3}(?P<year>(?:19|20|一九|二零|二〇|二0)?[0-9零〇一二三四五六七八九]{2})"
    r"(?P<unit>)年?(?:的|吧|左右|那年){0,2}"
)
_LASTED = re.compile(r"(?:毕业|工作|过|有|近|快|差不多|将近|已经|都|了)$")
"""Before a number of years that passed, as in «毕业20年»."""
_BEGUN = re.compile(
    r"^(?:的|[0-9]{1,2}月|秋天?|那年|我|就|才){0,3}(?:入学|入校|考上|考的|考进|上的|上大学|进校|录取|报名|开始|读的|念的)"
)
_BETWEEN = "[^没未不能要想查将会快准]{0,10}?"
"""What may stand between «今年» and «毕业»: nothing that makes it a plan, a doubt or another matter."""
_SINCE = re.compile(
    rf"(?P<since>今年|本年|去年|大前年|前年){_BETWEEN}"
    rf"(?:毕业(?!证|论文|设计|照|典礼|季|吗|么|没)|读完|念完|(?:拿|领|发){_BETWEEN}(?:毕业证|文凭)(?!吗|么|没))"
)
_YEARS_AGO = {"今年": 0, "本年": 0, "去年": 1, "前年": 2, "大前年": 3}
_ENDED = re.compile("毕业(?!证|论文|设计|照|典礼|季)|届")
_STUDIES_LAST = 4
_CENTURY_ENDS = 50
_SHORT_YEAR = 2


_STUDIES = re.compile(
    "毕业|届|学位|学历|文凭|证|硕士|博士|本科|专科|大专|中专|中师|大学|研究生|师范|函授|电大|夜大|成人|授|读|念|拿|发的"
)
_IN_ENGLISH = re.compile(
    r"\b(?:graduat\w*|degree|diploma|bachelor|master|phd|award\w*|studied)\b.{0,40}?\b(?P<year>(?:19|20)[0-9]{2})\b"
)
_LATELY = 2020
"""For who finished last year or the one before: all that tells old years from new ones ends long before it."""


def studies_year(text: str) -> int | None:
    """The year of somebody's studies that a normalised text tells: «我05年的硕士», «前年毕业», «graduated in 2006».

    None where it tells no year, or one of something else.
    """
    if not any(map(is_chinese, text)):
        found = _IN_ENGLISH.search(text)
        return _number(found["year"]) if found is not None else None
    for clause in filter(_STUDIES.search, clauses(text)):
        if _SINCE.search(clause):
            return _LATELY
        for item in _YEAR.finditer(clause):
            begun = item["unit"] == "级" or _BEGUN.match(clause[item.end() :]) is not None
            if not begun and not _LASTED.search(clause, 0, item.start()):
                return _number(item["year"])
    return None


@dataclass(frozen=True)
class Years:
    """Between which years a value of a fact lies, and the words beside which a year speaks of it.

    `begun` and `ended` tell of who began or finished in a year how many years ago that was at least and at most.
    """

    of: Sequence[str]
    values: Mapping[str, tuple[int, int]]
    begun: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    ended: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def value_in(self, clause: str, *, this_year: int, asked: bool, before: str = "") -> str:
        """The value a normalised clause tells by a year; empty when none.

        Asked for it, or behind the clause `before` that speaks of it, the year alone is enough: «查我的毕业证，83年的».
        """
        if (since := _SINCE.search(clause)) is not None:
            return self._finished(this_year - _YEARS_AGO[since["since"]], this_year)
        found = _BARE.fullmatch(clause)
        if found is not None and not asked and not self._goes_on(found, before):
            found = None
        if found is None and (asked or any(word in clause for word in self.of)):
            found = next((item for item in _YEAR.finditer(clause) if not _LASTED.search(clause, 0, item.start())), None)
        year = _number(found["year"]) if found else None
        if found is None or year is None or year > this_year:
            return ""
        begun = found["unit"] == "级" or _BEGUN.match(clause[found.end() :]) is not None
        if begun and self.begun:
            passed = this_year - year
            return _within(passed, self.begun)
        if not begun and self.ended:
            return self._finished(year, this_year) if _ENDED.search(clause) else ""
        ended = (year + _STUDIES_LAST if begun else year, year)
        fitting = [name for name, (first, last) in self.values.items() if all(first <= item <= last for item in ended)]
        # Who began lately may be studying still.
        return fitting[0] if fitting and (not begun or ended[0] + _STUDIES_LAST < this_year) else ""

    def _goes_on(self, bare: re.Match[str], before: str) -> bool:
        """Whether a clause that is only a year goes on with the one before: «我的毕业证，83年的», not «毕业，10年»."""
        plain = bare[0].endswith(("的", "那年")) or len(bare["year"]) > _SHORT_YEAR
        return plain and any(word in before for word in self.of)

    def _finished(self, year: int, this_year: int) -> str:
        return _within(this_year - year, self.ended) or _within(year, self.values)


def _within(number: int, spans: Mapping[str, tuple[int, int]]) -> str:
    """The value whose span holds a number; empty when none does."""
    return next((name for name, (first, last) in spans.items() if first <= number <= last), "")


def _number(text: str) -> int | None:
    """A year of four digits; of two, the one that is past and near; None for a number that is no year."""
    digits = "".join(_DIGITS.get(letter, letter) for letter in text.replace("几", "五").replace("十", "五"))
    number = int(digits)
    if len(digits) == 2:
        number += 1900 if number >= _CENTURY_ENDS else 2000
    return number if 1950 <= number < 2100 else None
