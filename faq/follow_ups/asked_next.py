"""Which of the questions that people ask next about an entry (`follow_ups`) a text is, and how likely that is.

Pure: the texts of the knowledge base and one vector of the message go in, a follow-up with its probability comes out.
(`faq/engine/followup.py` reads something else: texts like «那邮箱呢» that say too little without the topic before.)

A text is compared with the wordings of every follow-up of an entry, in meaning and letters, with the entry's own
wordings and with those of all others: who asks the main question anew, or asks another matter, asks no follow-up.
How likely it is then, `faq/follow_ups/follow_up_chance.py` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field

import numpy as np

from common.remembering import Remembering
from faq.content.entry import Entry, FollowUp
from faq.follow_ups.follow_up_chance import BY_LETTERS, BY_MEANING, likeliest
from faq.meaning.meaning import Meaning
from faq.meaning.near_rows import NearRows, Reals, RowVectors
from faq.text.denied import denied_deeds, rests_on
from faq.text.letter_sets import LetterSets
from faq.text.markup import to_plain
from faq.text.reading import Reading, typed_and_mended, unwrapped
from faq.text.views import characters_of_normalised
from faq.text.years import studies_year

LEAST = 0.83
"""From how likely on a follow-up answers a text: there about 94 % of what was answered was right, cross-fitted."""
TWINS = 0.78
"""From how alike on the wordings of two follow-ups of one entry, each taken together, ask the same thing."""
Weighed = list[tuple[int, Mapping[str, float]]]
"""The number of each follow-up of an entry with what speaks for it."""
_SEVERAL = 3
_NONE = -1.0
_REMEMBERED = 32
"""Texts whose comparison is kept: half a dozen ask of the same message, each of other entries."""


@dataclass(frozen=True)
class AskedNext:
    """A text is this follow-up of that entry, so likely; or it `happened` what the follow-up is about.

    `ahead`: how much nearer in meaning it is than those of all other entries; 0 where there is no sentence model.
    """

    entry_id: str
    follow_up: FollowUp
    chance: float
    happened: bool = False
    ahead: float = 0.0


@dataclass(frozen=True)
class Asked:
    """A text as it is compared, by a sentence model too where one has a say.

    `near` holds its cosine with every wording of every follow-up, `rows` with every row of the knowledge base; `year`
    is the one of their studies that it tells, `denied` are the deeds that it says were not done.
    """

    letters: frozenset[str]
    near: NearRows | None = None
    rows: NearRows | None = None
    year: int | None = None
    denied: frozenset[str] = frozenset()
    kept: dict[str, Weighed] = field(default_factory=dict, init=False, repr=False, compare=False)
    """By entry what was found of its follow-ups: it is asked for before and behind the decision."""


class FollowUps:
    """All follow-ups of a state of the knowledge base; never changed once made, safe for many readers."""

    def __init__(self, entries: Sequence[Entry], bounds: Sequence[int]) -> None:
        """`bounds` say which rows of the knowledge base belong to which entry; letters alone are compared."""
        self._meaning: Meaning | None = None
        self.items = [(entry, item) for entry in entries for item in entry.follow_ups]
        self.texts = asked_texts(entries)
        sizes = [len(item.asks) for _, item in self.items]
        self.bounds = (0, *np.cumsum(sizes, dtype=int).tolist())
        self._rows = {entry.id: (bounds[place], bounds[place + 1]) for place, entry in enumerate(entries)}
        self._own = bounds[-1]
        self._numbers: dict[str, list[int]] = {}
        for number, (entry, _) in enumerate(self.items):
            self._numbers.setdefault(entry.id, []).append(number)
        self._vectors: RowVectors | None = None
        self._said: RowVectors | None = None
        self._twins: dict[int, frozenset[int]] = {}
        self._letters: dict[str, tuple[LetterSets, LetterSets, LetterSets]] = {}
        self._asked = Remembering(self._asked_anew, _REMEMBERED)

    def with_meaning(self, meaning: Meaning) -> FollowUps:
        """The same, compared by a sentence model too, which knows `compared_texts`."""
        result = self.meaning_so(meaning)
        if self.items:
            result._vectors = meaning.of_known(self.texts)
            result._said = meaning.of_known([unwrapped(to_plain(item.say)) for _, item in self.items])
            result._twins = self._found_twins(result._vectors.vectors)
        return result

    def meaning_so(self, meaning: Meaning) -> FollowUps:
        """The same with its sentence model ahead of texts to come (`Meaning.read_ahead`)."""
        result = copy(self)
        result._meaning = meaning
        result._asked = Remembering(result._asked_anew, _REMEMBERED)
        return result

    def twins(self, number: int) -> frozenset[int]:
        """The other follow-ups of its entry that ask the same thing in other words: either answers it."""
        return self._twins.get(number, frozenset())

    def best(self, reading: Reading, entry_ids: Sequence[str], least: float = LEAST) -> AskedNext | None:
        """The likeliest follow-up of these entries, of equal ones that of the first; None if none is likely."""
        wanted = [entry_id for entry_id in dict.fromkeys(entry_ids) if entry_id in self._numbers]
        if not wanted:
            return None
        asked, model = self.asked(reading), BY_LETTERS if self._vectors is None else BY_MEANING
        every = (self._weighed_once(asked, name) for name in wanted)
        found = [(*likeliest(model, weighed), dict(weighed)) for weighed in every]
        chance, number, signals = max(found, key=lambda one: one[0])
        entry, follow_up = self.items[number]
        ahead = signals.get(number, {}).get("beyond_others", 0.0)
        return AskedNext(entry.id, follow_up, chance, ahead=ahead) if chance >= least else None

    def may_tell(self, entry_id: str) -> bool:
        """Whether an entry has follow-ups and a sentence model may say which is told."""
        return self._vectors is not None and entry_id in self._numbers

    def nearest(self, asked: Asked, number: int, but: int = -1) -> float:
        """How near a text is to the wording of a follow-up that is nearest in meaning."""
        return float(self._near(asked.near, number, but).max(initial=_NONE)) if asked.near is not None else _NONE

    def nearest_own(self, asked: Asked, entry_id: str) -> float:
        """How near a text is to the nearest of an entry's own wordings."""
        first, last = self._rows[entry_id]
        return float(asked.rows.of(first, last).max(initial=_NONE)) if asked.rows is not None else _NONE

    def asked(self, reading: Reading) -> Asked:
        """A text as it is compared; its vector is the one that the search for entries computes."""
        return self._asked(reading)

    def _asked_anew(self, reading: Reading) -> Asked:
        letters, year = characters_of_normalised(reading.mended), studies_year(reading.plain)
        denied = denied_deeds(reading.plain)
        if self._meaning is None or self._vectors is None:
            return Asked(letters, year=year, denied=denied)
        meant = self._meaning.meant(typed_and_mended(reading))
        return Asked(letters, self._vectors.compared(meant.vector), meant.near, year, denied)

    def of_year(self, year: int, entry_id: str) -> FollowUp | None:
        """The one follow-up of an entry that is meant for who tells that year; None where there is none."""
        entry = next((entry for entry, _ in self.items if entry.id == entry_id), None)
        return of_year(entry, year) if entry is not None else None

    def weighed(self, asked: Asked, entry_id: str, but: int = -1) -> Iterator[tuple[int, Mapping[str, float]]]:
        """The number of each follow-up of an entry with what speaks for it; the wording `but` is left out.

        Of twins only the nearest is weighed: it stands against what asks something else, not against them. What holds
        for other years than the text tells is none of them, nor what rests on a deed that it says was not done.
        """
        every = self._numbers[entry_id]
        numbers = [number for number in every if not self._is_ruled_out(number, asked)]
        entry = self.items[every[0]][0]
        asks, says, wordings = self._letters_of(entry, every)
        likeness, covered = asks.likeness(asked.letters), says.shared(asked.letters)
        alike = [self._alike(likeness, every[0], number, but) for number in numbers]
        own = wordings.likeness(asked.letters)
        others = [self._others(numbers, number) for number in numbers]
        meant = self._meant(asked, every, numbers, others, but)
        strength = meant.get("several", alike)
        for place, number in enumerate(numbers):
            twins = set(range(len(numbers))) - {place, *others[place]}
            if any((strength[twin], -twin) > (strength[place], -place) for twin in twins):
                continue
            yield (
                number,
                {
                    "covered": covered[number - every[0]] / (len(asked.letters) or 1),
                    "letters": alike[place],
                    "letters_lead": _lead(alike, place, others[place]),
                    "letters_own": max(own, default=0.0),
                    "letters_title": own[0] if own else 0.0,
                    **{name: values[place] for name, values in meant.items()},
                },
            )

    def may_be(self, asked: Asked, entry_id: str, letters: float) -> bool:
        """Whether any wording of an entry's follow-ups is so much alike: `weighed` takes several times as long."""
        every = self._numbers[entry_id]
        asks = self._letters_of(self.items[every[0]][0], every)[0]
        return max(asks.likeness(asked.letters), default=0.0) >= letters

    def _weighed_once(self, asked: Asked, entry_id: str) -> Weighed:
        kept = asked.kept.get(entry_id)
        if kept is None:
            kept = asked.kept[entry_id] = list(self.weighed(asked, entry_id))
        return kept

    def _others(self, numbers: Sequence[int], number: int) -> list[int]:
        """The places of the follow-ups of an entry that ask something else than one of them."""
        same = {number, *self.twins(number)}
        return [place for place, other in enumerate(numbers) if other not in same]

    def _found_twins(self, vectors: Reals) -> dict[int, frozenset[int]]:
        found: dict[int, frozenset[int]] = {}
        for numbers in self._numbers.values():
            middles = np.array([vectors[self.bounds[n] : self.bounds[n + 1]].mean(axis=0) for n in numbers])
            middles /= np.linalg.norm(middles, axis=1, keepdims=True)
            alike = middles @ middles.T >= TWINS
            for place, number in enumerate(numbers):
                same = {numbers[other] for other in np.flatnonzero(alike[place]) if other != place}
                if same:
                    found[number] = frozenset(same)
        return found

    def _is_ruled_out(self, number: int, asked: Asked) -> bool:
        item = self.items[number][1]
        of_others = asked.year is not None and item.holds_of(asked.year) is False
        return of_others or rests_on(item.asks, asked.denied)

    def _meant(
        self, asked: Asked, every: Sequence[int], numbers: Sequence[int], others: Sequence[Sequence[int]], but: int
    ) -> dict[str, list[float]]:
        """What the sentence model says, by signal, of these follow-ups of all of an entry."""
        if asked.near is None or asked.rows is None or self._said is None:
            return {}
        near = [self._near(asked.near, number, but) for number in numbers]
        best = [float(values[-1]) for values in near]
        said = [float(value) for value in self._said.vectors[list(numbers)] @ asked.near.vector]
        first, last = self.bounds[every[0]], self.bounds[every[-1] + 1]  # those of an entry stand side by side
        elsewhere = max(asked.near.highest(0, first), asked.near.highest(last, self.bounds[-1]))
        ours, foreign = asked.rows.highest(0, self._own), asked.rows.highest(self._own, len(asked.rows.looks))
        places = range(len(numbers))
        return {
            "said": said,
            "said_lead": [_lead(said, place, others[place]) for place in places],
            "several": [float(values.mean()) for values in near],
            "lead": [_lead(best, place, others[place]) for place in places],
            "beyond_others": [value - elsewhere for value in best],
            "beyond_all": [value - ours for value in best],
            "beyond_foreign": [value - foreign for value in best],
        }

    def _near(self, near: NearRows, number: int, but: int) -> Reals:
        """The highest few cosines with the wordings of a follow-up, the highest last."""
        first, last = self.bounds[number], self.bounds[number + 1]
        values = near.of(first, last)
        if first <= but < last:
            values = np.delete(values, but - first)
        return np.asarray(np.sort(values)[-_SEVERAL:], np.float32)

    def _alike(self, likeness: Sequence[float], first: int, number: int, but: int) -> float:
        """How like the wordings of a follow-up are, of all those of its entry, whose `first` follow-up is given."""
        start = self.bounds[first]
        places = range(self.bounds[number], self.bounds[number + 1])
        return max((likeness[place - start] for place in places if place != but), default=0.0)

    def _letters_of(self, entry: Entry, numbers: Sequence[int]) -> tuple[LetterSets, LetterSets, LetterSets]:
        """The wordings of an entry's follow-ups, what is said to each, and its own wordings; made when first asked."""
        kept = self._letters.get(entry.id)
        if kept is None:
            asks = self.texts[self.bounds[numbers[0]] : self.bounds[numbers[-1] + 1]]
            says = [unwrapped(to_plain(self.items[number][1].say)) for number in numbers]
            parts = (asks, says, map(unwrapped, entry.wordings()))
            asked, said, own = (LetterSets(map(characters_of_normalised, texts)) for texts in parts)
            kept = self._letters[entry.id] = asked, said, own
        return kept


def of_year(entry: Entry, year: int) -> FollowUp | None:
    """The one follow-up that is meant for who tells that year of their studies; years are no matter of likeness."""
    held = [item for item in entry.follow_ups if item.holds_of(year)]
    return held[0] if len(held) == 1 else None


def asked_texts(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Every wording of every follow-up as it is compared, in order."""
    return tuple(unwrapped(text) for entry in entries for item in entry.follow_ups for text in item.asks)


def compared_texts(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Every text beside the wordings that the sentence model reads: of follow-ups, and what pages say."""
    prompts = tuple(prompt for entry in entries for prompt in entry.prompts)
    return (*asked_texts(entries), *said_texts(entries), *prompts)


def said_texts(entries: Sequence[Entry]) -> tuple[str, ...]:
    """What is said to every follow-up as it is compared, in order."""
    return tuple(unwrapped(to_plain(item.say)) for entry in entries for item in entry.follow_ups)


def _lead(values: Sequence[float], place: int, others: Sequence[int]) -> float:
    """How much one of several is higher than the highest of the others."""
    return values[place] - max((values[other] for other in others), default=0.0)
