"""Which questions an edit can reach, in meaning, in characters and by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation import reach
from evaluation.blame import Touched
from evaluation.reach import Reach, TouchedTexts
from faq.content.elsewhere import load_places
from faq.content.loader import load_content
from faq.content.negatives import load_negatives
from faq.engine.index import Index
from faq.engine.state import KnowledgeState
from faq.guiding.guidance import Guidance
from faq.ranking.calibration import load_calibration
from tests.faq.fake_embedder import FakeEmbedder
from tests.small_project import write_small_project

NOTHING = Touched(frozenset())


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KnowledgeState:
    """One entry counts as near: the knowledge base has six."""
    monkeypatch.setattr(reach, "_PLACES", 1)
    root = write_small_project(tmp_path)
    index = Index(load_content(root), load_negatives(root), places=load_places(root))
    return KnowledgeState(index.with_meaning(FakeEmbedder()), {}, Guidance.open(root), load_calibration())


def test_only_what_is_nearest_to_an_edited_entry_is_reached(state: KnowledgeState) -> None:
    edited = TouchedTexts(Touched(frozenset({"reset_password"})), ["密码忘了"], ())
    texts = ["我的口令不见了", "登录名到底叫什么", "在校记录一片空白"]
    assert Reach(state, edited).among(texts) == {"我的口令不见了"}


def test_a_text_like_a_wording_that_was_taken_away_is_reached(state: KnowledgeState) -> None:
    removed = TouchedTexts(Touched(frozenset({"gone"})), ["停机公告贴在哪个地方"], ())
    assert Reach(state, removed).among(["停机公告贴在什么地方", "登录名到底叫什么"]) == {"停机公告贴在什么地方"}


def test_a_changed_out_of_scope_example_reaches_what_is_like_it(state: KnowledgeState) -> None:
    changed = TouchedTexts(NOTHING, (), ["明天的天气怎么样呢"])
    texts = ["后天的天气怎么样呢", "我的口令不见了怎么办呢"]
    assert "后天的天气怎么样呢" in Reach(state, changed).among(texts)


def test_bare_words_double_questions_and_names_are_always_reached(state: KnowledgeState) -> None:
    named = TouchedTexts(Touched(frozenset(), words={"银行"}), (), ())
    texts = ["密码", "密码忘了怎么办，另外学籍查不到怎么办", "银行的用户名想不起来了", "登录名到底叫什么"]
    assert Reach(state, named).among(texts) == frozenset(texts[:3])


def test_without_a_sentence_model_everything_is_asked(tmp_path: Path) -> None:
    root = write_small_project(tmp_path)
    index = Index(load_content(root), load_negatives(root))
    state = KnowledgeState(index, {}, Guidance.open(root), load_calibration())
    assert Reach(state, TouchedTexts(NOTHING, (), ())).among(["甲", "乙"]) == {"甲", "乙"}
