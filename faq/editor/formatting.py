"""One look for all entry files: header, blank lines, order of keys. What is said stays what it was.

Comments stay with the line they stand above. A file that would read back differently is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from common.errors import ContentError
from common.yaml_nodes import YamlNode, parse_yaml
from faq.editor.entry_text import HEADER, KEY_ORDER

_BREAK = re.compile(r"\r\n|\r|\n")
_KEY = re.compile(r"(?:- |  )([a-z_]+):(?: |$)")


def formatted(text: str, path: str) -> str:
    """The text of an entry file in the usual look; the same text when it has faults.

    Raises:
        ContentError: the text is not YAML, or has a key twice.
    """
    root = parse_yaml(text, path)
    if not isinstance(root.value, list) or not all(isinstance(item.value, dict) for item in root.value):
        return text
    lines = [line.rstrip() for line in _BREAK.split(text.removeprefix("\ufeff"))]
    starts = [_with_comments(lines, item.line - 1) for item in root.value]
    head = [line for line in lines[: starts[0]] if line]
    result = [*([] if HEADER in head else [HEADER]), *head]
    ends = [*starts[1:], len(lines)]
    for number, (item, begin, end) in enumerate(zip(root.value, starts, ends, strict=True)):
        if number:
            result.append("")
        result += _entry(item, lines, begin, end)
    new = "\n".join([*result, ""])
    try:
        same = parse_yaml(new, path).plain() == _stripped(root).plain()
    except ContentError:
        same = False
    return new if same else text


def _entry(item: YamlNode, lines: list[str], begin: int, end: int) -> Iterator[str]:
    first = item.line - 1
    yield from (line for line in lines[begin:first] if line)
    while end > first and not lines[end - 1]:
        end -= 1
    keys = sorted(item.key_lines, key=lambda key: item.key_lines[key])
    bounds = [first, *(_with_comments(lines, item.key_lines[key] - 1) for key in keys[1:]), end]
    blocks = {key: lines[start:stop] for key, start, stop in zip(keys, bounds, bounds[1:], strict=False)}
    order = [key for key in KEY_ORDER if key in blocks] + [key for key in keys if key not in KEY_ORDER]
    # The first line of an item carries its dash; a key that moves there or away changes its beginning.
    for place, key in enumerate(order):
        block = _without_blank_end(blocks[key])
        if place == 0 and not block[0].startswith("- "):
            place_of_key = next(number for number, line in enumerate(block) if _KEY.match(line))
            block[place_of_key] = "- " + block[place_of_key][2:]
        elif place and block[0].startswith("- "):
            block[0] = "  " + block[0][2:]
        yield from block


def _without_blank_end(block: list[str]) -> list[str]:
    block = list(block)
    while block and not block[-1]:
        block.pop()
    return block


def _with_comments(lines: list[str], number: int) -> int:
    """The first of the comment lines that stand right above a line."""
    while number > 0 and lines[number - 1].lstrip().startswith("#") and lines[number - 1] != HEADER:
        number -= 1
    return number


def _stripped(node: YamlNode) -> YamlNode:
    """The node with blanks at line ends taken out of block texts, which is what the new look does to them."""
    if isinstance(node.value, list):
        return YamlNode([_stripped(item) for item in node.value], node.line, node.path)
    if isinstance(node.value, dict):
        return YamlNode({key: _stripped(item) for key, item in node.value.items()}, node.line, node.path)
    if node.literal and node.value is not None:
        text = "\n".join(line.rstrip() for line in node.value.split("\n"))
        return YamlNode(text, node.line, node.path, quoted=True, literal=True)
    return node
