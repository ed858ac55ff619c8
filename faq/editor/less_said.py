"""What people say who say less than was written: a wording with a word left out, or with part of a word.

«博士后证书能查吗» is a new matter; «博士证书能查吗» and «证书能查吗» are old ones, and may go to the new entry unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, zip_longest

from faq.text.normalise import matching_key, normalise

MOST = 40
_LEAST_LETTERS = 4
_LONG_WORD = 3
_COMMON = 0.1
_END = "？?。！!"


def less_said(
    wordings: Sequence[str], words: Callable[[str], list[str]], others: Sequence[str] = (), most: int = MOST
) -> list[str]:
    """At most so many sentences, some of each wording, the first wordings first; none of them is a wording itself.

    `others`: what is asked of each other entry, in one text; what many of them say tells no matter from another.
    """
    known = {matching_key(text) for text in wordings}
    found: dict[str, str] = {}

    def telling(text: str) -> list[str]:
        return [word for word in words(text) if sum(word in other for other in others) <= _COMMON * len(others)]

    for text in chain.from_iterable(zip_longest(*(_shorter(text, telling) for text in wordings))):
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
        yield from (text.replace(word, part, 1) for part in (word[:-1], word[1:]) if words(part) == [part])
    for word in cut:
        yield text.replace(word, "", 1)
