"""Texts that make a given pattern slow, if any can: repeats of what its own repeats and alternatives match.

A pattern that can read one text in two ways needs a repeat whose body matches it in two ways, followed by something
that fits nowhere. So the bodies are taken from the parsed pattern, alone and in pairs, repeated and spoilt at the end.

Each is tried short first: what costs next to nothing there cannot cost too much when it is a few times as long.
"""

from __future__ import annotations

import itertools
import random
import signal
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.patterns.reading import Compiled, literals, most_counted, parsed, repeats, variants
from tests.processor import allowed_s

CHARS = 2_000
LIMIT_S = 0.020
_SIZES = (CHARS // 8, CHARS // 4, CHARS // 2, CHARS)
_GROWTH = 8
"""Twice the text is at most so much more work; what grows faster than that never ends within the shortest text."""
_STEADY, _STEADY_GROWTH = 2.5, 3
"""What took less than 2.5 times as long for the last doubling takes at most 3 times as long for each of the next."""
_SLOWEST = 20
"""Of the texts that grow so steadily the slowest short ones are the slowest long ones: no others needed."""
_REACH = 8
"""How often what is repeated must fit into a short text, for it to tell anything of a longer one."""
_ENDLESS_S = 0.5
_TRIES = 8
_SPOILERS = ("龘", "\x00", "")
_SHAPES = (" ", "\n", "1", "a", "@", ".", "a.", "a@", "E12345678,", "1 ", "-", "\u4e00", "<a ", "[", "* ", "x-1@a.")
_MANY = 10
_PAIRS = 60


@dataclass(frozen=True)
class Slow:
    """An attack that worked."""

    method: str
    text: str
    seconds: float


@dataclass(frozen=True)
class Hostile:
    """A text of any length: what leads to the repeats, what each share of it repeats, and a spoilt end."""

    lead: str
    repeated: tuple[str, ...]
    end: str
    longest: int = 0
    """How long a piece is, where what is repeated holds many."""

    def of(self, chars: int) -> str:
        """The text with so many characters, or a few less."""
        share = (chars - len(self.lead) - len(self.end)) // len(self.repeated)
        filled = ((part * (share // len(part) + 1))[: max(share, 0)] for part in self.repeated)
        return (self.lead + "".join(filled) + self.end)[:chars]

    def begins_at(self) -> int:
        """The least of the sizes that is long enough to tell."""
        needed = _REACH * max(len(self.lead), self.longest or max(map(len, self.repeated)))
        return _size_for(needed)


class _EndlessError(Exception):
    """A match that was stopped."""


def attack(pattern: Compiled, methods: Iterable[str], limit_s: float = LIMIT_S) -> Slow | None:
    """The first text of `CHARS` characters that takes longer than `limit_s` of processor time; None when none does.

    Runs in the main thread: the engine looks for signals while it matches, so that an endless match ends.
    """
    previous = signal.signal(signal.SIGVTALRM, _stop)
    try:
        steady: list[tuple[float, str, Hostile]] = []
        for hostile, least in attacks(pattern):
            for method in sorted(methods):
                if slow := _tried(pattern, method, hostile, least, limit_s, steady):
                    return slow
        for _, method, hostile in sorted(steady, key=lambda one: one[0])[-_SLOWEST:]:
            if slow := _tried(pattern, method, hostile, CHARS, limit_s, []):
                return slow
    finally:
        signal.signal(signal.SIGVTALRM, previous)
    return None


def _tried(
    pattern: Compiled,
    method: str,
    hostile: Hostile,
    least: int,
    limit_s: float,
    steady: list[tuple[float, str, Hostile]],
) -> Slow | None:
    """Shorter texts first; the next longer one only when the whole could take too long.

    What grows steadily is put off, with what the whole would take: there may be hundreds of such texts.
    """
    before = 0.0
    sizes = _SIZES[_SIZES.index(least) :]
    for doublings, size in zip(reversed(range(len(sizes))), sizes, strict=True):
        text = hostile.of(size)
        seconds = _best(pattern, method, text, limit_s, 1 if doublings else _TRIES)
        is_steady = doublings > 0 and seconds < before * _STEADY
        if seconds * (_STEADY_GROWTH if is_steady else _GROWTH) ** doublings <= limit_s:
            return None
        if seconds > limit_s and seconds > allowed_s(limit_s):
            return Slow(method, text, seconds)
        if is_steady:
            steady.append((seconds * 2**doublings, method, hostile))
            return None
        before = seconds
    return None


def attacks(pattern: Compiled) -> Iterator[tuple[Hostile, int]]:
    """Hostile texts for a pattern, always the same ones, each with the least size that it is worth trying at."""
    tree = parsed(pattern)
    repeated = list(repeats(tree, ""))
    bodies = list(dict.fromkeys(text for _, texts in repeated for text in texts if text))
    alphabet = list(dict.fromkeys(itertools.chain(literals(tree), variants(tree))))
    counted = _size_for(_REACH * most_counted(tree))
    seen: set[str] = set()
    for hostile in itertools.chain(
        _pumped(repeated),
        _joined(bodies),
        _stretched(bodies),
        (Hostile("", (piece,), spoiler) for piece in (*alphabet, *_SHAPES) if piece for spoiler in _SPOILERS),
        _mixed(alphabet),
    ):
        least = max(counted, hostile.begins_at())
        text = hostile.of(least)
        if text not in seen:
            seen.add(text)
            yield hostile, least


def _size_for(chars: int) -> int:
    return next((size for size in _SIZES if size >= chars), CHARS)


def _stop(*_: object) -> None:
    raise _EndlessError


def _best(pattern: Compiled, method: str, text: str, limit_s: float, tries: int) -> float:
    """The least processor time of a few tries, in seconds; one try is enough when it is quick."""
    best = float("inf")
    for _ in range(tries):
        signal.setitimer(signal.ITIMER_VIRTUAL, _ENDLESS_S)
        begun = time.thread_time()
        try:
            pattern.sub("", text) if method == "sub" else getattr(pattern, method)(text)
        except _EndlessError:
            return _ENDLESS_S
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        best = min(best, time.thread_time() - begun)
        if best <= limit_s:
            break
    return best


def _pumped(repeated: list[tuple[str, list[str]]]) -> Iterator[Hostile]:
    """What leads to a repeat, its body over and over, and a spoilt end."""
    for lead, texts in repeated:
        for text in filter(None, texts):
            for spoiler in _SPOILERS:
                for before in dict.fromkeys((lead, "")):
                    yield Hostile(before, (text,), spoiler)


def _joined(bodies: list[str]) -> Iterator[Hostile]:
    """Two bodies in turn: what one repeat ends with another may begin with."""
    for first, second in itertools.islice(itertools.permutations(bodies, 2), _PAIRS):
        yield Hostile("", (first + second,), _SPOILERS[0])


def _stretched(bodies: list[str]) -> Iterator[Hostile]:
    """One body many times and then another."""
    for first, second in itertools.islice(itertools.permutations(bodies, 2), _PAIRS):
        yield Hostile("", (first, second), _SPOILERS[0])


def _mixed(alphabet: list[str]) -> Iterator[Hostile]:
    """Random sequences of the pattern's own words."""
    chance = random.Random(2000)
    for _ in range(_MANY if alphabet else 0):
        few = chance.sample(alphabet, min(len(alphabet), chance.choice((2, 3, 5, 20))))
        pieces = chance.choices(few, k=CHARS)
        yield Hostile("", ("".join(pieces)[:CHARS],), chance.choice(_SPOILERS), max(map(len, pieces)))
