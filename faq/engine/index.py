"""One state of the knowledge base ready for questions: built aside, swapped whole, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from functools import partial

from common.remembering import Remembering
from faq.content.elsewhere import Place, place_named
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.follow_ups.asked_next import LEAST, AskedNext, FollowUps, compared_texts
from faq.follow_ups.circumstances import told_beside
from faq.follow_ups.of_case import Case, fitting_case, meant_for
from faq.meaning.embeddings import Embedder
from faq.meaning.meaning import NOTHING, ByText, Meaning
from faq.ranking.evidence import Learned
from faq.ranking.rows import read_rows
from faq.ranking.search import Search, Signals
from faq.ranking.vectors import Vectors
from faq.text.addresses import false_address
from faq.text.normalise import letters, matching_key, normalise
from faq.text.polarity import MOST_UNSAID, asks_whether, says_whether, speaks_of
from faq.text.reading import Reading, read, typed_and_mended
from faq.text.spelling import Spelling
from faq.text.wording import core, topic

# Rows × classes, which is what fitting costs: some 0.7 s a million on one core. Above the second figure search
# alone is a point or two less accurate, twice as fast, and built in a tenth of the time (docs/benchmarks.md).
_QUICK_CELLS = 2_000_000
_MOST_CELLS = 8_000_000
_REMEMBERED = 64
ELSEWHERE = "elsewhere"
_SOMEWHERE = Place("别处", ())
"""Whose matter it is where only that is known that it is not ours."""
"""The signal that a text names somebody else's service and the entry never does."""

# Shorter keywords name a thing, not a question: 护照 alone asks nothing.
_LEAST_KEYWORD = 4
# A bare word is a thing (学籍, 验证码) or what happened to it (忘记了), not a sentence.
_LEAST_WORD, _MOST_WORD = 2, 4
_LEADING, _TRAILING = "那", "了吗呢"


