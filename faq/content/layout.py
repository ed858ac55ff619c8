"""Where the lines of an entry went out of shape: what an editor typed, not what the YAML parser noticed later.

The parser only sees that some later line cannot follow; the line that somebody damaged often stands well
above it. The files have one plain shape (keys, lists, `|` blocks), so the damaged line can be found by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from common.errors import Problem
from faq.content.schema_check import schema_keys

_ODD_BLANK = re.compile(r"( *)(?![ \t])[^\S\n]+")
_KEY = re.compile(
    r"(?P<indent> {0,40})(?P<dash>- {1,20})?(?P<name>[A-Za-z_]{1,60})(?P<colon>:)(?P<gap> +|$)(?P<value>.*)", re.ASCII
)
_NO_GAP = re.compile(r" {0,40}(?:- {1,20})?(?P<name>[a-z_]{1,60}):\S")
_ITEM = re.compile(r"(?P<indent> {0,40})- {1,20}(?P<text>\S.*)")
_BLOCK = re.compile(r"[|>][+-]?\d?$")
_AFTER_MARK = re.compile(r"[|>][+-]?\d? +[^#\s]")
_NO_ITEM = re.compile(r"\[\s*,|,\s*,")
_HALF_KEY = re.compile(r"[a-z_]{1,20}")
_DASHES = "－–—―−"
_HALF_QUOTED = re.compile(r"'(?:[^']|''){0,2000}+|\"(?:[^\"\\]|\\.){0,2000}+")
_NEEDS_QUOTES = tuple("*&!%@`{[>|")
_BLANKS = {"\u3000": "全角空格", "\xa0": "不换行空格（U+00A0，看着和空格一样，多半是从 Word 或网页贴来的）"}
_NESTED = frozenset({"title", "date", "url", "to", "text", "school", "aliases"})
_SHOWN = 24
_DASH = 2
"""A dash and the space behind it."""

SHAPE = "layout"
"""The kind of these faults."""


def find_slip(lines: Sequence[str], path: str, first_line: int = 1, last_line: int | None = None) -> Problem | None:
    """The first line that is out of shape, up to the line where the parser gave up; None when all look well."""
    for offset, message, remedy in _Reading(lines).slips():
        number = first_line + offset
        if last_line is None or number <= last_line:
            return Problem(path, number, message, remedy, SHAPE)
    return None


def slip_of_line(line: str) -> tuple[str, str]:
    """Why a line was taken for more of the line above it: what is wrong, how to mend it."""
    text = line.strip()
    if text.startswith("-") and text[1:2].isspace():
        if text[1] != " ":
            return f"「-」后面是{_blank_name(text[1])}（现在是「{_shown(line)}」）", "换成半角空格"
        return f"这一行比上面几行多空了格（现在是「{_shown(line)}」）", "和上面几行对齐"
    if text.startswith("-"):
        return f"「-」后面少了空格（现在是「{_shown(line)}」）", "「-」后面空一格"
    if text[:1] in _DASHES:
        return f"行首的「{text[0]}」不是减号（现在是「{_shown(line)}」）", "换成半角减号加空格「- 」"
    return f"这一行开头少了「- 」（现在是「{_shown(line)}」）", "在行首补上「- 」，和上面几行对齐"


def _blank_name(blanks: str) -> str:
    """The first of some blanks that is no plain space, as an editor can find it: most look like one."""
    blank = next(character for character in blanks if character != " ")
    return _BLANKS.get(blank, f"特殊的空白（U+{ord(blank):04X}，看着和空格一样）")


@dataclass
class _Block:
    """A `|` text: where its key stands, and how far its lines are indented once one has been seen."""

    name: str
    key_column: int
    indent: int = 0


class _Reading:
    """Goes down the lines of an entry and remembers what may follow."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._block: _Block | None = None
        self._open: tuple[int, str] | None = None
        self._lists: list[int] = []
        """How far the dashes of the open lists are indented, the innermost last."""
        self._heads_list = False
        """Whether the line above is a key with nothing behind it: a list of its own may follow, as deep as it likes."""
        self._said = ""
        """What stood behind the last key: where that is something, no list can follow."""
        self._key_column: int | None = None
        self._seen: set[str] = set()
        self._last = max((number for number, line in enumerate(lines) if line.strip()), default=0)
        self._known = schema_keys("schema.json") | schema_keys("contacts.schema.json")

    def slips(self) -> Iterator[tuple[int, str, str]]:
        """Number of the line from 0, what is wrong, how to mend it."""
        for number, line in enumerate(self._lines):
            text = line.strip()
            if not text or (text.startswith("#") and self._block is None):
                continue
            odd = _ODD_BLANK.match(line)
            indent = len(line) - len(line.lstrip(" "))
            if self._block is not None:
                inside = self._in_block(self._block, line, indent, odd[0] if odd else "")
                if inside is None:
                    continue
                if inside != ("", ""):
                    yield number, *inside
                    continue
            if odd and text[:1] != "\t" and "\t" not in odd.group():
                yield number, f"行首有{_blank_name(odd[0])}（现在是「{_shown(line)}」）", "删掉它，用半角空格对齐"
                continue
            yield from ((number, *slip) if len(slip) == 2 else slip for slip in self._outside(number, line, indent))

    def _in_block(self, block: _Block, line: str, indent: int, odd: str) -> tuple[str, str] | None:
        """None: a line of the text; a pair: what is wrong; a pair of nothing: the text has ended.

        `odd`: the blanks before the text where one is no plain space.
        """
        if not block.indent and indent > block.key_column:
            block.indent = indent
        if block.indent and indent >= block.indent:
            return None
        key = _KEY.match(line)
        if not odd and indent <= block.key_column and (key or _NO_GAP.match(line) or not block.indent):
            self._block = None
            return "", ""
        if _ITEM.match(line) and indent in self._lists[-1:] and indent < block.key_column:
            self._block = None
            return "", ""
        if odd:
            return f"行首有{_blank_name(odd)}（现在是「{_shown(line)}」）", f"用半角空格，空 {block.indent} 格"
        return (
            f"「{block.name}」里的这一行缩进不够（现在是「{_shown(line)}」）",
            f"前面空 {block.indent or block.key_column + 2} 格，和这一段的其他行对齐",
        )

    def _outside(self, number: int, line: str, indent: int) -> Iterator[tuple[str, str] | tuple[int, str, str]]:
        if key := _KEY.match(line):
            yield from self._key(number, line, key)
        elif (bare := _NO_GAP.match(line)) and bare["name"] in self._known | _NESTED:
            yield f"冒号后面少了空格（现在是「{_shown(line)}」）", "冒号后面空一格"
        elif item := _ITEM.match(line):
            yield from self._item(line, indent, item["text"])
        elif line.strip()[0] in _DASHES or line.strip().startswith("-"):
            yield slip_of_line(line)
        elif self._open is None:
            if number == self._last and (half := self._half_key(line.strip())):
                yield half
            else:
                yield self._apart(number, line)

    def _apart(self, number: int, line: str) -> tuple[str, str]:
        """What belongs to nothing: one line lost its dash, several the name above them."""
        below = self._lines[number + 1] if number < self._last else ""
        if not self._lists:
            return self._stray(line)
        if not below.strip() or _KEY.match(below) or below.strip()[0] in f"-#{_DASHES}":
            return slip_of_line(line)
        return f"这几行上面少了一行名字（现在是「{_shown(line)}」）", "在这一行上面补上，例如「answer: |」"

    def _half_key(self, text: str) -> tuple[str, str] | None:
        """Where a file or an entry breaks off in the name of a field."""
        whole = sorted(key for key in self._known if key.startswith(text)) if _HALF_KEY.fullmatch(text) else []
        if not whole:
            return None
        remedy = f"写成「{whole[0]}: …」；后面的内容不见了，就从备份里恢复这个文件"
        return f"这一行没有写完（现在是「{text}」），文件像是没有存完", remedy

    def _key(self, number: int, line: str, key: re.Match[str]) -> Iterator[tuple[str, str] | tuple[int, str, str]]:
        name, column = key["name"], len(key["indent"]) + len(key["dash"] or "")
        if self._open is not None:
            opened, mark = self._open
            shown = _shown(self._lines[opened])
            yield opened, f"「{mark}」没有关上（现在是「{shown}」）", f"在这一行的末尾补上「{_closing(mark)}」"
            self._open = None
        if self._is_pushed_in(number, key):
            yield f"「-」后面多空了格（现在是「{_shown(line)}」）", "「-」后面只空一格"
            column = len(key["indent"]) + _DASH
        nested = name in _NESTED and self._key_column is not None and column > self._key_column
        if name in self._known and not nested:
            yield from self._top(line, name, column, has_dash=bool(key["dash"]))
            self._lists = []
        else:
            self._lists = [dash for dash in self._lists if dash < len(key["indent"])]
            self._lists += [len(key["indent"])] if key["dash"] else []
        value = self._said = key["value"].strip()
        self._heads_list = not value
        if _HALF_QUOTED.fullmatch(value) and self._ends_here(number):
            yield _half_quoted(line)
        if _AFTER_MARK.match(value):
            yield (
                f"「{value[0]}」后面不能接着写字（现在是「{_shown(line)}」）",
                f"「{name}: |」写到这里为止，文字从下一行开始",
            )
        elif value[:1] == "[" and _NO_ITEM.search(value):
            yield f"列表里多了一个逗号（现在是「{_shown(line)}」）", "删掉多出来的逗号"
        if _BLOCK.match(value.split(" #")[0].strip()):
            self._block = _Block(name, column)
        elif value[:1] in ("[", "{") and _closing(value[0]) not in value:
            self._open = (number, value[0])

    def _ends_here(self, number: int) -> bool:
        """Whether the line below begins something else: a text in quotes may go on over several lines."""
        below = self._lines[number + 1] if number < self._last else ""
        return bool(_KEY.match(below) or _ITEM.match(below))

    def _top(self, line: str, name: str, column: int, *, has_dash: bool) -> Iterator[tuple[str, str]]:
        if name == "id" and "id" in self._seen and not has_dash:
            yield f"新条目开头少了「- 」（现在是「{_shown(line)}」）", "写成「- id: …」，「-」顶格"
        elif has_dash and column - _DASH > 0 and name == "id":
            yield f"条目的「-」没有顶格（现在是「{_shown(line)}」）", "删掉「-」前面的空格"
        elif self._key_column is not None and column != self._key_column:
            yield (
                f"「{name}」的缩进和这一条的其他字段没有对齐（现在空 {column} 格）",
                f"前面空 {self._key_column} 格",
            )
        self._key_column = column if self._key_column is None else self._key_column
        self._seen.add(name)

    def _is_pushed_in(self, number: int, key: re.Match[str]) -> bool:
        """Whether the first field of an item stands further in than the next, for the blanks behind its dash."""
        next_one = _KEY.match(self._lines[number + 1]) if number < self._last else None
        below = -1 if next_one is None or next_one["dash"] else len(next_one["indent"])
        return len(key["dash"] or "") > _DASH and below == len(key["indent"]) + _DASH

    def _item(self, line: str, indent: int, text: str) -> Iterator[tuple[str, str]]:
        heads, self._heads_list = self._heads_list, False
        if not self._lists:
            if self._said and self._open is None and self._block is None and self._key_column is not None:
                yield f"这几项上面少了一行名字（现在是「{_shown(line)}」）", "在这一行上面补上，例如「questions:」"
            self._lists = [indent]
        elif heads and indent > self._lists[-1]:
            self._lists.append(indent)
        elif indent != self._lists[-1]:
            remedy = f"「-」前面空 {self._lists[-1]} 格，和上面几行对齐"
            yield f"这一行的缩进和上面几行没有对齐（现在是「{_shown(line)}」，空 {indent} 格）", remedy
            return
        if text.startswith(_NEEDS_QUOTES):
            yield f"以「{text[0]}」开头的文字要加引号（现在是「{_shown(line)}」）", "两头加上半角引号"
        elif text[0] in "\"'" and text.rstrip()[-1] != text[0]:
            yield _half_quoted(line)

    @staticmethod
    def _stray(line: str) -> tuple[str, str]:
        return f"这一行接不上上一行（现在是「{_shown(line)}」）", "写成「名字: 值」，或并到上一行里"


def _half_quoted(line: str) -> tuple[str, str]:
    return f"引号没有成对（现在是「{_shown(line)}」）", "补上另一半引号，或两头的引号都去掉"


def _closing(mark: str) -> str:
    return {"[": "]", "{": "}"}[mark]


def _shown(line: str) -> str:
    text = line.strip()
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
