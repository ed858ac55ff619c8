"""Faults that Rasa would only report when it trains: unknown sections, and components that are not there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from checking.rasa_names import children
from common.errors import ContentError, Problem, nearest_spelling
from common.yaml_nodes import YamlNode, read_yaml

CONFIG_FILE = "config.yml"
DOMAIN_SECTIONS = frozenset(
    {"version", "intents", "entities", "slots", "responses", "actions", "e2e_actions", "forms", "session_config"}
)
DATA_SECTIONS = frozenset({"version", "nlu", "responses", "stories", "rules"})
_CONFIG_SECTIONS = frozenset({"recipe", "assistant_id", "language", "importers", "pipeline", "policies"})
_IMPORTERS = frozenset({"RasaFileImporter", "MultiProjectImporter"})


def check_sections(node: YamlNode, known: frozenset[str]) -> Iterator[Problem]:
    """A fault for each section of a Rasa file that Rasa does not read: it would be as if it were not there."""
    for name in node.key_lines:
        if name not in known:
            near = nearest_spelling(name, sorted(known))
            remedy = f"是不是想写「{near}」？" if near else f"可用的有：{'、'.join(sorted(known))}"
            yield node.problem(f"没有「{name}」这一段", remedy, name, "unknown_key")


def check_config(root: Path) -> list[Problem]:
    """Every fault of `config.yml`; none without the file, which Rasa itself asks for."""
    try:
        node = read_yaml(root / CONFIG_FILE, root)
    except FileNotFoundError:
        return []
    except ContentError as fault:
        return list(fault.problems)
    return [*check_sections(node, _CONFIG_SECTIONS), *_check_components(root, node)]


def _check_components(root: Path, node: YamlNode) -> Iterator[Problem]:
    for section in ("importers", "pipeline", "policies"):
        for item in children(node.get(section)):
            name = item.get("name")
            if name is None or not isinstance(name.value, str):
                yield item.problem(f"「{section}」的这一项没有名字", "写成 - name: 名字", kind="missing_key")
                continue
            known = _known(root, name.value, section)
            if known is not None and name.value not in known:
                near = nearest_spelling(name.value, known)
                remedy = f"是不是想写「{near}」？" if near else "改正拼写，或删掉这一项"
                yield item.problem(f"没有「{name.value}」这个组件", remedy, "name", "unknown_name")
            yield from _check_thresholds(item)


def _check_thresholds(item: YamlNode) -> Iterator[Problem]:
    for key, value in item.items():
        share = value.plain()
        if key.endswith("threshold") and not (isinstance(share, int | float) and 0 <= share <= 1):
            yield item.problem(f"「{key}」要写 0 到 1 的数（现在是「{share}」）", "例如 0.3", key, "kind")


def _known(root: Path, name: str, section: str) -> list[str] | None:
    """The names that could stand there; None where that cannot be told."""
    folder, dot, _ = name.partition(".")
    if not dot:
        ours = _of_rasa()
        return None if ours is None else sorted(ours | _IMPORTERS if section == "importers" else ours)
    if not (root / folder).is_dir():
        return None if find_spec(folder) is not None else []
    return sorted(_classes(root / folder))


@cache
def _of_rasa() -> frozenset[str] | None:
    """What Rasa brings along, read from its list without importing it, which takes seconds."""
    found = find_spec("rasa")
    if found is None or found.origin is None:
        return None
    tree = ast.parse((Path(found.origin).parent / "engine/recipes/default_components.py").read_text(encoding="utf-8"))
    return frozenset(name.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names)


def _classes(folder: Path) -> Iterator[str]:
    for path in folder.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield from (f"{folder.name}.{path.stem}.{node.name}" for node in tree.body if isinstance(node, ast.ClassDef))
