"""YAML read with the line of every value, so that each fault can name its place.

PyYAML's own constructor forgets positions, turns `010` into 8 and `no` into false, and lets a
later duplicate key win in silence. Here every scalar stays the text that was typed unless the
reader asks for something else, and duplicate keys are faults.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from common.errors import ContentError, Problem, relative_path

_FULLWIDTH_COLON = "："
try:
    _Loader: Any = yaml.CSafeLoader
except AttributeError:  # PyYAML without libyaml: slower, the same nodes
    _Loader = yaml.SafeLoader

_BOOLEANS = {"true": True, "false": False}
_QUOTED_STYLES = ("'", '"', "|", ">")


@dataclass(frozen=True)
class YamlNode:
    """One value of a YAML file with its place; `value` is str, list[YamlNode] or dict."""

    value: str | list[YamlNode] | dict[str, YamlNode] | None
    line: int
    path: str
    quoted: bool = False
    key_lines: dict[str, int] = field(default_factory=dict)

    def items(self) -> Iterator[tuple[str, YamlNode]]:
        """Key and value pairs of a mapping, in the order of the file; nothing for other kinds."""
        if isinstance(self.value, dict):
            yield from self.value.items()

    def get(self, key: str) -> YamlNode | None:
        """The value under a key of a mapping, or None."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def problem(self, message: str, remedy: str, key: str | None = None, kind: str = "") -> Problem:
        """A fault at this node, or at the line of one of its keys."""
        line = self.key_lines.get(key, self.line) if key else self.line
        return Problem(self.path, line, message, remedy, kind)

    def plain(self) -> Any:
        """The value as YAML 1.2 core people mean it: text, true/false, whole and decimal numbers."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value if self.quoted or self.value is None else _plain_scalar(self.value)


def _plain_scalar(text: str) -> str | bool | int | float | None:
    if text in ("", "~", "null"):
        return None
    if text.lower() in _BOOLEANS:
        return _BOOLEANS[text.lower()]
    for number in (int, float):
        try:
            value = number(text)
        except ValueError:
            continue
        # 010 and 1_000 are what someone typed, not 8 or 1000.
        return value if str(value) == text else text
    return text


def read_yaml(path: Path, root: Path) -> YamlNode:
    """Read one file.

    Raises:
        ContentError: not UTF-8, not YAML, or with duplicate keys; every fault with its line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ContentError(
            [
                Problem(
                    relative_path(path, root),
                    line,
                    "文件不是 UTF-8 编码",
                    "用编辑器另存为 UTF-8 编码",
                    "encoding",
                )
            ]
        ) from error
    return parse_yaml(text, relative_path(path, root))


def parse_yaml(text: str, path: str) -> YamlNode:
    """Parse one document; `path` is what the faults will name.

    Raises:
        ContentError: not YAML, or with duplicate keys.
    """
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
    except yaml.YAMLError as error:
        raise ContentError([_syntax_problem(error, text, path)]) from error
    finally:
        loader.dispose()
    if root is None:
        return YamlNode(None, 1, path)
    problems: list[Problem] = []
    node = _convert(root, path, problems)
    if problems:
        raise ContentError(problems)
    return node


def _convert(node: yaml.Node, path: str, problems: list[Problem]) -> YamlNode:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return YamlNode(node.value, line, path, quoted=node.style in _QUOTED_STYLES)
    if isinstance(node, yaml.SequenceNode):
        return YamlNode([_convert(child, path, problems) for child in node.value], line, path)
    values: dict[str, YamlNode] = {}
    key_lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key_line = key_node.start_mark.line + 1
        key = str(key_node.value)
        if key in values:
            problems.append(
                Problem(
                    path,
                    key_line,
                    f"「{key}」写了两次（第一次在第 {key_lines[key]} 行）",
                    "删掉其中一个，或合并成一个",
                    "duplicate_key",
                )
            )
            continue
        key_lines[key] = key_line
        values[key] = _convert(value_node, path, problems)
    return YamlNode(values, line, path, key_lines=key_lines)


def _syntax_problem(error: yaml.YAMLError, text: str, path: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else 1
    lines = text.splitlines()
    # The parser notices a full-width colon only at the next line; point at the line that has it.
    for candidate in (line, line - 1):
        if 0 < candidate <= len(lines) and _looks_like_fullwidth_key(lines[candidate - 1]):
            return Problem(
                path,
                candidate,
                f"冒号是全角的（现在是「{lines[candidate - 1].strip()[:30]}」）",
                "把「：」换成半角冒号加空格「: 」",
                "fullwidth_colon",
            )
    if "\t" in (lines[line - 1] if 0 < line <= len(lines) else ""):
        return Problem(path, line, "缩进用了制表符（Tab）", "改用空格缩进", "tab")
    shown = lines[line - 1].strip()[:40] if 0 < line <= len(lines) else ""
    return Problem(
        path,
        line,
        f"不是合法的 YAML（现在是「{shown}」）",
        "检查缩进是否对齐、冒号后有没有空格、引号是否成对；含有「: 」或「#」的句子要加引号",
        "syntax",
    )


def _looks_like_fullwidth_key(line: str) -> bool:
    key, colon, _ = line.strip().removeprefix("- ").partition(_FULLWIDTH_COLON)
    return bool(colon) and key.isascii() and key.replace("_", "").isalnum()
