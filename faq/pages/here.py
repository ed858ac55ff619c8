"""An answer for who stands on the page already: the steps that only lead there are left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from faq.text.normalise import matching_key

_NUMBERED = re.compile(r"\s{0,8}\d{1,2}[.、]\s{0,4}")
_GOES = re.compile(
    r"(?:打开|进入?|点开?|到|选|找到?|访问|登录|用)[^“”，。；]{0,16}“(?P<name>[^“”]{2,14})”(?:里|页|后面)?[，；。—→]*"
)
_PARTS = re.compile(r"[・·\-—|｜_/ ]+")
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_SHORTEST = 3


def from_here(text: str, name: str) -> str:
    """An answer without the way to the page of that name, and the same text where it does not lead there."""
    places = [matching_key(part) for part in _PARTS.split(name) if len(matching_key(part)) >= _SHORTEST]
    lines = text.split("\n")
    steps = _first_steps(lines)
    arrives = [number for number in steps if _arrival(lines[number], places)]
    if arrives:
        lines = _begun_at(lines, steps, arrives[-1], places)
    kept = [line if _NUMBERED.match(line) else _without_way(line, places) for line in lines]
    kept = [line for line, before in zip(kept, lines, strict=True) if line.strip() or not before.strip()]
    return "\n".join(kept) if any(map(str.strip, kept)) else text


def _first_steps(lines: Sequence[str]) -> list[int]:
    """The places of the steps of an answer; below them may stand a list of something else."""
    first = next((number for number, line in enumerate(lines) if _NUMBERED.match(line)), len(lines))
    last = next((number for number in range(first, len(lines)) if not _NUMBERED.match(lines[number])), len(lines))
    return list(range(first, last))


def _begun_at(lines: Sequence[str], steps: Sequence[int], arrives: int, places: Sequence[str]) -> list[str]:
    """The lines without the steps up to the page; of the step that arrives what it says to do there."""
    found = _arrival(lines[arrives], places)
    rest = lines[arrives][found.end() :].strip("，；。 ") if found else ""
    told = [
        *([f"{rest}。"] if rest and not rest.startswith(("后的", "里的", "下的", "中的", "旁的")) else []),
        *(_NUMBERED.sub("", lines[number]) for number in steps if number > arrives),
    ]
    if not told:
        return list(lines)  # nothing would be left to do
    numbered = [f"{number}. {step}" for number, step in enumerate(told, 1)]
    return [*lines[: steps[0]], *numbered, *lines[steps[-1] + 1 :]]


def _arrival(line: str, places: Sequence[str]) -> re.Match[str] | None:
    found = [match for match in _GOES.finditer(line) if _is_place(match["name"], places)]
    return found[-1] if found else None


def _is_place(name: str, places: Sequence[str]) -> bool:
    key = matching_key(name)
    return any(key in place or place in key for place in places)


def _without_way(line: str, places: Sequence[str]) -> str:
    """A line without the sentence that ends on the page."""
    sentences = _SENTENCE.findall(line)
    kept = [
        sentence
        for sentence in sentences
        if (found := _arrival(sentence, places)) is None or sentence[found.end() :].strip("，。；里页 ")
    ]
    return "".join(kept)
