"""Where the parts of the Rasa project do not meet: intents nobody handles, slots only the code knows, rules
and stories that disagree. Rasa accepts the first two in silence and reports the third without a line."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from checking.rasa_names import BUILT_IN_SLOTS, Domain, children
from common.errors import Problem, nearest_spelling, relative_path
from common.yaml_nodes import YamlNode


@dataclass(frozen=True)
class _Reaction:
    """`intent` is followed by `action`, by this rule or story, at this line."""

    talk: str
    intent: str
    action: str
    path: str
    line: int


def check_coverage(root: Path, domain: Domain, nodes: Mapping[str, YamlNode]) -> Iterator[Problem]:
    """All such faults; `nodes` are the files under `data/` by name."""
    yield from _unknown_slots(root, domain)
    handled = {intent for node in nodes.values() for intent in _intents_of(node)}
    for intent, line in domain.intents.items():
        if intent not in handled:
            yield Problem(
                "domain.yml",
                line,
                f"意图「{intent}」没有任何规则或故事处理",
                f"在 data/rules.yml 加一条规则，写明 intent: {intent} 之后做什么，或删掉这个意图",
                "unhandled",
            )
    yield from _disagreements(nodes)


def code_faults(root: Path) -> Iterator[Problem]:
    """Files of `actions/` that Python cannot read; the action server would not start."""
    for path in sorted((root / "actions").rglob("*.py")):
        try:
            ast.parse(path.read_text(encoding="utf-8"))
        except SyntaxError as fault:
            shown = (fault.text or "").strip()[:40]
            place = relative_path(path, root)
            yield Problem(place, fault.lineno or 1, f"代码有语法错误（现在是「{shown}」）", "改正这一行", "code")


def _unknown_slots(root: Path, domain: Domain) -> Iterator[Problem]:
    for path in sorted((root / "actions").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = _slot_named(node)
            if name is None or name in domain.slots or name in BUILT_IN_SLOTS:
                continue
            near = nearest_spelling(name, domain.slots)
            remedy = f"是不是想写「{near}」？" if near else "在 domain.yml 的 slots 下补上，或改正拼写"
            place = relative_path(path, root)
            line = getattr(node, "lineno", 1)
            yield Problem(place, line, f"代码用到的词槽「{name}」在 domain.yml 里没有定义", remedy, "unknown_name")


def _slot_named(node: ast.AST) -> str | None:
    """The slot in `tracker.get_slot("x")` or `SlotSet("x", …)`."""
    if not isinstance(node, ast.Call) or not node.args:
        return None
    function, first = node.func, node.args[0]
    called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if called in ("get_slot", "SlotSet") and isinstance(first, ast.Constant) and isinstance(first.value, str):
        return first.value
    return None


def _intents_of(node: YamlNode) -> Iterator[str]:
    for kind in ("rules", "stories"):
        for talk in children(node.get(kind)):
            for step in children(talk.get("steps")):
                yield from _named_in(step)


def _named_in(step: YamlNode) -> list[str]:
    """The intents of a step: one, or those under `or`."""
    names = [_text(step, "intent"), *(_text(option, "intent") for option in children(step.get("or")))]
    return [name for name in names if name]


def _disagreements(nodes: Mapping[str, YamlNode]) -> Iterator[Problem]:
    """Rules without conditions hold everywhere, so each story and each other rule must do what they say."""
    rules = [reaction for node in nodes.values() for reaction in _reactions(node, "rules", "rule")]
    stories = [reaction for node in nodes.values() for reaction in _reactions(node, "stories", "story")]
    first: dict[str, _Reaction] = {}
    for rule in rules:
        first.setdefault(rule.intent, rule)
    for reaction in (*rules, *stories):
        rule = first.get(reaction.intent, reaction)
        if reaction.action != rule.action:
            yield Problem(
                reaction.path,
                reaction.line,
                f"「{reaction.talk}」里意图「{reaction.intent}」之后是 {reaction.action}，"
                f"规则「{rule.talk}」（{rule.path}:{rule.line}）却要 {rule.action}",
                "两处写成一样，看清是哪一处换错了",
                "contradiction",
            )


def _reactions(node: YamlNode, kind: str, name: str) -> Iterator[_Reaction]:
    for talk in children(node.get(kind)):
        steps = children(talk.get("steps"))
        # Inside a form, and under a condition, other things may rightly follow.
        if talk.get("condition") is not None or any(step.get("active_loop") is not None for step in steps):
            continue
        considered = steps[:2] if kind == "rules" else steps
        for step, following in pairwise(considered):
            action = _text(following, "action")
            for intent in _named_in(step) if action else ():
                yield _Reaction(_text(talk, name), intent, action, node.path, following.line)


def _text(node: YamlNode, key: str) -> str:
    child = node.get(key)
    return child.value if child is not None and isinstance(child.value, str) else ""
