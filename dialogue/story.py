"""What a conversation told before a ticket, in the person's words and in their order, the first message whole.

What was only left behind when the talk turned stays, for the turn may be a misreading: what a person complained of
first must never be lost. It goes where they say that it is done («成了») or given up («不注销了»).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dialogue.plans import given_up, only_means_to
from dialogue.shortening import shortened
from dialogue.ticket_words import marked_clauses
from dialogue.told import Told, read_told
from faq.normalise import matching_key

_MOST_CHARS = 160
_MOST_OPENING = 90
_MOST_ASKED = 40
_ENGLISH_CHARS = 3
"""How many letters an English text has for one Chinese character."""
_GIVEN_UP = re.compile(
    "(?:先|那|还是|我|就|这个|算了|好吧?|行吧?){0,4}不(?:想|用|打算)?(?:注销|改|换|解绑|查|办|注册)了"
)
"""A clause that gives up what was wanted before."""
_DONE = re.compile(
    "(?:我|这个|那个|现在|好像|已经|都|真的?|终于|自己|刚才那个|密码|账号){0,4}"
    "(?:成了|好了|可以了|行了|弄好了|搞定了?|解决了|登上去?了|登进去了|进去了|收到了|找到了|找回来了|改好了|改过来了|查到了|通过了)"
    "(?:啦|呀|哈|吧|谢谢|多谢){0,2}"
)


@dataclass(frozen=True)
class Story:
    """What was told, and what was asked last."""

    told: str = ""
    asked: str = ""
    done: bool = False
    """Whether the person said that the last matter is done, or gave it up, and told of no other."""


def read_story(messages: Sequence[str], still_true: Callable[[str], bool]) -> Story:
    """The story of typed messages; `still_true` tells of a clause whether it is so after all of them."""
    said: list[Told] = []
    done = False
    for text in messages:
        clauses = marked_clauses(text)
        others = [f"{clause}{mark}" for clause, mark in clauses if not _ends(clause)]
        ends = len(others) < len(clauses)
        if ends:
            said, done = [], bool(said)
        told = read_told("".join(others) if ends else text, later=bool(said))
        if told.clauses or told.asked:
            said, done = [*said, told], False
    if not said:
        return Story(done=done)
    plans = given_up(messages)
    said = [replace(told, clauses=_kept(told.clauses, plans)) for told in said] if plans else said
    told_all, asked = _told(said, still_true), shortened(said[-1].asked, _room(said[-1].asked, _MOST_ASKED))
    return Story(told_all, "" if matching_key(asked) in matching_key(told_all) else asked)


def _kept(clauses: Sequence[str], plans: Sequence[str]) -> tuple[str, ...]:
    """The clauses without those that only tell of a plan that was given up."""
    return tuple(clause for clause in clauses if not only_means_to(clause, plans))


def _ends(clause: str) -> bool:
    """Whether a clause says that the matter before is done, or gives it up."""
    key = matching_key(clause)
    return _GIVEN_UP.fullmatch(key) is not None or _DONE.fullmatch(key) is not None


def _told(said: Sequence[Told], still_true: Callable[[str], bool]) -> str:
    """The first message whole, and as much of the last ones as there is room for."""
    first, *others = said
    opening = _once(first.clauses or (first.asked,))
    later = _once([clause for told in others for clause in told.clauses])
    opening = list(filter(still_true, opening)) or opening
    later = [clause for clause in filter(still_true, later) if not _holds(opening, clause)]
    opening = [part for part in opening if not _holds(later, part)] or opening
    begun = _joined(opening)
    begun = shortened(begun, _room(begun, _MOST_OPENING))
    room = _room(begun, _MOST_CHARS) - len(begun)
    kept: list[str] = []
    for clause in reversed(later):
        room -= len(clause) + 1
        if room < 0:
            break
        kept.insert(0, clause)
    return _joined([begun, *kept])


def _room(text: str, most: int) -> int:
    """The characters there are for a text: English takes more of them for the same."""
    return most * _ENGLISH_CHARS if text.isascii() else most


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
