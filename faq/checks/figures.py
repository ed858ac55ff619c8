"""Figures that two texts give differently: days until a reply, years, fees, ages.

Two places that say the same words around a number mean the same thing, so the numbers must agree. The
days until a reply are looked for in any wording, because that is what people hold the help desk to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from common.errors import Problem
from common.yaml_nodes import YamlNode
from faq.checks.context import LintContext

_NUMBER = r"(?P<number>\d++(?:\.\d++)?|[一二两三四五六七八九十]{1,3})"
_FIGURE = re.compile(
    rf"(?<![\d.\-第]){_NUMBER}(?P<unit>个工作日|工作日|个月|天|日|小时|分钟|周岁|年|元|位|KB|MB)(?![一-鿿]*级)"
)
_REPLY = re.compile(
    rf"(?<![\d.]){_NUMBER}个?(?P<unit>工作日|天|日|小时)(?:之?内)?[^。；！？\n\d]{{0,8}}(?:回复|答复|回信)"
)
_REPLY_KEY = ("回复",)
"""One entry may give many figures, but hold the help desk to one promise only."""
_AFTER = 6
_BEFORE = 4
_DIGITS = dict(zip("一二两三四五六七八九十", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))
_UNSURE = ("网上有说", "也有说", "据说", "有学校", "有高校", "也有高校", "例如", "网友")


@dataclass(frozen=True)
class _Text:
    """A text without spaces, line breaks and emphasis, and where each of its characters was."""

    owner: str
    node: YamlNode
    squeezed: str
    places: list[int]

    def line(self, position: int) -> int:
        """The line of a character."""
        return self.node.line_at(self.places[position])


def check_figures(context: LintContext) -> Iterator[Problem]:
    """Every figure that contradicts an earlier one; contacts come first, so they are held to be right."""
    first: dict[tuple[str, ...], tuple[str, str, _Text, int]] = {}
    for text in _texts(context):
        told: set[int] = set()
        for key, value, match in _figures(text.squeezed):
            line = text.line(match.start())
            right, shown, other, place = first.setdefault(key, (value, match.group(), text, line))
            if right == value or match.start() in told or (other.owner == text.owner and key != _REPLY_KEY):
                continue
            told.add(match.start())
            whose = "前面" if other.owner == text.owner else other.owner
            message = (
                f"{text.owner}的数字和{whose}的不一致"
                f"（现在是「{_clip(match.group())}」，那里是「{_clip(shown)}」，在 {other.node.path}:{place}）"
            )
            remedy = "核对出处后统一；确实是两回事的，把话说清楚"
            yield Problem(text.node.path, line, message, remedy, "contradiction")


def _texts(context: LintContext) -> Iterator[_Text]:
    for name, contact in context.contacts.items():
        node = context.contact_nodes[name].get("text")
        if node and contact.scope is None:
            yield _text(f"联系方式「{name}」", node, contact.text)
    for draft in context.drafts:
        for passage in draft.passages():
            yield _text(draft.name, passage.node, passage.text)


def _text(owner: str, node: YamlNode, text: str) -> _Text:
    kept = [(place, mark) for place, mark in enumerate(text) if mark not in " *\n　"]
    return _Text(owner, node, "".join(mark for _, mark in kept), [place for place, _ in kept])


def _figures(text: str) -> Iterator[tuple[tuple[str, ...], str, re.Match[str]]]:
    """What each figure is about (its key), its value, and the place."""
    for match in _REPLY.finditer(text):
        if not _is_hearsay(text, match.start()):
            yield _REPLY_KEY, _value(match["number"]) + match["unit"], match
    for match in _FIGURE.finditer(text):
        if _is_hearsay(text, match.start()):
            continue
        before = _bare(text[max(0, match.start() - _BEFORE) : match.start()])
        after = _bare(text[match.end() : match.end() + _AFTER])
        value = _value(match["number"])
        if len(after) == _AFTER and not re.search(r"[。；！？]", after[:3]):
            yield ("后", match["unit"], after), value, match
        if len(before) == _BEFORE and len(after) >= _BEFORE:
            yield ("前后", before, match["unit"], after[:_BEFORE]), value, match


def _bare(text: str) -> str:
    return re.sub(r"\d", "#", text)


def _is_hearsay(text: str, position: int) -> bool:
    """Whether the sentence itself says that the figure is one school's or somebody's word."""
    start = max(text.rfind(mark, 0, position) for mark in "。；！？：") + 1
    return any(word in text[start:position] for word in _UNSURE)


def _value(number: str) -> str:
    if number[0].isdigit():
        return number
    tens, ten, ones = number.rpartition("十")
    if not ten:
        return str(_DIGITS[number[-1]])
    return str((_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS[ones] if ones else 0))


def _clip(text: str) -> str:
    return text if len(text) <= 20 else text[:20] + "…"
