"""One state of the knowledge base ready for questions: built aside, swapped whole, never changed."""

from __future__ import annotations

from collections.abc import Sequence

from faq.classifier import NONE_CLASS, Classifier
from faq.decision import IntentScore
from faq.loader import Content
from faq.normalise import matching_key
from faq.retrieval import Retrieval
from faq.vectors import Vectors
from faq.views import characters

# Beyond this the classifier's cost (rows × classes) would delay edits; search alone serves then.
_MOST_CELLS = 1_500_000
_RETRIEVED = 50
_RANKED = 10


class Index:
    """Signals of every likely entry for a text."""

    def __init__(self, content: Content, negatives: Sequence[str]) -> None:
        self.content = content
        self.ids = tuple(entry.id for entry in content.entries)
        self.texts = [text for entry in content.entries for text in entry.wordings()]
        self.owners = [number for number, entry in enumerate(content.entries) for _ in entry.wordings()]
        self._rows_of: list[list[int]] = [[] for _ in content.entries]
        for row, owner in enumerate(self.owners):
            self._rows_of[owner].append(row)
        self._exact: dict[str, int] = {}
        for text, owner in zip(self.texts, self.owners, strict=True):
            self._exact.setdefault(matching_key(text), owner)
        self.texts += negatives
        self.owners += [NONE_CLASS] * len(negatives)
        self.vectors = Vectors(self.texts)
        small = len(self.texts) * (len(self.ids) + 1) <= _MOST_CELLS
        self.classifier = Classifier(self.vectors, self.owners) if small and len(set(self.owners)) > 1 else None
        self.retrieval = Retrieval(self.texts)

    def exact(self, text: str) -> int | None:
        """The number of the entry that has this very question."""
        return self._exact.get(matching_key(text))

    def signals(self, text: str, intents: Sequence[IntentScore] = ()) -> dict[int, dict[str, float]]:
        """The likely entries by number, each with what speaks for and against it."""
        vector = self.vectors.vector(text)
        if not vector.positions.size:
            return {}
        found = [row for row, _ in self.retrieval.find(text, _RETRIEVED)]
        margins = self.classifier.margins(vector) if self.classifier else {}
        likely = [owner for owner in margins if owner != NONE_CLASS][:_RANKED]
        rows = sorted({*found, *(row for owner in likely for row in self._rows_of[owner])})
        nearness = self.vectors.nearness(vector, rows) if rows else []
        nearest: dict[int, tuple[float, int]] = {}
        for row, value in zip(rows, nearness, strict=True):
            owner = self.owners[row]
            nearest[owner] = max(nearest.get(owner, (-1.0, row)), (float(value), row))
        negative = max(0.0, nearest.pop(NONE_CLASS, (0.0, 0))[0])
        own = characters(text)
        confidence = {intent.name: intent.confidence for intent in intents}
        result = {}
        for owner, (near, row) in nearest.items():
            theirs = characters(self.texts[row])
            result[owner] = {
                "margin": margins.get(owner, 0.0),
                "none_margin": margins.get(NONE_CLASS, 0.0),
                "nearest": near,
                "negative": negative,
                "overlap": len(own & theirs) / len(own | theirs),
                "intent": confidence.get(self.content.entries[owner].intent, 0.0),
            }
        return _with_leads(result)


def _with_leads(signals: dict[int, dict[str, float]]) -> dict[int, dict[str, float]]:
    """Add how far each entry is ahead of (or behind) the best of the others."""
    for name in ("margin", "nearest"):
        ranked = sorted((values[name] for values in signals.values()), reverse=True)
        for values in signals.values():
            best_other = ranked[1] if values[name] == ranked[0] and len(ranked) > 1 else ranked[0]
            values[f"{name}_lead"] = values[name] - best_other if len(ranked) > 1 else 1.0
    return signals
