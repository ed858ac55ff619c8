from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from faq.meaning import near_rows
from faq.meaning.even_space import EvenSpace
from faq.meaning.meant import EntryPlaces, Meant
from faq.meaning.near_rows import NearRows, RowVectors
from faq.ranking.centres import Centres

COUNT, WIDTH, EACH = 600, 48, 6


@pytest.fixture
def vectors(monkeypatch: pytest.MonkeyPatch) -> NDArray[np.float32]:
    """Many rows whose differences lie in some directions more than in others, read narrowly at first."""
    monkeypatch.setattr(near_rows, "_FEW", 100)
    monkeypatch.setattr(near_rows, "_NARROW", 24)
    found = np.random.default_rng(3).normal(size=(COUNT, WIDTH)) * 0.85 ** np.arange(WIDTH)
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("row", [0, 77, 599])
def test_the_highest_cosines_are_those_of_all_rows_read_whole(vectors: NDArray[np.float32], row: int) -> None:
    rows, vector = RowVectors(vectors), vectors[row]
    whole = vectors @ vector
    (together,) = rows.all_compared(vector[np.newaxis])
    for near in (rows.compared(vector), together):
        assert near.missed is not None
        for first, last in ((0, COUNT), (0, 300), (300, COUNT), (10, 12)):
            assert near.highest(first, last) == pytest.approx(whole[first:last].max(), abs=1e-6)
            np.testing.assert_allclose(near.of(first, last), whole[first:last], atol=1e-6)
        assert near.highest(5, 5) == -1.0
        assert near.below(0.5).highest(0, COUNT) == pytest.approx(whole[whole <= 0.5].max(), abs=1e-6)


def test_the_nearest_entries_are_found_without_reading_all(vectors: NDArray[np.float32]) -> None:
    bounds = tuple(range(0, COUNT - 60 + 1, EACH))
    starts = np.array(bounds[:-1], np.intp)
    labels = np.minimum(np.arange(COUNT) // EACH, len(starts))
    centres = Centres(vectors.copy(), labels, len(starts) + 1)
    places = EntryPlaces(bounds, starts, COUNT, centres, EvenSpace(vectors, labels[: bounds[-1]], len(starts)))
    read: list[int] = []

    class Counted(NearRows):
        def of(self, first: int, last: int) -> NDArray[np.float32]:
            read.append(first)
            return super().of(first, last)

    for row in range(0, COUNT, 50):
        near = RowVectors(vectors).compared(vectors[row])
        read.clear()
        found = Meant(Counted(vectors, near.vector, near.looks, near.missed), places).nearest
        nearest = np.maximum.reduceat((vectors @ vectors[row])[: bounds[-1]], starts)
        assert found == np.argsort(-nearest, kind="stable")[:10].tolist()
        assert len(read) < len(starts)


def test_where_what_is_read_first_tells_little_the_nearest_are_found_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(near_rows, "_FEW", 100)
    monkeypatch.setattr(near_rows, "_NARROW", 4)
    found = np.random.default_rng(5).normal(size=(COUNT, WIDTH))  # no direction tells more than another
    vectors = (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)
    bounds = tuple(range(0, COUNT + 1, EACH))
    starts = np.array(bounds[:-1], np.intp)
    labels = np.arange(COUNT) // EACH
    centres = Centres(vectors.copy(), labels, len(starts) + 1)
    places = EntryPlaces(bounds, starts, COUNT, centres, EvenSpace(vectors, labels, len(starts)))
    rows = RowVectors(vectors)
    for vector in vectors[:: COUNT // 10] * 0.8 + vectors[1 :: COUNT // 10] * 0.6:
        asked = (vector / np.linalg.norm(vector)).astype(np.float32)
        whole = vectors @ asked
        assert rows.compared(asked).highest(0, COUNT) == pytest.approx(whole.max(), abs=1e-6)
        nearest = np.maximum.reduceat(whole, starts)
        assert Meant(rows.compared(asked), places).nearest == np.argsort(-nearest, kind="stable")[:10].tolist()
