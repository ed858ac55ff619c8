"""The quality floors of `tests/quality.yml`: read, compared with what was measured, raised.

A floor may only rise by itself. A lower one than was once reached needs its reason in the file, so that
nobody trades quality away in silence.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from common.errors import ContentError, Problem, nearest_spelling
from common.yaml_nodes import YamlNode, parse_yaml, read_yaml

QUALITY_FILE = "tests/quality.yml"
WAYS = ("faq", "nlu", "stack")
_KEYS = ("at_least", "at_most", "best", "measured_on", "reason")
_DIGITS = 3
_NOISE_LUCK = 0.02
"""What a noise may cost by the luck of its dice: no floor asks for less (the target is 0.05)."""

_HEADER = """\
# 质量底线：每个数字跌破底线，CI 就不通过。
# 抬高：./run quality --raise（写进量到的值；只升不降）。
# 降低：改 at_least / at_most，并在同一项写 reason 说明为什么；best 是曾经达到的最好值，不要改。
# 数字的含义见 docs/testing.md；faq.… 只问知识库，stack.… 问整个系统。
"""


@dataclass(frozen=True)
class Floor:
    """One figure's limit: at least (shares that should be high) or at most (losses, false answers)."""

    figure: str
    limit: float
    is_most: bool
    best: float
    measured_on: str
    reason: str = ""
    line: int = 0

    @property
    def key(self) -> str:
        """How the limit is written in the file."""
        return "at_most" if self.is_most else "at_least"

    @property
    def lowered(self) -> bool:
        """Whether the limit is laxer than what was once reached."""
        return self.limit > self.best if self.is_most else self.limit < self.best

    def holds(self, value: float) -> bool:
        """Whether a measured value keeps the floor."""
        return _kept(value, self.is_most) <= self.limit if self.is_most else _kept(value, self.is_most) >= self.limit


def is_most(figure: str) -> bool:
    """Whether a figure should be low: what is lost to noise, and what is answered out of scope."""
    return ".noise." in figure or "out_of_scope_" in figure or figure.endswith("calibration_error")


def read_floors(root: Path) -> list[Floor]:
    """The floors of a project; an empty list without the file.

    Raises:
        ContentError: every fault of the file, lowered floors without a reason among them.
    """
    path = root / QUALITY_FILE
    return _floors(read_yaml(path, root)) if path.exists() else []


def parse_floors(text: str) -> list[Floor]:
    """The floors in a text, as `read_floors` takes them from the file.

    Raises:
        ContentError: every fault of the text.
    """
    return _floors(parse_yaml(text, QUALITY_FILE))


def check_floors(floors: Iterable[Floor], measured: Mapping[str, float]) -> list[Problem]:
    """The floors that a measurement breaks, each at its line; figures that were not measured stay out."""
    return [
        Problem(
            QUALITY_FILE,
            floor.line,
            f"「{floor.figure}」{'超过上限' if floor.is_most else '跌破底线'}"
            f"（现在是 {measured[floor.figure]:.3f}，{'上限' if floor.is_most else '底线'} {floor.limit:.3f}）",
            "找出哪些问题变错（./run faq review、./run eval --compare）并修好；确实要降，改这一项并写 reason",
            "below_floor",
        )
        for floor in floors
        if floor.figure in measured and not floor.holds(measured[floor.figure])
    ]


def lowered_since(before: Iterable[Floor], now: Iterable[Floor]) -> list[Problem]:
    """Floors that were lowered or removed against an older file without saying why."""
    present = {floor.figure: floor for floor in now}
    problems = []
    for old in before:
        new = present.get(old.figure)
        if new is None:
            remedy = "放回来；确实要降，改数字并写 reason"
            problems.append(Problem(QUALITY_FILE, 1, f"底线「{old.figure}」被删掉了", remedy))
        elif new.reason == old.reason and (new.limit > old.limit if new.is_most else new.limit < old.limit):
            problems.append(
                Problem(
                    QUALITY_FILE,
                    new.line,
                    f"底线「{new.figure}」从 {old.limit} 降到 {new.limit}，没有新的理由",
                    "在这一项的 reason 里写明为什么",
                )
            )
    return problems


