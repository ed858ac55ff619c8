"""Whether a question is treated differently because of an edit, or only by chance.

Every edit moves every probability a little: the weights of all n-grams, the classifiers and the middle of all vectors
are fitted to the whole knowledge base. How much that is shows in this very edit: in the questions that have nothing to
do with it. A question moved *because of* the edit only if an entry that was edited is shown before or after, and that
entry's own probability moved further than the far questions' do.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from evaluation.outcomes import Treatment
from evaluation.verdicts import Prediction
from faq.ranking.calibration import logit

_QUANTILE = 0.995
_FEWEST_FAR = 30
_USUAL_MARGIN = 0.5
"""In logits, where too few questions are far to learn it from."""
_LEAST_MARGIN = 0.02
_LEAST = 1e-6
_FOREIGN_STEP = 0.02


@dataclass(frozen=True)
class Touched:
    """What an edit touched; ids as they are after it."""

    edited: Set[str]
    """Entries that are found by other words than before."""
    whole: Set[str] = frozenset()
    """Those of them that were added or removed, or that need another certainty now."""
    negatives: bool = False
    """Whether out-of-scope examples were added or removed."""
    words: Set[str] = frozenset()
    """Names of other people's services that were added or removed (`faq/elsewhere.yml`)."""
    figures: bool = False
    """Whether it was calibrated anew: every probability moves, and who is to blame shows beyond that."""


class Blame:
    """Tells cause from chance for one edit."""

    def __init__(self, touched: Touched, before: Sequence[Treatment], after: Sequence[Treatment]) -> None:
        """Learn the margin from the questions that the edit has nothing to do with."""
        self._touched = touched
        moves = [
            abs(logit(new.prediction.top_score, _LEAST) - logit(old.prediction.top_score, _LEAST))
            for old, new in zip(before, after, strict=True)
            if _is_far(old.prediction, new.prediction, touched.edited)
        ]
        learnt = float(np.quantile(moves, _QUANTILE)) if len(moves) >= _FEWEST_FAR else _USUAL_MARGIN
        self.margin = max(_LEAST_MARGIN, learnt)
        """So far a probability moves by chance, in logits."""

    def is_cause(self, text: str, old: Treatment, new: Treatment) -> bool:
        """Whether the edit made the difference between the two outcomes of a text."""
        touched = self._touched
        shown = {*_shown(old.prediction), *_shown(new.prediction)} & touched.edited
        if shown & touched.whole or any(word in text for word in touched.words):
            return True
        if touched.negatives and abs(new.foreign - old.foreign) > _FOREIGN_STEP:
            return True
        return any(_moved(name, old.prediction, new.prediction) > self.margin for name in shown)


def renamed_outcome(outcome: Treatment, names: Mapping[str, str]) -> Treatment:
    """The outcome with the ids that its entries have now."""
    if not names:
        return outcome
    old = outcome.prediction
    candidates = tuple((names.get(name, name), score) for name, score in old.candidates)
    faq_id = names.get(old.faq_id, old.faq_id) if old.faq_id else None
    return Treatment(Prediction(old.band, faq_id, candidates), outcome.foreign)


def _is_far(old: Prediction, new: Prediction, edited: Collection[str]) -> bool:
    """Whether no edited entry was near on either side, and both sides weighed the same entry."""
    names = {name for name, _ in (*old.candidates, *new.candidates)}
    same = bool(old.candidates and new.candidates) and old.candidates[0][0] == new.candidates[0][0]
    return same and max(old.top_score, new.top_score) < 1 and not names & set(edited)


def _shown(prediction: Prediction) -> set[str]:
    return {prediction.faq_id} if prediction.faq_id else set(prediction.listed)


def _moved(name: str, old: Prediction, new: Prediction) -> float:
    return abs(logit(_score(name, new), _LEAST) - logit(_score(name, old), _LEAST))


def _score(name: str, prediction: Prediction) -> float:
    """An entry's probability; one that is not among the candidates is no likelier than the last of them."""
    scores = dict(prediction.candidates)
    return scores.get(name, min(scores.values(), default=_LEAST))
