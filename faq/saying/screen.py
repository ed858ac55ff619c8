"""A reply brought to one screen of a phone: what somebody can do without goes first, what they wait for never.

Joined replies are made of parts that each fit by themselves; only here is it seen what they come to together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from faq.text.phone import SCREEN_LINES, first_sentence, line_count

_NUMBERED = re.compile(r"\s{0,4}(?P<number>\d{1,2})\.\s{1,2}(?P<title>.+)")
_STAYS = re.compile("[？?]|“继续”|“continue”|注销|报警|骗|改(?:掉)?密码|止付|不能再用于|(?:别|不要)")
"""A question to answer, how to go on, a warning."""
_HEADS = ("：", ":")
_DETAILS = re.compile("【[^【】]{1,12}】")
"""How the details of an answer begin: they are asked for, and told whole, warnings and all."""


def on_screen(text: str, titles: Sequence[str] = (), lines: int = SCREEN_LINES) -> str:
    """As much of a reply as a screen holds: its first sentence always, and what can be tapped stands below anyway."""
    kept = text.splitlines()
    if kept and _DETAILS.fullmatch(kept[0].strip()):
        return text
    for drop in (_without_listed, _without_remark, _without_rest, _without_step, _without_remark_at_all):
        while line_count("\n".join(kept)) > lines:
            shorter = drop(kept, titles)
            if shorter == kept:
                break
            kept = shorter
    return "\n".join(kept)


def _without_listed(lines: list[str], titles: Sequence[str]) -> list[str]:
    """Without the list of what can be tapped and the words over it."""
    listed = [place for place, line in enumerate(lines) if _title(line) in titles]
    if not listed:
        return lines
    first = listed[0] - 1 if listed[0] > 1 and lines[listed[0] - 1].endswith(_HEADS) else listed[0]
    gone = {first, *listed}
    return [line for place, line in enumerate(lines) if place not in gone]


def _without_remark(lines: list[str], _: Sequence[str]) -> list[str]:
    """Without the last line that is no step, no head of steps and nothing that must stay."""
    for place in reversed(range(1, len(lines))):
        line = lines[place]
        heads = place + 1 < len(lines) and line.endswith(_HEADS)
        if not (_NUMBERED.match(line) or heads or _STAYS.search(line)):
            return [*lines[:place], *lines[place + 1 :]]
    return lines


def _without_rest(lines: list[str], _: Sequence[str]) -> list[str]:
    """With one line less that says more than its first sentence."""
    for place in reversed(range(len(lines))):
        first = first_sentence(lines[place])
        if first != lines[place].strip() and not _STAYS.search(lines[place].replace(first, "", 1)):
            return [*lines[:place], first, *lines[place + 1 :]]
    return lines


def _without_step(lines: list[str], _: Sequence[str]) -> list[str]:
    """Without the last numbered step, and without its head where it was the only one."""
    for place in reversed(range(1, len(lines))):
        if _NUMBERED.match(lines[place]):
            alone = lines[place - 1].endswith(_HEADS) and not lines[place + 1 : place + 2]
            return [*lines[: place - alone], *lines[place + 1 :]]
    return lines


def _without_remark_at_all(lines: list[str], _: Sequence[str]) -> list[str]:
    """Without the line before the last: the first one and how to go on are left in the end."""
    return [*lines[:-2], lines[-1]] if len(lines) > 2 else lines


def _title(line: str) -> str:
    found = _NUMBERED.match(line)
    return found["title"] if found else ""