def raised(floors: Iterable[Floor], measured: Mapping[str, float], day: date) -> list[Floor]:
    """The floors after raising: every measured figure that is better than its floor becomes the floor."""
    known = {floor.figure: floor for floor in floors}
    for figure, value in measured.items():
        old = known.get(figure)
        most = is_most(figure)
        limit = _kept(value, most)
        if ".noise." in figure:
            limit = max(limit, _NOISE_LUCK)
        if old is None:
            known[figure] = Floor(figure, limit, most, limit, day.isoformat())
        elif limit < old.limit if most else limit > old.limit:
            best = min(limit, old.best) if most else max(limit, old.best)
            # The reason belongs to a lowered floor; one back at its best needs none.
            reason = old.reason if limit != best else ""
            known[figure] = Floor(figure, limit, most, best, day.isoformat(), reason, old.line)
    return [known[figure] for figure in sorted(known)]


def written(floors: Iterable[Floor]) -> str:
    """The whole file."""
    lines = [_HEADER, "floors:"]
    for floor in floors:
        lines.append(f"  {floor.figure}:")
        lines.append(f"    {floor.key}: {floor.limit}")
        lines.append(f"    best: {floor.best}")
        lines.append(f'    measured_on: "{floor.measured_on}"')
        if floor.reason:
            quoted = floor.reason.replace("\\", "\\\\").replace('"', '\\"')
            lines.append(f'    reason: "{quoted}"')
    return "\n".join(lines) + "\n"


def _kept(value: float, most: bool) -> float:
    """Three digits, rounded so that the same measurement keeps the floor it wrote."""
    scaled = value * 10**_DIGITS
    # What a sum of floats leaves behind must not push a whole number over the edge.
    whole = math.ceil(scaled - 1e-6) if most else math.floor(scaled + 1e-6)
    return float(whole / 10**_DIGITS)


def _floors(node: YamlNode) -> list[Floor]:
    problems: list[Problem] = []
    floors: list[Floor] = []
    for key, child in node.items():
        if key != "floors":
            problems.append(node.problem(f"没有「{key}」这一项", "顶层只有 floors", key, "unknown_key"))
            continue
        for figure, item in child.items():
            floor = _floor(figure, item, child.key_lines[figure], problems)
            if floor:
                floors.append(floor)
    if not isinstance(node.value, dict) or "floors" not in node.value:
        problems.append(node.problem("缺少「floors」", "写成 floors: 加各项底线"))
    if problems:
        raise ContentError(problems)
    return floors


def _floor(figure: str, node: YamlNode, line: int, problems: list[Problem]) -> Floor | None:
    before = len(problems)
    plain = node.plain() if isinstance(node.value, dict) else {}
    if figure.partition(".")[0] not in WAYS:
        problems.append(Problem(node.path, line, f"「{figure}」要以 faq.、nlu. 或 stack. 开头", "改正名字"))
    for key in plain:
        if key not in _KEYS:
            near = nearest_spelling(key, _KEYS)
            remedy = f"是不是想写「{near}」？" if near else f"可用的有：{'、'.join(_KEYS)}"
            problems.append(node.problem(f"没有「{key}」这一项", remedy, key, "unknown_key"))
    most = is_most(figure)
    key = "at_most" if most else "at_least"
    values: dict[str, float] = {}
    for name in (key, "best"):
        value = plain.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            values[name] = float(value)
        else:
            problems.append(
                Problem(
                    node.path,
                    node.key_lines.get(name, line),
                    f"「{figure}」的「{name}」要写成数字（现在是「{value}」）",
                    f"例如 {name}: 0.95",
                )
            )
    if len(problems) > before:
        return None
    reason = str(plain.get("reason") or "")
    floor = Floor(figure, values[key], most, values["best"], str(plain.get("measured_on", "")), reason, line)
    if floor.lowered and not reason.strip():
        problems.append(
            node.problem(
                f"底线「{figure}」比曾经达到的 {floor.best} 低（现在是 {floor.limit}），却没有写理由",
                "在这一项下补一行 reason: 为什么要降",
                key,
                "lowered",
            )
        )
    return floor
