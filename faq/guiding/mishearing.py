"""Short answers with homophones in them, read by their sound with the words of what was just asked: «没邮向».

Only an answer that is made of such words from end to end is read so: whatever else it may be is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

from faq.text.pinyin import fold, is_chinese, split_pinyin, syllables

_LONGEST = 10
_NEVER = frozenset("等再在问说想找看做坐又要我你您他是时事好会给个多少吗呢请谢")
"""Letters that are words of their own: «等不了» is no «登不了»."""
_DENYING = frozenset("没不未")
_ENDING = frozenset("过了定着")
_ALIKE = {"me": "mei"}
_PARTICLES = {
    "le": "了",
    "la": "了",
    "de": "的",
    "guo": "过",
    "ye": "也",
    "dou": "都",
    "hai": "还",
    "wo": "我",
    "ba": "吧",
}
"""Sounds that tell nothing beside the words of an answer typed in pinyin."""
_MOST_LETTERS = 40


class Mishearing:
    """The sounds of some words."""

    def __init__(self, words: Iterable[str]) -> None:
        """Learn the words; an earlier one is taken before a later one of the same sound."""
        self._words: dict[tuple[str, ...], str] = {}
        for word in words:
            if word and all(map(is_chinese, word)) and len(word) <= _LONGEST:
                self._words.setdefault(_sounds(word), word)
        self._longest = max(map(len, self._words), default=0)

    def mended(self, text: str, known: Callable[[str, int], int]) -> str:
        """A short text with its misspelt words put right; empty when it holds anything else.

        `known` gives the end of the longest word that is spelt right at a place, which is the place itself for none.
        """
        if not text or len(text) > _LONGEST or not all(map(is_chinese, text)):
            return ""
        sounds = _sounds(text)
        # From the end: the cheapest reading of what stands behind a place, as letters changed, pieces and words.
        best: list[tuple[int, int, str] | None] = [*([None] * len(text)), (0, 0, "")]
        for place in range(len(text) - 1, -1, -1):
            readings = []
            for end in range(place + 1, min(place + self._longest, len(text)) + 1):
                rest = best[end]
                word = self._word(text, sounds, place, end, right=end <= known(text, place)) if rest else ""
                if rest and word:
                    changed = sum(letter != typed for letter, typed in zip(word, text[place:end], strict=True))
                    readings.append((rest[0] + changed, rest[1] + 1, word + rest[2]))
            best[place] = min(readings, default=None)
        whole = best[0]
        return whole[2] if whole and whole[0] else ""

    def spelt(self, text: str) -> str:
        """A short answer typed in pinyin («mei you», «bu zhidao») in characters; empty when it holds anything else."""
        letters = "".join(text.lower().split())
        if not letters.isascii() or not letters.isalpha() or len(letters) > _MOST_LETTERS:
            return ""
        # Each word as it was parted; where one is no pinyin, or none are parted, all of them together.
        typed = [split_pinyin(word) or () for word in text.lower().split()]
        pieces = [*chain.from_iterable(typed)] if all(typed) else [*(split_pinyin(letters) or ())]
        sounds = [_ALIKE.get(sound, sound) for sound in map(fold, pieces)]
        best: list[tuple[int, int, str] | None] = [*([None] * len(sounds)), (0, 0, "")]
        for place in range(len(sounds) - 1, -1, -1):
            readings = []
            for end in range(place + 1, min(place + self._longest, len(sounds)) + 1):
                rest = best[end]
                word = self._words.get(tuple(sounds[place:end]), "")
                idle = _PARTICLES.get(pieces[place], "") if end == place + 1 else ""
                if rest is not None and (word or idle):
                    readings.append((rest[0] + (not word), rest[1] + 1, (word or idle) + rest[2]))
            best[place] = min(readings, default=None)
        whole = best[0]
        return whole[2] if sounds and whole is not None and whole[0] < len(sounds) else ""

    def _word(self, text: str, sounds: tuple[str, ...], place: int, end: int, *, right: bool) -> str:
        """What the letters between two places are or may stand for; `right` when they are spelt as a word is."""
        typed = text[place:end]
        if right:
            return typed
        found = self._words.get(sounds[place:end], "")
        return found if found and self._may_be(typed, found, text, place) else ""

    @staticmethod
    def _may_be(typed: str, meant: str, text: str, place: int) -> bool:
        """Whether letters may stand for a word: none is a word of its own, and one alone stands where it must."""
        if any(letter != right and letter in _NEVER for letter, right in zip(typed, meant, strict=True)):
            return False
        if len(typed) > 1:
            return True
        before, after = text[max(place - 2, 0) : place], text[place + 1 : place + 2]
        return bool(_DENYING & set(before)) or after in _ENDING or (typed == "么" and after == "有")


def _sounds(text: str) -> tuple[str, ...]:
    return tuple(_ALIKE.get(sound, sound) for sound in map(fold, syllables(text)))
