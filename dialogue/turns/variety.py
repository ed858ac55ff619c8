"""Never the same text twice in a row: the second time the next step, another way, or a person."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.turns.sentences_said import (
    AGAIN,
    SAID_AGAIN,
    again_in_short,
    group_of,
    group_of_apology,
    holds_news,
    is_group,
    only_news,
    said_in,
    said_once,
    without_lead,
)
from faq.text.choice import HUMAN, HUMAN_OPTION, Option, numbered_option_lines
from faq.text.pinyin import is_chinese

REMEMBERED = 3
"""How many replies back a text still counts as just said."""
_GROUPS = 6
"""The same for a sentence."""
ANSWERS_REMEMBERED = 8
"""How many answers back one still counts as given."""
_GIVEN = "="
_MOST_AGAIN = 29
"""How long a sentence may be that is said whole a second time, to who asks for just that."""
_PLAIN_END = "。！!"
_SAID_ABOVE_IN_ENGLISH = "On that it is as I said just now."
_ONLY_HEARD = re.compile("(?:“[^”]{1,40}”，)?(?:知道了|记下了|这个记下了)。\\s{0,2}")
_NUMBERED = re.compile(r"\s{0,8}(?:\d{1,2}[.、]|[·•-])")
_ALREADY_SAID = (
    "这件事我查到的就是刚才那些。问的是别的一点就换个说法；卡住了，说说页面的提示。",
    "还卡在原来的地方吧。要不这一件交给人工，您说过的我都带上。",
    "再说一遍也是同样的话，不如让人工帮您看看。",
    "这一件我说完了。换个人看更快，说过的不用再说一遍。",
)
_SHOWN_AGAIN = ("再给您看一遍：", "就是这一条：")
"""What stands above an answer that is chosen once more: a button always gives what it names."""
_SAID_IN_ENGLISH = (
    "I have nothing to add to what I said just now. Ask another way, or let a person look:",
    "It would be the same again. A person can look at this; what you said goes along:",
    "That is all I know about it. A person is quicker here:",
    "I would only repeat myself. Shall a person take over?",
)
_HUMAN_IN_ENGLISH = Option(HUMAN, "Human / 人工客服")
_MOST_CHINESE = 0.25
"""How much of an English reply may be the Chinese names of pages and buttons."""


@dataclass(frozen=True)
class Wording:
    """A text and its options as they may be sent now."""

    text: str
    options: tuple[Option, ...]
    repeated: bool = False


def fingerprint(text: str) -> str:
    """A short name of a text, so that the text itself need not be kept."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def fresh(
    text: str,
    options: Sequence[Option],
    recent: Sequence[str],
    otherwise: Sequence[Wording] = (),
    *,
    again: bool = False,
) -> Wording:
    """The text when it was not just said; else the first of the other ways that was not, in the end a person.

    What could be chosen stays to be chosen, whatever the words are; `again` is whether the person wants what was said.
    """
    if fingerprint(text) not in recent and (again or holds_news(text, recent)):
        return Wording(text, tuple(options))
    for other in otherwise:
        if fingerprint(other.text) not in recent:
            return Wording(other.text, other.options, repeated=True)
    english = _is_english(text)
    for lead in _SHOWN_AGAIN if again and not english else ():
        if fingerprint(shown := f"{lead}\n{text}") not in recent:
            return Wording(shown, tuple(options), repeated=True)
    if (short := _in_short(text, recent)) and fingerprint(text) not in recent and fingerprint(short) not in recent:
        return Wording(short, tuple(options), repeated=True)
    person = _HUMAN_IN_ENGLISH if english else HUMAN_OPTION
    kept = (*(option for option in options if option.id != HUMAN), person)
    lines = _SAID_IN_ENGLISH if english else _ALREADY_SAID
    said = [f"{line}\n{numbered_option_lines(kept)}" for line in lines]
    # More ways than are remembered: one of them was not just said.
    return Wording(next(way for way in said if fingerprint(way) not in recent), kept, repeated=True)


def without_said(text: str, recent: Sequence[str]) -> str:
    """A text without the sentences that were said in the last replies: what is new of it is the answer.

    English without a Chinese name in it keeps all but whole lines behind the first: where to write, say.
    """
    if not any(map(is_chinese, text)):
        left, dropped = only_news(text, recent)
        return left if left and not text.startswith(dropped or "\n") else text
    text = said_once(text)
    left, dropped = only_news(text, recent)
    if not left:
        return _in_short(text, recent) or text
    if not dropped or not text.startswith(dropped) or _NUMBERED.match(left):
        return _with_way(left) if dropped else left
    return f"{_SAID_ABOVE_IN_ENGLISH}\n{left}" if _is_english(text) else left


def _with_way(left: str) -> str:
    """What is left, with the way on where it only says that something was heard."""
    return f"{left}{SAID_AGAIN.partition('。')[2]}" if _ONLY_HEARD.fullmatch(left) else left


def _in_short(text: str, recent: Sequence[str]) -> str:
    """What is left of a reply that was said before, for who asks for just that; empty where it is too long.

    Once in a while only: who gets that again and again wants something else.
    """
    if AGAIN in said_in(recent):
        return ""
    first, *more = text.splitlines()
    if short := next(filter(None, map(again_in_short, (first, *more))), ""):
        return short
    plain = without_lead(first).strip().rstrip(_PLAIN_END)
    return SAID_AGAIN.format(plain.rstrip(_PLAIN_END)) if not more and len(plain) <= _MOST_AGAIN else ""


def _is_english(text: str) -> bool:
    return sum(map(is_chinese, text)) < _MOST_CHINESE * len(text)


def remembered(recent: Sequence[str], text: str, entry_id: str = "", whole: str = "") -> list[str]:
    """What to keep after a text was sent: its sentences and itself by their fingerprints, and the answers given.

    `whole` is the text with what had been said before: it counts as sent, too.
    """
    said = [item for item in recent if not (item.startswith(_GIVEN) or is_group(item))]
    given = [item for item in recent if item.startswith(_GIVEN) and item != f"{_GIVEN}{entry_id}"]
    given = [*given, f"{_GIVEN}{entry_id}"][-ANSWERS_REMEMBERED:] if entry_id else given
    groups = [*filter(is_group, recent), *filter(None, (group_of(text),))][-_GROUPS:]
    sent = [fingerprint(whole)] if whole and whole != text else []
    return [*given, *groups, *[*said, *sent, fingerprint(text)][-REMEMBERED:]]


def apologised(recent: Sequence[str]) -> list[str]:
    """What to keep after an apology was made beside a question that stands for the reply."""
    groups = [*filter(is_group, recent), group_of_apology()][-_GROUPS:]
    given = [item for item in recent if item.startswith(_GIVEN)]
    return [*given, *groups, *(item for item in recent if not (item.startswith(_GIVEN) or is_group(item)))]


def was_given(recent: Sequence[str], entry_id: str) -> bool:
    """Whether an entry was answered before in this conversation."""
    return f"{_GIVEN}{entry_id}" in recent


def answers_given(recent: Sequence[str]) -> list[str]:
    """The entries answered before in this conversation, the last one last."""
    return [item.removeprefix(_GIVEN) for item in recent if item.startswith(_GIVEN)]
