from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evaluation.calibrator import Goals, calibrate
from faq.classifier import NONE_CLASS
from faq.evidence import LEARNED_SIGNALS, SEARCH_SIGNALS
from faq.index import ELSEWHERE, Index
from faq.loader import load_content
from faq.meaning import MEANING_SIGNALS, Meaning
from faq.negatives import load_negatives
from faq.rows import Rows
from tests.evaluation.test_calibrator import QUESTIONS
from tests.faq.fake_embedder import FakeEmbedder
from tests.small_project import write_small_project

DISTINCT = ["密码忘了", "怎么重置密码", "用户名是什么", "今天天气"]
ROWS = Rows(tuple(DISTINCT), (0, 2, 3), np.array([0, 0, 1, NONE_CLASS]))
"""Two entries; the last text is a negative."""


@pytest.fixture
def index(tmp_path: Path) -> Index:
    root = write_small_project(tmp_path)
    return Index(load_content(root), load_negatives(root))


def test_what_an_entry_says_is_nearest_to_what_means_the_same() -> None:
    embedder = FakeEmbedder()
    meaning = Meaning(embedder, ROWS)
    assert embedder.asked == [DISTINCT]
    found = meaning.of_entries(("口令",))
    assert tuple(found) == MEANING_SIGNALS
    assert found["meaning"][0] > 0.9 > found["meaning"][1]
    ahead = found["meaning"][0] - found["meaning"][1]
    np.testing.assert_allclose(found["meaning_lead"], [ahead, -ahead], atol=1e-6)
    assert found["meaning_odds"][0] > 0 > found["meaning_odds"][1]
    assert np.all(found["meaning_several"] <= found["meaning"])


def test_what_is_not_ours_is_nearest_to_the_negatives() -> None:
    meaning = Meaning(FakeEmbedder(), ROWS)
    weather, password = meaning.of_entries(("下雨",)), meaning.of_entries(("口令",))
    assert weather["meaning_foreign"][0] == pytest.approx(1.0, abs=1e-6)
    assert weather["meaning_none"][0] > 0 > password["meaning_none"][0]
    assert np.all(weather["meaning_odds"] < 0)


def test_of_two_readings_the_one_counts_that_something_means() -> None:
    meaning = Meaning(FakeEmbedder(), ROWS)
    both = meaning.of_entries(("通行证", "学籍通行证"))
    alone = meaning.of_entries(("通行证",))
    assert {name: values.tolist() for name, values in both.items()} == {
        name: values.tolist() for name, values in alone.items()
    }


def test_only_new_texts_are_computed_again() -> None:
    first = Meaning(FakeEmbedder(), ROWS)
    again = FakeEmbedder()
    rows = Rows(("用户名是什么", "密码忘了", "学籍没了", "密码忘了"), (0, 1, 4), np.array([0, 1, 1, 1]))
    later = Meaning(again, rows, first.by_text())
    assert (first.computed, later.computed) == (4, 1)
    assert again.asked == [["学籍没了"]]
    assert sorted(later.by_text()) == sorted(set(rows.texts))


def test_a_text_is_computed_once_however_often_it_is_read() -> None:
    embedder = FakeEmbedder()
    meaning = Meaning(embedder, ROWS)
    for _ in range(3):
        meaning.of_entries(("口令", "口令"))
    assert embedder.asked == [DISTINCT, ["口令"]]


def test_no_entries_have_no_signals() -> None:
    rows = Rows(("今天天气",), (0,), np.array([NONE_CLASS]))
    found = Meaning(FakeEmbedder(), rows).of_entries(("密码",))
    assert {name: values.tolist() for name, values in found.items()} == {name: [] for name in MEANING_SIGNALS}


@pytest.mark.parametrize("learned", [True, False])
def test_the_signal_joins_the_others_and_finds_what_shares_no_letter(index: Index, learned: bool) -> None:
    if learned:
        index = index.with_classifiers()
    wise = index.with_meaning(FakeEmbedder())
    assert index.with_meaning(None) is index
    reading = index.read("通行证停机")
    alone, together = index.evidence(reading), wise.evidence(reading)
    password = index.numbers["reset_password"]
    assert together[password]["meaning"] > 0.9
    known = {*(LEARNED_SIGNALS if learned else SEARCH_SIGNALS), ELSEWHERE}
    assert {name for signals in alone.values() for name in signals} == known
    assert {name for signals in together.values() for name in signals} == {*known, *MEANING_SIGNALS}
    assert set(alone) <= set(together)
    if learned:
        without = {
            number: {name: value for name, value in signals.items() if name not in MEANING_SIGNALS}
            for number, signals in together.items()
        }
        assert {number: without[number] for number in alone} == alone
    else:
        assert [index.ids[number] for number in sorted(alone)] == ["phone_registered", "old_notice"]


def test_a_calibration_with_a_model_holds_the_one_without_too(index: Index) -> None:
    plain = calibrate(index, QUESTIONS, Goals())
    both = calibrate(index, QUESTIONS, Goals(), index.with_meaning(FakeEmbedder()))
    extra = both.pop("with_meaning")
    assert both == plain
    assert extra["embedder"] == "fake"
    for part in ("ranking", "certainty"):
        assert tuple(extra["learned"][part]["weights"]) == (*LEARNED_SIGNALS, ELSEWHERE, *MEANING_SIGNALS)
        assert tuple(extra["search"][part]["weights"]) == (*SEARCH_SIGNALS, ELSEWHERE, *MEANING_SIGNALS)
    assert extra == calibrate(index, QUESTIONS, Goals(), index.with_meaning(FakeEmbedder()))["with_meaning"]
