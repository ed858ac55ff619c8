"""Reads a section of the settings into its dataclass; unknown keys, wrong kinds and written-out secrets are faults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import Field, fields
from typing import Any, get_type_hints

from common.errors import Problem, nearest_spelling
from common.yaml_nodes import YamlNode

KINDS = {str: "文字", int: "整数", float: "数字", bool: "true 或 false"}
"""What a setting can be, and how operators call it."""
_VARIABLE = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")


def typed(text: str, kind: type) -> Any:
    """The value of a variable as that kind, None when it is no such thing."""
    if kind is bool:
        return {"true": True, "false": False}.get(text.lower())
    try:
        return kind(text)
    except ValueError:
        return None


def read_section(node: YamlNode, kind: type, variables: Mapping[str, str], problems: list[Problem]) -> Any:
    """The section, with its defaults where the file says nothing or something wrong; faults go into `problems`."""
    hints = get_type_hints(kind)
    known: dict[str, Field[Any]] = {item.name: item for item in fields(kind)}
    if not isinstance(node.value, dict | list) and node.plain() is None:
        return kind()
    if not isinstance(node.value, dict):
        problems.append(node.problem("这里要写成「名字: 值」的形式", "每项一行，冒号后加空格", kind="kind"))
        return kind()
    values: dict[str, Any] = {}
    for key, child in node.items():
        if key not in known:
            near = nearest_spelling(key, known)
            remedy = f"是不是想写「{near}」？" if near else f"可用的有：{'、'.join(known)}"
            problems.append(node.problem(f"没有「{key}」这项设置", remedy, key, "unknown_key"))
        elif hints[key] in KINDS:
            value = _read_value(child, key, known[key], hints[key], variables, problems)
            if value is not None:
                values[key] = value
        else:
            values[key] = read_section(child, hints[key], variables, problems)
    return kind(**values)


def _read_value(
    node: YamlNode, key: str, item: Field[Any], kind: type, variables: Mapping[str, str], problems: list[Problem]
) -> Any:
    value = node.plain()
    if isinstance(value, str):
        missing = [name for name in _VARIABLE.findall(value) if name not in variables]
        if missing:
            problems.append(
                node.problem(
                    f"环境变量 {'、'.join(missing)} 没有设置", "启动前先设置它，或删掉这一行用默认值", kind="secret"
                )
            )
            return None
        expanded = _VARIABLE.sub(lambda match: variables[match[1]], value)
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
    return value
