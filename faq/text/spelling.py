"""Reads typed pinyin and homophone typos the way the knowledge base spells them.

"wangji mima le" becomes 忘记密码了, 灯录 becomes 登录: a small input method whose language is the
questions of the knowledge base. A character is doubted only where both its neighbours are pairs that
no question has, so clean text passes unchanged.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from faq.text.english import is_english
from faq.text.initials import INITIALS
from faq.text.pinyin import fold, is_chinese, split_pinyin, syllables
from faq.text.views import runs

_EDGE = "^"
_LEAST_PINYIN = 2
_LEAST_ABBREVIATED = 3
_MOST_READINGS = 12
# What nobody types at a help desk: longer pinyin is read only so far.
_MOST_SYLLABLES = 80
# Natural logs: how much likelier a reading must be before it replaces what was typed.
_CHANGE_COST = 5.0
_FUZZY_COST = 1.5
_PAIR_WEIGHT = 0.9


class Spelling:
    """Character pairs and sounds of a collection of texts; immutable once built.

    `phrases` are the ones people abbreviate: "wjmm" becomes 忘记密码.
    """

    def __init__(self, texts: Iterable[Sequence[str]], phrases: Iterable[str] = ()) -> None:
        """Learn from texts, each given as its runs."""
        runs_of_texts = [run for text in texts for run in text]
        chinese = [run for run in runs_of_texts if is_chinese(run)]
        edged = [_EDGE + run + _EDGE for run in chinese]
        # Generators, not one call in C: whoever asks the state before this one gets a turn in between.
        self._single = Counter(character for run in edged for character in run[1:])
        self._pair = Counter(run[place : place + 2] for run in edged for place in range(len(run) - 1))
        self._words = Counter(run for run in runs_of_texts if not is_chinese(run))
        total = sum(self._single.values()) or 1
        # How likely a character is after an unknown neighbour, and after a known one.
        self._alone = {
            character: math.log((1 - _PAIR_WEIGHT) * (count + 0.1) / total) for character, count in self._single.items()
        }
        self._never = math.log((1 - _PAIR_WEIGHT) * 0.1 / total)
        self._after = {
            pair: math.log(_PAIR_WEIGHT * count / self._single[pair[0]] + math.exp(self._alone[pair[1]]))
            for pair, count in self._pair.items()
        }
        by_sound: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for character, _ in self._single.most_common():
            if character != _EDGE:
                sound = syllables(character)[0]
                by_sound[fold(sound)].append((character, sound))
        self._by_sound = {sound: tuple(found[:_MOST_READINGS]) for sound, found in by_sound.items()}

        self._by_initials: dict[str, str] = {}
        for phrase in phrases:
            for run in filter(is_chinese, runs(phrase)):
                if len(run) >= _LEAST_ABBREVIATED:
                    self._by_initials.setdefault("".join(sound[0] for sound in syllables(run)), run)

    def read(self, text: str) -> str:
        """The runs of a text, joined, with pinyin turned into characters and doubtful characters mended."""
        parts: list[str] = []
        typed: list[str] = []
        found = runs(text)
        chinese = any(map(is_chinese, found))
        english = is_english(text)
        for before, run in pairwise(["", *found]):
            # «33 mm» is a length, and English has words of two letters.
            short = INITIALS.get(run, "") if chinese and not before.isdigit() else ""
            abbreviated = (self._by_initials.get(run) or short) if run not in self._words else ""
            run = abbreviated or run
            sounds = self._as_pinyin(run)
            if sounds and english:  # «Wuhan» is a name to read, «Canada» only splits like one
                read = self._from_sounds(sounds, _EDGE, _EDGE)
                run, sounds = (read if all(map(self._pair.__contains__, map("".join, pairwise(read)))) else run), ()
            if sounds:
                typed += sounds
                continue
            if typed:
                parts.append(self._from_sounds(typed, parts[-1][-1] if parts else _EDGE, run[0]))
                typed = []
            parts.append(run)
        if typed:
            parts.append(self._from_sounds(typed, parts[-1][-1] if parts else _EDGE, _EDGE))
        joined = "".join(part if is_chinese(part) else f" {part} " for part in parts)
        return " ".join(self._mend(run) if is_chinese(run) else run for run in runs(joined))

    def _as_pinyin(self, run: str) -> tuple[str, ...]:
        """The syllables of a Latin run that nobody writes as a word."""
        if is_chinese(run) or not run.isalpha() or len(run) < _LEAST_PINYIN:
            return ()
        sounds = split_pinyin(run)
        return sounds if sounds and all(fold(sound) in self._by_sound for sound in sounds) else ()

    def _from_sounds(self, sounds: Sequence[str], before: str, after: str) -> str:
        """The likeliest characters for typed syllables between two neighbours (Viterbi over pairs)."""
        paths: dict[str, tuple[float, str]] = {before if is_chinese(before) else _EDGE: (0.0, "")}
        for sound in sounds[:_MOST_SYLLABLES]:
            paths = {
                character: self._best_way(paths, character, _FUZZY_COST if own != sound else 0.0)
                for character, own in self._by_sound[fold(sound)]
            }
        return self._best_way(paths, after if is_chinese(after) else _EDGE, 0.0)[1][:-1]

    def _best_way(self, paths: dict[str, tuple[float, str]], character: str, cost: float) -> tuple[float, str]:
        score, path = max((score + self._likely(last, character), path) for last, (score, path) in paths.items())
        return score - cost, path + character

    def _mend(self, run: str) -> str:
        """A run with the characters replaced that fit neither neighbour, where another of the sound does."""
        letters = [_EDGE, *run, _EDGE]
        for place in range(1, len(letters) - 1):
            before, here, after = letters[place - 1 : place + 2]
            if self._pair[before + here] or self._pair[here + after]:
                continue
            own = self._likely(before, here) + self._likely(here, after)
            best = (own + _CHANGE_COST, here)
            sound = syllables(here)[0]
            for other, other_sound in self._by_sound.get(fold(sound), ()):
                if self._pair[before + other] or self._pair[other + after]:
                    score = self._likely(before, other) + self._likely(other, after)
                    best = max(best, (score - (_FUZZY_COST if other_sound != sound else 0.0), other))
            letters[place] = best[1]
        return "".join(letters[1:-1])

    def _likely(self, first: str, second: str) -> float:
        likely = self._after.get(first + second)
        return self._alone.get(second, self._never) if likely is None else likely
