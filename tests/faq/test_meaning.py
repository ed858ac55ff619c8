from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evaluation.calibrator import Goals, calibrate
from faq.content.loader import load_content
from faq.content.negatives import load_negatives
from faq.engine.index import ELSEWHERE, Index
from faq.meaning.meaning import CERTAINTY_SIGNALS, MEANING_SIGNALS, RANKING_SIGNALS, Meaning
from faq.ranking.classifier import NONE_CLASS
from faq.ranking.evidence import LEARNED_SIGNALS, SEARCH_SIGNALS
from faq.ranking.rows import Rows
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
    found = meaning.meant(("口令",))
    assert (found.nearest, found.likeliest) == ([0, 1], [0, 1])
    first, second = map(found.signals, (0, 1))
    assert tuple(first) == MEANING_SIGNALS
    assert first["meaning"] > 0.9 > second["meaning"]
    ahead = first["meaning"] - second["meaning"]
    assert (first["meaning_lead"], second["meaning_lead"]) == pytest.approx((ahead, -ahead), abs=1e-6)
    assert first["meaning_even"] > 0.5 > second["meaning_even"]
    assert first["meaning_even_lead"] == -second["meaning_even_lead"] > 0
    assert first["meaning_odds"] > 0 > second["meaning_odds"]
    assert first["meaning_several"] <= first["meaning"]
    assert first["meaning_even_several"] <= first["meaning_even"]


def test_what_is_not_ours_is_nearest_to_the_negatives() -> None:
    meaning = Meaning(FakeEmbedder(), ROWS)
    weather, password = (meaning.meant((text,)) for text in ("下雨", "口令"))
    assert weather.foreign == pytest.approx(1.0, abs=1e-6)
    assert weather.signals(0)["meaning_even_foreign"] == pytest.approx(1.0, abs=1e-5)
    assert weather.signals(0)["meaning_none"] > 0 > password.signals(0)["meaning_none"]
    assert all(weather.signals(number)["meaning_odds"] < 0 for number in (0, 1))


def test_of_two_readings_the_one_counts_that_something_means() -> None:
    meaning = Meaning(FakeEmbedder(), ROWS)
    both, alone = meaning.meant(("通行证", "学籍通行证")), meaning.meant(("通行证",))
    assert [both.signals(number) for number in (0, 1)] == [alone.signals(number) for number in (0, 1)]


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
        meaning.meant(("口令", "口令"))
    assert embedder.asked == [DISTINCT, ["口令"]]


def test_no_entries_are_near_to_nothing() -> None:
    rows = Rows(("今天天气",), (0,), np.array([NONE_CLASS]))
    found = Meaning(FakeEmbedder(), rows).meant(("密码",))
    assert (found.nearest, found.likeliest) == ([], [])


def test_an_entry_alone_is_ahead_of_nothing() -> None:
    rows = Rows(("密码忘了", "今天天气"), (0, 1), np.array([0, NONE_CLASS]))
    assert Meaning(FakeEmbedder(), rows).meant(("口令",)).signals(0)["meaning_lead"] == 1.0


def test_many_texts_read_ahead_are_as_near_as_one_by_one() -> None:
    meaning = Meaning(FakeEmbedder(), ROWS)
    ahead = meaning.read_ahead(("口令", "下雨"))
    for text in ("口令", "下雨"):
        alone, together = (one.meant((text,)).signals(0) for one in (meaning, ahead))
        assert together == pytest.approx(alone, abs=1e-6)


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
    for part, more in (("ranking", RANKING_SIGNALS), ("certainty", CERTAINTY_SIGNALS)):
        assert tuple(extra["learned"][part]["weights"]) == (*LEARNED_SIGNALS, ELSEWHERE, *more)
        assert tuple(extra["search"][part]["weights"]) == (*SEARCH_SIGNALS, ELSEWHERE, *more)
    assert extra == calibrate(index, QUESTIONS, Goals(), index.with_meaning(FakeEmbedder()))["with_meaning"]
