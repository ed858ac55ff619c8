"""A message as the engine reads it: normalised, unwrapped, its typos and pinyin mended, cut into clauses."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from faq.text.clauses import clauses, with_commas
from faq.text.normalise import letters, normalise
from faq.text.spelling import Spelling
from faq.text.views import run_features, runs_of_normalised
from faq.text.wording import core


@dataclass(frozen=True)
class Reading:
    """`plain` is the normalised text, `mended` what is compared with the knowledge base."""

    plain: str
    mended: str
    clauses: tuple[str, ...]

    @property
    def mended_share(self) -> float:
        """How much of what is compared was not typed like that, 0 to 1."""
        letters = [letter for letter in self.mended if letter.isalnum()]
        typed = Counter(self.plain)
        return sum((Counter(letters) - typed).values()) / (len(letters) or 1)


def read(text: str, spelling: Spelling) -> Reading:
    """Read a text with the spelling of a knowledge base."""
    plain = normalise(with_commas(text))
    bare = core(plain)
    mended = spelling.read(bare)
    parts = clauses(bare)
    # A short clause is no question of its own, but what is left is not the whole message either.
    return Reading(plain, mended, tuple(map(spelling.read, parts)) if len(parts) > 1 else (mended,))


def typed_and_mended(reading: Reading) -> tuple[str, ...]:
    """What a sentence model reads of a text: as typed, and mended where that says something else.

    What differs in its marks alone means the same, and reading takes the model longer than all the rest.
    """
    typed = core(reading.plain)
    return (typed, reading.mended) if letters(typed) != letters(reading.mended) else (typed,)


@dataclass(frozen=True, slots=True)
class Studied:
    """A text of the knowledge base as it is learned: unwrapped, its spelling taken as right.

    `keys` are what a message that says nothing else is known by: the text as written, and unwrapped.
    """

    text: str
    runs: tuple[str, ...]
    grams: tuple[str, ...]
    keys: tuple[str, str]


@lru_cache(maxsize=65_536)
def unwrapped(text: str) -> str:
    """A text of the knowledge base as it is compared: without what is only polite, its spelling taken as right."""
    return core(normalise(text))


@lru_cache(maxsize=40_000)
def study(text: str) -> Studied:
    """Read a text of the knowledge base; kept, because an edit leaves nearly all of them as they were."""
    plain = normalise(text)
    bare = unwrapped(text)
    runs = tuple(runs_of_normalised(bare))
    # One string an n-gram, however many texts have it.
    grams = tuple(map(sys.intern, run_features(runs)))
    return Studied(bare, runs, grams, (letters(plain), letters(bare)))
