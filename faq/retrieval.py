"""Nearest questions by BM25 over characters and pairs, in a tantivy index held in memory.

Serves knowledge bases that are too large for classifiers. It is asked with mended texts
(`faq/spelling.py`), so sounds need no place in it: they were measured to make it slower and worse.
"""

from __future__ import annotations

from collections.abc import Sequence

import tantivy

from faq.views import character_features

_FIELD = "text"
_ROW = "row"
# A long narration has hundreds of n-grams; the first of them in rarity order carry the ranking.
_MOST_TERMS = 60


class Retrieval:
    """An index of texts by their row number; immutable once built, safe for many readers."""

    def __init__(self, texts: Sequence[str]) -> None:
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
        self._frequency: dict[str, int] = {}
        for row, text in enumerate(texts):
            tokens = character_features(text)
            for token in set(tokens):
                self._frequency[token] = self._frequency.get(token, 0) + 1
            document = tantivy.Document()
            document.add_text(_FIELD, " ".join(tokens))
            document.add_integer(_ROW, row)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def find(self, text: str, limit: int) -> list[tuple[int, float]]:
        """Rows and BM25 scores, best first; equal scores in row order."""
        known = {token for token in character_features(text) if token in self._frequency}
        if not known:
            return []
        terms = sorted(known, key=lambda token: (self._frequency[token], token))[:_MOST_TERMS]
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, _FIELD, term)) for term in terms]
        )
        hits = [
            (int(self._searcher.doc(address)[_ROW][0]), float(score))
            for score, address in self._searcher.search(query, limit).hits
        ]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))
