"""Rasa's logistic regression with the regularisation and solver that suit short Chinese questions."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

_FILE = "classifier.npz"


_NO_COLUMNS: NDArray[np.intp] = np.zeros(0, dtype=np.intp)
_NO_VALUES: NDArray[np.float64] = np.zeros(0)


class _Sentence(NamedTuple):
    """What is not nought in the sentence vector of a message."""

    columns: NDArray[np.intp]
    values: NDArray[np.float64]
    width: int


def _sentence(message: Message) -> _Sentence:
    """The sparse sentence features side by side, in the order in which the featurizers added them.

    `Message.get_sparse_features` copies and checks each matrix, which costs more than the numbers.
    """
    columns, values, width = [_NO_COLUMNS], [_NO_VALUES], 0
    for feature in message.features:
        if feature.attribute == TEXT and feature.type == FEATURE_TYPE_SENTENCE and feature.is_sparse():
            matrix = feature.features.tocoo()
            columns.append(matrix.col + width)
            values.append(matrix.data)
            width += matrix.shape[1]
    return _Sentence(np.concatenate(columns), np.concatenate(values), width)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(LogisticRegressionClassifier):
    """One-vs-rest logistic regression; stock Rasa fixes C at 1, far too strict for tf-idf of short texts."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`C`: inverse strength of regularisation."""
        return {**LogisticRegressionClassifier.get_default_config(), "C": 10.0, "solver": "liblinear"}

    def __init__(self, config: dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource) -> None:
        """An untrained classifier."""
        super().__init__(config, name, model_storage, resource)
        self.clf = LogisticRegression(
            C=self.config["C"],
            solver=self.config["solver"],
            max_iter=self.config["max_iter"],
            tol=self.config["tol"],
            random_state=self.config["random_state"],
            class_weight="balanced",
            multi_class="ovr",
        )

    def process(self, messages: list[Message]) -> list[Message]:
        """What stock Rasa gives, without the checks that cost more than the numbers: intent and ranking by message."""
        for message in messages:
            chances = self._chances(message)
            order = np.argsort(-chances, kind="stable")[: self.config["ranking_length"] or None]
            ranking = [{"name": str(self.clf.classes_[i]), "confidence": float(chances[i])} for i in order]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _create_X(self, messages: list[Message]) -> sp.csr_matrix:  # noqa: N802 (Rasa's name)
        """What stock Rasa gives for sparse features, stacked in one go: row by row it takes half of a training."""
        rows = [_sentence(message) for message in messages]
        numbers = np.repeat(np.arange(len(rows)), [len(row.columns) for row in rows])
        columns = np.concatenate([row.columns for row in rows]) if rows else _NO_COLUMNS
        values = np.concatenate([row.values for row in rows]) if rows else _NO_VALUES
        shape = (len(rows), max((row.width for row in rows), default=0))
        return sp.csr_matrix((values, (numbers, columns)), shape=shape)

    def _chances(self, message: Message) -> NDArray[np.float64]:
        """One against the rest for each class, together one."""
        row = _sentence(message)
        margins = np.array(self.clf.intercept_, dtype=float)
        margins += self._columns[row.columns].T @ row.values
        chances = expit(margins)
        total = chances.sum()
        return chances / total if total else np.full_like(chances, 1 / len(chances))

    @cached_property
    def _columns(self) -> NDArray[np.float64]:
        """The weights with a row for each feature, so that a short text touches a few rows only."""
        return np.ascontiguousarray(self.clf.coef_.T)

    def persist(self) -> None:
        """Keep the learned numbers in numpy's own format.

        Stock Rasa uses skops, whose import walks every loaded module: eight seconds at each start.
        """
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(
                folder / _FILE,
                classes=self.clf.classes_.astype(str),
                coef=self.clf.coef_,
                intercept=self.clf.intercept_,
            )

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> IntentClassifier:
        """The classifier as it was trained."""
        component = cls(config, execution_context.node_name, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / _FILE, allow_pickle=False) as kept:
            component.clf.classes_ = kept["classes"]
            component.clf.coef_ = kept["coef"]
            component.clf.intercept_ = kept["intercept"]
        component.clf.n_features_in_ = component.clf.coef_.shape[1]
        return component
