"""Texts that make a given pattern slow, if any can: repeats of what its own repeats and alternatives match.

A pattern that can read one text in two ways needs a repeat whose body matches it in two ways, followed by something
that fits nowhere. So the bodies are taken from the parsed pattern, alone and in pairs, repeated and spoilt at the end.
"""

from __future__ import annotations

import itertools
import random
import re
import re._constants as op
import re._parser as parser
import signal
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import regex

from tests.processor import allowed_s

Compiled: TypeAlias = re.Pattern[str] | regex.Pattern[str]
"""A pattern of either engine: each is attacked with the engine that compiled it."""
ENGINES_PATTERNS = (re.Pattern, regex.Pattern)
CHARS = 2_000
LIMIT_S = 0.020
_ENDLESS_S = 0.5
_TRIES = 8
_SPOILERS = ("龘", "\x00", "")
_SHAPES = (" ", "\n", "1", "a", "@", ".", "a.", "a@", "E12345678,", "1 ", "-", "\u4e00", "<a ", "[", "* ", "x-1@a.")
_MANY = 10
_VARIANTS = 8
_PAIRS = 60


@dataclass(frozen=True)
class Slow:
    """An attack that worked."""

    method: str
    text: str
    seconds: float


class _EndlessError(Exception):
    """A match that was stopped."""


def attack(pattern: Compiled, methods: Iterable[str]) -> Slow | None:
    """The first text of `CHARS` characters that takes longer than `LIMIT_S` of processor time; None when none does.

    Runs in the main thread: the engine looks for signals while it matches, so that an endless match ends.
    """
    previous = signal.signal(signal.SIGVTALRM, _stop)
    try:
        for text in attacks(pattern):
            for method in sorted(methods):
                seconds = _best(pattern, method, text)
                if seconds > LIMIT_S and seconds > allowed_s(LIMIT_S):
                    return Slow(method, text, seconds)
    finally:
        signal.signal(signal.SIGVTALRM, previous)
    return None


def attacks(pattern: Compiled) -> Iterator[str]:
    """Hostile texts for a pattern, each at most `CHARS` long, always the same ones."""
    tree = _parsed(pattern)
    repeats = list(_repeats(tree, ""))
    bodies = list(dict.fromkeys(text for _, texts in repeats for text in texts if text))
    alphabet = list(dict.fromkeys(itertools.chain(_literals(tree), _variants(tree))))
    seen: set[str] = set()
    for text in itertools.chain(
        _pumped(repeats),
        _joined(bodies),
        _stretched(bodies),
        ((piece * CHARS)[: CHARS - 1] + spoiler for piece in (*alphabet, *_SHAPES) if piece for spoiler in _SPOILERS),
        _mixed(alphabet),
    ):
        cut = text[:CHARS]
        if cut not in seen:
            seen.add(cut)
            yield cut


_SHARED_FLAGS = int(re.IGNORECASE | re.MULTILINE | re.DOTALL | re.VERBOSE)
_PIECE = re.compile(r"(?P<property>\\[pP]\{\^?[\w=]+\})|(?P<cluster>\\X)|\\.|\[\^?\]?|\]", re.DOTALL)
_PROPERTY_SAMPLES = "a1好, \u0301\u200d\U0001f3fb\U0001f1e6"
"""Members of the usual properties, and of none of them."""
_CLUSTER = "(?:[a好\U0001f1e6\U0001f468][\u0301\u200d\U0001f3fb]*)"


def _parsed(pattern: Compiled) -> Any:
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


def _stop(*_: object) -> None:
    raise _EndlessError


def _best(pattern: Compiled, method: str, text: str) -> float:
    """The least processor time of a few tries, in seconds; one try is enough when it is quick."""
    best = float("inf")
    for _ in range(_TRIES):
        signal.setitimer(signal.ITIMER_VIRTUAL, _ENDLESS_S)
        begun = time.thread_time()
        try:
            pattern.sub("", text) if method == "sub" else getattr(pattern, method)(text)
        except _EndlessError:
            return _ENDLESS_S
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        best = min(best, time.thread_time() - begun)
        if best <= LIMIT_S:
            break
    return best


def _pumped(repeats: list[tuple[str, list[str]]]) -> Iterator[str]:
    """What leads to a repeat, its body over and over, and a spoilt end."""
    for lead, texts in repeats:
        for text in texts:
            for spoiler in _SPOILERS:
                for before in {lead, ""}:
                    yield before + (text * CHARS)[: CHARS - len(before) - len(spoiler)] + spoiler


def _joined(bodies: list[str]) -> Iterator[str]:
    """Two bodies in turn: what one repeat ends with another may begin with."""
    for first, second in itertools.islice(itertools.permutations(bodies, 2), _PAIRS):
        yield ((first + second) * CHARS)[: CHARS - 1] + _SPOILERS[0]


def _stretched(bodies: list[str]) -> Iterator[str]:
    """One body many times and then another."""
    for first, second in itertools.islice(itertools.permutations(bodies, 2), _PAIRS):
        yield (first * CHARS)[: CHARS // 2] + (second * CHARS)[: CHARS // 2 - 1] + _SPOILERS[0]


def _mixed(alphabet: list[str]) -> Iterator[str]:
    """Random sequences of the pattern's own words."""
    chance = random.Random(2000)
    for _ in range(_MANY if alphabet else 0):
        few = chance.sample(alphabet, min(len(alphabet), chance.choice((2, 3, 5, 20))))
        yield "".join(chance.choice(few) for _ in range(CHARS))[: CHARS - 1] + chance.choice(_SPOILERS)


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


def _repeats(items: Any, lead: str) -> Iterator[tuple[str, list[str]]]:
    """Each repeat that may go on, as (a text that leads to it, texts its body matches)."""
    for code, argument in items:
        if code in _REPEATING:
            least, most, body = argument
            if most - least >= 2:
                texts = _variants(body)
                yield lead, [*texts, *("".join(pair) for pair in itertools.permutations(texts[:4], 2))]
            yield from _repeats(body, lead)
        elif code is op.SUBPATTERN:
            yield from _repeats(argument[3], lead)
        elif code is op.ATOMIC_GROUP:
            yield from _repeats(argument, lead)
        elif code in _LOOKING:
            yield from _repeats(argument[1], lead)
        elif code is op.BRANCH:
            for branch in argument[1]:
                yield from _repeats(branch, lead)
        if code not in _LOOKING:
            lead += next(iter(_variants([(code, argument)])), "")


def _variants(items: Any) -> list[str]:
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
            yield from _variants(branch)[:2]
    elif code is op.SUBPATTERN:
        yield from _variants(argument[3])
    elif code is op.ATOMIC_GROUP:
        yield from _variants(argument)
    elif code in _REPEATING:
        least, most, body = argument
        texts = _variants(body)
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


def _literals(items: Any) -> Iterator[str]:
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
        elif code is op.BRANCH:
            for branch in argument[1]:
                yield from _literals(branch)
        elif code is op.SUBPATTERN:
            yield from _literals(argument[3])
        elif code is op.ATOMIC_GROUP:
            yield from _literals(argument)
        elif code in _REPEATING:
            yield from _literals(argument[2])
        elif code in _LOOKING:
            yield from _literals(argument[1])
    if run:
        yield run
