"""Classifiers kept between starts: served at once where the questions are the same, else fitted anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from common.clock import FakeClock
from faq.content.loader import load_content
from faq.content.negatives import load_negatives
from faq.engine import adapting
from faq.engine import index as index_module
from faq.engine.classifier_store import ClassifierStore
from faq.engine.index import Index
from faq.engine.library import Library
from tests.faq.content_folder import edit
from tests.small_project import write_small_project

SMALL = "faq/entries/small.yml"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small knowledge base that counts as one that is not quick to learn."""
    monkeypatch.setattr(index_module, "_QUICK_CELLS", 0)
    return write_small_project(tmp_path)


def index_of(root: Path) -> Index:
    return Index(load_content(root), load_negatives(root))


def test_a_second_start_answers_with_what_the_first_fitted(root: Path) -> None:
    first = Library.open(root, FakeClock())
    assert first._state.index.learned is None
    assert first.refresh()
    second = Library.open(root, FakeClock())
    assert second._state.index.learned is not None
    assert second.decide("密码忘了").candidates == first.decide("密码忘了").candidates
    assert not second.refresh(), "there is nothing left to fit"


def test_too_many_other_questions_are_not_served_with_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = ClassifierStore(root / "models")
    fitted = store.fitted(index_of(root)).learned
    assert fitted is not None
    served = store.served(index_of(root)).learned
    assert served is not None
    assert np.array_equal(served._classifier.weights, fitted._classifier.weights)
    monkeypatch.setattr(adapting, "_MOST_ANEW", 0.0)
    edit(root, SMALL, "questions: [用户名忘了,", "questions: [账号名字记不得了, 用户名忘了,")
    assert store.served(index_of(root)).learned is None


def test_an_edit_is_served_with_classifiers_at_once_and_the_same_in_every_process(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapting, "_NEIGHBOURS", 1)
    monkeypatch.setattr(adapting, "_MOST_ANEW", 0.6)
    first = Library.open(root, FakeClock())
    assert first.refresh()
    edit(root, SMALL, "questions: [用户名忘了,", "questions: [账号名字记不得了, 用户名忘了,")
    assert first.refresh()
    assert first._state.index.learned is not None, "with the swap, not a look later"
    second = Library.open(root, FakeClock())
    assert second.decide("账号名字记不得").candidates == first.decide("账号名字记不得").candidates
    assert not first.refresh()
    assert not second.refresh(), "nothing is left to fit"


def test_of_another_version_or_damaged_it_is_not_used(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = ClassifierStore(root / "models")
    store.fitted(index_of(root))
    with monkeypatch.context() as patch:
        patch.setattr("faq.engine.classifier_store.code_name", lambda: "another")
        assert store.served(index_of(root)).learned is None
    file = root / "models/classifiers.npz"
    file.write_bytes(file.read_bytes()[:1000])
    assert store.served(index_of(root)).learned is None


def test_without_a_place_to_write_it_is_fitted_all_the_same(root: Path) -> None:
    (root / "models").write_text("no folder")
    assert ClassifierStore(root / "models").fitted(index_of(root)).learned is not None
