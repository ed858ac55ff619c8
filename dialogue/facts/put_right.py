"""Another matter than the one told or answered is meant: «不是学籍，是账号里名字打错了», «说错了，是我女儿的…»."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dialogue.text.clauses import is_asked, split_clauses
from dialogue.turns.second_thoughts import given_up_for
from faq.guiding.guidance import Guidance
from faq.guiding.situation import UNKNOWN
from faq.text.normalise import matching_key

_OPENS = r"(?:哎呀?|哦|噢|啊|嗯|额|呃|诶|欸|等等|等一?下|对不起|不好意思|抱歉|唉|那个|对了|我){0,3}"
_OPENING = re.compile(r"(?:哎呀?|哦|噢|啊|嗯|额|呃|诶|欸|等等|等一?下|对不起|不好意思|抱歉|唉|那个|对了){1,3}")
"""A clause that only opens what comes."""
_DENIES = re.compile(rf"{_OPENS}(?:不是|不对|不不|不|没有|错了)(?:啊|呀|哈|哦|嘛){{0,2}}")
"""A clause that may only answer what was asked."""
_MISTAKEN = re.compile(
    rf"{_OPENS}(?:(?:不是|不对|不不|错了|不)(?:不是|不对|不不|错了|不){{1,2}}"
    r"|(?:刚才|刚刚|前面|上面|我)?(?:说|讲|搞|弄|写|打|问|记|看)(?:错|岔|反)了?)(?:啊|呀|哈|了|吧|哦|嘛){0,2}"
)
"""A clause that says only that something was told or understood wrongly."""
_NOT_THIS = re.compile(
    r"^(?:哎呀?|哦|啊|可|我们?|他们?|她们?|孩子|娃|儿子|女儿|人家|这|那|都|早|明明|已经|刚才){0,3}(?:说|问|讲|指|要)?(?:了|过)?(?:的)?(?:又|并|可)?"
    r"不是(?:说|问|指|要)?(?P<what>(?![不没很太])[^不没怎什哪吗]{2,10}?)(?:啊|呀|哈|的事|那个|的问题|这个){0,2}$"
)
_NOT_ASKED = re.compile(
    r"^(?:我|可|又|都|也|根本|压根|并|这次|刚才){0,3}(?:(?:不是|没有?|没在)(?:在|说|要|想|打算){0,2}(?:问|说(?![明完清])|讲|指|要(?!求|紧)|想(?!到)|打算)"
    r"的?(?:是)?|(?:问|说)的不是)(?P<what>.{2,20}?)(?:的事|那个|的问题|这个)?(?:啊|呀|哈){0,2}$"
)
"""A clause that says in so many words which reading of a question is none: «不是问我怎么查», «我没要注册»."""
_SLIP = re.compile(r"^(?:我)?(?:刚才?)?(?:说|讲|搞|弄|写|打|问|记|看)(?:错|岔|反)了?(?=不是)")
"""What stands before such a clause without a comma: «搞错了不是转专业»."""
_NOT_BEHIND = re.compile(r"^(?:而|又|并|可){0,1}(?:不是|没)(?:说|问|指|要){0,1}(?P<what>.{2,16})$")
"""The same behind what is meant: «我问的是锁定，不是什么时候开始»."""
_ASKED_THIS = re.compile(
    r"^(?:可|我|刚才|刚刚|明明|是|想|一直){0,4}(?:(?:问|(?<=我)[说讲指]|要问|想问)的(?:其实)?(?:是|就是)|(?<=我)指|(?<=我)是问)(?!不是|真的?$|实话)"
)
_ANSWERED_THAT = re.compile(
    r"^(?:你|您|你们){1,2}(?:刚才?|上面|这|都|全|这里){0,2}(?:说|讲|答|回答|给|回|发)的(?:都|全|好像|那个){0,2}是(?P<what>[^不没怎什哪吗]{2,10}?)(?:的|那种|那个|啊|呀){0,2}$"
)
"""A clause that names what was answered, before what is meant: «你说的是中文的，我要英文的»."""
"""How somebody says what their question was, who was given the answer to another one."""
_ALL_WELL = re.compile(
    r"^(?P<what>[^不没怎什哪吗]{2,6}?)(?:上|里|那边|里面|信息|这边)?的?(?:是|倒是|都|其实|其实是|本来)?(?:对的?|没错|没有错|没问题|正确的?|好的)(?:啊|呀|的)?$"
)
_IS_THIS = re.compile(
    r"^(?:而|其实|应该|应当|我|就|现在|这次|明明|真正|主要|是){0,3}"
    r"(?:(?:说|问|讲|指|要问|想问|要说|想说)(?:的)?(?:其实)?是?|是想|想|是|要(?:的)?是|要(?!求|紧|不|么)|(?:我|他|她|孩子|提示|写|显示){1,2}(?:读|念|上|考|报|学|办|要)?的是|考(?!虑|完|过))(?!不是|不|没|吗)(?P<what>.{2,})$"
)
_OTHERWISE = re.compile(
    r"^(?:(?:我)?(?:刚才?|刚刚)?(?:看|记|说|讲|写|打|搞|弄)错了?|其实|更正一?下|准确[地的]?说|(?:等等?|等一?下)我?(?:看|记|搞)错了?)"
)
"""How a clause begins that says otherwise what was told."""
_WHOSE = re.compile(r"^(?:她|他|孩子)(?:在|的)?")
_POINTS = re.compile(r"^(?P<what>[^那这个]{2,8}?)的?(?:那个|那件|这个|那边|那一?[件条个])(?:事情?)?(?:啊|呀|呢)?$")
_LEAST, _LEAST_LEFT = 2, 4


@dataclass(frozen=True)
class PutRight:
    """What is meant, in the words that say it; what it is not, and what of the talk before it points to, if named."""

    meant: str
    wrong: str = ""
    points_to: str = ""
    asks: str = ""
    """What is said behind that."""
    refuses: bool = False
    """Whether what was answered is refused in so many words: it answered another question."""

    @property
    def said(self) -> str:
        """What is meant, without what is said behind it."""
        return self.meant.removesuffix(f"，{self.asks}") if self.asks else self.meant


def meant_instead(text: str) -> PutRight | None:
    """What somebody means instead of what was told or answered; None when nothing of the kind is said."""
    clauses = split_clauses(text)
    wrong, mistaken, refuses = "", False, False
    for place, clause in enumerate(clauses):
        key = matching_key(clause)
        if _OPENING.fullmatch(key):
            continue
        if rather := given_up_for(clause):
            return PutRight("，".join([rather, *clauses[place + 1 :]]), asks="，".join(clauses[place + 1 :]))
        if _MISTAKEN.fullmatch(key):
            mistaken = True
        elif _DENIES.fullmatch(key):
            continue
        elif asked := _NOT_ASKED.match(key):
            wrong, refuses = wrong or asked["what"], True
        elif denied := _denied(key):
            wrong = wrong or denied
        elif mistaken or refuses or _IS_THIS.match(key) or _ASKED_THIS.match(key):
            return _meant(clauses[place:], wrong, mistaken=mistaken, refuses=refuses)
        else:
            break
    # «照片是有的，我问的是还要不要重采»: what is told before it changes nothing of that
    from_there = next((i for i, clause in enumerate(clauses) if _ASKED_THIS.match(matching_key(clause))), None)
    return None if from_there is None else _meant(clauses[from_there:], "", mistaken=False, refuses=True)


def _meant(clauses: Sequence[str], wrong: str, *, mistaken: bool, refuses: bool) -> PutRight | None:
    first, *behind = clauses
    asked = _ASKED_THIS.match(matching_key(first)) is not None
    denied = {clause: what for clause in behind if (what := _denied(matching_key(clause), behind=asked))}
    rest = [clause for clause in behind if clause not in denied]
    wrong = wrong or next(iter(denied.values()), "")
    found = _IS_THIS.match(first)
    said = _WHOSE.sub("", found["what"] if found is not None else first)
    refuses = refuses or asked
    if not (wrong or mistaken or refuses) or len(matching_key(said)) < _LEAST:
        return None
    points = _POINTS.match(matching_key(said))
    return PutRight("，".join([said, *rest]), wrong, points["what"] if points else "", "，".join(rest), refuses)


def says_more(text: str) -> bool:
    """Whether what looks like a bare no says what is meant instead."""
    return meant_instead(text) is not None


def without_mistaken(text: str) -> str:
    """A message without the clauses that only say that something was told or understood wrongly.

    «说错了», «不对» tell of no record that is wrong. The text as it is where nothing else is said.
    """
    clauses = split_clauses(text)
    keys = list(map(matching_key, clauses))
    wrong = [
        place for place, key in enumerate(keys) if _MISTAKEN.fullmatch(key) or (not place and _DENIES.fullmatch(key))
    ]
    if not wrong:
        return text
    kept = [
        clause for place, clause in enumerate(clauses) if place not in wrong and not _OPENING.fullmatch(keys[place])
    ]
    rest = "，".join(kept)
    return rest if len(matching_key(rest)) >= _LEAST_LEFT else text


def _denied(key: str, *, behind: bool = False) -> str:
    """What a clause says is not meant, or is well; empty for any other clause."""
    key = _SLIP.sub("", key)
    found = (
        _NOT_THIS.match(key)
        or _ALL_WELL.match(key)
        or _ANSWERED_THAT.match(key)
        or (_NOT_BEHIND.match(key) if behind else None)
    )
    return found["what"] if found is not None else ""


def changed_facts(
    meant: PutRight, known: Mapping[str, str], guidance: Guidance, answered: Collection[str] = ()
) -> dict[str, str]:
    """The facts that are otherwise: «不是手机号，是邮箱» where 手机号 was known to be what is to be changed.

    Where it is not said what is wrong («说错了，是邮箱»), what is meant must be all that is said, and it is of an aim
    or of what was `answered` to the steps before: «哦看错了，是 App».
    """
    facts, situation = guidance.extractor.facts, guidance.guides.situation
    changed = {}
    for name, value in known.items() if meant.wrong or not meant.asks else ():
        fact = situation.facts.get(name)
        told = facts(meant.meant, name).get(name, value) if fact is not None else value
        if fact is None or told in (value, UNKNOWN):
            continue
        if facts(meant.wrong, name).get(name) == value if meant.wrong else fact.aim or name in answered:
            changed[name] = told
    return changed


def retold_facts(text: str, known: Mapping[str, str], guidance: Guidance, answered: str) -> dict[str, str]:
    """The fact that a message puts right which says that something was seen or told wrongly: «看错了，是 03 年».

    What it says is read as the answer to what was `answered` last, then to what was told of the person before.
    """
    clauses = split_clauses(text.replace(" ", "，"))
    kept = [clause for clause in clauses if not _MISTAKEN.fullmatch(matching_key(clause))]
    told = "，".join(_OTHERWISE.sub("", clause) for clause in kept)
    if not told or told == "，".join(clauses) or is_asked(told):
        return {}
    facts = guidance.guides.situation.facts
    lasting = [name for name in reversed([*known]) if name in facts and facts[name].lasting]
    for name in dict.fromkeys(filter(known.__contains__, (answered, *lasting))):
        value = guidance.extractor.facts(told, name).get(name, UNKNOWN)
        if value not in (UNKNOWN, known[name]):
            return {name: value}
    return {}
