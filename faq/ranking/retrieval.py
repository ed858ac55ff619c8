"""Nearest documents by BM25 over n-grams, in a tantivy index held in memory.

Serves knowledge bases that are too large for classifiers. It is asked with mended texts
(`faq/text/spelling.py`), so sounds need no place in it: they were measured to make it slower and worse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import tantivy

_FIELD = "text"
_ROW = "row"
# A long narration has hundreds of n-grams; the first of them in rarity order carry the ranking.
_MOST_TERMS = 60


class Retrieval:
    """An index of documents, each the n-grams it consists of; immutable once built, safe for many readers."""

    def __init__(self, documents: Iterable[Sequence[str]]) -> None:
        frequency: Counter[str] = Counter()
        self._documents: list[str] = []
        for tokens in documents:
            frequency.update(set(tokens))
            self._documents.append(" ".join(tokens))
        self._frequency: dict[str, int] = dict(frequency)
        self._index_documents()

    def _index_documents(self) -> None:
        # A *fast unsigned* field panics on Python's ints; a stored integer field does not.
        self._schema = (
            tantivy.SchemaBuilder()
            .add_text_field(_FIELD, stored=False, tokenizer_name="whitespace", index_option="freq")
            .add_integer_field(_ROW, stored=True)
            .build()
        )
        self._index = tantivy.Index(self._schema)
        # One thread: rows keep their order, so equal scores always rank the same way.
        writer = self._index.writer(heap_size=64_000_000, num_threads=1)
        for row, text in enumerate(self._documents):
            document = tantivy.Document()
            document.add_text(_FIELD, text)
            document.add_integer(_ROW, row)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()
        # A document is fetched from its store once, not at every search that finds it.
        found = self._searcher.search(tantivy.Query.all_query(), max(self._searcher.num_docs, 1)).hits
        self._places = {
            (address.segment_ord, address.doc): int(self._searcher.doc(address)[_ROW][0]) for _, address in found
        }

    def __getstate__(self) -> tuple[list[str], dict[str, int]]:
        return self._documents, self._frequency  # an index in memory cannot be kept, and is made in a moment

    def __setstate__(self, kept: tuple[list[str], dict[str, int]]) -> None:
        self._documents, self._frequency = kept
        self._index_documents()

    def find(self, tokens: Iterable[str], limit: int) -> list[tuple[int, float]]:
        """Places and BM25 scores of the best documents, best first; equal scores in order of place."""
        known = {token for token in tokens if token in self._frequency}
        if not known:
            return []
        terms = sorted(known, key=lambda token: (self._frequency[token], token))[:_MOST_TERMS]
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, _FIELD, term)) for term in terms]
        )
        hits = [
            (self._places[address.segment_ord, address.doc], float(score))
            for score, address in self._searcher.search(query, limit).hits
        ]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))
