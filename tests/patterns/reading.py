"""What a pattern is made of, read from its parsed tree: its repeats, words, and texts that parts of it match."""

from __future__ import annotations

import itertools
import re
import re._constants as op
import re._parser as parser
from collections.abc import Iterator
from typing import Any, TypeAlias

import regex

Compiled: TypeAlias = re.Pattern[str] | regex.Pattern[str]
"""A pattern of either engine: each is attacked with the engine that compiled it."""
ENGINES_PATTERNS = (re.Pattern, regex.Pattern)
_VARIANTS = 8

_SHARED_FLAGS = int(re.IGNORECASE | re.MULTILINE | re.DOTALL | re.VERBOSE)
_PIECE = re.compile(r"(?P<property>\\[pP]\{\^?[\w=]+\})|(?P<cluster>\\X)|\\.|\[\^?\]?|\]", re.DOTALL)
_PROPERTY_SAMPLES = "a1好, \u0301\u200d\U0001f3fb\U0001f1e6"
"""Members of the usual properties, and of none of them."""
_CLUSTER = "(?:[a好\U0001f1e6\U0001f468][\u0301\u200d\U0001f3fb]*)"


def parsed(pattern: Compiled) -> Any:
    """The pattern as `re` reads it; what only the other engine knows stands as texts that it may match."""
    if isinstance(pattern, re.Pattern):
        return parser.parse(pattern.pattern, pattern.flags)
    in_class = False

    def readable(piece: re.Match[str]) -> str:
        nonlocal in_class
        if piece["property"]:
            return _PROPERTY_SAMPLES if in_class else f"[{_PROPERTY_SAMPLES}]"
        if piece["cluster"]:
            return _CLUSTER
        if piece[0][0] != "\\":
            in_class = piece[0][0] == "["
        return piece[0]

    return parser.parse(_PIECE.sub(readable, pattern.pattern), pattern.flags & _SHARED_FLAGS)


_REPEATING = {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}
_LOOKING = {op.ASSERT, op.ASSERT_NOT}
_CATEGORY = {
    op.CATEGORY_DIGIT: "17",
    op.CATEGORY_SPACE: " \n",
    op.CATEGORY_WORD: "a1好",
    op.CATEGORY_NOT_DIGIT: "a好 ",
    op.CATEGORY_NOT_SPACE: "a1好,",
    op.CATEGORY_NOT_WORD: " ,。",
}


def repeats(items: Any, lead: str) -> Iterator[tuple[str, list[str]]]:
    """Each repeat that may go on, as (a text that leads to it, texts its body matches)."""
    for code, argument in items:
        if code in _REPEATING:
            least, most, body = argument
            if most - least >= 2:
                texts = variants(body)
                yield lead, [*texts, *("".join(pair) for pair in itertools.permutations(texts[:4], 2))]
        for part in _parts(code, argument):
            yield from repeats(part, lead)
        if code not in _LOOKING:
            lead += next(iter(variants([(code, argument)])), "")


def most_counted(items: Any) -> int:
    """How often something must come at least, at most: what is not long enough for that fails at once."""
    most = 0
    for code, argument in items:
        times = argument[0] if code in _REPEATING else 1
        most = max([most, times if times > 1 else 0, *(times * most_counted(part) for part in _parts(code, argument))])
    return most


def _parts(code: Any, argument: Any) -> Iterator[Any]:
    """The sequences that an element of a pattern is made of."""
    if code is op.BRANCH:
        yield from argument[1]
    elif code is op.SUBPATTERN:
        yield argument[3]
    elif code is op.ATOMIC_GROUP:
        yield argument
    elif code in _REPEATING:
        yield argument[2]
    elif code in _LOOKING:
        yield argument[1]


def variants(items: Any) -> list[str]:
    """A few different texts that a sequence matches (look-arounds and back references left out)."""
    texts = [""]
    for code, argument in items:
        options = list(dict.fromkeys(_options(code, argument)))[:_VARIANTS] or [""]
        if len(texts) == 1:
            texts = [texts[0] + option for option in options]
        else:  # each option once: the product of all would be endless
            width = max(len(texts), len(options))
            texts = [texts[place % len(texts)] + options[place % len(options)] for place in range(width)]
    return list(dict.fromkeys(texts))[: 4 * _VARIANTS]


def _options(code: Any, argument: Any) -> Iterator[str]:
    if code is op.LITERAL:
        yield chr(argument)
    elif code is op.NOT_LITERAL:
        yield next(character for character in "a1好 " if ord(character) != argument)
    elif code is op.ANY:
        yield from "a好1"
    elif code is op.IN:
        yield from _members(argument)
    elif code is op.BRANCH:
        for branch in argument[1]:
            yield from variants(branch)[:2]
    elif code is op.SUBPATTERN:
        yield from variants(argument[3])
    elif code is op.ATOMIC_GROUP:
        yield from variants(argument)
    elif code in _REPEATING:
        least, most, body = argument
        texts = variants(body)
        for count in dict.fromkeys((max(least, 1), least, min(most, least + 2))):
            yield from (text * min(count, 40) for text in texts)


def _members(members: Any) -> Iterator[str]:
    if members and members[0][0] is op.NEGATE:
        refused = re.compile("[" + "".join(map(re.escape, _members(members[1:]))) + "]") if len(members) > 1 else None
        yield from (character for character in "a1好, 龘" if not (refused and refused.match(character)))
        return
    for code, argument in members:
        if code is op.LITERAL:
            yield chr(argument)
        elif code is op.RANGE:
            yield chr(argument[0])
            yield chr(argument[1])
        elif code is op.CATEGORY:
            yield from _CATEGORY.get(argument, "")


def literals(items: Any) -> Iterator[str]:
    """The characters and words of a pattern, in the order in which they stand."""
    run = ""
    for code, argument in items:
        if code is op.LITERAL:
            run += chr(argument)
            continue
        if run:
            yield run
            run = ""
        if code is op.IN:
            yield from _members(argument)
        for part in _parts(code, argument):
            yield from literals(part)
    if run:
        yield run
