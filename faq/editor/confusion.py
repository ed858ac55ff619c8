"""Questions that another entry answers better, as the engine itself sees it.

Every question is judged by classifiers that were taught without it (five folds over the engine's own
n-grams), so a question that only its own presence keeps in place shows up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.svm import LinearSVC

from faq.content.entry import Entry
from faq.ranking.vectors import Vectors

_FOLDS = 5
_FEWEST = 2 * _FOLDS
_EXAMPLES = 3


@dataclass(frozen=True)
class Confused:
    """A question of entry `own` that is taken for one of `other`; `lead` is by how much."""

    question: str
    own: str
    other: str
    lead: float


@dataclass(frozen=True)
class ConfusedPair:
    """Two entries that compete: questions of one that the other wins."""

    entry_id: str
    rival_id: str
    texts: tuple[str, ...]

    def advice(self, titles: Mapping[str, str]) -> str:
        """What the editor can do, in one line."""
        own, rival = titles.get(self.entry_id, self.entry_id), titles.get(self.rival_id, self.rival_id)
        examples = "；".join(self.texts[:_EXAMPLES])
        return (
            f"「{own}」（{self.entry_id}）有 {len(self.texts)} 个问句被「{rival}」（{self.rival_id}）抢走：{examples}。"
            f"改法：真该由 {self.rival_id} 答的就移过去；不是的，在 {self.entry_id} 里多写几句点明两者差别的说法。"
        )


def confused_questions(entries: Sequence[Entry]) -> list[Confused]:
    """The misplaced questions, the clearest first; nothing when there are too few to learn from."""
    texts = [text for entry in entries for text in entry.questions]
    owners = np.array([number for number, entry in enumerate(entries) for _ in entry.questions], np.intp)
    if len(texts) < _FEWEST or len(set(owners.tolist())) < 2:
        return []
    matrix = Vectors(texts).matrix
    folds = np.arange(len(texts)) % _FOLDS
    result = []
    for fold in range(_FOLDS):
        known, asked = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        model = LinearSVC(C=1.0, tol=0.1, random_state=0).fit(matrix[known], owners[known])
        margins = model.decision_function(matrix[asked])
        if margins.ndim == 1:  # sklearn folds two classes into one column
            margins = np.stack([-margins, margins], axis=1)
        for number, row in zip(asked.tolist(), margins, strict=True):
            best = int(model.classes_[int(row.argmax())])
            own = int(owners[number])
            if best != own:
                mine = np.flatnonzero(model.classes_ == own)
                lead = float(row.max() - (row[mine[0]] if mine.size else row.min()))
                result.append(Confused(texts[number], entries[own].id, entries[best].id, lead))
    return sorted(result, key=lambda item: (-item.lead, item.own, item.question))


def confused_pairs(won: Iterable[tuple[str, str, str]]) -> list[ConfusedPair]:
    """Questions, each after its own entry and the one that wins it, by pair; the most often confused first."""
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for own, rival, text in won:
        texts[own, rival].append(text)
    pairs = [ConfusedPair(own, rival, tuple(found)) for (own, rival), found in texts.items()]
    return sorted(pairs, key=lambda pair: (-len(pair.texts), pair.entry_id, pair.rival_id))
