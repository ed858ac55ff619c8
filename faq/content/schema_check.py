"""Checks a YAML file against its JSON Schema and says in Chinese, with the line, what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fastjsonschema import JsonSchemaValueException
from fastjsonschema import compile as compile_schema
from jsonschema import Draft7Validator

from common.errors import Problem, nearest_spelling
from common.yaml_nodes import YamlNode

_FOLDER = Path(__file__).resolve().parents[1]
_KINDS = {
    "string": "文字",
    "array": "列表（每项一行，以「- 」开头）",
    "object": "「名字: 值」的形式",
    "boolean": " true 或 false",
}
_KIND_EXAMPLES = {
    "string": "写成文字，数字和 true/false 要加引号",
    "array": "每项另起一行，以「- 」开头",
    "object": "缩进后每行写「名字: 值」",
    "boolean": "写 true 或 false",
}
_HALF_COLON = "把全角冒号「：」换成半角冒号加空格「: 」"
_SHOWN_CHARACTERS = 30
FULL_COMMA = re.compile(r"[，、；;]")
"""What people type between the items of a list where only the half-width comma parts them."""
_FULL_BRACKETS = tuple("【［〔（")


@dataclass(frozen=True)
class SchemaFault:
    """A departure from the schema: `path` leads to the value (item number, key …)."""

    path: tuple[str | int, ...]
    problem: Problem


def check_schema(node: YamlNode, schema_name: str) -> list[Problem]:
    """Every way in which a file departs from `faq/<schema_name>`, in file order."""
    return sorted({fault.problem for fault in find_schema_faults(node, schema_name)})


def find_schema_faults(node: YamlNode, schema_name: str) -> list[SchemaFault]:
    """Every way in which a file departs from `faq/<schema_name>`, with the value it concerns."""
    plain = node.plain()
    if _fits(plain, schema_name):
        return []
    return [fault for error in _validator(schema_name).iter_errors(plain) for fault in _Described(error, node).faults]


def _fits(plain: Any, schema_name: str) -> bool:
    """A quick answer for the many files that are fine: explaining faults, `jsonschema` takes six times as long."""
    try:
        _quick_check(schema_name)(plain)
    except JsonSchemaValueException:
        return False
    return True


@cache
def _quick_check(schema_name: str) -> Callable[[Any], Any]:
    check: Callable[[Any], Any] = compile_schema(_schema(schema_name), use_default=False)
    return check


def _schema(schema_name: str) -> Any:
    return json.loads((_FOLDER / schema_name).read_text(encoding="utf-8"))


@cache
def schema_keys(schema_name: str) -> frozenset[str]:
    """The keys an item of such a file may have."""
    return frozenset(_properties(schema_name))


def allowed_values(schema_name: str, key: str) -> list[str]:
    """The only values a key of such an item may have; empty when it may say anything."""
    return list(_properties(schema_name)[key].get("enum", ()))


def _properties(schema_name: str) -> dict[str, Any]:
    schema = _schema(schema_name)
    item = schema["items"] if "properties" in schema["items"] else schema["definitions"]["entry"]
    properties: dict[str, Any] = item["properties"]
    return properties


@cache
def _validator(schema_name: str) -> Draft7Validator:
    return Draft7Validator(_schema(schema_name))


class _Described:
    """One error of the validator as faults with lines."""

    def __init__(self, error: Any, root: YamlNode) -> None:
        self._path = tuple(error.absolute_path)
        self._node, self._parent, self._key = _locate(self._path, root)
        self._value = _shown(error.instance)
        self._name = _name(self._path)
        self.faults = [SchemaFault(*pair) for pair in self._describe(error)]

    def _at_value(self, message: str, remedy: str, kind: str) -> tuple[tuple[str | int, ...], Problem]:
        """At the line of the key, if the value has one: a value may begin on the next line."""
        if isinstance(self._key, str) and self._parent is not None:
            return self._path, self._parent.problem(message, remedy, self._key, kind)
        return self._path, self._node.problem(message, remedy, kind=kind)

    def _describe(self, error: Any) -> Iterator[tuple[tuple[str | int, ...], Problem]]:
        match error.validator:
            case "required":
                yield from self._missing(error)
            case "additionalProperties":
                yield from self._unknown(error)
            case "type":
                yield self._wrong_kind(error)
            case "enum":
                known = [str(item) for item in error.validator_value]
                near = nearest_spelling(str(error.instance), known)
                remedy = f"是不是想写「{near}」？" if near else f"可用的有：{'、'.join(known)}"
                yield self._at_value(f"{self._name}的值不认识（现在是「{self._value}」）", remedy, "unknown_value")
            case "pattern":
                hint = str(error.schema.get("description", "检查写法"))
                hint = "列表里用半角逗号隔开：[甲, 乙]" if FULL_COMMA.search(str(error.instance)) else hint
                yield self._at_value(f"{self._name}的写法不对（现在是「{self._value}」）", hint, "pattern")
            case "minLength" | "minItems":
                yield self._at_value(f"{self._name}是空的或太少", "补上内容，或删掉这一项", "empty")
            case "uniqueItems":
                yield from self._repeated()
            case _:
                remedy = "对照 docs/handbook.md 的例子修改"
                yield self._at_value(f"{self._name}不符合要求（现在是「{self._value}」）", remedy, "schema")

    def _missing(self, error: Any) -> Iterator[tuple[tuple[str | int, ...], Problem]]:
        known = list(error.schema["properties"])
        misspelt = {nearest_spelling(key, known): key for key in error.instance if key not in known}
        # The validator reports each missing key by itself and names it only in its English sentence.
        # A file that was not saved whole lacks several: that is one cause, told once.
        lacking = [item for item in error.validator_value if item not in error.instance and item not in misspelt]
        named = "".join(f"「{item}」" for item in lacking)
        lines = "、".join(f"{item}: …" for item in lacking)
        many = "；后面的内容不见了，就从备份里恢复这个文件" if len(lacking) > 1 else ""
        for item in error.validator_value:
            if item in error.instance or repr(item) not in error.message:
                continue
            if item in misspelt:  # one cause: the key is there under a wrong name
                yield (*self._path, item), self._unknown_key(misspelt[item], known)
                continue
            message = f"{_title(error.instance, self._path)}缺少{named}"
            remedy = f"补上{f' {len(lacking)} 行' if many else '一行'} {lines}{many}"
            yield (*self._path, item), self._node.problem(message, remedy, kind="missing_key")

    def _unknown(self, error: Any) -> Iterator[tuple[tuple[str | int, ...], Problem]]:
        known = list(error.schema["properties"])
        for extra in (item for item in error.instance if item not in known):
            yield (*self._path, extra), self._unknown_key(extra, known)

    def _unknown_key(self, extra: str, known: list[str]) -> Problem:
        near = nearest_spelling(extra, known)
        remedy = f"是不是想写「{near}」？" if near else f"可用的有：{'、'.join(known)}"
        if not extra.isascii():  # the names of fields are English: this is a line of a text
            remedy = "这是上面一段文字里的一行，就和那一段对齐；真是字段，就写它的英文名（见 docs/handbook.md）"
        remedy = _HALF_COLON if "：" in extra else remedy
        return self._node.problem(f"没有「{_shown(extra)}」这个字段", remedy, extra, "unknown_key")

    def _wrong_kind(self, error: Any) -> tuple[tuple[str | int, ...], Problem]:
        kind = str(error.validator_value)
        if kind == "object" and isinstance(error.instance, str) and "：" in error.instance:
            message = f"冒号是全角的（现在是「{self._value}」）"
            return self._path, self._node.problem(message, "把「：」换成半角冒号加空格「: 」", kind="fullwidth_colon")
        if kind == "string" and isinstance(error.instance, dict) and len(error.instance) == 1:
            [(key, value)] = error.instance.items()
            if value is None:
                message = f"{self._name}的末尾有半角冒号，或以「?」开头，被当成了名字（里面是「{_shown(key)}」）"
                return self._path, self._node.problem(message, "整句加上半角引号，或去掉这个符号", kind="kind")
            sentence = f"{key}: {value}"
            message = f"{self._name}里有半角冒号加空格，被当成了「名字: 值」（现在是「{_shown(sentence)}」）"
            remedy = f'整句加上半角引号，写成 "{_shown(sentence)}"，或改用全角冒号'
            return self._path, self._node.problem(message, remedy, kind="kind")
        now = f"现在是{_kind_of(error.instance)}{self._value}"
        remedy = _KIND_EXAMPLES[kind]
        if kind == "array" and str(error.instance).startswith(_FULL_BRACKETS):
            remedy = "方括号和逗号都用半角的，写成 [甲, 乙]"
        if kind == "string" and self._value and not isinstance(error.instance, list | dict):
            remedy += f'，写成 "{self._value}"'
        return self._at_value(f"{self._name}要写成{_KINDS[kind]}（{now}）", remedy, "kind")

    def _repeated(self) -> Iterator[tuple[tuple[str | int, ...], Problem]]:
        seen: dict[str, int] = {}
        for child in self._node.value if isinstance(self._node.value, list) else []:
            if not isinstance(child.value, str):
                continue
            if child.value in seen:
                message = f"{self._name}里「{_shown(child.value)}」写了两次（第一次在第 {seen[child.value]} 行）"
                yield self._path, child.problem(message, "删掉一个", kind="duplicate")
            seen.setdefault(child.value, child.line)


def _locate(path: tuple[str | int, ...], root: YamlNode) -> tuple[YamlNode, YamlNode | None, str | int | None]:
    node, parent, key = root, None, None
    for step in path:
        child = None
        if isinstance(step, str):
            child = node.get(step)
        elif isinstance(node.value, list):
            child = node.value[step]
        if child is None:
            break
        node, parent, key = child, node, step
    return node, parent, key


def _name(path: tuple[str | int, ...]) -> str:
    if not path:
        return "文件内容"
    if isinstance(path[-1], str):
        return f"「{path[-1]}」"
    return f"「{path[-2]}」的第 {path[-1] + 1} 项" if len(path) > 1 else f"第 {path[-1] + 1} 条"


def _title(instance: Any, path: tuple[str | int, ...]) -> str:
    known = instance.get("id") or instance.get("title") if isinstance(instance, dict) else None
    if isinstance(known, str) and len(path) == 1:
        return f"条目「{_shown(known)}」"
    return f"{_name(path)}里"


def _kind_of(value: Any) -> str:
    if value is None:
        return "空的"
    if isinstance(value, bool):
        return "真假值 "
    if isinstance(value, int | float):
        return "数字 "
    if isinstance(value, str):
        return "文字 "
    return "列表 " if isinstance(value, list) else "「名字: 值」 "


def _shown(value: Any) -> str:
    if isinstance(value, list | dict):
        value = "、".join(map(str, value))
    elif isinstance(value, bool):
        value = str(value).lower()
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"