class Index:
    """Evidence for every likely entry; search alone at first, classifiers after `with_classifiers`."""

    def __init__(
        self,
        content: Content,
        negatives: Sequence[str],
        earlier: Index | None = None,
        places: Sequence[Place] = (),
        foreign: Sequence[str] = (),
    ) -> None:
        """Index a state; what an earlier one learned is kept when no question changed.

        `foreign` are the questions that somebody found to be none of ours.
        """
        self._foreign = frozenset(map(matching_key, foreign))
        self.content = content
        self._places = places
        self._said = tuple(whole_text(entry) for entry in content.entries)
        self._heads = tuple(f"{entry.title}\n{entry.answer}" for entry in content.entries)
        self.ids = tuple(entry.id for entry in content.entries)
        self.numbers = {entry_id: number for number, entry_id in enumerate(self.ids)}
        self.rows, studies = read_rows(content.entries, negatives)
        self.meaning: Meaning | None = None
        self.follow_ups = FollowUps(content.entries, self.rows.bounds)
        same = earlier is not None and earlier.rows.same_as(self.rows)
        if earlier is not None and same:
            self.spelling: Spelling = earlier.spelling
            self.vectors: Vectors | None = earlier.vectors
            self.search: Search | None = earlier.search
            self.learned: Learned | None = earlier.learned
        else:
            phrases = (phrase for entry in content.entries for phrase in (*entry.keywords, entry.title))
            self.spelling = Spelling((item.runs for item in studies), phrases)
            tokens = tuple(item.grams for item in studies)
            self.vectors = Vectors(self.rows.texts, tokens) if any(tokens) else None
            self.search = Search(self.vectors, self.rows, tokens) if self.vectors and self.ids else None
            self.learned = None
        # A message is read, and asked about, by many before it is answered.
        self._read = Remembering(partial(read, spelling=self.spelling), _REMEMBERED)
        self._named = Remembering(partial(place_named, places=self._places), _REMEMBERED)
        self._exact: dict[str, int] = {}
        for number, entry in enumerate(content.entries):
            first = self.rows.bounds[number]
            for item in studies[first : first + len(entry.wordings())]:
                for key in item.keys:
                    self._exact.setdefault(key, number)

        # What a page says leads where its author meant it to lead.
        for number, entry in enumerate(content.entries):
            for prompt in entry.prompts:
                self._exact.setdefault(letters(normalise(prompt)), number)

        self._keywords: dict[str, int | None] = {}
        for number, entry in enumerate(content.entries):
            for key in {matching_key(topic(normalise(keyword))) for keyword in entry.keywords}:
                self._keywords[key] = number if key not in self._keywords else None

    @property
    def learnable(self) -> bool:
        """Whether classifiers are worth their time and memory, and are not there yet."""
        return self.learned is None and len(self.ids) > 1 and self._cells <= _MOST_CELLS and self.vectors is not None

    @property
    def quick_to_learn(self) -> bool:
        """Whether they are a matter of a second or two."""
        return self.learnable and self._cells <= _QUICK_CELLS

    @property
    def _cells(self) -> int:
        return len(self.rows.texts) * len(self.ids)

    def with_classifiers(self) -> Index:
        """The same index with classifiers fitted to it, or itself where they do not pay."""
        if not self.learnable or self.vectors is None:
            return self
        result = copy(self)
        result.learned = Learned(self.vectors, self.rows)
        return result

    def learned_so(self, learned: Learned) -> Index:
        """The same index with classifiers that were fitted to it elsewhere."""
        result = copy(self)
        result.learned = learned
        return result

    def with_meaning(self, embedder: Embedder | None, known: ByText = NOTHING) -> Index:
        """The same index with the signals of an embedding model, if any; known vectors are not computed again."""
        if embedder is None:
            return self
        result = copy(self)
        result.meaning = Meaning(embedder, self.rows, known, compared_texts(self.content.entries))
        result.follow_ups = self.follow_ups.with_meaning(result.meaning)
        return result

    def meaning_so(self, meaning: Meaning) -> Index:
        """The same index with its sentence model ahead of texts to come (`Meaning.read_ahead`)."""
        result = copy(self)
        result.meaning = meaning
        result.follow_ups = self.follow_ups.meaning_so(meaning)
        return result

    def read(self, text: str) -> Reading:
        """The text as this knowledge base spells it."""
        return self._read(text)

    def asked_next(
        self, text: str, entry_ids: Sequence[str], case: Case, *, beside: bool, least: float = LEAST
    ) -> AskedNext | None:
        """See `Library.asked_next`."""
        if false_address(text):  # what is said of ours would call it ours
            return None
        if not beside:
            return self._of_case(self.follow_ups.best(self.read(text), entry_ids, least), case)
        told = self._of_case(told_beside(self.follow_ups, self.read, text, entry_ids[0]), case)
        meant = meant_for(self.content.entries[self.numbers[entry_ids[0]]], case) if told is None else None
        return told if meant is None else AskedNext(entry_ids[0], meant, 1.0)

    def _of_case(self, found: AskedNext | None, case: Case) -> AskedNext | None:
        """What was found, or what is said to the same question in that case; None where it is only for others."""
        if found is None:
            return None
        fitting = fitting_case(self.content.entries[self.numbers[found.entry_id]], found.follow_up, case)
        return replace(found, follow_up=fitting) if fitting is not None else None

    def exact(self, text: str) -> int | None:
        """The number of the entry that has this very question."""
        plain = normalise(text)
        number = self._exact.get(letters(plain))
        return number if number is not None else self._exact.get(letters(core(plain)))

    def button(self, text: str, under: Entry) -> int | None:
        """The number of the entry that a button of an answer leads to, for whoever types its words after that answer.

        Buttons are short for those who see what they stand under: 登不上 below 征兵 means something else elsewhere.
        """
        plain = normalise(text)
        said = {letters(plain), letters(core(plain))}
        pressed = (action.entry_id for action in under.actions if letters(normalise(action.title)) in said)
        return next((self.numbers[entry_id] for entry_id in pressed if entry_id in self.numbers), None)

    def keyword(self, reading: Reading) -> int | None:
        """The number of the one entry whose keyword is all that the text says."""
        key = matching_key(topic(reading.mended))
        return self._keywords.get(key) if len(key) >= _LEAST_KEYWORD else None

    def naming(self, reading: Reading) -> list[int]:
        """The numbers of the entries that name the bare word a text consists of, in titles first, then in keywords."""
        word = letters(topic(reading.mended)).lstrip(_LEADING).rstrip(_TRAILING)
        if not _LEAST_WORD <= len(word) <= _MOST_WORD:
            return []
        named = [
            (word not in normalise(entry.title), number)
            for number, entry in enumerate(self.content.entries)
            if any(word in normalise(phrase) for phrase in (entry.title, *entry.keywords))
        ]
        return [number for _, number in sorted(named)]

    def kindred(self, reading: Reading, beyond: float) -> dict[int, float]:
        """Entries by number, nearest first, in a space that was right more often than `beyond`; {} if it was not."""
        return self.search.kindred(reading, beyond) if self.search else {}

    def other_verdict(self, reading: Reading, number: int) -> bool:
        """Whether an entry would answer a text with yes or no that may be about something else."""
        if not asks_whether(reading.plain) or not says_whether(self.content.entries[number].answer):
            return False
        if not speaks_of(reading.plain, self._heads[number]):
            return True
        return self.search is not None and self.search.unsaid(reading, number) > MOST_UNSAID

    @property
    def places(self) -> tuple[Place, ...]:
        """Where people ask us about that is not ours."""
        return tuple(self._places)

    def elsewhere(self, reading: Reading) -> Place | None:
        """Whose matter a text is, when it names a place that is not ours, or is known to be nothing of ours."""
        named = self._named(reading.plain)
        known = _SOMEWHERE if matching_key(reading.plain) in self._foreign else None
        return named[0] if named else known

    def named_elsewhere(self, reading: Reading) -> str:
        """The word by which a text names such a place; empty without one."""
        named = self._named(reading.plain)
        return named[1] if named else ""

    def evidence(self, reading: Reading, also: Sequence[int] = ()) -> dict[int, Signals]:
        """The likely entries by number, and the given ones, each with what speaks for and against it."""
        if self.meaning is None:
            return self._evidence(reading, also)
        meant = self.meaning.meant(typed_and_mended(reading))
        found = self._evidence(reading, (*also, *meant.nearest, *meant.likeliest))
        return {number: {**signals, **meant.signals(number)} for number, signals in found.items()}

    def _evidence(self, reading: Reading, also: Sequence[int]) -> dict[int, Signals]:
        if self.search is None:
            return {}
        named = self._named(reading.plain)
        if self.learned:
            found = self.learned.evidence(reading, self.search, also)
        else:
            found = self.search.evidence(reading, also)
        return {
            number: {**signals, ELSEWHERE: float(named is not None and named[1] not in self._said[number])}
            for number, signals in found.items()
        }


def whole_text(entry: Entry) -> str:
    """All that an entry says, normalised: a place it names itself does not speak against it."""
    return normalise("\n".join((entry.title, *entry.wordings(), *entry.keywords, entry.answer)))
