"""Which entry a question belongs to, learned from the questions of all entries at once.

One-vs-rest linear classifiers over tf-idf n-grams learn what *tells entries apart*, which no
similarity can. Squared hinge loss (LinearSVC) ranks like logistic regression, rejects what is not
ours better, and fits in a quarter of the time (docs/benchmarks.md); `faq/ranking/calibration.py` turns its
margins into probabilities.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.svm import LinearSVC

from faq.ranking.vectors import Vector, Vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

NONE_CLASS = -1
"""The class of sentences that no entry answers."""
OTHERS = -2
"""Of sentences that are only there to be told from: each class learns what tells it from all the rest."""
_NO_MARGIN = -1.0


class Classifier:
    """Margins of every class for a sentence; immutable once fitted."""

    def __init__(self, weights: NDArray[np.float32], biases: NDArray[np.float32]) -> None:
        """A row of weights for each n-gram, since a sentence touches some fifty of them; the none class last."""
        self.weights = weights
        self.biases = biases

    @classmethod
    def fitted(cls, vectors: Vectors, labels: NDArray[np.intp], count: int) -> Classifier:
        """Learn from the rows of the vectors; `labels` are 0 to `count` − 1, `NONE_CLASS`, or `OTHERS`.

        A class without rows is never likely.
        """
        model = LinearSVC(C=1.0, tol=0.1, random_state=0).fit(vectors.matrix, labels)
        rows, intercepts = model.coef_, model.intercept_
        if len(model.classes_) == 2:  # sklearn folds two classes into one row
            rows, intercepts = np.vstack([-rows, rows]), np.concatenate([-intercepts, intercepts])
        weights: NDArray[np.float32] = np.zeros((vectors.matrix.shape[1], count + 1), np.float32)
        biases: NDArray[np.float32] = np.full(count + 1, _NO_MARGIN, np.float32)
        for label, row, intercept in zip(model.classes_, rows, intercepts, strict=True):
            if label != OTHERS:  # one by one: other threads get a turn in between
                place = count if label == NONE_CLASS else int(label)
                weights[:, place], biases[place] = row, intercept
        return cls(weights, biases)

    def margins(self, vector: Vector) -> NDArray[np.float32]:
        """The margin of each class, the none class last."""
        return np.asarray(vector.weights @ self.weights[vector.positions] + self.biases)
