"""A value told anew in the place of the one told before: «打错字了，是94年» after «04年函授毕业，查不到».

A value is of a kind: a year, how often, a grade, who, where, a level or form of study. What is told of one puts right
the latest of the same kind, and all that was told around it stays as it was said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from dialogue.facts.in_place import said_right
from dialogue.people.on_behalf import CHILDREN, ELDERS, FRIENDS
from dialogue.text.clauses import MARK, is_asked, split_clauses
from dialogue.text.languages import in_mandarin
from dialogue.text.siblings import GROUPS
from dialogue.turns.next_matter import tells_trouble
from faq.text.normalise import matching_key

_DIGIT = "[0-9零〇一二三四五六七八九十两几百半]"
_UNITS = (
    "次",
    "遍",
    "回",
    "趟",
    "天",
    "个月",
    "月",
    "号",
    "日",
    "周",
    "个星期",
    "个小时",
    "岁",
    "门",
    "科",
    "位",
    "元",
    "块",
    "期",
)
_REGIONS = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海"
    "|内蒙古?|广西|西藏|宁夏|新疆|香港|澳门|台湾|[一-鿿]{2,3}[省市县]"
)
_YEAR = (
    "(?:(?:19|20)[0-9]{2}|[0-9]{2}|[零〇一二三四五六七八九几]{2,4})(?:年(?!级|制|前|后|多|来)|届|级)"
    "|(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])|[今去]年|大?前年"
)
_STUDIES = ("专科", "大专", "中专", "高职", "专升本", "本科", "研究生", "硕士", "博士")
_YEARS = re.compile(_YEAR)
_FACTS: tuple[re.Pattern[str], ...] = (
    MARK,
    _YEARS,
    *(re.compile(f"{_DIGIT}{{1,4}}{unit}(?!码)") for unit in _UNITS),
    re.compile("(?<![一-鿿]学)[大高初研博][一二三四五](?!学|点|样|般|下|起|直|定)"),
    re.compile(f"(?:我们?|俺|咱)?(?:家|自己)?的?(?:{CHILDREN}|{ELDERS}|{FRIENDS}|弟|妹)|我自己|本人|自己"),
    re.compile(_REGIONS),
    re.compile("[0-9]{2,4}(?:开头|打头|结尾)|尾号(?:是|为)?[0-9]{2,4}"),
    re.compile("|".join(_STUDIES)),
    re.compile("自学考试|自考|成人高考|成考|成教|函授|网教|网络教育|电大|国开|开放教育|统招|全日制|在职|业余"),
    re.compile("应届|往届|在读|在校"),
    re.compile(r"\b(?:19|20)[0-9]{2}\b"),
    re.compile(r"\b(?:daughter|son|child|wife|husband|mother|mom|father|dad|sister|brother|friend|myself)\b", re.I),
    re.compile(r"\b(?:bachelor|master|doctoral|phd|associate|undergraduate|postgraduate|high school)(?:'?s)?\b", re.I),
)
_KINDS = (*_FACTS, *(re.compile("|".join(sorted(group, key=len, reverse=True))) for group in GROUPS))
"""What is told of a person and their studies, and the words of which one names another matter."""
_NOT = re.compile("^(?:哦|噢|啊|哎呀?|嗯|我|他|她|那个|而|并){0,3}不是(?P<wrong>[^说问要指]{1,14})$")
_RIGHT = re.compile("^(?:而|其实|应该|我|他|她|现在){0,2}是(?P<right>(?!不是|否).{1,20})$")
_RATHER = re.compile(
    "^(?:哦|噢|啊|哎呀?|其实|不|准确地?说|确切地?说){1,3}(?:应该)?是(?P<right>(?!不是|否|这样|说).{1,20})$"
)
_SLIP = re.compile("^(?:哎呀?|不好意思|我|刚才?|刚刚|前面|上面){0,3}[说讲写打记填看]错(?:字|别字)?了?(?=.)")
_OWNER = re.compile("^(?:我们?|俺|咱)(?:家|自己)?的?(?=.)")
_UNIT = re.compile("年|届|级")
_BARE_YEAR = re.compile("(?:19|20)?[0-9]{2}")
_FILL = re.compile("[是的了吧啊呀啦呢哈嘛哦就才对先啱在那我你他她年月现今毕业入学考读上]{0,12}+")
_IN_ENGLISH = re.compile(
    r"^(?:(?:oh|oops|wait|sorry|no|actually|hmm|my (?:mistake|bad)|correction|typo)[,.:! ]{1,3}){0,3}"
    r"(?P<lead>i (?:meant|mean)(?: to say)?|(?:it|that)(?:'s| is| was)|make (?:it|that)|should (?:be|say))?[,: ]{0,2}"
    r"(?P<said>[^?]{2,60})$",
    re.IGNORECASE,
)
_MISTAKEN_ENGLISH = re.compile(
    r"\b(?:sorry|oops|typo|mistake|wrong|correction|i meant|i mean|my bad|actually|should (?:be|say))\b", re.IGNORECASE
)
_WORD = re.compile("[a-z]{4,}")
_OWN = re.compile("我|俺|咱|本人|自己")
_COMMON = "是的了在我吧就"
_SAME_TROUBLE = 3
_MOST_VALUES = 3


@dataclass(frozen=True)
class ValueInPlace:
    """The texts with the values in place, where the changed one is, what is so now, and what is told besides."""

    texts: tuple[str, ...]
    place: int
    now: str
    before: str
    rest: str = ""

    @property
    def clause(self) -> str:
        """The clause that tells the value now."""
        first = self.now.partition("，")[0]
        return next((part for part in split_clauses(self.changed) if first in part), self.changed)

    @property
    def changed(self) -> str:
        """The text in which the value stands now."""
        return self.texts[self.place]


def value_in_place(texts: Sequence[str], text: str, *, facts: bool = False) -> ValueInPlace | None:
    """Texts with the values that a message puts right; None where it says of none that it was told wrongly.

    `facts` leaves out the words that name another matter: «说错了，是学历».
    """
    said, denied = _told_right(text)
    if not said or is_asked(text):
        return None
    first, *more = said
    for place in reversed(range(len(texts))):
        if texts[place].startswith("/"):
            continue
        pairs = [*islice(_pairs(first, denied, texts[place], _FACTS if facts else _KINDS), _MOST_VALUES)]
        if not pairs:
            continue
        changed = texts[place]
        put_in: dict[str, str] = {}
        for value, clause, wrong in pairs:
            before = put_in.get(clause, clause)
            put_in[clause] = _replaced(before, wrong, value)
            changed = changed.replace(before, put_in[clause], 1)
        rest = [clause for clause in (first, *more) if not _adds_nothing(clause, changed)]
        if first in rest and tells_trouble(first) and matching_key(first)[-_SAME_TROUBLE:] in matching_key(changed):
            return None  # the trouble itself is told anew
        put = (*texts[:place], changed, *texts[place + 1 :])
        now, before = ("，".join(pair[at] for pair in pairs) for at in (0, 2))
        return ValueInPlace(put, place, now, before, "，".join(rest))
    return None


def _told_right(text: str) -> tuple[list[str], str]:
    """The clauses of what is so, in Mandarin or English, and what is named as wrong; none where nothing was wrong."""
    if text.isascii():
        found = _IN_ENGLISH.match(text.strip(" .!"))
        mistaken = found is not None and _MISTAKEN_ENGLISH.search(text) is not None
        return (
            [found["said"]] if found is not None and mistaken and (found["lead"] or "typo" in text.lower()) else []
        ), ""
    clauses = split_clauses(in_mandarin(text))
    wrong = [clause for clause in clauses if _NOT.match(clause)]
    denied = "，".join(_NOT.sub(r"\g<wrong>", clause) for clause in wrong)
    others = [clause for clause in clauses if clause not in wrong]
    if others and (said := said_right("，".join(others))):
        return said, denied
    first, *more = others or [""]
    if found := (_RIGHT if wrong else _RATHER).match(first):  # «不是本科，是大专», in either order
        return [found["right"], *more], denied
    slip = _SLIP.match(first)
    alone = slip is not None and _adds_nothing(first[slip.end() :], "", _FACTS)  # «打错了两次密码» is no value
    return ([first[slip.end() :], *more] if slip and alone else []), denied


def _pairs(said: str, denied: str, text: str, kinds: Sequence[re.Pattern[str]]) -> Iterator[tuple[str, str, str]]:
    """What is said of each kind, and the clause and the words that tell another of it: of what was denied, if named.

    Of several the one that is told with the same words around it, else the last.
    """
    taken: list[str] = []
    for kind in kinds:
        found = kind.search(said) or (_BARE_YEAR.fullmatch(said.strip("是的吧了 ")) if kind is _YEARS else None)
        if found is None or any(found[0] in other for other in taken):
            continue
        value, named = found[0], kind.search(denied)
        if kind is MARK:  # two masked values look the same: the latest is meant
            yield from ((value, clause, value) for clause in split_clauses(text)[::-1] if value in clause)
            return
        others = [
            (clause, match[0])
            for clause in split_clauses(text)
            for match in kind.finditer(clause)
            if not _same(match[0], value) and (named is None or _same(match[0], named[0]))
        ]
        if others and value not in text:
            around = set(said.replace(value, "")) - set(_COMMON)
            clause, wrong = max(reversed(others), key=lambda item: len(around & set(item[0])))
            taken.append(value)
            yield value, clause, wrong


def _same(one: str, other: str) -> bool:
    """Whether two values say the same: «14年» is «2014年»."""
    one, other = (_UNIT.sub("", _OWNER.sub("", value)) for value in (one, other))
    years = _BARE_YEAR.fullmatch(one) and _BARE_YEAR.fullmatch(other)
    return one == other or bool(years and one[-2:] == other[-2:])


def _replaced(clause: str, wrong: str, value: str) -> str:
    """A clause with a value in the place of another, which keeps its unit and whose it is."""
    unit = _UNIT.search(wrong)
    value = f"{value}{unit[0]}" if unit and _BARE_YEAR.fullmatch(value) else value
    owner = _OWNER.match(wrong)
    value = f"{owner[0]}{value}" if owner and not _OWN.match(value) else value
    return clause.replace(wrong, value)


def _adds_nothing(clause: str, text: str, kinds: Sequence[re.Pattern[str]] = _KINDS) -> bool:
    """Whether a clause says nothing but values that stand in the text now, and words that stand around them there."""
    if clause.isascii():
        return all(word in text.lower() for word in _WORD.findall(clause.lower()))
    rest = clause
    for kind in kinds:
        rest = kind.sub(lambda value: "" if not text or value[0] in text else value[0], rest)
    told = set(in_mandarin(text))
    return _FILL.fullmatch("".join(letter for letter in matching_key(rest) if letter not in told)) is not None
