"""Which entry a question belongs to, learned from the questions of all entries at once.

One-vs-rest linear classifiers over tf-idf n-grams learn what *tells entries apart*, which no
similarity can. Squared hinge loss (LinearSVC) gives the same ranking as logistic regression and a
better rejection of what is not ours, in a quarter of the time (docs/benchmarks.md); its margins
become probabilities in `faq/calibration.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from sklearn.svm import LinearSVC

from faq.vectors import Vector, Vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

NONE_CLASS = -1
"""The class of sentences that no entry answers."""


class Classifier:
    """Margins of every class for a sentence; immutable once fitted."""

    def __init__(self, vectors: Vectors, owners: Sequence[int]) -> None:
        """Learn from the rows of the vectors; `owners` names the class of each, `NONE_CLASS` for none."""
        model = LinearSVC(C=1.0, tol=0.1, random_state=0).fit(vectors.matrix, np.asarray(owners))
        classes = [int(label) for label in model.classes_]
        weights, biases = model.coef_, model.intercept_
        if len(classes) == 2:  # sklearn folds two classes into one row
            weights, biases = np.vstack([-weights, weights]), np.concatenate([-biases, biases])
        # Rows by n-gram: a sentence touches some eighty of them.
        self._weights: NDArray[np.float32] = np.ascontiguousarray(weights.T, np.float32)
        self._biases: NDArray[np.float32] = biases.astype(np.float32)
        self.classes = tuple(classes)

    def margins(self, vector: Vector) -> dict[int, float]:
        """The margin of each class, best first."""
        values = vector.weights @ self._weights[vector.positions] + self._biases
        order = np.argsort(-values, kind="stable")
        return {self.classes[index]: float(values[index]) for index in order}
