"""The state of a start is the next start's, as long as files and code are the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from common.clock import FakeClock
from faq.engine import kept_state
from faq.engine.kept_state import StateStore
from faq.engine.library import Library
from faq.engine.state import KnowledgeState, build_state
from faq.follow_ups.next_by_letters import NextByLetters
from faq.guiding.guidance import Guidance
from nlu.current_guidance import CurrentGuidance
from tests.faq.content_folder import edit
from tests.small_project import write_small_project

SMALL = "faq/entries/small.yml"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small knowledge base that counts as one worth keeping."""
    monkeypatch.setattr(kept_state, "_LEAST_TEXTS", 1)
    root = write_small_project(tmp_path)
    (root / "models").mkdir(exist_ok=True)
    return root


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders of which a state was built anew."""
    folders: list[Path] = []

    def counted(folder: Path, *others: KnowledgeState) -> KnowledgeState:
        folders.append(folder)
        return build_state(folder, *others)

    monkeypatch.setattr(kept_state, "build_state", counted)
    return folders


def test_a_second_start_builds_nothing_and_answers_the_same(root: Path, built: list[Path]) -> None:
    first, second = Library.open(root, FakeClock()), Library.open(root, FakeClock())
    assert built == [root]
    for text in ("密码忘了", "怎么注册", "今天天气怎么样", ""):
        assert second.decide(text) == first.decide(text)
        assert second.read(text) == first.read(text)
    assert second.version == first.version and second.calibration == first.calibration
    assert second.content == first.content
    assert second.guidance.extractor.facts("手机号不用了") == first.guidance.extractor.facts("手机号不用了")


def test_after_an_edit_the_kept_one_is_not_served(root: Path, built: list[Path]) -> None:
    Library.open(root, FakeClock())
    edit(root, SMALL, "密码想不起来了", "密码找不回来")
    library = Library.open(root, FakeClock())
    assert len(built) == 2
    assert library.decide("密码找不回来").candidates


def test_another_version_of_the_code_builds_anew(
    root: Path, built: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    Library.open(root, FakeClock())
    monkeypatch.setattr(kept_state, "_code", lambda: "another")
    Library.open(root, FakeClock())
    assert len(built) == 2


def test_what_was_edited_while_it_was_built_is_not_kept(
    root: Path, built: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: Callable[..., KnowledgeState] = kept_state.build_state

    def slow(folder: Path, *others: KnowledgeState) -> KnowledgeState:
        state = counted(folder, *others)
        if len(built) == 1:
            edit(root, SMALL, "密码想不起来了", "密码找不回来")
        return state

    monkeypatch.setattr(kept_state, "build_state", slow)
    Library.open(root, FakeClock())
    edit(root, SMALL, "密码找不回来", "密码想不起来了")
    Library.open(root, FakeClock())
    assert len(built) == 2, "the name of the old files would have led to what was read of the new ones"


def test_a_small_knowledge_base_is_not_kept(tmp_path: Path) -> None:
    root = write_small_project(tmp_path)
    (root / "models").mkdir(exist_ok=True)
    Library.open(root, FakeClock())
    assert not list((root / "models").glob("*.kept"))


def test_rasa_gets_its_guides_and_what_is_asked_next_from_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = NextByLetters.open(root)
    monkeypatch.setattr(NextByLetters, "size", property(lambda _: 1))
    first = CurrentGuidance(root, clock=FakeClock()).now()
    monkeypatch.setattr(Guidance, "open", None)
    second = CurrentGuidance(root, clock=FakeClock()).now()
    assert second.guides == first.guides and second.version == first.version
    assert second.next_asked.find("要钱吗", ["reset_password"]) == known.find("要钱吗", ["reset_password"])
    assert StateStore(root / "models").guidance(root, lambda: Guidance.none()).version == first.version
