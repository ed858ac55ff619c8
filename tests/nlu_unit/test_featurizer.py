from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import spmatrix

from faq.text.views import features
from nlu.classifier import IntentClassifier
from nlu.featurizer import ChineseNgramFeaturizer

TEXTS = ["忘记密码", "忘记用户名", "手机号已被注册", "查不到学籍"]
CONTEXT = ExecutionContext(GraphSchema({}), node_name="ngrams")
CONFIG = {**ChineseNgramFeaturizer.get_default_config(), "alias": None}


def data() -> TrainingData:
    return TrainingData([Message.build(text, intent=f"i{number}") for number, text in enumerate(TEXTS)])


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    return LocalModelStorage(tmp_path)


@pytest.fixture
def featurizer(storage: LocalModelStorage) -> ChineseNgramFeaturizer:
    made = ChineseNgramFeaturizer.create(CONFIG, storage, Resource("ngrams"), CONTEXT)
    made.train(data())
    return made


def vector(featurizer: ChineseNgramFeaturizer, text: str) -> spmatrix:
    message = Message.build(text)
    featurizer.process([message])
    (found,) = message.features
    assert (found.type, found.attribute) == (FEATURE_TYPE_SENTENCE, TEXT)
    return found.features


def test_one_sparse_sentence_vector_of_length_one(featurizer: ChineseNgramFeaturizer) -> None:
    row = vector(featurizer, "忘记密码")
    assert row.shape == (1, len({name for text in TEXTS for name in features(text)}))
    assert row.nnz == len(set(features("忘记密码")))
    assert np.isclose((row.multiply(row)).sum(), 1.0)


def test_unknown_characters_give_an_empty_vector(featurizer: ChineseNgramFeaturizer) -> None:
    assert vector(featurizer, "ζ").nnz == 0
    assert vector(featurizer, "").nnz == 0


def test_a_homophone_is_nearer_than_another_question(featurizer: ChineseNgramFeaturizer) -> None:
    right, typo, other = (vector(featurizer, text) for text in ("忘记密码", "忘记蜜码", "查不到学籍"))
    assert right.multiply(typo).sum() > 0.5 > right.multiply(other).sum()


def test_it_comes_back_from_the_model_as_it_was(storage: LocalModelStorage, featurizer: ChineseNgramFeaturizer) -> None:
    loaded = ChineseNgramFeaturizer.load(CONFIG, storage, Resource("ngrams"), CONTEXT)
    for text in (*TEXTS, "忘记蜜码", "完全不同的话"):
        assert (vector(loaded, text) != vector(featurizer, text)).nnz == 0


def test_the_model_holds_plain_json(storage: LocalModelStorage, featurizer: ChineseNgramFeaturizer) -> None:
    with storage.read_from(Resource("ngrams")) as folder:
        assert [path.name for path in folder.iterdir()] == ["vectorizer.json"]
        assert set(json.loads((folder / "vectorizer.json").read_text(encoding="utf-8"))) == {"vocabulary", "idf"}


def test_training_examples_get_their_vectors(featurizer: ChineseNgramFeaturizer) -> None:
    processed = featurizer.process_training_data(data())
    assert [len(message.features) for message in processed.training_examples] == [1] * len(TEXTS)
    featurizer.process([])


@pytest.mark.parametrize("text", [*TEXTS, "忘记忘记忘记密码", "完全不同的话", "ζ", ""])
def test_one_message_gets_what_the_vectorizer_gives(featurizer: ChineseNgramFeaturizer, text: str) -> None:
    expected = featurizer._vectorizer.transform([text])
    assert np.allclose(vector(featurizer, text).toarray(), expected.toarray(), atol=1e-12)


@pytest.mark.parametrize("text", [*TEXTS, "忘记蜜码", "ζ"])
def test_the_classifier_gives_what_stock_rasa_gives(
    storage: LocalModelStorage, featurizer: ChineseNgramFeaturizer, text: str
) -> None:
    classifier = IntentClassifier(IntentClassifier.get_default_config(), "c", storage, Resource("classifier"))
    classifier.train(featurizer.process_training_data(data()))
    rasas = LogisticRegressionClassifier(IntentClassifier.get_default_config(), "c", storage, Resource("stock"))
    rasas.clf = classifier.clf
    ours, stock = (featurizer.process([Message.build(text)]) for _ in range(2))
    classifier.process(ours)
    rasas.process(stock)
    for key in ("intent_ranking", "intent"):
        mine, theirs = ours[0].get(key), stock[0].get(key)
        mine, theirs = ([mine], [theirs]) if key == "intent" else (mine, theirs)
        assert [item["name"] for item in mine] == [item["name"] for item in theirs]
        assert np.allclose([item["confidence"] for item in mine], [item["confidence"] for item in theirs])


@pytest.mark.parametrize("rounds", [1, 2])
def test_the_classifier_learns_from_the_matrix_that_stock_rasa_would_build(
    storage: LocalModelStorage, featurizer: ChineseNgramFeaturizer, rounds: int
) -> None:
    """Several featurizers stand side by side, as tf-idf and the regular expressions do in `config.yml`."""
    classifier = IntentClassifier(IntentClassifier.get_default_config(), "c", storage, Resource("classifier"))
    messages = data().training_examples
    for _ in range(rounds):
        featurizer.process(messages)
    expected = LogisticRegressionClassifier._create_X(classifier, messages)
    made = classifier._create_X(messages)
    assert made.shape == expected.shape
    assert (made != expected).nnz == 0
