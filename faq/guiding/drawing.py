"""A guide as a picture: Mermaid text, and an SVG drawn here so that nothing has to be installed."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass

from faq.guiding.tree import Guide, Guides, Step
from faq.text.phone import cells

_BOX_WIDTH, _BOX_HEIGHT, _GAP_X, _GAP_Y, _MARGIN = 190, 62, 36, 74, 24
_LINE_COLUMNS = 24
_MOST_LINES = 3
_ENDS = {"solved": "解决了", "ticket": "交工单", "outside": "另找："}
_FILLS = {"collect": "#e8f1ff", "say": "#f4f4f4", "link": "#efe6ff", "end": "#e6f6e9"}


@dataclass(frozen=True)
class Edge:
    """From one step to another, with the condition as staff read it."""

    source: str
    target: str
    label: str


def edges(guides: Guides, guide: Guide) -> list[Edge]:
    """The ways through a guide, in the order written."""
    labels: dict[tuple[str, str], list[str]] = {}
    for step in guide.steps.values():
        for branch in step.next:
            label = guides.situation.in_words(branch.condition) or ("其他" if len(step.next) > 1 else "")
            labels.setdefault((step.id, branch.target), []).append(label)
    return [Edge(source, target, "；".join(filter(None, names))) for (source, target), names in labels.items()]


def caption(guides: Guides, step: Step) -> str:
    """What stands in the box of a step."""
    if step.kind == "link":
        return f"转到：{guides.guides[step.link].name}"
    if step.kind == "end":
        return f"{_ENDS[step.end or 'solved']}{step.outside}"
    mark = "⚠ " if step.warn else ""
    if step.kind == "collect":
        return f"{mark}{step.name or guides.situation.facts[step.collect].title}？"
    return f"{mark}{step.say.splitlines()[0] if step.say else '（分路）'}"


def mermaid(guides: Guides, guide: Guide) -> str:
    """A flowchart that GitHub, GitLab and editors draw."""
    lines = ["flowchart TD"]
    for step in guide.steps.values():
        text = caption(guides, step).replace('"', "＂")
        left, right = {"collect": ("{{", "}}"), "end": ("([", "])"), "link": ("[[", "]]")}.get(step.kind, ("[", "]"))
        lines.append(f'  {step.id}{left}"{text}"{right}')
    for edge in edges(guides, guide):
        arrow = f'-- "{edge.label}" -->' if edge.label else "-->"
        lines.append(f"  {edge.source} {arrow} {edge.target}")
    return "\n".join(lines) + "\n"


def svg(guides: Guides, guide: Guide) -> str:
    """A picture of its own: boxes in rows by how far they are from the start, arrows between them."""
    places = _places(guide)
    width = max(x for x, _ in places.values()) + _BOX_WIDTH + _MARGIN
    height = max(y for _, y in places.values()) + _BOX_HEIGHT + _MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        ' font-family="sans-serif" font-size="14">',
        f"<title>{html.escape(guide.name)}</title>",
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#666"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for edge in edges(guides, guide):
        parts += _arrow(places[edge.source], places[edge.target], edge.label)
    for step in guide.steps.values():
        parts += _box(places[step.id], step, caption(guides, step))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _places(guide: Guide) -> dict[str, tuple[int, int]]:
    """Where the upper left corner of each box is."""
    rows: dict[str, int] = dict.fromkeys(guide.steps, 0)
    changed = True
    while changed:  # ends: the proof allows no circles
        changed = False
        for step in guide.steps.values():
            for branch in step.next:
                if rows[branch.target] <= rows[step.id]:
                    rows[branch.target] = rows[step.id] + 1
                    changed = True
    taken: dict[int, int] = {}
    places = {}
    for name, row in rows.items():
        column = taken.get(row, 0)
        taken[row] = column + 1
        places[name] = (_MARGIN + column * (_BOX_WIDTH + _GAP_X), _MARGIN + row * (_BOX_HEIGHT + _GAP_Y))
    return places


def _box(place: tuple[int, int], step: Step, text: str) -> Iterator[str]:
    x, y = place
    fill = "#fff1d6" if step.warn else _FILLS[step.kind]
    yield (
        f'<rect x="{x}" y="{y}" width="{_BOX_WIDTH}" height="{_BOX_HEIGHT}" rx="8" fill="{fill}" stroke="#555">'
        f"<title>{html.escape(step.id)}</title></rect>"
    )
    lines = _wrapped(text)
    top = y + _BOX_HEIGHT // 2 - 9 * (len(lines) - 1) + 5
    for number, line in enumerate(lines):
        yield f'<text x="{x + _BOX_WIDTH // 2}" y="{top + 18 * number}" text-anchor="middle">{html.escape(line)}</text>'


def _wrapped(text: str) -> list[str]:
    lines, line = [], ""
    for letter in text:
        if cells(line + letter) > _LINE_COLUMNS:
            lines.append(line)
            line = ""
        line += letter
    lines.append(line)
    return lines if len(lines) <= _MOST_LINES else [*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1][:-1] + "…"]


def _arrow(source: tuple[int, int], target: tuple[int, int], label: str) -> Iterator[str]:
    x1, y1 = source[0] + _BOX_WIDTH // 2, source[1] + _BOX_HEIGHT
    x2, y2 = target[0] + _BOX_WIDTH // 2, target[1]
    bend = _GAP_Y // 2
    yield (
        f'<path d="M{x1} {y1} C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}" fill="none" stroke="#666"'
        ' marker-end="url(#arrow)"/>'
    )
    if label:
        yield (
            f'<text x="{(x1 + 2 * x2) // 3}" y="{(y1 + 2 * y2) // 3}" text-anchor="middle" font-size="12" fill="#333"'
            f' stroke="#fff" stroke-width="3" paint-order="stroke">{html.escape(label)}</text>'
        )
