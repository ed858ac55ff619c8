"""What a sentence tells of somebody's own problem, and what it asks, without what it repeats or only answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.facts.no_part import from_asking, is_no_part
from dialogue.facts.plans import is_in_case, plans_ahead
from dialogue.moods.outbursts import calmed
from dialogue.moods.whole_messages import tells_problem, without_abuse
from dialogue.text.asking import asks as asks_anything
from dialogue.text.clauses import MARK, is_asked, marked_clauses
from dialogue.text.filler import is_filler
from dialogue.text.languages import in_mandarin
from dialogue.text.tidying import tidied
from dialogue.ticket.pieces import wishes_person_only
from dialogue.ticket.words import without_ticket_lead
from faq.text.normalise import matching_key
from faq.text.pinyin import is_chinese

_LEAST_CHARS = 4
_LEAST_ASKED = 5
_LEAST_WORDS = 3
_SHORT_WISH = 14
_OF_PEOPLE = re.compile("人工(?!审核|核验|认证)|客服|真人|活人")
_HOW_TAIL = re.compile(
    "(?:我|该|应该|要|那|这|请问|到底){0,3}(?:怎么|咋|如何|怎样)(?:才能|能|去|给)?"
    "(?:办|弄|搞|整|修改|更正|改|处理|解决|回事|找回|登录?|做)?(?:才好|好|呢|啊|呀|啦)*[?？]*$"
)
_MAY_BE_AHEAD = re.compile("不(?:过|了|上|到|出|进|来|成)[去来]?$")
_HAS_BEEN = re.compile("[了没]|一直|老是|总|还是|都|每次|试|提示|显示|说|现在|刚|今天|昨天")
"""What tells that something did not work, apart from what may come: «刷不过咋办»."""
_SAID_BEFORE = re.compile("^(?:我|都|刚才?|前面|之前|已经|不是|早就){0,4}(?:说过?了?|讲过?了?|告诉过?你了?)[：:，, ]*")
_NOTHING_TOLD = re.compile(
    "(?:我|你|您|还是|就是|那|这个?|都|也|先|真的?|好像|现在|已经){0,4}"
    "(?:不是|没有?|不用|不要|不想|别|不行|不可以|试过?|试了|看过?了?|做过?了?|弄过?了?|按.{0,6}做|听不太?懂|看不太?懂|不太?懂|不明白"
    "|不知道|不清楚|没用|知道|明白)"
    "(?:了|过|啊|呀|的|吧|呢|说|这个|那个|也|都|还|是|不行|没用|重新注册|注册){0,4}"
)
_DEED = re.compile("我?(?:也|都|就)?[点填转输付扫交发给](?:过|了)|(?:我|本人|他|她|孩子)姓[一-鿿]{1,2}")
"""Short, and what matters most where somebody was deceived («我点了»), or a name is wrong («我姓余»)."""
_HALF = re.compile("(?:之前|以前|之后|以后|的话|的时候)$")
"""How a clause ends that only opens the question behind it."""
_SENTENCE_END = re.compile(r"[。！!？?\n]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_ENGLISH_WORD = re.compile("[A-Za-z']+")
_ENGLISH_IDLE = re.compile(
    r"^(?:next(?: thing| question| one)?|one more thing|another thing)[:, ]+"
    r"|^(?:(?:no\b(?=[,.!])|yes|ok|okay|hi|hello|thanks?|thank you|please|sorry|useless|well|so|but)\b[,. ]*)+"
    r"|^(?:i (?:said|mean|meant)|i asked(?=[:, ]+(?:how|what|when|where|why|which|who|if|whether|can|is|do)\b))\b"
    r"[:, ]*(?:that )?",
    re.IGNORECASE,
)
_ENGLISH_SAID = re.compile(
    r"^(?:(?:but|and|no|as)\s){0,2}(?:i|we)\s(?:already\s)?(?:said|told\s(?:you|them)|wrote|meant?)\b[:, ]*(?:that\s)?",
    re.IGNORECASE,
)
_ENGLISH_ASKS = re.compile(r"^(?:can|could|how|what|when|where|why|which|who|does|do|is|are|will|would|may)\b", re.I)


_CANNOT = re.compile("[登进打查收传改换绑找看刷过开]不(?:上去?|进去?|开|到|了|过|成|见|动)")
"""«登不上»: short, and the trouble all the same."""
_FAILS = re.compile("[不没](?:到|了|上|着|见|出|过|来|成|开|进|动|能|显示|有)")


@dataclass(frozen=True)
class Told:
    """The clauses of a message that tell something, in order, and what it asks; each may be empty."""

    clauses: tuple[str, ...] = ()
    asked: str = ""

    @property
    def opening(self) -> tuple[str, ...]:
        """All that stands for the matter: with the question where it alone names the trouble («网上咋查不着»)."""
        fails = any(map(_FAILS.search, self.clauses)) or not _FAILS.search(self.asked)
        return self.clauses if self.clauses and fails else tuple(filter(None, (*self.clauses, self.asked)))


def matter_of(title: str) -> str:
    """What a question is about, without «怎么办？» behind it."""
    words = _HOW_TAIL.sub("", title.rstrip("？?")).strip(" ，,：:")
    return words if len(words) >= _LEAST_CHARS else title.rstrip("？?")


def without_said(clause: str) -> str:
    """A clause without «我说过了，» or «I said» before what it says again."""
    return _ENGLISH_SAID.sub("", _SAID_BEFORE.sub("", clause))


def read_told(text: str, *, later: bool = False) -> Told:
    """Take a message apart; the marks of masked values lose their brackets, for their values are not at hand.

    `later` is whether something was told before: «刷脸刷不过咋办» may then ask about what is yet to come, and stays a
    question.
    """
    plain = MARK.sub(lambda mark: f"（{mark[0][1:-1]}）", text)
    return (
        _english(plain)
        if not any(map(is_chinese, MARK.sub("", text)))
        else _chinese(without_abuse(calmed(plain)), later=later)
    )


def _chinese(text: str, *, later: bool) -> Told:
    told: list[str] = []
    asked, half, ahead, in_case = "", "", False, False
    for whole, mark in _whole_quotes(marked_clauses(text)):
        clause = from_asking(without_ticket_lead(whole))
        plain = in_mandarin(clause)
        opened, half = half, ""
        if _HALF.search(plain):
            half = clause
            continue
        if is_no_part(clause):
            continue
        ahead, in_case = ahead or plans_ahead(plain), in_case or is_in_case(plain)
        words, asks = _told(clause, asks="?" in mark or "？" in mark)
        goes_on = in_case and not asks and not _SENTENCE_END.search(mark)
        if in_case or (ahead and words != clause and _HOW_TAIL.search(clause)):
            words, asks = "", True  # «万一刷不过怎么办»: it has not happened
        in_case = goes_on
        if words != clause and later and _MAY_BE_AHEAD.search(words) and not _HAS_BEEN.search(words):
            words = clause.rstrip("?？")
        if words:
            told.append("，".join(filter(None, (opened, tidied(words)))))
        if asks:
            asked = "，".join(filter(None, (opened, _SAID_BEFORE.sub("", clause).rstrip("?？")))) + "？"
    return Told(tuple(told), asked)


def _whole_quotes(clauses: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The clauses with what a page says in quotes in one piece, whatever commas are in it."""
    joined: list[tuple[str, str]] = []
    for clause, mark in clauses:
        before, between = joined[-1] if joined else ("", "")
        if before.count("“") > before.count("”") or before.count("「") > before.count("」"):
            joined[-1] = (f"{before}{between}{clause}", mark)
        else:
            joined.append((clause, mark))
    return joined


