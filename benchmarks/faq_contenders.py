"""Ways to find the entry for a question, all behind one small interface."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from benchmarks.generated_knowledge import Knowledge
from faq.content.loader import Content
from faq.engine.decider import Decider
from faq.engine.index import Index
from faq.ranking.calibration import load_calibration

Ranked = list[tuple[str, float]]
"""Entry ids and scores, best first, at least three where there are."""


class Contender(Protocol):
    """Built from a knowledge base; ranks the entries for a question."""

    def __init__(self, knowledge: Knowledge) -> None: ...

    def rank(self, text: str) -> Ranked:
        """The best entries."""


class OurEngine:
    """This project's engine: the whole decision, not only the ranking."""

    def __init__(self, knowledge: Knowledge) -> None:
        index = Index(Content(knowledge.entries, {}, "benchmark"), knowledge.negatives).with_classifiers()
        calibration = load_calibration()
        self.model = calibration.search if index.learned is None else calibration.learned
        self._decider = Decider(index, self.model, lambda _: True)

    def rank(self, text: str) -> Ranked:
        """The candidates of the decision."""
        decision = self._decider.decide(text, (), None)
        return [(candidate.entry_id, candidate.score) for candidate in decision.candidates]


class _Rows:
    """Texts with their entries, for contenders that look for the nearest question."""

    def __init__(self, knowledge: Knowledge) -> None:
        pairs = [(text, entry.id) for entry in knowledge.entries for text in entry.wordings()]
        self.texts = [text for text, _ in pairs]
        self.owners = [owner for _, owner in pairs]

    def best(self, rows: Sequence[int], scores: Sequence[float]) -> Ranked:
        """The first three entries among ranked rows."""
        found: dict[str, float] = {}
        for row, score in zip(rows, scores, strict=True):
            found.setdefault(self.owners[row], float(score))
        return list(found.items())[:3]


class _Fuzzy:
    """rapidfuzz over every question."""

    scorer_name = ""

    def __init__(self, knowledge: Knowledge) -> None:
        from rapidfuzz import fuzz, process

        self._rows = _Rows(knowledge)
        self._extract, self._scorer = process.extract, getattr(fuzz, self.scorer_name)

    def rank(self, text: str) -> Ranked:
        """Nearest questions by the scorer."""
        hits = self._extract(text, self._rows.texts, scorer=self._scorer, limit=30)
        return self._rows.best([row for _, _, row in hits], [score for _, score, _ in hits])


class WRatio(_Fuzzy):
    """rapidfuzz WRatio."""

    scorer_name = "WRatio"


class TokenSetRatio(_Fuzzy):
    """rapidfuzz token_set_ratio."""

    scorer_name = "token_set_ratio"


class Bm25Words:
    """bm25s over words cut by jieba."""

    def __init__(self, knowledge: Knowledge) -> None:
        import bm25s
        import jieba

        jieba.setLogLevel(60)
        self._cut: Callable[[str], list[str]] = lambda text: [word for word in jieba.lcut(text) if word.strip()]
        self._rows = _Rows(knowledge)
        self._index = bm25s.BM25()
        self._index.index([self._cut(text) for text in self._rows.texts], show_progress=False)

    def rank(self, text: str) -> Ranked:
        """Nearest questions by BM25."""
        count = min(30, len(self._rows.texts))
        rows, scores = self._index.retrieve([self._cut(text)], k=count, show_progress=False)
        return self._rows.best([int(row) for row in rows[0]], [float(score) for score in scores[0]])


class SqliteFts5:
    """sqlite FTS5, one token a character."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._rows = _Rows(knowledge)
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE question USING fts5(text)")
        rows = ((number, " ".join(text)) for number, text in enumerate(self._rows.texts))
        self._database.executemany("INSERT INTO question(rowid, text) VALUES (?, ?)", rows)

    def rank(self, text: str) -> Ranked:
        """Nearest questions by FTS5's bm25."""
        letters = re.findall(r"\w", text)
        if not letters:
            return []
        query = " OR ".join(f'"{letter}"' for letter in letters)
        found = self._database.execute(
            "SELECT rowid, -rank FROM question WHERE question MATCH ? ORDER BY rank LIMIT 30", (query,)
        ).fetchall()
        return self._rows.best([row for row, _ in found], [score for _, score in found])


class TfIdfNearest:
    """scikit-learn tf-idf over character 1–2-grams, nearest question by cosine."""

    def __init__(self, knowledge: Knowledge) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._rows = _Rows(knowledge)
        self._vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32)
        self._matrix = self._vectorizer.fit_transform(self._rows.texts)

    def rank(self, text: str) -> Ranked:
        """Nearest questions by cosine."""
        scores = np.asarray((self._matrix @ self._vectorizer.transform([text]).T).todense()).ravel()
        rows = np.argsort(-scores, kind="stable")[:30]
        return self._rows.best([int(row) for row in rows], [float(score) for score in scores[rows]])


CONTENDERS: dict[str, type[Contender]] = {
    "本引擎": OurEngine,
    "rapidfuzz WRatio": WRatio,
    "rapidfuzz token_set_ratio": TokenSetRatio,
    "bm25s（jieba 词）": Bm25Words,
    "sqlite FTS5（字）": SqliteFts5,
    "tf-idf 最近问法（字）": TfIdfNearest,
}
