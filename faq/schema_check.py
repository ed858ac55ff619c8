"""Checks a YAML file against its JSON Schema and says in Chinese, with the line, what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError

from common.errors import Problem, nearest_spelling
from common.yaml_nodes import YamlNode

_FOLDER = Path(__file__).parent
_KINDS = {"string": "文字", "array": "列表（每项一行，以「- 」开头）", "object": "「名字: 值」的形式", "boolean": "true 或 false"}
_KIND_EXAMPLES = {
    "string": "写成文字，数字和 true/false 要加引号",
    "array": "每项另起一行，以「- 」开头",
    "object": "缩进后每行写「名字: 值」",
    "boolean": "写 true 或 false",
}


def check_schema(node: YamlNode, schema_name: str) -> list[Problem]:
    """Every way in which a file departs from `faq/<schema_name>`, in file order."""
    errors = _validator(schema_name).iter_errors(node.plain())
    return sorted(problem for error in errors for problem in _describe(error, node))


@cache
def _validator(schema_name: str) -> Draft7Validator:
    return Draft7Validator(json.loads((_FOLDER / schema_name).read_text(encoding="utf-8")))


def _describe(error: ValidationError, root: YamlNode) -> Iterator[Problem]:
    node, parent, key = _locate(error, root)
    name = f"「{key}」" if isinstance(key, str) else "这一项"
    line_of = parent if isinstance(key, str) and parent is not None else node
    at_key = key if isinstance(key, str) and parent is not None else None
    value = _shown(error.instance)
    match error.validator:
        case "required":
            missing = [item for item in error.validator_value if item not in error.instance]
            title = _title(error.instance)
            for item in missing:
                if repr(item) in error.message:
                    yield node.problem(f"{title}缺少「{item}」", f"补上一行 {item}: …", kind="missing_key")
        case "additionalProperties":
            known = list(error.schema["properties"])
            for extra in (item for item in error.instance if item not in known):
                near = nearest_spelling(extra, known)
                remedy = f"是不是想写「{near}」？" if near else f"可用的有：{'、'.join(known)}"
                if "：" in extra:
                    remedy = "把全角冒号「：」换成半角冒号加空格「: 」"
                yield node.problem(f"没有「{extra}」这个字段", remedy, extra, "unknown_key")
        case "type":
            kind = str(error.validator_value)
            if kind == "object" and isinstance(error.instance, str) and "：" in error.instance:
                yield node.problem(
                    f"冒号是全角的（现在是「{value}」）", "把「：」换成半角冒号加空格「: 」", kind="fullwidth_colon"
                )
                return
            yield line_of.problem(
                f"{name}要写成{_KINDS[kind]}（现在是{_kind_of(error.instance)}{value}）",
                f"{_KIND_EXAMPLES[kind]}" + (f'，写成 "{value}"' if kind == "string" and value else ""),
                at_key,
                "kind",
            )
        case "enum":
            near = nearest_spelling(str(error.instance), [str(item) for item in error.validator_value])
            remedy = f"是不是想写「{near}」？" if near else f"可用的有：{'、'.join(map(str, error.validator_value))}"
            yield line_of.problem(f"{name}的值不认识（现在是「{value}」）", remedy, at_key, "unknown_value")
        case "pattern":
            hint = error.schema.get("description", "检查写法")
            yield line_of.problem(f"{name}的写法不对（现在是「{value}」）", str(hint), at_key, "pattern")
        case "minLength" | "minItems":
            yield line_of.problem(f"{name}太少或是空的（现在是「{value}」）", "补上内容，或删掉这一项", at_key, "empty")
        case "uniqueItems":
            yield from _repeated(node, name)
        case _:
            yield line_of.problem(f"{name}不符合要求（现在是「{value}」）", "对照 docs/handbook.md 的例子修改", at_key)


def _locate(error: ValidationError, root: YamlNode) -> tuple[YamlNode, YamlNode | None, str | int | None]:
    node, parent, key = root, None, None
    for step in error.absolute_path:
        child = None
        if isinstance(step, str):
            child = node.get(step)
        elif isinstance(node.value, list):
            child = node.value[step]
        if child is None:
            break
        node, parent, key = child, node, step
    return node, parent, key


def _repeated(node: YamlNode, name: str) -> Iterator[Problem]:
    seen: dict[Any, int] = {}
    for child in node.value if isinstance(node.value, list) else []:
        if isinstance(child.value, str) and child.value in seen:
            yield child.problem(
                f"{name}里「{_shown(child.value)}」写了两次（第一次在第 {seen[child.value]} 行）", "删掉一个", kind="duplicate"
            )
        elif isinstance(child.value, str):
            seen[child.value] = child.line


def _title(instance: Any) -> str:
    known = instance.get("title") or instance.get("id") if isinstance(instance, dict) else None
    return f"条目「{known}」" if isinstance(known, str) else "这一条"


def _kind_of(value: Any) -> str:
    if value is None:
        return "空的"
    if isinstance(value, bool):
        return "真假值 "
    if isinstance(value, int | float):
        return "数字 "
    return {str: "文字 ", list: "列表 ", dict: "「名字: 值」 "}.get(type(value), "")


def _shown(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 30 else text[:30] + "…"
