"""The names a Rasa project defines: read from `domain.yml` and from the code of `actions/`, without Rasa."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from common.yaml_nodes import YamlNode

BUILT_IN_ACTIONS = frozenset(
    {
        "action_listen",
        "action_restart",
        "action_session_start",
        "action_default_fallback",
        "action_deactivate_loop",
        "action_revert_fallback_events",
        "action_default_ask_affirmation",
        "action_default_ask_rephrase",
        "action_two_stage_fallback",
        "action_unlikely_intent",
        "action_back",
        "action_extract_slots",
    }
)
"""Rasa 3.6, `rasa/shared/core/constants.py`, DEFAULT_ACTION_NAMES."""

BUILT_IN_INTENTS = frozenset({"nlu_fallback", "restart", "back", "session_start"})
"""Rasa 3.6, `rasa/shared/core/constants.py`, DEFAULT_INTENTS and the fallback classifier's."""

BUILT_IN_SLOTS = frozenset({"requested_slot", "session_started_metadata"})


@dataclass(frozen=True)
class Domain:
    """What `domain.yml` defines; each name with its node or, for mappings, its parent's line."""

    intents: dict[str, int]
    entities: dict[str, int]
    slots: dict[str, YamlNode]
    actions: dict[str, int]
    responses: dict[str, int]
    forms: dict[str, YamlNode]

    @property
    def runnable(self) -> set[str]:
        """Everything a step `action:` may name."""
        return {*self.actions, *self.responses, *self.forms, *BUILT_IN_ACTIONS}


def read_domain(node: YamlNode) -> Domain:
    """The names in a domain file; parts that have the wrong kind count as empty (Rasa refuses them itself)."""
    responses, slots, forms = node.get("responses"), node.get("slots"), node.get("forms")
    return Domain(
        intents=_listed(node.get("intents")),
        entities=_listed(node.get("entities")),
        slots=dict(slots.items()) if slots else {},
        actions=_listed(node.get("actions")),
        responses=responses.key_lines if responses else {},
        forms=dict(forms.items()) if forms else {},
    )


def _listed(node: YamlNode | None) -> dict[str, int]:
    """Names of a list whose items are names or one-key mappings (`- affirm: {use_entities: []}`)."""
    names: dict[str, int] = {}
    for item in children(node):
        if isinstance(item.value, str):
            names.setdefault(item.value, item.line)
        elif isinstance(item.value, dict):
            for name in item.value:
                names.setdefault(name, item.line)
    return names


def children(node: YamlNode | None) -> list[YamlNode]:
    """The items of a list; nothing for other kinds."""
    return node.value if node is not None and isinstance(node.value, list) else []


@dataclass(frozen=True)
class CodeName:
    """A name found in Python code."""

    name: str
    path: Path
    line: int


def action_names(folder: Path) -> list[CodeName]:
    """What the classes of `actions/` answer as `name()`: a literal return, or a literal class attribute."""
    return [found for path in sorted(folder.rglob("*.py")) for found in _names_in(path)]


def response_names(folder: Path) -> list[CodeName]:
    """Every `utter_…` literal in `actions/`."""
    return [
        CodeName(node.value, path, node.lineno)
        for path in sorted(folder.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_name(node.value, ("utter_",))
    ]


def _names_in(path: Path) -> Iterator[CodeName]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ClassDef):
            continue
        for part in node.body:
            value: ast.expr | None = None
            if isinstance(part, ast.FunctionDef) and part.name == "name":
                value = next((step.value for step in part.body if isinstance(step, ast.Return)), None)
            elif isinstance(part, ast.Assign | ast.AnnAssign):
                value = part.value
            name = value.value if isinstance(value, ast.Constant) else None
            if value is not None and isinstance(name, str) and _is_name(name, ("action_", "validate_")):
                yield CodeName(name, path, value.lineno)


def _is_name(text: str, prefixes: tuple[str, ...]) -> bool:
    return text.startswith(prefixes) and text.isidentifier()
