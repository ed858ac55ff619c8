"""A dictionary that finds its longest word at a place of a text in time that depends on the word only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

DIGIT = "#"
"""Stands for any one digit in a word."""
T = TypeVar("T")


class _Node(Generic[T]):
    """One letter of the tree."""

    __slots__ = ("children", "entries")

    def __init__(self) -> None:
        self.children: dict[str, _Node[T]] = {}
        self.entries: list[T] = []


class Lexicon(Generic[T]):
    """Words with what they stand for; the same word may stand for several things."""

    def __init__(self, words: Iterable[tuple[str, T]]) -> None:
        """Put every word into the tree."""
        self._root: _Node[T] = _Node()
        for word, entry in words:
            node = self._root
            for letter in word:
                node = node.children.setdefault(letter, _Node())
            if entry not in node.entries:
                node.entries.append(entry)

    def longest(self, text: str, start: int) -> tuple[int, tuple[T, ...]]:
        """Where the longest word that begins here ends, and what it stands for; (start, ()) when there is none."""
        best: tuple[int, tuple[T, ...]] = (start, ())
        level = [self._root]
        position = start
        while level and position < len(text):
            letter = text[position]
            position += 1
            exact = [node.children[letter] for node in level if letter in node.children]
            digits = [node.children[DIGIT] for node in level if DIGIT in node.children] if letter.isdigit() else []
            level = [*digits, *exact]  # «2000毕业» after «200#毕业»: the last one counts
            found = tuple(entry for node in level for entry in node.entries)
            if found:
                best = (position, found)
        return best
