"""What a clause states, apart from what it asks, supposes, wishes or puts off: only what is stated tells a fact.

Each marker has a scope: to the end of its clause, over the rest of the sentence, or back to where the clause
begins. Every pattern is tried at a place once and repeats nothing without a bound.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from faq.guiding.speech import Clause

Bars = Literal["all", "state", "yes", "able"]


@dataclass(frozen=True)
class Unsaid:
    """A piece of a clause that states nothing, from `start` to `end`.

    It bars all values; or the state of a thing, as in «打算注销»; or only what says «yes», as in «怎么绑邮箱», which
    still tells that something is not so; or only what somebody was once able to do: «以前能登».
    """

    start: int
    end: int
    bars: Bars = "all"
    asks: bool = False

    def holds(self, start: int, end: int) -> bool:
        """Whether a word lies within; one that the marker is part of does not, but in a question as a whole."""
        return (self.start < end if self.asks else self.start <= start) and end <= self.end


ABLE = re.compile("能|在用|还用|记得|可以|登得|进得|收得|正常|好用|没问题|通着")
_SUPPOSED = re.compile(
    r"(?:如果|要是|万一|假如|假设|假使|倘若|若是|除非|就算|哪怕|即使|即便|要不是|只要|一旦|比方说?|打个比方)"
    r"(?!我?没(?:记错|猜错|搞错|弄错))"
)
"""Supposes all that follows in the sentence."""
_BACK_TO_FACT = re.compile("^(?:我(?!也|就|该|要|能|还能|怎么)|现在|其实|目前|因为|反正)")
"""What leads from a supposition back to how it is."""
_ASKS_ALL = re.compile(
    "是不是|是否|难道|会不会|能不能|能否|可不可以|可否|要不要|有没有|有无|该不该|算不算|用不用|怎么(?:才|能|让|使|知道|看|判断|确认|证明)"
    "|(?:前面|刚才|刚刚|之前|上面|本来|原来|一开始)我?[说写讲](?!了|过)|没说|谁说|哪里?说|不是说|不代表|不等于|不意味|哪来的|哪有"
)
_EITHER_WAY = re.compile(r"(?P<word>[绑能会是有要行设记收用登成好对试停换])[没不](?P=word)")
"""«绑没绑» asks, wherever it stands."""
_NOT_THAT = re.compile("^(?:也|又|并|倒|我)?(?:不是|并非)(?!没|不|我)")
"""«不是密码忘了，是打不开»; «不是没绑» says that it is."""
_FEARS = re.compile("(?<!别)(?<!不)怕(?!是)|担心|生怕|以为|偶尔|有时候?|不一定|说不定")
_WISHES = re.compile(
    "想(?!不|起|到|必|过|想|着|问|请问|咨询|请教|了解|说|确认|知道)|希望|最好|怎么(?!都|也|老|总|一直|回事|就)|(?:哪里|哪儿|哪个|多久|什么时候|谁)(?!都|也)|[让叫要]我|要求|需要|必须|得先"
)
"""Before what is not so yet; that something does not work may well stand behind them."""
_PLANS = re.compile(
    "(?:下下?个?(?:周|月|礼拜|星期)[一二三四五六日天初底]?|这个?(?:周|礼拜|星期)末?|明天|后天|明后天|过[两几]天|[月年周]底|明年|[0-9]{1,2}[号日])(?:就|要|会|得|快|才|去){0,3}"
    "(?=不[用能]|停|换|销|注销|过期|失效)|想(?=把|给|去|要|停|注销|销|换|解)|(?:快|马上|就要|即将|迟早|早晚)(?:要|得|该|就)?(?=不|停|换|销|注销)|打算|准备|计划|"
    "要不(?!然|要)|不如|干脆|不想|不要让|别让|不愿|不肯|舍不得|懒得"
)
"""Before what is meant or not wanted to be done."""
_PUT_OFF = re.compile(
    "(?:以后|之后|回头|明天|下次|改天|过几天|到时候?|将来|等会儿?|待会儿?|一会儿?)(?:我|咱|您|你|就|去|来){0,2}再"
    "|到时候?(?=能|就|可以)"
)
_WAITS = re.compile("(?<![相])等(?![了过着待不半很好久于十几两一二三四五0-9]).{1,16}?(?:再|以后|之后|后|才)")
_WHEN = re.compile(
    "的话|的时候|的情况下|(?<!了)(?:以后|之后)(?=再|就|要|想|怎么|能|可以|会|还能|才|$)|(?<=了)(?:以后|之后)(?=再|怎么|要|想)|(?<!年)那年|那会儿|那阵子|那时候|是.{1,6}的事|告诉[你您]|[跟和]你说|再[找问来]你|的(?:人|同学|学生|情况)(?!我)|会怎么样?|会有什么|有什么(?:后果|影响)|(?:是不是|会不会)就|(?:之前|以前)(?=先|要|得|能|怎么|$)"
)
"""Behind what holds at some time or in some case only; «手机号换了以后登不上» tells of what did happen."""
_GIVEN = re.compile("的话(?=.{0,12}(?:也|就|吧$|吗$|呢$))")
"""Behind it stands what would come of it."""
_IN_PART = re.compile("(?:一半|一部分|一点点?|几个|大概)$")
_ONCE = re.compile("(?<!还是)(?<!就是)(?:以前|之前|原来|原先|从前|过去|曾经|本来|当时|当年|那时)(?!的号)")
_STILL = re.compile("现在|目前|一直|至今|到现在|如今|还(?=[能可在用收登上进打])")
_TAG = re.compile(
    r"(?:对吧|对吗|对么|对不对|是吧|是吗|是么|是不是|没错吧"
    r"|行不行|好不好|可不可以|成不成|能不能|可以不|行不|要不要)[啊呀呢的]?$"
)
_YES_NO = re.compile(r"(?:吗|(?<![什怎那这])么)[啊呀呢的]?$")
_WHAT = re.compile("怎么|什么|哪|谁|多久|几|多少|为什么")
_GIVEN_THAT = re.compile("以后|之后|影响|就(?=不|能|可以|会|得|要|没)|才(?=能|可以)")
"""What makes the first part of a question a condition: «没绑邮箱就不能找回吗»."""
_MODAL = re.compile(
    "可以|能不能|能|会|怎么|要|需要|算|影响|行不|是不是|(?<!没)有(?:办法|别的|其他|救)|还(?=登|进|有|算|行|查)"
)


class Modality:
    """Reads the clauses of one text in their order, and keeps what reaches over more than one of them."""

    def __init__(self) -> None:
        self._supposing = False
        self._listing = False

    def unsaid(self, clause: Clause) -> Sequence[Unsaid]:
        """The pieces of the next clause that state nothing."""
        text, whole = clause.text, Unsaid(0, len(clause.text))
        if not clause.joined and not clause.turned:
            self._supposing = self._listing = False
        if self._supposing and _BACK_TO_FACT.match(text):
            self._supposing = False
        if self._supposing or self._listing:
            return [whole]
        found = [*self._ahead(text), *_behind(text), *_once(text)]
        if (start := _asked_from(clause)) is not None:
            found.append(Unsaid(start, len(text), asks=True))
        return found

    def lists_on(self, *, listing: bool) -> None:
        """Tell whether the clause only named things of which the next one speaks: its marker reaches there."""
        self._listing = listing

    def _ahead(self, text: str) -> list[Unsaid]:
        found = []
        if supposed := _SUPPOSED.search(text):
            self._supposing = True
            found.append(Unsaid(supposed.end(), len(text)))
        for pattern, bars in _MARKERS:
            if marker := pattern.search(text):
                found.append(Unsaid(marker.end(), len(text), bars))
        if either := _EITHER_WAY.search(text):
            found.append(Unsaid(either.start(), len(text)))
        if given := _GIVEN.search(text):
            found.append(Unsaid(given.start(), len(text)))
        if waits := _WAITS.search(text):
            found.append(Unsaid(waits.start() + 1, len(text)))
        return found


_MARKERS: tuple[tuple[re.Pattern[str], Bars], ...] = (
    (_ASKS_ALL, "all"),
    (_NOT_THAT, "all"),
    (_FEARS, "all"),
    (_PUT_OFF, "all"),
    (_PLANS, "state"),
    (_WISHES, "yes"),
)


def _behind(text: str) -> list[Unsaid]:
    found = [Unsaid(0, marker.start()) for marker in [_WHEN.search(text)] if marker]
    return [*found, *(Unsaid(0, len(text), "yes") for _ in _IN_PART.finditer(text))]


def _once(text: str) -> list[Unsaid]:
    """«以前能登»: what was, unless the clause says that it still is."""
    marker = _ONCE.search(text)
    if marker is None:
        return []
    still = _STILL.search(text, marker.end())
    return [Unsaid(marker.end(), still.start() if still else len(text), "able")]


def _asked_from(clause: Clause) -> int | None:
    """Where a yes-or-no question begins; None when the clause asks none.

    «密码忘了能找回吗» asks from «能» on: that it is forgotten is no question.
    """
    text = clause.text
    ending = _TAG.search(text) or _YES_NO.search(text)
    if ending is None and not (clause.asked and not _WHAT.search(text)):
        return None
    if _GIVEN_THAT.search(text):
        return 0
    modal = _MODAL.search(text, 0, ending.start() if ending else len(text))
    return modal.start() if modal else 0
