from __future__ import annotations

from pathlib import Path

import pytest

from common.clock import FakeClock
from faq.engine.index import Index
from faq.engine.library import Library
from faq.engine.meaning_preparation import prepare_first_time, prepare_knowledge, prepare_meaning
from faq.meaning.embeddings import OnnxEmbedder
from tests.faq.content_folder import edit
from tests.faq.test_meaning_model import calibrated, root  # noqa: F401 - a fixture
from tests.small_project import write_small_project


def test_who_only_looks_is_told_of_the_long_reading_and_not_of_an_edit(root: Path) -> None:  # noqa: F811
    calibrated(root)
    said: list[str] = []
    prepare_first_time(root, said.append)
    assert len(said) == 2
    edit(root, "faq/entries/small.yml", "questions: [没有学籍,", "questions: [密丢了, 没有学籍,")
    prepare_first_time(root, said.append)
    assert len(said) == 2
    [kept] = (root / "models").glob("meaning-*.npz")
    kept.write_bytes(kept.read_bytes()[:-30])
    prepare_first_time(root, said.append)
    assert len(said) == 4


@pytest.mark.usefixtures("root")
def test_everything_is_computed_once_and_an_edit_only_what_changed(
    root: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calibrated(root)
    said: list[str] = []
    prepare_meaning(root, said.append)
    assert len(said) == 2
    assert said[0].startswith("正在读懂知识库的意思：0 / ")
    assert said[1].startswith("知识库的意思读好了（")
    asked: list[int] = []
    real = OnnxEmbedder.embed
    monkeypatch.setattr(OnnxEmbedder, "embed", lambda self, texts: asked.append(len(texts)) or real(self, texts))
    prepare_meaning(root, said.append)
    Library.open(root)
    assert (len(said), asked) == (2, [2, 0])  # the library's trial of the model, and nothing new
    edit(root, "faq/entries/small.yml", "questions: [没有学籍,", "questions: [密丢了, 没有学籍,")
    asked.clear()
    prepare_meaning(root, said.append)
    assert asked == [2, 1]
    assert said[-1] == "知识库的意思读好了（1 句，以后只读改过的）。"


def test_without_a_model_or_with_broken_content_nothing_happens(
    root: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    said: list[str] = []
    (tmp_path / "plain").mkdir()
    prepare_meaning(write_small_project(tmp_path / "plain"), said.append)
    calibrated(root)
    (root / "faq/entries/small.yml").write_text("- id: 不对\n", encoding="utf-8")
    prepare_meaning(root, said.append)
    assert said == []


def test_the_classifiers_are_there_before_a_process_starts(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr(Index, "quick_to_learn", False)
    said: list[str] = []
    prepare_knowledge(root, said.append)
    assert "分辨条目" in said[-1]
    library = Library.open(root, FakeClock())
    assert not library.refresh(), "nothing is left to fit"
    told = len(said)
    prepare_knowledge(root, said.append)
    assert len(said) == told, "they are kept"
