"""Reads the settings into their dataclasses.

Unknown keys, wrong kinds, values beyond their limits and written-out secrets are faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import Field, fields, replace
from typing import Any, NamedTuple, get_type_hints

from common.errors import Problem, nearest_spelling
from common.yaml_nodes import YamlNode

KINDS = {str: "文字", int: "整数", float: "数字", bool: "true 或 false"}
"""What a setting can be, and how operators call it."""
VARIABLE = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")
"""How the file names a variable whose value it takes."""


class DescribedSetting(NamedTuple):
    """One setting as docs and tests see it."""

    name: str
    """Section and key with a dot between."""
    default: str
    sentence: str
    secret: bool
    limits: str
    """In words, empty when anything goes."""


def variable_name(section: str, key: str) -> str:
    """The environment variable that overrides one setting, e.g. `BOT_SERVER_PORT`."""
    return f"BOT_{section}_{key}".upper()


def typed(text: str, kind: type) -> Any:
    """The value of a variable as that kind, None when it is no such thing."""
    if kind is bool:
        return {"true": True, "false": False}.get(text.lower())
    try:
        return kind(text)
    except ValueError:
        return None


def read_section(
    node: YamlNode, base: Any, variables: Mapping[str, str], problems: list[Problem], section: str = ""
) -> Any:
    """The section as in `base` where the file says nothing or something wrong; faults go into `problems`.

    What a variable overrides is not read: the file may name a secret that this process was not given.
    """
    hints = get_type_hints(type(base))
    known: dict[str, Field[Any]] = {item.name: item for item in fields(base)}
    if not isinstance(node.value, dict | list) and node.plain() is None:
        return base
    if not isinstance(node.value, dict):
        problems.append(node.problem("这里要写成「名字: 值」的形式", "每项一行，冒号后加空格", kind="kind"))
        return base
    values: dict[str, Any] = {}
    for key, child in node.items():
        if key not in known:
            near = nearest_spelling(key, known)
            remedy = f"是不是想写「{near}」？" if near else f"可用的有：{'、'.join(known)}"
            problems.append(node.problem(f"没有「{key}」这项设置", remedy, key, "unknown_key"))
        elif variable_name(section, key) in variables:
            continue
        elif hints[key] in KINDS:
            value = _read_value(child, key, known[key], hints[key], variables, problems)
            if value is not None:
                values[key] = value
        else:
            values[key] = read_section(child, getattr(base, key), variables, problems, key)
    return replace(base, **values)


def _read_value(
    node: YamlNode, key: str, item: Field[Any], kind: type, variables: Mapping[str, str], problems: list[Problem]
) -> Any:
    value = node.plain()
    if isinstance(value, str):
        missing = [name for name in VARIABLE.findall(value) if name not in variables]
        if missing:
            problems.append(
                node.problem(
                    f"环境变量 {'、'.join(missing)} 没有设置", "启动前先设置它，或删掉这一行用默认值", kind="secret"
                )
            )
            return None
        expanded = VARIABLE.sub(lambda match: variables[match[1]], value)
        if item.metadata["secret"] and expanded == value and value not in ("", item.default):
            problems.append(
                node.problem(
                    f"「{key}」是机密，不能写在文件里", f"写成 {key}: ${{{key.upper()}}}，值放进环境变量", kind="secret"
                )
            )
            return None
        value = expanded
    if value is None and kind is str:
        value = ""
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if kind is str and isinstance(value, int | float) and not isinstance(value, bool):
        value = str(node.value)
    if type(value) is not kind:
        problems.append(
            node.problem(
                f"「{key}」要写成{KINDS[kind]}（现在是「{node.value}」）", f"例如 {key}: {item.default}", kind="kind"
            )
        )
        return None
    if fault := item.metadata["limits"].fault(value):
        now = "" if item.metadata["secret"] else f"（现在是「{node.value}」）"
        remedy = f"例如 {key}: {item.metadata['limits'].example(value, item.default)}"
        problems.append(node.problem(f"「{key}」{fault}{now}", remedy, kind="limits"))
        return None
    return value


def override(settings: Any, variables: Mapping[str, str], problems: list[Problem]) -> Any:
    """The settings with what the variables say instead; their faults go into `problems`."""
    sections: dict[str, Any] = {}
    for section in fields(settings):
        part = getattr(settings, section.name)
        hints = get_type_hints(type(part))
        changes: dict[str, Any] = {}
        for item in fields(part):
            name = variable_name(section.name, item.name)
            if name not in variables:
                continue
            value = typed(variables[name], hints[item.name])
            limits = item.metadata["limits"]
            fault = f"要写成{KINDS[hints[item.name]]}" if value is None else limits.fault(value)
            if fault:
                remedy = f"例如 {name}={limits.example(value, item.default)}"
                problems.append(Problem(f"环境变量 {name}", 0, fault, remedy, "kind"))
            else:
                changes[item.name] = value
        sections[section.name] = replace(part, **changes)
    return type(settings)(**sections)


def find_conflicts(
    conflicts: Iterable[tuple[str, str, str]], files: Sequence[YamlNode], variables: Mapping[str, str]
) -> list[Problem]:
    """Name the place of settings that do not go together: the variable or the line that says so.

    `files` come in the order in which they have the last word.
    """
    problems = []
    for dotted, message, remedy in conflicts:
        section, _, key = dotted.partition(".")
        if (name := variable_name(section, key)) in variables:
            problems.append(Problem(f"环境变量 {name}", 0, message, remedy, "conflict"))
        else:
            parts = [part for node in files if (part := node.get(section)) is not None]
            place = next((part for part in parts if part.get(key) is not None), [*parts, *files][0])
            problems.append(place.problem(message, remedy, key, "conflict"))
    return problems
