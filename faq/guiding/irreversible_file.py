"""Reads `faq/irreversible.yml`: every fault in one pass, each with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from common.errors import ContentError, Problem, nearest_spelling
from common.yaml_nodes import YamlNode, read_yaml
from faq.content.schema_check import find_schema_faults
from faq.guiding.situation import Situation
from faq.guiding.situation_file import SITUATION_FILE
from faq.guiding.tree import Irreversible

IRREVERSIBLE_FILE = "faq/irreversible.yml"


def read_irreversible(root: Path, situation: Situation) -> tuple[dict[str, Irreversible], list[Problem]]:
    """Whatever can be read, and every fault; nothing without the file."""
    try:
        node = read_yaml(root / IRREVERSIBLE_FILE, root)
    except FileNotFoundError:
        return {}, []
    except ContentError as error:
        return {}, list(error.problems)
    faults = find_schema_faults(node, "irreversible.schema.json")
    if faults:
        return {}, [fault.problem for fault in faults]
    found: dict[str, Irreversible] = {}
    problems = []
    for item in node.value if isinstance(node.value, list) else []:
        plain = item.plain()
        if plain["id"] in found:
            problems.append(item.problem(f"「{plain['id']}」写了两次", "合并成一项", "id", "duplicate_id"))
        problems += _unknown_facts(item, plain.get("done", {}), situation)
        found[plain["id"]] = Irreversible(
            plain["id"],
            plain["name"],
            tuple(plain["tells"]),
            tuple(plain["warnings"]),
            tuple(map(tuple, plain["mentions"])),
            tuple(plain.get("warnings_en", ())),
            tuple(plain.get("called", ())),
            **{key: plain.get(key, "") for key in ("price", "first", "unsent", "entry")},
            done=plain.get("done", {}),
        )
    return found, problems


def _unknown_facts(item: YamlNode, done: Mapping[str, str], situation: Situation) -> Iterator[Problem]:
    for name, value in done.items() if situation.facts else ():
        fact = situation.facts.get(name)
        if fact is None or not fact.has(value):
            word, known = (name, situation.facts) if fact is None else (value, [value.id for value in fact.values])
            near = nearest_spelling(word, known)
            remedy = f"是不是想写「{near}」？" if near else f"改成 {SITUATION_FILE} 里的一项和它的值"
            yield item.problem(f"「done」写的「{name}: {value}」不是一项情况的值", remedy, "done", "dangling")
