"""Never the same text twice in a row: the second time the next step, another way, or a person."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from faq.choice import HUMAN, HUMAN_OPTION, Option, numbered_option_lines
from faq.pinyin import is_chinese

REMEMBERED = 3
"""How many replies back a text still counts as just said."""
ANSWERS_REMEMBERED = 8
"""How many answers back one still counts as given."""
_GIVEN, _LINE = "=", "-"
_LONG_LINE = 28
"""From how many letters on a line must not be said again in the very next reply."""
_SAID_ABOVE = "这一点还是刚才说的那样，要问准就回复“人工”。"
_SAID_ABOVE_IN_ENGLISH = "On that it is as I said just now."
_AGAIN = "还是那句：{}。"
_VERDICT = re.compile("能|可以|可能|会|不|别|要|得|是|有|算|行|免费|用|先|找")
"""What a gist holds that decides something: «请看» and «依据» do not."""
_GIST = re.compile(r"\s*(?:那(?=先|就))?(.{5,30}?)(?<!的话)[：:。；;！!]")
_NUMBERED = re.compile(r"\s{0,8}(?:\d{1,2}[.、]|[·•-])")
_ALREADY_SAID = (
    "这件事我查到的就是刚才那些。问的是别的一点就换个说法；卡住了，说说页面的提示。",
    "还卡在原来的地方吧。要不这一件交给人工，您说过的我都带上。",
    "再说一遍也是同样的话，不如让人工帮您看看。",
    "这一件我说完了。换个人看更快，说过的不用再说一遍。",
)
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


def fresh(text: str, options: Sequence[Option], recent: Sequence[str], otherwise: Sequence[Wording] = ()) -> Wording:
    """The text when it was not just said; else the first of the other ways that was not, in the end a person.

    What could be chosen stays to be chosen, whatever the words are.
    """
    if fingerprint(text) not in recent:
        return Wording(text, tuple(options))
    for other in otherwise:
        if fingerprint(other.text) not in recent:
            return Wording(other.text, other.options, repeated=True)
    english = _is_english(text)
    person = _HUMAN_IN_ENGLISH if english else HUMAN_OPTION
    kept = (*(option for option in options if option.id != HUMAN), person)
    lines = _SAID_IN_ENGLISH if english else _ALREADY_SAID
    said = [f"{line}\n{numbered_option_lines(kept)}" for line in lines]
    # More ways than are remembered: one of them was not just said.
    return Wording(next(way for way in said if fingerprint(way) not in recent), kept, repeated=True)


def without_said(text: str, recent: Sequence[str]) -> str:
    """A text without the paragraphs that stood in the last reply too; that the first is as it was is said in short.

    Numbered lines stay as they are, for a list with gaps is none; so does English without a Chinese name in it.
    """
    lines = text.splitlines()
    again = [_is_long(line) and f"{_LINE}{fingerprint(line)}" in recent for line in lines]
    if not any(again) or not any(map(is_chinese, text)):
        return text
    left = [line for line, said in zip(lines, again, strict=True) if not said]
    above = _SAID_ABOVE_IN_ENGLISH if _is_english(text) else _SAID_ABOVE
    return "\n".join([again_in_short(lines[0]) or above, *left] if again[0] else left)


def _is_english(text: str) -> bool:
    return sum(map(is_chinese, text)) < _MOST_CHINESE * len(text)


def again_in_short(text: str) -> str:
    """The verdict at the head of what was said, for who asks for it once more; empty where it has none that short."""
    found = _GIST.match(text)
    return _AGAIN.format(found[1]) if found and _VERDICT.search(found[1]) else ""


def remembered(recent: Sequence[str], text: str, entry_id: str = "") -> list[str]:
    """What to keep after a text was sent: the fingerprints of the last ones, behind the answers given before them.

    Of the paragraphs of the very last one there is a fingerprint each.
    """
    lines = [f"{_LINE}{fingerprint(line)}" for line in text.splitlines() if _is_long(line)]
    said = [item for item in recent if not item.startswith((_GIVEN, _LINE))]
    given = [item for item in recent if item.startswith(_GIVEN) and item != f"{_GIVEN}{entry_id}"]
    given = [*given, f"{_GIVEN}{entry_id}"][-ANSWERS_REMEMBERED:] if entry_id else given
    return [*given, *lines, *[*said, fingerprint(text)][-REMEMBERED:]]


def _is_long(line: str) -> bool:
    return len(line) >= _LONG_LINE and not _NUMBERED.match(line)


def was_given(recent: Sequence[str], entry_id: str) -> bool:
    """Whether an entry was answered before in this conversation."""
    return f"{_GIVEN}{entry_id}" in recent


def answers_given(recent: Sequence[str]) -> list[str]:
    """The entries answered before in this conversation, the last one last."""
    return [item.removeprefix(_GIVEN) for item in recent if item.startswith(_GIVEN)]
