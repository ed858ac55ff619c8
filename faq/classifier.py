"""Which entry a question belongs to, learned from the questions of all entries at once.

One-vs-rest linear classifiers over tf-idf n-grams learn what *tells entries apart*, which no
similarity can. Squared hinge loss (LinearSVC) ranks like logistic regression, rejects what is not
ours better, and fits in a quarter of the time (docs/benchmarks.md); `faq/calibration.py` turns its
margins into probabilities.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.svm import LinearSVC

from faq.vectors import Vector, Vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

NONE_CLASS = -1
"""The class of sentences that no entry answers."""
_NO_MARGIN = -1.0


class Classifier:
    """Margins of every class for a sentence; immutable once fitted."""

    def __init__(self, vectors: Vectors, labels: NDArray[np.intp], count: int) -> None:
        """Learn from the rows of the vectors; `labels` are 0 to `count` − 1, or `NONE_CLASS`."""
        model = LinearSVC(C=1.0, tol=0.1, random_state=0).fit(vectors.matrix, labels)
        weights, biases = model.coef_, model.intercept_
        if len(model.classes_) == 2:  # sklearn folds two classes into one row
            weights, biases = np.vstack([-weights, weights]), np.concatenate([-biases, biases])
        # Rows by n-gram, since a sentence touches some fifty of them; the last column is the none class.
        places = [count if label == NONE_CLASS else int(label) for label in model.classes_]
        self._weights: NDArray[np.float32] = np.zeros((vectors.matrix.shape[1], count + 1), np.float32)
        self._biases: NDArray[np.float32] = np.full(count + 1, _NO_MARGIN, np.float32)
        for place, row in zip(places, weights, strict=True):  # one by one: others get a turn in between
            self._weights[:, place] = row
        self._biases[places] = biases

    def margins(self, vector: Vector) -> NDArray[np.float32]:
        """The margin of each class, the none class last."""
        return np.asarray(vector.weights @ self._weights[vector.positions] + self._biases)
