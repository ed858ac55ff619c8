"""YAML read with the line of every value, so that each fault can name its place.

PyYAML's own constructor forgets positions, turns `010` into 8 and `no` into false, and lets a
later duplicate key win in silence. Here every scalar stays the text that was typed unless the
reader asks for something else, and duplicate keys are faults. No file, whatever its bytes, may stop
the program: nesting that would overflow libyaml's stack is refused before it is parsed, and aliases,
which can refer to themselves or grow without end, are not part of the language our files are in.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from common.errors import ContentError, Problem, relative_path
from common.yaml_faults import find_conflict, property_problem, syntax_problem

try:
    _Loader: Any = yaml.CSafeLoader
except AttributeError:  # PyYAML without libyaml: slower, the same nodes
    _Loader = yaml.SafeLoader

_BOOLEANS = {"true": True, "false": False}
_QUOTED_STYLES = ("'", '"', "|", ">")
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,18})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
# YAML counts these as line breaks, editors do not: as spaces they cannot shift the line numbers.
_ODD_BREAKS = {0x85: " ", 0x2028: " ", 0x2029: " "}
_COMMENT = re.compile(r"[ \t]+(#.*)")
_DEEPEST = 60
# libyaml's composer recurses in C and dies of some 20,000 levels. Blocks are as deep as a line is
# indented; flow collections as deep as brackets are open, which only needs counting if there are many.
_DEEP_INDENT = re.compile(r"^[ \t\-?:]{1000}", re.MULTILINE)
_MANY_BRACKETS = 2000


@dataclass(frozen=True)
class YamlNode:
    """One value of a YAML file with its place; `value` is str, list[YamlNode] or dict."""

    value: str | list[YamlNode] | dict[str, YamlNode] | None
    line: int
    path: str
    quoted: bool = False
    key_lines: dict[str, int] = field(default_factory=dict)
    literal: bool = False
    last_line: int = field(default=0, compare=False)
    """Where a plain or folded (`>`) text ends: below `line` when it goes on over several lines."""
    last_line_text: str = field(default="", compare=False)
    """How that last line looks in the file."""
    dropped: str = field(default="", compare=False)
    """What stands behind a `#` on the line of a plain text, which YAML throws away."""

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

    def line_at(self, offset: int) -> int:
        """The line of a character of a text; exact for `|` blocks, else the line where the text begins."""
        if not self.literal or not isinstance(self.value, str):
            return self.line
        return self.line + 1 + self.value.count("\n", 0, offset)

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
    # 010, 1_000, nan and １２ are what someone typed, not 8, 1000, a number that equals nothing, or 12.
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def read_yaml(path: Path, root: Path) -> YamlNode:
    """Read one file.

    Raises:
        ContentError: not a file of UTF-8, not YAML, or with duplicate keys; every fault with its line.
        FileNotFoundError: there is no such file.
    """
    return parse_yaml(read_text(path, root), relative_path(path, root))


def read_text(path: Path, root: Path) -> str:
    """The text of a file that people edit.

    Raises:
        ContentError: not UTF-8, or not readable.
        FileNotFoundError: there is no such file.
    """
    name = relative_path(path, root)
    try:
        return path.read_bytes().decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ContentError([_not_text(error, name)]) from error
    except FileNotFoundError:
        raise
    except OSError as error:
        remedy = "确认它是文件、有读取权限，或把它移走"
        raise ContentError([Problem(name, 1, "文件读不了", remedy, "unreadable")]) from error


def _not_text(error: UnicodeDecodeError, name: str) -> Problem:
    data = bytes(error.object)
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        remedy = "另存时编码选 UTF-8（记事本里的「Unicode」是 UTF-16）"
        return Problem(name, 1, "文件是 UTF-16 编码", remedy, "encoding")
    if b"\0" in data:
        remedy = "把它移走；要的是纯文本的 .yml，不是改了扩展名的 Word、Excel 文件"
        return Problem(name, 1, "不是文本文件", remedy, "encoding")
    line = len(_LINE_BREAK.findall(data[: error.start].decode("utf-8"))) + 1
    return Problem(name, line, "文件不是 UTF-8 编码", "用编辑器另存为 UTF-8 编码", "encoding")


def parse_yaml(text: str, path: str) -> YamlNode:
    """Parse one document; `path` is what the faults will name.

    Raises:
        ContentError: not YAML, or with duplicate keys.
    """
    node, problems = parse_leniently(text, path)
    if problems:
        raise ContentError(problems)
    return node


def parse_leniently(text: str, path: str, first_line: int = 1) -> tuple[YamlNode, list[Problem]]:
    """Parse one document that begins at a line of a file; of duplicate keys the first counts.

    Raises:
        ContentError: not YAML at all.
    """
    text = text.translate(_ODD_BREAKS)
    lines = _LINE_BREAK.split(text)
    shift = first_line - 1
    problem = _unreadable(text, path, shift) or find_conflict(text, path, shift)
    if problem:
        raise ContentError([problem])
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
    except yaml.YAMLError as error:
        raise ContentError([syntax_problem(error, lines, path, shift)]) from error
    finally:
        loader.dispose()
    if root is None:
        return YamlNode(None, first_line, path), []
    converter = _Converter(text, path, shift)
    node = converter.convert(root, 0)
    if converter.fatal:
        raise ContentError([converter.fatal])
    return node, converter.problems


class _Converter:
    """Turns PyYAML's nodes into ours and collects what PyYAML lets pass."""

    def __init__(self, text: str, path: str, shift: int) -> None:
        self._text = text
        self._path = path
        self._shift = shift
        self._lines = _LINE_BREAK.split(text)
        self._last = len(_LINE_BREAK.split(text.rstrip()))
        self._seen: set[int] = set()
        self.problems: list[Problem] = []
        self.fatal: Problem | None = None

    def convert(self, node: yaml.Node, depth: int) -> YamlNode:
        # An empty value at the end of a file is one line below it for the parser.
        line = min(node.start_mark.line + 1, self._last) + self._shift
        if id(node) in self._seen or depth > _DEEPEST:
            self.fatal = self.fatal or (self._deep(line) if depth > _DEEPEST else self._alias(line))
            return YamlNode(None, line, self._path)
        self._seen.add(id(node))
        self._look_at_properties(node)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, line)
        if isinstance(node, yaml.SequenceNode):
            return YamlNode([self.convert(child, depth + 1) for child in node.value], line, self._path)
        return self._mapping(node, line, depth)

    def _look_at_properties(self, node: yaml.Node) -> None:
        """A tag or an anchor before a value: YAML takes it off, and nobody sees what became of the word."""
        mark = node.start_mark
        rest = self._lines[mark.line][mark.column :] if mark.line < len(self._lines) else ""
        if rest[:1] in ("!", "&"):
            found = property_problem(rest, self._path, mark.line + 1 + self._shift)
            self.problems += [found] if found not in self.problems else []  # a mapping begins where its first key does

    def _scalar(self, node: yaml.ScalarNode, line: int) -> YamlNode:
        quoted, literal = node.style in _QUOTED_STYLES, node.style == "|"
        end = node.end_mark
        last = line if literal or node.style in ("'", '"') or not node.value else end.line + 1 + self._shift
        shown = self._lines[end.line] if last > line else ""
        comment = None if quoted or not node.value else _COMMENT.match(self._lines[end.line][end.column :])
        return YamlNode(
            node.value,
            line,
            self._path,
            quoted=quoted,
            literal=literal,
            last_line=last,
            last_line_text=shown,
            dropped=comment[1] if comment else "",
        )

    def _mapping(self, node: yaml.Node, line: int, depth: int) -> YamlNode:
        values: dict[str, YamlNode] = {}
        key_lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            key_line = key_node.start_mark.line + 1 + self._shift
            self._look_at_properties(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                remedy = "写成「名字: 值」；文字里有「[」「{」或「?」开头的要加引号"
                self.problems.append(Problem(self._path, key_line, "冒号前面的名字要写成文字", remedy, "key"))
                continue
            key = str(key_node.value)
            if key in values:
                message = f"「{key}」写了两次（第一次在第 {key_lines[key]} 行）"
                self.problems.append(
                    Problem(self._path, key_line, message, "删掉其中一个，或合并成一个", "duplicate_key")
                )
                continue
            key_lines[key] = key_line
            values[key] = self.convert(value_node, depth + 1)
        return YamlNode(values, line, self._path, key_lines=key_lines)

    def _alias(self, line: int) -> Problem:
        for token in yaml.scan(self._text, Loader=_Loader):
            if isinstance(token, yaml.AliasToken):
                line = token.start_mark.line + 1 + self._shift
                break
        remedy = "把内容原样再写一遍；文字以「*」开头的要加引号"
        return Problem(self._path, line, "用了 YAML 的别名（*）", remedy, "alias")

    def _deep(self, line: int) -> Problem:
        return Problem(self._path, line, f"套得太深（超过 {_DEEPEST} 层）", "检查缩进和括号", "deep")


def _unreadable(text: str, path: str, shift: int) -> Problem | None:
    """What must not reach the parser: control characters, and nesting that would overflow its stack."""
    odd = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if odd:
        line = len(_LINE_BREAK.findall(text[: odd.start()])) + 1 + shift
        message = f"有看不见的控制字符（U+{ord(odd.group()):04X}）"
        return Problem(path, line, message, "删掉这个字符，或把这一行重新打一遍", "control")
    deep = _DEEP_INDENT.search(text)
    if deep:
        line = len(_LINE_BREAK.findall(text[: deep.start()])) + 1 + shift
        return Problem(path, line, f"套得太深（超过 {_DEEPEST} 层）", "检查缩进和括号", "deep")
    if text.count("[") + text.count("{") > _MANY_BRACKETS:
        return _too_many_open(text, path, shift)
    return None


def _too_many_open(text: str, path: str, shift: int) -> Problem | None:
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):  # events come one by one, without recursion
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST and event.start_mark:
                line = event.start_mark.line + 1 + shift
                return Problem(path, line, f"套得太深（超过 {_DEEPEST} 层）", "检查缩进和括号", "deep")
    except yaml.YAMLError:
        return None  # said properly when the text is composed
    return None
