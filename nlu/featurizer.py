"""Tf-idf over characters and fuzzy pinyin as a Rasa featurizer.

Measured beside jieba words and DIET in docs/benchmarks.md: better on typos and on questions near
but outside the knowledge base, and trained in seconds.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer

from faq.text.views import features
from nlu.fingerprint import source_fingerprint
from nlu.storage import read_json, write_json


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class ChineseNgramFeaturizer(SparseFeaturizer, GraphComponent):
    """Gives each message one sparse sentence vector."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Rasa's classifiers want tokens beside features."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`min_df`: in how many examples an n-gram must occur to count."""
        return {**SparseFeaturizer.get_default_config(), "min_df": 1}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The code that makes the n-grams."""
        return source_fingerprint()

    def __init__(
        self,
        config: dict[str, Any],
        name: str,
        model_storage: ModelStorage,
        resource: Resource,
        vectorizer: TfidfVectorizer | None = None,
    ) -> None:
        """A fresh featurizer, or a trained one when it is given its vectorizer."""
        super().__init__(name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._vectorizer = vectorizer or _make_vectorizer(config["min_df"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ChineseNgramFeaturizer:
        """An untrained featurizer."""
        return cls(config, execution_context.node_name, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the vocabulary and how telling each n-gram is."""
        self._vectorizer.fit([message.get(TEXT) for message in training_data.intent_examples if message.get(TEXT)])
        with self._model_storage.write_to(self._resource) as folder:
            state = {
                "vocabulary": {word: int(index) for word, index in self._vectorizer.vocabulary_.items()},
                "idf": self._vectorizer.idf_.tolist(),
            }
            write_json(folder / "vectorizer.json", state)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ChineseNgramFeaturizer:
        """The featurizer as it was trained."""
        with model_storage.read_from(resource) as folder:
            state = read_json(folder / "vectorizer.json")
        vectorizer = _make_vectorizer(config["min_df"])
        vectorizer.vocabulary_ = state["vocabulary"]
        vectorizer.idf_ = state["idf"]
        return cls(config, execution_context.node_name, model_storage, resource, vectorizer)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vectors to the examples."""
        self.process([message for message in training_data.training_examples if message.get(TEXT)])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the vectors to messages in place."""
        texts = [message.get(TEXT) or "" for message in messages]
        if texts:
            rows = [self._row(texts[0])] if len(texts) == 1 else list(self._vectorizer.transform(texts).tocsr())
            for row, message in zip(rows, messages, strict=True):
                message.add_features(
                    Features(row.tocoo(), FEATURE_TYPE_SENTENCE, TEXT, self._config[FEATURIZER_CLASS_ALIAS])
                )
        return messages

    def _row(self, text: str) -> sp.csr_matrix:
        """What the vectorizer gives for one text, without its checks of matrices, which cost more than the numbers."""
        vocabulary = self._vectorizer.vocabulary_
        counts = Counter(vocabulary[word] for word in features(text) if word in vocabulary)
        columns = np.array(sorted(counts), dtype=np.int32)
        values = np.array([1.0 + math.log(counts[column]) for column in columns]) * self._idf[columns]
        length = float(np.sqrt(values @ values))
        values = values / length if length else values
        return sp.csr_matrix((values, columns, [0, len(columns)]), shape=(1, len(vocabulary)))

    @cached_property
    def _idf(self) -> NDArray[np.float64]:
        return np.asarray(self._vectorizer.idf_)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Rasa's abstract duty; the defaults cover everything."""


def _make_vectorizer(min_df: int) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer=features, sublinear_tf=True, min_df=min_df)
