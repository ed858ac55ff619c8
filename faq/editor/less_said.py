"""What people say who say less than was written: a wording with a word left out, or with part of a word.

«博士后证书能查吗» is a new matter; «博士证书能查吗» and «证书能查吗» are old ones, and may go to the new entry unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, zip_longest

from faq.normalise import matching_key, normalise

MOST = 40
_LEAST_LETTERS = 4
_LONG_WORD = 3
_END = "？?。！!"


def less_said(wordings: Sequence[str], words: Callable[[str], list[str]], most: int = MOST) -> list[str]:
    """At most so many sentences, some of each wording, the first wordings first; none of them is a wording itself."""
    known = {matching_key(text) for text in wordings}
    found: dict[str, str] = {}
    for text in chain.from_iterable(zip_longest(*(_shorter(text, words) for text in wordings))):
        key = matching_key(text or "")
        if len(key) >= _LEAST_LETTERS and key not in known:
            found.setdefault(key, text or "")
    return list(found.values())[:most]


def _shorter(wording: str, words: Callable[[str], list[str]]) -> Iterator[str]:
    """Parts of long words first: what is nearest to the wording is most easily taken for it."""
    text = normalise(wording).rstrip(_END)
    cut = list(dict.fromkeys(words(text)))
    long = [word for word in cut if len(word) >= _LONG_WORD and not word.isascii()]
    for word in long:
        yield text.replace(word, word[:-1], 1)
        yield text.replace(word, word[1:], 1)
    for word in cut:
        yield text.replace(word, "", 1)