def _told(clause: str, *, asks: bool) -> tuple[str, bool]:
    """What a clause tells, and whether it asks something of its own."""
    said = _SAID_BEFORE.sub("", clause)
    plain = _HOW_TAIL.sub("", said).strip(" ，,。？?！!")
    key = matching_key(in_mandarin(plain))
    short = len(key) < _LEAST_CHARS and not (_DEED.fullmatch(key) or _CANNOT.fullmatch(key))
    idle = short or is_no_part(plain) or _NOTHING_TOLD.fullmatch(key) is not None
    if idle or not tells_problem(plain) or wishes_person_only(key):
        return "", False
    if _OF_PEOPLE.search(key) and len(key) <= _SHORT_WISH and (asks or is_asked(plain)):
        return "", False  # «现在还有人工吗» asks for a person, too
    of_its_own = asks_anything(plain) or (asks and len(plain) == len(said))
    return ("", len(key) >= _LEAST_ASKED) if of_its_own else (plain, False)


def _english(text: str) -> Told:
    told: list[str] = []
    asked = ""
    for sentence in _SENTENCE.split(text.strip()):
        words = _ENGLISH_IDLE.sub("", _ENGLISH_IDLE.sub("", sentence)).strip()
        if len(_ENGLISH_WORD.findall(words)) < _LEAST_WORDS or is_filler(words):
            continue
        if words.endswith("?") or _ENGLISH_ASKS.match(words):
            asked = words
        else:
            told.append(words.rstrip(".!"))
    return Told(tuple(told), asked)
