"""Classifiers taken over from the last whole fit: as good as fitted whole, and only where nothing changed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from faq.content.loader import load_content
from faq.content.negatives import load_negatives
from faq.engine import adapting
from faq.engine.classifier_store import ClassifierStore
from faq.engine.index import Index
from faq.ranking.classifier import Classifier
from tests.faq.content_folder import edit
from tests.small_project import write_small_project

SMALL = "faq/entries/small.yml"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One entry counts as near, and most may be fitted anew: the knowledge base has six."""
    monkeypatch.setattr(adapting, "_NEIGHBOURS", 1)
    monkeypatch.setattr(adapting, "_MOST_ANEW", 0.6)
    return write_small_project(tmp_path)


def index_of(root: Path) -> Index:
    return Index(load_content(root), load_negatives(root))


def margins(index: Index, text: str) -> dict[str, float]:
    assert index.learned is not None
    assert index.vectors is not None
    found = index.learned._classifier.margins(index.vectors.vector(text))
    return dict(zip([*index.ids, ""], map(float, found), strict=True))


def test_an_edited_entry_is_fitted_and_the_others_are_taken_over(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = root / "models"
    before = ClassifierStore(store).fitted(index_of(root))
    edit(root, SMALL, "questions: [用户名忘了,", "questions: [账号名字记不得了, 用户名忘了,")
    fitted: list[int] = []
    whole = Classifier.fitted

    def counted(vectors: object, labels: np.ndarray, count: int) -> Classifier:
        fitted.append(len({int(label) for label in labels} - {-2}))
        return whole(vectors, labels, count)  # type: ignore[arg-type]

    monkeypatch.setattr(Classifier, "fitted", counted)
    after = ClassifierStore(store).fitted(index_of(root))
    assert fitted == [1], "the edited entry alone: nothing else is nearest to the new wording"
    monkeypatch.setattr(Classifier, "fitted", whole)
    exact = index_of(root).with_classifiers()
    text = "账号名字记不得了"
    adapted, right = margins(after, text), margins(exact, text)
    assert adapted["find_username"] == pytest.approx(right["find_username"], abs=0.05)
    assert max(adapted, key=adapted.__getitem__) == "find_username"
    assert margins(after, "停机通知")["old_notice"] == pytest.approx(margins(before, "停机通知")["old_notice"], abs=0.2)


def test_a_renamed_or_removed_entry_moves_no_other_to_its_place(root: Path) -> None:
    store = root / "models"
    ClassifierStore(store).fitted(index_of(root))
    edit(root, SMALL, "- id: reset_password", "- id: password_reset")
    after = ClassifierStore(store).fitted(index_of(root))
    for text, name in (("密码忘了", "password_reset"), ("学籍查不到", "no_record"), ("转人工", "contact_support")):
        found = margins(after, text)
        assert max(found, key=found.__getitem__) == name


def test_far_from_the_last_whole_fit_or_without_one_all_is_fitted_and_kept(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, file = root / "models", root / "models/classifiers.npz"
    ClassifierStore(store).fitted(index_of(root))
    first = file.read_bytes()
    monkeypatch.setattr(adapting, "_MOST_ANEW", 0.0)
    edit(root, SMALL, "questions: [用户名忘了,", "questions: [账号名字记不得了, 用户名忘了,")
    ClassifierStore(store).fitted(index_of(root))
    assert file.read_bytes() != first
    file.write_bytes(b"half")
    assert ClassifierStore(store).fitted(index_of(root)).learned is not None
    assert file.stat().st_size > 4
