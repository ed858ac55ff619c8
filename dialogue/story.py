"""What a conversation told before a ticket: the matter it is about now from its first words on, and others besides.

A matter ends where the person says so («成了», «先说另一件»). One that was only left behind when the talk turned is
told behind the other, for the turn may be a misreading: what a person complained of first must never be lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from dialogue.told import Told, read_told
from dialogue.ticket_words import split_clauses
from faq.normalise import matching_key

_MOST_CHARS = 160
_MOST_OPENING = 90
_MOST_EARLIER = 60
_MOST_ASKED = 40
_LEANS = re.compile(
    "^(?:那|可是|但是?|不过|还是|学校|老师|他们?|她们?|对方|我说|我都|我又|不是|不行|没有?|都|也|就是|现在|刚才|后来|结果|然后|因为|所以|而且|试"
    "|按|照|已经|又|再|还有?|弄|点|填|输|页面|上面|它)"
)
"""How what belongs to the matter before begins."""
_TURNS_AWAY = re.compile(
    "(?:先|那|还是|我|就|这个|算了|好吧?|行吧?){0,4}(?:先?不(?:管|说|弄|问|提)(?:这个|它|那个)?了?|换(?:个|一个)(?:问题|事)|问(?:个|点|一个)别的|说(?:个|点)别的"
    "|(?:先|另外)(?:问|说)(?:一?下)?(?:别的|另外?一?[个件]|下一?[个件])?.{0,3}|不(?:想|用|打算)?(?:注销|改|换|解绑|查|办|注册)了)"
)
"""A clause that leaves the matter before for another one."""
_DONE = re.compile(
    "(?:我|这个|那个|现在|好像|已经|都|真的?|终于|自己|刚才那个|密码|账号){0,4}"
    "(?:成了|好了|可以了|行了|弄好了|搞定了?|解决了|登上去?了|登进去了|进去了|收到了|找到了|找回来了|改好了|改过来了|查到了|通过了)"
    "(?:啦|呀|哈|吧|谢谢|多谢){0,2}"
)


@dataclass(frozen=True)
class Story:
    """The clauses told of the matter talked about now, what was told of others before, and what was asked last."""

    told: str = ""
    earlier: str = ""
    asked: str = ""
    done: bool = False
    """Whether the person said that the last matter is done, or left it, and told of no other."""


@dataclass(frozen=True)
class _Matter:
    """The messages about one thing; `over` when the person is done with it or wants it left."""

    key: str
    said: tuple[Told, ...] = ()
    over: bool = False


@dataclass
class _Reading:
    matters: list[_Matter] = field(default_factory=list)
    asked: str = ""

    def take(self, text: str, key: str) -> None:
        """One more message, whose answer belongs to the matter `key` (empty while nothing was answered)."""
        clauses = split_clauses(text)
        left = any(_TURNS_AWAY.fullmatch(matching_key(clause)) for clause in clauses)
        done = any(_DONE.fullmatch(matching_key(clause)) for clause in clauses)
        if (left or done) and self.matters:
            self.matters[-1] = replace(self.matters[-1], over=True)
            self.asked = ""
        told = read_told(text)
        if not told.clauses and not told.asked:
            return
        self.asked = told.asked
        now = self.matters[-1] if self.matters else None
        if now is None or now.over or _turned(now, told, text, key):
            back = next((item for item in self.matters if key and item.key == key and item is not now), None)
            self.matters = [item for item in self.matters if item is not back]
            now = replace(back, over=False) if back is not None else _Matter(key)
            self.matters.append(now)
        self.matters[-1] = replace(now, key=key or now.key, said=(*now.said, told))


def read_story(messages: Sequence[tuple[str, str]], still_true: Callable[[str], bool]) -> Story:
    """The story of typed messages, each with the matter of its answer; `still_true` of a clause after all of them."""
    reading = _Reading()
    for text, key in messages:
        reading.take(text, key)
    if not reading.matters:
        return Story()
    *before, now = reading.matters
    earlier = [clause for item in before if not item.over for said in item.said for clause in said.clauses]
    told = "" if now.over else _told(now, still_true)
    kept = _once([clause for clause in earlier if matching_key(clause) not in matching_key(told)])
    asked = reading.asked[:_MOST_ASKED]
    asked = "" if matching_key(asked) in matching_key(told) else asked
    return Story(told, "，".join(filter(still_true, kept))[:_MOST_EARLIER], asked, done=now.over)


def _turned(now: _Matter, told: Told, text: str, key: str) -> bool:
    """Whether a message tells of another matter; what asks, or goes on with words of the one before, does not."""
    if not told.clauses or told.asked or not now.key or key == now.key or _LEANS.match(text):
        return False
    before = {pair for said in now.said for clause in (*said.clauses, said.asked) for pair in _pairs(clause)}
    return not any(_pairs(clause) & before for clause in told.clauses)


def _pairs(clause: str) -> set[str]:
    key = matching_key(clause)
    return {key[place : place + 2] for place in range(len(key) - 1)}


def _told(matter: _Matter, still_true: Callable[[str], bool]) -> str:
    """The first message whole, and as much of the last ones as there is room for."""
    first, *others = matter.said
    opening = _once(first.clauses or (first.asked,))
    later = _once([clause for said in others for clause in said.clauses])
    opening = list(filter(still_true, opening)) or opening
    later = [clause for clause in filter(still_true, later) if not _holds(opening, clause)]
    opening = [part for part in opening if not _holds(later, part)] or opening
    begun = _joined(opening)[:_MOST_OPENING]
    room, kept = _MOST_CHARS - len(begun), []
    for clause in reversed(later):
        room -= len(clause) + 1
        if room < 0:
            break
        kept.insert(0, clause)
    return _joined([begun, *kept])


def _once(clauses: Sequence[str]) -> list[str]:
    """The clauses in order, without what another one says too."""
    kept: list[str] = []
    for clause in clauses:
        if not _holds(kept, clause):
            kept = [*(part for part in kept if not _holds([clause], part)), clause]
    return kept


def _holds(clauses: Sequence[str], clause: str) -> bool:
    return any(matching_key(clause) in matching_key(part) for part in clauses)


def _joined(parts: Sequence[str]) -> str:
    text = ""
    for part in parts:
        mark = "" if not text or text.endswith(("？", "?")) else "，" if not text.isascii() else ". "
        text += f"{' ' if text.isascii() and text.endswith('?') else mark}{part}"
    return text
