"""A text as the search box reads it, and where a query is found in it, so that the words can be marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from faq.text.normalise import normalise
from faq.text.pinyin import fold, is_chinese, split_pinyin, syllables
from faq.text.views import runs

GAP = "|"
"""Stands where punctuation stands: no phrase reaches over it."""
_EXCERPT_BEFORE, _EXCERPT_CHARS = 12, 48
_MOST_LETTERS = 20
_LEAST_INITIALS = 2
_RUN = re.compile(r"[㐀-䶿一-鿿]+|[a-z]+|\d+")
_LETTERS = re.compile(r"[a-z]+")


class Unit(NamedTuple):
    """A character, a Latin word or a number, as written and as heard, and where it stands in the text."""

    word: str
    sound: str
    initial: str
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """A part of a text; `marked` where it is what was searched for."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Term:
    """One run of a query and the ways it may stand in a text: as words, as sounds, as initials, as a beginning.

    `open_end` is the beginning of a syllable that somebody is still typing.
    """

    words: tuple[str, ...]
    sounds: tuple[str, ...] = ()
    open_end: str = ""
    initials: tuple[str, ...] = ()
    across: frozenset[tuple[str, ...]] = frozenset()
    """Its pairs that end one word and begin the next (`faq.finding.finding`): by themselves they are no part of it."""

    @property
    def grams(self) -> tuple[tuple[str, ...], ...]:
        """Its pairs of neighbours, or itself when it is one character."""
        return tuple(pairwise(self.words)) or (self.words,)

    @property
    def text(self) -> str:
        """It as it is written."""
        return "".join(self.words)

    @property
    def texts(self) -> tuple[str, ...]:
        """Its pairs as they are written."""
        return tuple("".join(gram) for gram in self.grams)


def units(text: str) -> list[Unit]:
    """The units of a text with a gap wherever something else stands between two of them."""
    plain = text.translate(_PLAIN)
    found: list[Unit] = []
    end = 0
    for match in _RUN.finditer(plain):
        if found and plain[end : match.start()].strip():
            found.append(Unit(GAP, GAP, GAP, end, end))
        end = match.end()
        run = match.group()
        if not is_chinese(run):
            found.append(Unit(run, run, run, match.start(), end))
            continue
        for start, (character, sound) in enumerate(zip(run, syllables(run), strict=True), match.start()):
            found.append(Unit(character, fold(sound), sound[0], start, start + 1))
    return found


def terms(query: str) -> tuple[Term, ...]:
    """The runs of a query; a space between two words keeps them two."""
    return tuple(_term(run) for word in query.split() for run in runs(word))


def mark(text: str, wanted: Sequence[Term]) -> tuple[Piece, ...]:
    """The text in pieces, what was searched for marked."""
    found = units(text)
    pieces: list[Piece] = []
    done = 0
    for start, end in _joined(sorted(span for term in wanted for span in _spans(found, term))):
        if start > done:
            pieces.append(Piece(text[done:start]))
        pieces.append(Piece(text[start:end], marked=True))
        done = end
    if done < len(text):
        pieces.append(Piece(text[done:]))
    return tuple(pieces)


def excerpt(texts: Iterable[str], wanted: Sequence[Term]) -> tuple[Piece, ...]:
    """The line of some texts that holds most of what was searched for, cut short; () when none holds any."""
    most, best = 0, ""
    for text in texts:
        for line in text.splitlines():
            # Looked for as plain text: reading every line of every hit into units would take longer than the search.
            plain = _compared(line)
            held = sum(2 * (term.text in plain) or any(gram in plain for gram in term.texts) for term in wanted)
            if held > most:
                most, best = held, line
    if not best:
        return ()
    first = min((start for term in wanted for start, _ in _spans(units(best), term)), default=0)
    start = max(0, first - _EXCERPT_BEFORE) if len(best) > _EXCERPT_CHARS else 0
    cut = best[start : start + _EXCERPT_CHARS]
    return mark(("…" if start else "") + cut + ("…" if start + len(cut) < len(best) else ""), wanted)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch made one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _term(run: str) -> Term:
    if is_chinese(run):
        return Term(tuple(run), tuple(fold(sound) for sound in syllables(run)))
    if not _LETTERS.fullmatch(run) or len(run) > _MOST_LETTERS:
        return Term((run,))
    sounds, open_end = _typed_sounds(run)
    initials = tuple(run) if len(run) >= _LEAST_INITIALS else ()
    return Term((run,), tuple(fold(sound) for sound in sounds), open_end, initials)


@lru_cache(maxsize=10_000)
def _typed_sounds(run: str) -> tuple[tuple[str, ...], str]:
    """The syllables of typed pinyin and the beginning of one that is not typed out: `zhuc` is zhu and c."""
    for cut in range(len(run), 0, -1):
        sounds = split_pinyin(run[:cut])
        if sounds and len(run) - cut < 3 and (len(sounds) > 1 or cut < len(run) or len(run) > 1):
            return sounds, fold(run[cut:]) if cut < len(run) else ""
    return (), ""


def _spans(found: Sequence[Unit], term: Term) -> list[tuple[int, int]]:
    words = tuple(unit.word for unit in found)
    places = _places(words, term.words)
    if not places and len(term.words) > 2:
        places = [place for gram in term.grams if gram not in term.across for place in _places(words, gram)]
    if not places and not is_chinese(term.words[0]):
        places = [(place, 1) for place, word in enumerate(words) if word.startswith(term.words[0])]
    if not places and term.sounds and (term.open_end or len(term.sounds) > 1):
        sounds = tuple(unit.sound for unit in found)
        places = [(place, length + bool(term.open_end)) for place, length in _places(sounds, term.sounds)]
        if term.open_end:  # the syllable behind must begin with it
            ends = (*sounds, GAP)
            places = [span for span in places if ends[sum(span) - 1].startswith(term.open_end)]
    if not places and term.initials:
        places = _places(tuple(unit.initial for unit in found), term.initials)
    return [(found[place].start, found[place + length - 1].end) for place, length in places]


def _places(words: Sequence[str], phrase: Sequence[str]) -> list[tuple[int, int]]:
    length = len(phrase)
    return [
        (place, length) for place in range(len(words) - length + 1) if tuple(words[place : place + length]) == phrase
    ]


class _Plain(dict[int, str]):
    """A table for `str.translate` that looks at each character once in the life of the process."""

    def __missing__(self, code: int) -> str:
        """The character as it is compared; a space where that would be another number of characters."""
        plain = normalise(chr(code))
        self[code] = plain if len(plain) == 1 else " "
        return self[code]


_PLAIN = _Plain()


@lru_cache(maxsize=50_000)
def _compared(line: str) -> str:
    """A line of an entry as it is compared; the same lines are looked at in every search."""
    return line.translate(_PLAIN)
