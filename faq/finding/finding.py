"""The search box: every entry whose title, keywords, wordings or text hold the words, best first.

Answers are given by `faq.engine.decider`, which must be sure; a list need not be. What is typed in pinyin or initials
is looked for by its sound beside the characters, so `zhuce` lists what 注册 lists.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import tantivy

from faq.content.entry import Entry
from faq.text.marks import Piece, Term, excerpt, mark, units
from faq.text.markup import to_plain
from faq.text.pinyin import is_chinese

_ROW = "row"
_WEIGHTS = {"title": 8.0, "names": 6.0, "said": 2.0, "text": 1.0, "asides": 1.0}
"""Where a word stands says how much an entry is about it."""
_HEARD = ("title", "names", "said")
_BRIEF = ("title", "names")
"""Two syllables sound like a piece of nearly any longer text."""
_ENOUGH_LOOSE = 0.6
_LOOSELY = 0.3
"""What holds the words apart, or most of them, comes behind what holds them all."""
_FEW = 10
"""From here what holds all words is enough: «换手机号» is no reason to list whatever speaks of a 手机号."""
_LEAST_BY_SOUND = 3
MUCH_MORE = 5
"""So many times as much sounds alike: then what was typed was meant for it."""
_HOT = 1.1
_ACROSS = 20
"""So many times as often stands a pair that is a word, or in one, as the one that only joins two."""


@dataclass(frozen=True)
class Hit:
    """An entry that was found: how well it fits (to order, no probability), and its words with the query marked."""

    entry: Entry
    score: float
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]


class Finder:
    """An index of the entries of one state; immutable once built, safe for many readers."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Index the entries."""
        builder = tantivy.SchemaBuilder()
        for field in _WEIGHTS:
            for view in ("word", "sound", "initial"):
                builder = builder.add_text_field(
                    f"{field}_{view}", stored=False, tokenizer_name="whitespace", index_option="position"
                )
        self._schema = builder.add_integer_field(_ROW, stored=True).build()
        self._entries = tuple(entries)
        index = tantivy.Index(self._schema)
        # One thread: rows keep their order, so equal scores always rank the same way.
        writer = index.writer(heap_size=64_000_000, num_threads=1)
        for row, entry in enumerate(self._entries):
            document = tantivy.Document()
            for field, text in _fields(entry).items():
                read = units(text)
                document.add_text(f"{field}_word", " ".join(unit.word for unit in read))
                if field in _HEARD:
                    document.add_text(f"{field}_sound", " ".join(unit.sound for unit in read))
                    document.add_text(f"{field}_initial", " ".join(unit.initial for unit in read))
            document.add_integer(_ROW, row)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()
        # How often two characters stand side by side tells where one word ends, without a dictionary.
        texts = (text for entry in self._entries for text in (entry.title, *entry.questions))
        self._pairs = Counter(pair for text in texts for pair in pairwise(text))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is indexed."""
        return self._entries

    def told_apart(self, term: Term) -> Term:
        """A term with the pairs that go across its words: 码丢 of 密码丢了 is no word to be marked in 老号码丢了."""
        counts = [self._pairs[gram[0], gram[-1]] for gram in term.grams]
        beside = [max(pair) for pair in zip([0, *counts[:-1]], [*counts[1:], 0], strict=True)]
        across = zip(term.grams, counts, beside, strict=True)
        return replace(term, across=frozenset(gram for gram, own, next_to in across if next_to >= _ACROSS * (own + 1)))

    def find(self, ways: Sequence[Sequence[Term]]) -> list[tuple[Entry, float]]:
        """All entries that hold the words of a query, read in one of these ways, best first; the best scores 1.

        Behind them those that hold the words apart, and where that is few those that hold most of them. What sounds
        alike comes last, where it is much more: the few that hold 学藉 itself are slips too.
        """
        found = self._search([self._whole(way) for way in ways])
        for looser in (self._covering, self._loose):
            if looser == self._loose and len(found) >= _FEW:
                break
            there = {entry.id for entry, _ in found}
            more = [item for item in self._search([looser(way) for way in ways]) if item[0].id not in there]
            found += [(entry, _LOOSELY * score) for entry, score in more] if found else more
        heard = self._search([self._by_sound(way) for way in ways])
        if len(heard) < MUCH_MORE * len(found):
            return found
        there = {entry.id for entry, _ in found}
        behind = _LOOSELY if found else 1.0
        return found + [(entry, behind * score) for entry, score in heard if entry.id not in there]

    def _search(self, asked: Sequence[tantivy.Query | None]) -> list[tuple[Entry, float]]:
        queries = [query for query in asked if query is not None]
        if not queries or not self._entries:
            return []
        query = tantivy.Query.disjunction_max_query(queries)
        rated = []
        for score, address in self._searcher.search(query, len(self._entries)).hits:
            row = int(self._searcher.doc(address)[_ROW][0])
            rated.append((float(score) * (_HOT if self._entries[row].hot else 1.0), row))
        rated.sort(key=lambda item: (-item[0], item[1]))
        return [(self._entries[row], score / rated[0][0]) for score, row in rated]

    def _whole(self, way: Sequence[Term]) -> tantivy.Query:
        """Everything asked for stands somewhere in the entry; together in one place is better."""
        must = [(tantivy.Occur.Must, self._anywhere(gram, term)) for term in way for gram in term.grams]
        together = [
            (tantivy.Occur.Should, self._in_fields(term.words, "word", _WEIGHTS)) for term in way if len(term.words) > 2
        ]
        return tantivy.Query.boolean_query(must + together)

    def _covering(self, way: Sequence[Term]) -> tantivy.Query | None:
        """Every character stands there beside one of its neighbours: 学籍查询 is two words that need not meet."""
        if all(len(term.grams) < 3 for term in way):  # the same as all of it
            return None
        must = []
        for term in way:
            held = [self._anywhere(gram, term) for gram in term.grams]
            pairs = zip([held[0], *held], [*held, held[-1]], strict=True) if len(term.words) > 1 else [(held[0],)]
            must += [(tantivy.Occur.Must, _either(queries)) for queries in pairs]
        return tantivy.Query.boolean_query(must)

    def _loose(self, way: Sequence[Term]) -> tantivy.Query | None:
        grams = [(gram, term) for term in way for gram in term.grams]
        if len(grams) < 2:  # there is no part of a word
            return None
        should = [(tantivy.Occur.Should, self._anywhere(gram, term)) for gram, term in grams]
        least = math.ceil(len(grams) * _ENOUGH_LOOSE)
        return tantivy.Query.boolean_query(should, minimum_number_should_match=least)

    def _by_sound(self, way: Sequence[Term]) -> tantivy.Query | None:
        """Characters of the right sound that the spelling of the knowledge base could not mend."""
        chinese = [term for term in way if is_chinese(term.words[0]) and len(term.words) > 1]
        if not chinese:
            return None
        must = []
        for term in chinese:
            fields = _HEARD if len(term.sounds) >= _LEAST_BY_SOUND else _BRIEF
            must.append((tantivy.Occur.Must, self._in_fields(term.sounds, "sound", fields)))
        return tantivy.Query.boolean_query(must)

    def _anywhere(self, gram: tuple[str, ...], term: Term) -> tantivy.Query:
        """One part of a term in any field, and what is typed in Latin letters also by its sound."""
        ways = [self._in_fields(gram, "word", _WEIGHTS)]
        if not is_chinese(gram[0]):
            if gram[0].isalpha() and len(gram[0]) > 1:
                ways += [tantivy.Query.regex_query(self._schema, f"{field}_word", f"{gram[0]}.*") for field in _WEIGHTS]
            if term.sounds and (term.open_end or len(term.sounds) > 1):
                ways.append(self._in_fields(term.sounds, "sound", _HEARD, term.open_end))
            if term.initials:
                ways.append(self._in_fields(term.initials, "initial", _BRIEF))
        return ways[0] if len(ways) == 1 else tantivy.Query.disjunction_max_query(ways)

    def _in_fields(
        self, words: Sequence[str], view: str, fields: Sequence[str] | dict[str, float], begun: str = ""
    ) -> tantivy.Query:
        return tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.boost_query(self._phrase(f"{field}_{view}", words, begun), _WEIGHTS[field]),
                )
                for field in fields
            ]
        )

    def _phrase(self, field: str, words: Sequence[str], begun: str) -> tantivy.Query:
        if begun:
            return tantivy.Query.phrase_prefix_query(self._schema, field, [*words, begun])
        if len(words) == 1:
            return tantivy.Query.term_query(self._schema, field, words[0], index_option="freq")
        return tantivy.Query.phrase_query(self._schema, field, list(words))


def _either(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def shown(entry: Entry, score: float, wanted: Sequence[Term]) -> Hit:
    """A hit with its words marked, and where they stand when not in the title."""
    title = mark(entry.title, wanted)
    if any(piece.marked for piece in title):
        return Hit(entry, score, title, ())
    for texts in (entry.questions, (_text(entry),), _asides(entry), entry.keywords):
        if held := excerpt(texts, wanted):
            return Hit(entry, score, title, held)
    return Hit(entry, score, title, ())


def _fields(entry: Entry) -> dict[str, str]:
    return {
        "title": entry.title,
        "names": "\n|\n".join(entry.keywords),
        "said": "\n|\n".join((*entry.questions, *entry.prompts)),
        "text": _text(entry),
        "asides": "\n|\n".join(_asides(entry)),
    }


def _asides(entry: Entry) -> list[str]:
    """What people ask next and what is said to it: read on the page, and so looked for."""
    return [text for item in entry.follow_ups for text in (*item.asks, to_plain(item.say))]


def _text(entry: Entry) -> str:
    parts = (to_plain(entry.answer), *(f"{section.title}\n{to_plain(section.text)}" for section in entry.more))
    return "\n".join((*parts, entry.answer_en))
