from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from faq.content.entry import Entry
from faq.content.loader import Content
from faq.engine.decider import Decider
from faq.engine.index import Index
from faq.ranking.calibration import load_calibration
from faq.ranking.discriminant import Discriminant, find_discriminant
from faq.ranking.vectors import Vectors

PLACES = ("图书馆", "宿舍", "食堂", "体育馆", "实验室")
TROUBLES = {
    "停电": ("没电了", "停电了", "灯不亮"),
    "漏水": ("漏水了", "地上有水", "天花板滴水"),
    "锁门": ("锁着门", "进不去", "打不开门"),
}
FRAMES = ("{p}{t}怎么办", "请问{p}{t}找谁", "{t},是{p}那边", "我们{p}这边{t}")
ENTRIES = [(place, trouble) for place in PLACES for trouble in TROUBLES]


def questions(place: str, trouble: str, wordings: Sequence[str]) -> list[str]:
    return [frame.format(p=place, t=wording) for frame in FRAMES for wording in wordings]


def build(withheld: str = "", meaning: int = 0) -> tuple[Vectors, Discriminant]:
    """Entries made of a place and a trouble; the place `withheld` never hears wording number `meaning`."""
    texts, bounds = [], [0]
    for place, trouble in ENTRIES:
        wordings = [word for number, word in enumerate(TROUBLES[trouble]) if place != withheld or number != meaning]
        texts += questions(place, trouble, wordings)
        bounds.append(len(texts))
    vectors = Vectors(texts)
    found = find_discriminant(vectors.matrix, bounds)
    assert found
    return vectors, found


def nearest(vectors: Vectors, space: Discriminant, text: str) -> tuple[str, str]:
    return ENTRIES[int(space.nearness(vectors.vector(text)).argmax())]


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_word_that_only_other_entries_use_finds_the_right_one(trouble: str) -> None:
    vectors, space = build("宿舍", 2)
    text = f"宿舍{TROUBLES[trouble][2]}"
    assert nearest(vectors, space, text) == ("宿舍", trouble)


def test_it_knows_how_often_it_is_right() -> None:
    assert build()[1].reliability > 0.95
    texts = [text for place, trouble in ENTRIES for text in questions(place, trouble, TROUBLES[trouble])]
    random.Random(1).shuffle(texts)
    shuffled = find_discriminant(Vectors(texts).matrix, range(0, len(texts) + 1, 12))
    assert shuffled
    assert shuffled.reliability < 0.3, "entries of questions thrown together have nothing in common"


def test_the_same_questions_give_the_same_space() -> None:
    vector = build()[0].vector("食堂没电了")
    assert np.array_equal(build()[1].nearness(vector), build()[1].nearness(vector))


def test_nearness_is_a_cosine_even_for_a_text_it_knows_nothing_of() -> None:
    vectors, space = build()
    assert np.abs(space.nearness(vectors.vector("地上有水"))).max() <= 1.0001
    assert np.isfinite(space.nearness(vectors.vector("abc"))).all()


@pytest.mark.parametrize("size", [1, 3])
def test_too_few_questions_teach_nothing(size: int) -> None:
    texts = [f"{place}{trouble}" for place, trouble in ENTRIES]
    assert find_discriminant(Vectors(texts).matrix, range(0, len(texts) + 1, 1)) is None
    few = Vectors(texts[: 3 * size])
    assert find_discriminant(few.matrix, range(0, 3 * size + 1, 3)) is None


def test_it_goes_first_only_where_it_has_been_right_more_often() -> None:
    entries = [
        Entry(f"{place}{trouble}", texts[0], "类", "repair", tuple(texts[1:]), "答", (), date(2026, 1, 1))
        for place, trouble in ENTRIES
        for texts in [questions(place, trouble, TROUBLES[trouble][: 2 if place == "宿舍" else 3])]
    ]
    index = Index(Content(tuple(entries), {}, "test"), ())
    model = load_calibration().search
    trusting, doubting = (Decider(index, replace(model, first_right=share), lambda _: True) for share in (0.5, 1.0))
    texts = [f"宿舍{words[2]}" for words in TROUBLES.values()]
    ranked = [trusting.rank(trusting.read(text)) for text in texts]
    assert [found[0].entry_id for found in ranked] == [f"宿舍{trouble}" for trouble in TROUBLES]
    for text, found in zip(texts, ranked, strict=True):
        before = doubting.rank(doubting.read(text))
        assert "kindred" in found[0].signals
        assert "kindred" not in before[0].signals
        assert [item.score for item in found][: len(before)] == [item.score for item in before][: len(found)]
