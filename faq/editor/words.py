"""Sentences cut into words, for what people read about them; the engine itself needs no words."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path

DICTIONARY = "data/jieba/chsi.txt"


def word_cutter(root: Path) -> Callable[[str], list[str]]:
    """A function that gives the words of a sentence, with our own dictionary.

    jieba's shared tokenizer would change for the whole process, so this one is its own.
    """
    with warnings.catch_warnings():
        # jieba 0.42 still asks setuptools for its files, which setuptools deplores on every start.
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(60)
    tokenizer = jieba.Tokenizer()
    if (root / DICTIONARY).exists():
        with (root / DICTIONARY).open(encoding="utf-8") as words:
            tokenizer.load_userdict(words)

    def cut(text: str) -> list[str]:
        return [word for word in tokenizer.cut(text, HMM=False) if any(map(str.isalnum, word))]

    return cut
