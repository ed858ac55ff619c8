"""How a sentence looks to the index: characters, toneless fuzzy pinyin, initials.

Characters survive wrong word boundaries, fuzzy pinyin survives homophones and typed pinyin,
initials let "wjmm" find 忘记密码. Words were measured and left out: they add nothing to these
views and cost a dictionary in memory (docs/benchmarks.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import add

from faq.text.normalise import normalise
from faq.text.pinyin import fuzzy_syllables, is_chinese, split_pinyin, syllables

_RUN = re.compile(r"[㐀-䶿一-鿿]+|[a-z]+|\d+")


def runs(text: str) -> list[str]:
    """Maximal runs of Chinese characters, Latin letters or digits of the normalised text."""
    return runs_of_normalised(normalise(text))


def runs_of_normalised(text: str) -> list[str]:
    """The same of a text that is normalised already: thousands of them are when an index is built."""
    return _RUN.findall(text)


@lru_cache(maxsize=50_000)
def features(text: str) -> tuple[str, ...]:
    """All n-gram tokens: characters 1–2 (`c:`), fuzzy syllables 1–2 (`p:`), initials 3 (`i:`)."""
    parts = runs(text)
    sounds = [syllable for part in parts for syllable in fuzzy_syllables(part)]
    return (*character_features(text), *_ngrams("p:", sounds), *_initial_ngrams(parts))


@lru_cache(maxsize=256)  # the search and the classifier read the same one
def character_features(text: str) -> tuple[str, ...]:
    """Characters and character pairs; a Latin word or a number counts as one character."""
    return run_features(runs(text))


def run_features(parts: Sequence[str]) -> tuple[str, ...]:
    """The same of the runs of a text."""
    return tuple(_ngrams("c:", [unit for part in parts for unit in (part if is_chinese(part) else [part])]))


def characters(text: str) -> frozenset[str]:
    """The set of characters and character pairs of a text, for order-free overlap."""
    return characters_of_normalised(normalise(text))


def characters_of_normalised(text: str) -> frozenset[str]:
    """The same of a text that is normalised already."""
    key = "".join(runs_of_normalised(text))
    return frozenset((*key, *map(add, key, key[1:])))


def _ngrams(prefix: str, units: Sequence[str]) -> Iterator[str]:
    for index, unit in enumerate(units):
        yield prefix + unit
        if index + 1 < len(units):
            yield prefix + unit + "_" + units[index + 1]


def _initial_ngrams(parts: Sequence[str]) -> Iterator[str]:
    """Initial trigrams of Chinese runs, and of short Latin runs that are not pinyin ("wjmm")."""
    for part in parts:
        if is_chinese(part):
            initials = "".join(syllable[:1] for syllable in syllables(part))
        elif part.isalpha() and len(part) >= 3 and split_pinyin(part) is None:
            initials = part
        else:
            continue
        for index in range(len(initials) - 2):
            yield "i:" + initials[index : index + 3]
