"""What the search box of the pages lists: all that holds the words, ordered by words, by likeness and by meaning."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from faq.content.entry import Entry
from faq.content.likeness import Likeness, characters_of
from faq.engine.library import Library
from faq.finding.finding import MUCH_MORE, Finder, Hit, shown
from faq.ranking.decision import Candidate
from faq.ranking.generality import Generality
from faq.text.marks import terms
from faq.text.markup import to_plain
from faq.text.normalise import letters, normalise
from faq.text.pinyin import is_chinese
from faq.text.spelling import Spelling
from faq.text.views import runs
from faq.text.wording import searched

_SENTENCE_LETTERS = 5
"""From here a query says enough for the engine that answers to help with the order."""
_MEANT = 1.5
"""How much its probability counts beside the words, whose best is 1."""
_ALIKE = 1.0
"""How much it counts that an entry is asked with the whole of the query, beside the words, whose best is 1."""
_TITLED, _WORD_ALIKE, _HELD = 1.0, 1.3, 0.3
"""A bare word in the title; likeness and how often it is held, beside how general the question is."""
_LISTED_BY_MEANING = 0.1
_LIKELY, _MOST_LIKELY = 0.03, 3


@dataclass(frozen=True)
class Searched:
    """What a search found: the hits that were wanted, how many there are of each category, and of all.

    `likely` is what may be meant when nothing was found.
    """

    hits: tuple[Hit, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    total: int = 0
    likely: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class _Index:
    """One state of the knowledge base, ready to be searched."""

    finder: Finder
    likeness: Likeness
    generality: Generality
    spelling: Spelling

    @classmethod
    def of(cls, entries: tuple[Entry, ...]) -> _Index:
        """Build all four."""
        return cls(Finder(entries), Likeness(entries), Generality(entries), Spelling(map(_well_kept, entries)))

    def rated(self, entry_id: str, score: float, readings: Sequence[str]) -> float:
        """How well an entry that holds the words fits: a bare word is a subject, more of them are a question."""
        word = readings[-1]
        asked = [characters_of(text) for text in dict.fromkeys(readings)]
        alike = max(self.likeness.of(entry_id, one) for one in asked)
        if len(word) < _SENTENCE_LETTERS and all(map(is_chinese, word)):
            general = self.generality.of(entry_id, word)
            if general is not None:  # how often it stands there besides says little
                return _TITLED + general + _WORD_ALIKE * alike + _HELD * score
        return score + _ALIKE * alike


class SearchBox:
    """Searches the newest state of a library; safe for many threads."""

    def __init__(self, library: Library) -> None:
        """Search this library; its index is built at the first search or by `warm`."""
        self._library = library
        self._index: _Index | None = None
        self._building = threading.Lock()

    def warm(self) -> Finder:
        """Build the index if the knowledge base changed since; searches go on with the old one meanwhile."""
        return self._warm().finder

    def _warm(self) -> _Index:
        entries = self._entries()
        with self._building:
            index = self._index
            if index is None or index.finder.entries != entries:
                self._index = index = _Index.of(entries)
            return index

    def search(self, query: str, limit: int = 20, category: str = "") -> Searched:
        """All public entries that fit, best first, cut at `limit`; of one category if one is named."""
        index = self._index or self._warm()
        plain = searched(normalise(query))
        whole = self._library.read(query).mended
        mended = searched(whole)
        typed = tuple(term for word in query.split() for term in terms(searched(normalise(word))))
        ways = [typed] if mended == plain else [typed, terms(mended)]
        ways = [way for way in ways if way]
        if not letters(plain) or not ways:
            return Searched()
        holding = index.finder.find(ways)
        meant = index.spelling.read(mended)
        if _is_slip(mended, meant):
            more = index.finder.find([*ways, terms(meant)])
            if len(more) >= MUCH_MORE * len(holding):
                ways, holding, mended = [*ways, terms(meant)], more, meant
        found = [(entry, index.rated(entry.id, score, (plain, mended))) for entry, score in holding]
        ranked = self._library.rank(query) if len(letters(whole)) >= _SENTENCE_LETTERS or not found else ()
        content = self._library.content
        known = {entry.id: entry for entry in content.entries if entry.scope is None}
        rated = _together(found, ranked, known)
        if not rated:
            likely = [known[item.entry_id] for item in ranked if item.score >= _LIKELY and item.entry_id in known]
            return Searched(likely=tuple(likely[:_MOST_LIKELY]))
        wanted = tuple(index.finder.told_apart(term) for way in ways for term in way)
        counts = Counter(entry.category for entry, _ in rated)
        listed = [(entry, score) for entry, score in rated if category in ("", entry.category)]
        hits = tuple(shown(entry, score, wanted) for entry, score in listed[:limit])
        return Searched(hits, tuple(counts.most_common()), len(listed))

    def _entries(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self._library.content.entries if entry.scope is None)


def _is_slip(typed: str, meant: str) -> bool:
    """Whether some characters are other ones of the same sound; a word with none of its own left is another word."""
    changed = sum(one != other for one, other in zip(typed, meant, strict=False))
    return len(typed) == len(meant) and 0 < 2 * changed <= len(typed)


def _well_kept(entry: Entry) -> list[str]:
    """What editors write out: people's own wordings hold slips, so 学藉 stands there and is wrong all the same."""
    texts = (entry.title, *entry.keywords, to_plain(entry.answer), *(to_plain(part.text) for part in entry.more))
    return [run for text in texts for run in runs(text)]


def _together(
    found: Sequence[tuple[Entry, float]], ranked: Sequence[Candidate], known: dict[str, Entry]
) -> list[tuple[Entry, float]]:
    """What holds the words and what is meant, in one order."""
    meant = {item.entry_id: _MEANT * item.score for item in ranked}
    rated = [(entry, score + meant.get(entry.id, 0.0)) for entry, score in found if entry.id in known]
    there = {entry.id for entry, _ in rated}
    rated += [
        (known[item.entry_id], meant[item.entry_id])
        for item in ranked
        if item.score >= _LISTED_BY_MEANING and item.entry_id in known and item.entry_id not in there
    ]
    return sorted(rated, key=lambda item: (-item[1], item[0].id))
