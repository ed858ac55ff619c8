"""Whether somebody writes English, so that they get the English answer of an entry that has one."""

from __future__ import annotations

import re

from faq.text.pinyin import is_chinese, split_pinyin

_WORD = re.compile(r"[a-z]{2,}")
_SPEAKER = re.compile(r"\bi\b")
"""A word that pinyin does not have, in sentences of words that it has: «I can open»."""
_NAME = re.compile(r"(?<=[a-z,.?!] )[A-Z][a-z]{1,20}\b")
"""A name of a person or a town in the middle of a sentence, which is pinyin in an English one too."""
_LEAST_FOREIGN = 2
_LEAST_WORDS = 3
_LEAST_SHARE = 0.5


def is_english(text: str) -> bool:
    """Whether a text is a sentence of English words: no Chinese, and not pinyin typed without tones."""
    if any(is_chinese(mark) for mark in text):
        return False
    return _is_english(text) or _is_english(_NAME.sub(" ", text))


def _is_english(text: str) -> bool:
    words = _WORD.findall(text.lower())
    foreign = [word for word in words if split_pinyin(word) is None]
    if _SPEAKER.search(text.lower()) and len(foreign) >= _LEAST_FOREIGN:
        return True
    return len(words) >= _LEAST_WORDS and len(foreign) >= _LEAST_SHARE * len(words)
