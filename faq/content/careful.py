"""Entries that need more certainty than others before they are answered directly (`faq/careful.yml`)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from common.errors import ContentError, Problem, nearest_spelling
from common.yaml_nodes import YamlNode, read_yaml

CAREFUL_FILE = "faq/careful.yml"
_KEYS = ("entry", "at_least", "why")


def careful_file(root: Path) -> Path:
    """Where the table is."""
    return root / CAREFUL_FILE


def load_careful(root: Path, entry_ids: Collection[str]) -> dict[str, float]:
    """Entry id → least probability of a direct answer; {} without the file.

    Raises:
        ContentError: every line that is no such override, or names an unknown entry.
    """
    path = careful_file(root)
    if not path.exists():
        return {}
    node = read_yaml(path, root)
    problems: list[Problem] = []
    result: dict[str, float] = {}
    for item in node.value if isinstance(node.value, list) else []:
        fault = _fault(item, entry_ids)
        if fault:
            problems.append(fault)
        else:
            plain = item.plain()
            result[plain["entry"]] = float(plain["at_least"])
    if node.value is not None and not isinstance(node.value, list):
        problems.append(node.problem("整个文件要写成列表", "每一项以「- entry: 条目编号」开头"))
    if problems:
        raise ContentError(problems)
    return result


def _fault(item: YamlNode, entry_ids: Collection[str]) -> Problem | None:
    plain = item.plain()
    if not isinstance(plain, dict) or set(plain) != set(_KEYS):
        return item.problem("这一项要有 entry、at_least、why 三个键", "照其他项的样子写全，不要多写")
    if plain["entry"] not in entry_ids:
        near = nearest_spelling(str(plain["entry"]), entry_ids)
        remedy = f"是不是想写「{near}」？" if near else "改成存在的条目编号"
        problem = item.problem(f"没有编号为「{plain['entry']}」的条目", remedy, "entry", "dangling")
        return replace(problem, target=str(plain["entry"]))
    at_least = plain["at_least"]
    if isinstance(at_least, bool) or not isinstance(at_least, (int, float)) or not 0 <= at_least <= 1:
        return item.problem(f"「at_least」要写 0 到 1 的数（现在是 {at_least}）", "例如 0.97", "at_least")
    return None
