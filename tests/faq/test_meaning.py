from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evaluation.calibrator import Goals, calibrate
from faq.evidence import LEARNED_SIGNALS, SEARCH_SIGNALS
from faq.index import Index
from faq.loader import load_content
from faq.meaning import Meaning
from faq.negatives import load_negatives
from tests.evaluation.test_calibrator import QUESTIONS
from tests.faq.fake_embedder import FakeEmbedder
from tests.small_project import write_small_project

TEXTS = ("密码忘了", "怎么重置密码", "用户名是什么", "今天天气")
BOUNDS = (0, 2, 3)
"""Two entries; the last text is a negative."""
HALF = 0.5**0.5


@pytest.fixture
def index(tmp_path: Path) -> Index:
    root = write_small_project(tmp_path)
    return Index(load_content(root), load_negatives(root))


def test_the_nearest_text_of_each_entry_counts_and_negatives_do_not() -> None:
    embedder = FakeEmbedder()
    meaning = Meaning(embedder, TEXTS, BOUNDS)
    assert embedder.asked == [["密码忘了", "怎么重置密码", "用户名是什么"]]
    np.testing.assert_allclose(meaning.of_entries("口令"), [1, 0], atol=1e-6)
    np.testing.assert_allclose(meaning.of_entries("账户丢了"), [0.5, HALF], atol=1e-6)
    np.testing.assert_allclose(meaning.of_entries("今天天气"), [0, 0], atol=1e-6)


def test_only_new_texts_are_computed_again() -> None:
    first = Meaning(FakeEmbedder(), TEXTS, BOUNDS)
    again = FakeEmbedder()
    later = Meaning(again, ("用户名是什么", "密码忘了", "学籍没了", "密码忘了"), (0, 1, 4), first.by_text())
    assert (first.computed, later.computed, sorted(later.by_text())) == (3, 1, ["学籍没了", "密码忘了", "用户名是什么"])
    assert again.asked == [["学籍没了"]]
    np.testing.assert_allclose(later.of_entries("密码丢了"), [0, 1], atol=1e-6)
    np.testing.assert_allclose(later.of_entries("在校记录"), [0, 1], atol=1e-6)
    unchanged = FakeEmbedder()
    np.testing.assert_allclose(Meaning(unchanged, TEXTS, BOUNDS, first.by_text()).of_entries("口令"), [1, 0], atol=1e-6)
    assert unchanged.asked == [[], ["口令"]]


def test_no_entries_have_no_cosines() -> None:
    assert Meaning(FakeEmbedder(), ("今天天气",), (0,)).of_entries("密码").tolist() == []


@pytest.mark.parametrize("learned", [True, False])
def test_the_signal_joins_the_others_and_finds_what_shares_no_letter(index: Index, learned: bool) -> None:
    if learned:
        index = index.with_classifiers()
    wise = index.with_meaning(FakeEmbedder())
    assert index.with_meaning(None) is index
    reading = index.read("通行证停机")
    alone, together = index.evidence(reading), wise.evidence(reading)
    password = index.numbers["reset_password"]
    assert together[password]["meaning"] == pytest.approx(1.0)
    assert {name for signals in alone.values() for name in signals} == set(
        LEARNED_SIGNALS if learned else SEARCH_SIGNALS
    )
    assert set(alone) <= set(together)
    if learned:
        without = {
            number: {name: value for name, value in signals.items() if name != "meaning"}
            for number, signals in together.items()
        }
        assert {number: without[number] for number in alone} == alone
    else:
        assert [index.ids[number] for number in sorted(alone)] == ["phone_registered", "old_notice"]


def test_a_calibration_with_a_model_holds_the_one_without_too(index: Index) -> None:
    plain = calibrate(index, QUESTIONS, Goals())
    both = calibrate(index, QUESTIONS, Goals(), FakeEmbedder())
    extra = both.pop("with_meaning")
    assert both == plain
    assert extra["embedder"] == "fake"
    assert tuple(extra["learned"]["weights"]) == (*LEARNED_SIGNALS, "meaning")
    assert tuple(extra["search"]["weights"]) == (*SEARCH_SIGNALS, "meaning")
    assert extra["search"]["weights"]["meaning"] > 0
    assert extra == calibrate(index, QUESTIONS, Goals(), FakeEmbedder())["with_meaning"]
