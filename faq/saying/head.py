"""The head of an answer: the one line that stands before it, and what of the answer it makes untrue or says again.

Nobody else puts a line of an entry before its answer. What somebody tells of their case (a follow-up of the entry)
comes before a line of the answer that is labelled for a case; where neither is told, the answer begins as it is
written.
"""

from __future__ import annotations

import re

from faq.content.entry import Entry
from faq.content.likeness import letter_pairs
from faq.saying.labelled import case_of, numbered_anew
from faq.text.phone import first_sentence
from faq.text.polarity import decides_otherwise, says_whether

_MOST_SHARED = 0.5
_NOTHING_NEW = 0.55
"""From which share of its pairs of letters that the line at the head holds, too, a line tells nothing new.

Of the steps only those with a figure («锁定最长 36 小时») and without a label go: others are parts of a way.
"""
_ALIKE = 7
"""From how many equal letters on two lines begin alike."""
_FIGURE = re.compile(r"\d{1,12}")
_NOT_KNOWN = "没有查到"
_SIDES = (
    (re.compile("^(?:在校|在读|毕业前|没毕业)"), re.compile("毕业后|毕业之后|毕业了|已(?:经)?毕业|往届")),
    (re.compile("^(?:毕业后|毕业了|已(?:经)?毕业|往届)"), re.compile("在校|在读|毕业前|没毕业")),
)
"""How an answer begins that holds on one side only, and what a line says that is for the other."""


def headed(answer: str, entry: Entry, asked: str, told: str = "") -> str:
    """A plain answer with what is `told` of the case at its head, else with the line for the case that is `asked`.

    What decides otherwise than the answer stands alone, for the steps are those of the other case; what decides the
    same takes the place of the answer's own first sentence.
    """
    if told:
        behind = told.startswith(_NOT_KNOWN) and first_sentence(answer) not in told
        return answer if told in answer else _behind_first(told, answer) if behind else _under(told, answer)
    found = case_of(answer, entry, asked)
    if found is None:
        return answer
    line, rest = found
    return _under(line, rest, decides=line.partition("：")[2])


def _behind_first(told: str, answer: str) -> str:
    """An answer with what is not known behind its first line: what is known comes first."""
    first, *rest = answer.splitlines()
    return "\n".join((first, told, *(line for line in rest if not _told(line, told))))


def says_the_same(line: str, other: str) -> bool:
    """Whether one of two lines need not be said beside the other: they share most words, or one denies the other."""
    return decides_otherwise(line, other) or shares_most(line, other)


def shares_most(line: str, other: str) -> bool:
    """Whether the shorter of two lines says little that the longer one does not."""
    pairs, held = letter_pairs(line), letter_pairs(other)
    return bool(pairs and held) and len(pairs & held) >= _MOST_SHARED * min(len(pairs), len(held))


def _under(line: str, answer: str, decides: str = "") -> str:
    """The answer under a line, as far as both can be true; `decides` is what of the line says yes or no."""
    verdict = decides or line
    other_side = any(holds.search(answer) and other.search(line) for holds, other in _SIDES)
    if other_side or decides_otherwise(verdict, answer):
        return line
    first = first_sentence(answer)
    again = (says_whether(verdict) and says_whether(answer)) or shares_most(line, first)
    rest = answer.removeprefix(first).strip() if again else answer
    return "\n".join((line, *numbered_anew(item for item in rest.splitlines() if not _told(item, line)))).rstrip()


def is_told(line: str, said: str) -> bool:
    """Whether a line tells nothing beside those that were said: one of them begins alike, or has most of its words."""
    if any(one[:_ALIKE] == line[:_ALIKE] for one in said.splitlines() if len(line) > _ALIKE):
        return True
    pairs, figures = letter_pairs(line), set(_FIGURE.findall(line))
    held = [(letter_pairs(one), set(_FIGURE.findall(one))) for one in said.splitlines()]
    return bool(pairs) and any(
        len(pairs & own) >= _NOTHING_NEW * len(pairs) and figures <= theirs for own, theirs in held
    )


def _told(item: str, line: str) -> bool:
    """Whether a line of an answer tells nothing that the line at its head does not, figures included."""
    said = re.sub(r"^\d{1,2}\. ", "", item)
    pairs, figures = letter_pairs(said), set(_FIGURE.findall(said))
    if not pairs or "：" in said or not figures <= set(_FIGURE.findall(line)) or (said != item and not figures):
        return False
    return len(pairs & letter_pairs(line)) >= _NOTHING_NEW * len(pairs)
