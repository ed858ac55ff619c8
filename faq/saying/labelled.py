"""The line of an answer that is meant for just the case somebody told: «报告丢了：…» goes first where a report is lost.

Many answers list cases, each behind its label. Nothing new is said here: who tells such a case reads its line at the
head (`faq/saying/head.py`), and the rest of the answer under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from faq.content.entry import Entry
from faq.text.markup import to_plain
from faq.text.normalise import letters, normalise

_LINE = re.compile(r"^(?:\d{1,2}\.|[·\-])\s{0,3}(?P<label>[^：:。；]{2,14})[：:](?P<said>.{2,200})$")
_HOLLOW = re.compile("没有(?=.)|[还再都有是在能可以已先到过了的者时后就也从把这那我您们用只请和与或、]")
"""What a label may hold beside the words of its case; 没有 is heard as 没."""
_NOT = "没不未非无"
_EMPTY = re.compile(f"[{_NOT}]{{0,2}}.?")
_GAP, _MOST_CLOSE = 6, 2
_BEHIND = "证书院校照生号"
"""What makes another word of the last one: 毕业 in 毕业证."""
_AHEAD = ("快", "马上", "就要", "明年", "即将", "准备", "等", "今年", "将要")
"""What says that a thing is not done yet, where a label says 已."""
_LEAST_OWN = 2
_USUAL, _OFTEN = 0.2, 0.5
"""In more than this share of an entry's own wordings a label is its very matter, and no case of it; the second share is
for who has two matters in the title, of which the head answers the first."""


def case_of(text: str, entry: Entry, asked: str) -> tuple[str, str] | None:
    """The line of a plain answer for the case that a question tells, and the answer without it; None for no such case.

    Where two cases are told, none is before the other.
    """
    lines = text.split("\n")
    labelled = [(place, found) for place, line in enumerate(lines) if place and (found := _LINE.match(line))]
    told = [(place, found) for place, found in labelled if _tells(asked, found["label"], entry)]
    if len(told) != 1:
        return None
    (place, found), *_ = told
    rest = [*lines[:place], *lines[place + 1 :]]
    return f"{found['label']}：{found['said']}", "\n".join(numbered_anew(rest))


def numbered_anew(lines: Iterable[str]) -> list[str]:
    """Steps that count from one again where one of them was taken out."""
    result, number = [], 0
    for line in lines:
        step = re.match(r"\d{1,2}\. ", line)
        number = number + 1 if step else number
        result.append(f"{number}. {line[step.end() :]}" if step else line)
    return result


def _tells(asked: str, label: str, entry: Entry) -> bool:
    case = _case(label)
    two = "，" in entry.title
    head = _case(("" if two else entry.title) + to_plain(entry.answer).partition("\n")[0])
    if case is None or head is None or set(case) <= set(head) or case in head:
        return False
    done = "已" in label
    if not _says(_case(asked) or "", case, done=done):
        return False
    wordings = entry.wordings()
    usual = sum(_says(_case(wording) or "", case, done=done) for wording in wordings)
    return usual <= (_OFTEN if two else _USUAL) * len(wordings)


@lru_cache(maxsize=8192)
def _case(text: str) -> str | None:
    """The words of a label or a question that name its case; None where there are none."""
    words = _HOLLOW.sub(lambda found: "没" if found[0] == "没有" else "", letters(normalise(text)))
    return words if len(words) >= _LEAST_OWN and not _EMPTY.fullmatch(words) else None


def _says(asked: str, case: str, *, done: bool) -> bool:
    """Whether a question says the words of a case in their order, near together, neither denied nor still to come."""
    gap = _GAP if len(case) > _MOST_CLOSE else 0
    return any(
        letter == case[0]
        and (case[0] in _NOT or not set(asked[max(0, start - 2) : start]) & set(_NOT))
        and not (done and asked[:start].endswith(_AHEAD))
        and _goes_on(asked, start + 1, case[1:], gap)
        for start, letter in enumerate(asked)
    )


def _goes_on(asked: str, start: int, rest: str, gap: int) -> bool:
    if not rest:
        return asked[start : start + 1] not in tuple(_BEHIND)
    for place in range(start, min(start + gap + 1, len(asked))):
        if asked[place] == rest[0]:
            return _goes_on(asked, place + 1, rest[1:], gap)
        if asked[place] in _NOT:
            return False
    return False
