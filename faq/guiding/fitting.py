"""An answer without the steps that somebody said cannot work for them, or that they have tried already."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from faq.guiding.situation import UNKNOWN, Fact, Situation

LEFT_OUT = "（您说用不了、试过的，已略去。）"
_ALSO = "\n也可能是：\n"
"""What else may be meant is listed behind it, by numbers that can be typed."""
_STEP = re.compile(r"^(\s*)\d{1,2}([.、]\s*)(.+)$")
_NOT_TO_USE = re.compile("别|不要|没有|没接|不通|补|想绑|填|核对|家人|本人|自己|还有|另|(?<!kefu)@")
"""A step that warns of a means, sets it up or names that of another one is no advice to use what is ruled out."""
_PIECE = re.compile(r"[^；。！!？?]+[；。！!？?]?")
_OR = re.compile("[，、](?:或者?|也可以)")
"""How the last of several ways is named in a sentence."""
_ENDS = "；。！!？?"
_HALVES = f"，：{_ENDS}"
_HALF = re.compile(f"[^{_HALVES}]{{1,80}}[{_HALVES}]?|[{_HALVES}]")
_TRY = re.compile("(?:先|再|也|您){0,2}(?:试|看|查|问|确认|核对|对一?下)")


def fitting(text: str, known: Mapping[str, str], situation: Situation) -> str:
    """The text without the ways, and the numbered steps, all of whose means are ruled out.

    It stays as it is when none is, or none would be left. Which steps were left out is said: who looks for them shall
    not wonder.
    """
    return without_ways(_without_steps(without_tests(text, known, situation), known, situation), known, situation)


def without_tests(text: str, known: Mapping[str, str], situation: Situation) -> str:
    """Text without the half sentences and steps that tell to find out what was said: «试试旧账号还能不能登»."""
    facts = (situation.facts.get(name) for name, value in known.items() if value != UNKNOWN)
    words = [word for fact in facts if fact is not None for word in fact.tests]
    if not any(word in text for word in words):
        return text
    kept: list[str] = []
    steps = dropped = 0
    for line in text.splitlines():
        step = _STEP.match(line)
        if step is None:
            kept.append(_line_without(line, words))
        elif all(_tests(part, words) for part in _HALF.findall(step[3])):
            dropped += 1
        else:
            steps += 1
            kept.append(f"{step[1]}{steps}{step[2]}{step[3]}" if dropped else line)
    return "\n".join(kept)


def _tests(part: str, words: Sequence[str]) -> bool:
    """Whether a half sentence only tells to find out what is known."""
    return any(word in part for word in words) and _TRY.match(part) is not None


def _line_without(line: str, words: Sequence[str]) -> str:
    kept: list[str] = []
    for part in _HALF.findall(line):
        if not _tests(part, words):
            kept.append(part)
        elif kept and part[-1] in _ENDS and kept[-1].endswith("，"):
            kept[-1] = f"{kept[-1][:-1]}{part[-1]}"
    left = "".join(kept)
    if not left.strip(_HALVES):
        return line
    return f"{left[:-1]}。" if left.endswith(("，", "；", "：")) and left != line else left


def _without_steps(text: str, known: Mapping[str, str], situation: Situation) -> str:
    ruled_out = {name for name, value in known.items() if _rules_out(situation.facts.get(name), value)}
    means = {fact.id: fact.means for fact in situation.facts.values() if fact.means}
    if not ruled_out & means.keys():
        return text
    answer, also, listed = text.partition(_ALSO)
    kept, steps, dropped = [], 0, 0
    for line in answer.splitlines():
        step = _STEP.match(line)
        if step is None:
            kept.append(line)
            continue
        needed = {name for name, words in means.items() if any(word in step[3] for word in words)}
        if needed and needed <= ruled_out and not _NOT_TO_USE.search(step[3]):
            dropped += 1
            continue
        steps += 1
        kept.append(f"{step[1]}{steps}{step[2]}{step[3]}")
    return "\n".join([*kept, LEFT_OUT]) + also + listed if dropped and steps else text


def without_ways(text: str, known: Mapping[str, str], situation: Situation) -> str:
    """Prose without the ways that somebody said are of no use: «或发邮件», «绑过微信的直接扫码».

    Numbered lines and questions stay, and so does a line of which nothing would be left: who reads it must not be left
    without a word.
    """
    ruled_out = {name for name, value in known.items() if _rules_out(situation.facts.get(name), value)}
    means = {fact.id: fact.means for fact in situation.facts.values() if fact.means}
    if not ruled_out & means.keys():
        return text
    lines = [line if _STEP.match(line) else _prose_without(line, ruled_out, means) for line in text.splitlines()]
    return "\n".join(lines)


def _prose_without(line: str, ruled_out: set[str], means: Mapping[str, Sequence[str]]) -> str:
    """A line without the sentences, and the last alternatives, that need only what is ruled out."""

    def in_vain(part: str) -> bool:
        needed = {name for name, words in means.items() if any(word in part for word in words)}
        return bool(needed) and needed <= ruled_out and not _NOT_TO_USE.search(part.replace("有没有", ""))

    kept: list[str] = []
    for piece in _PIECE.findall(line):
        if piece.endswith(("？", "?")) or not in_vain(piece):
            ways = _OR.split(piece.rstrip(_ENDS))
            last = len(ways) > 1 and in_vain(ways[-1])
            kept.append(f"{piece[: piece.rindex(ways[-1])].rstrip('，、也可以或者')}。" if last else piece)
    text = "".join(kept)
    return f"{text[:-1]}。" if text.endswith("；") else text or line


def _rules_out(fact: Fact | None, value: str) -> bool:
    """Whether a value says that the means of its fact are of no use (any more)."""
    if fact is None or value == UNKNOWN:
        return False
    return fact.in_vain or value == fact.no
