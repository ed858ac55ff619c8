"""A direction along which texts of one entry differ anyway says little of which entry a text belongs to."""

from __future__ import annotations

import numpy as np
import pytest

from faq.meaning.even_space import EvenSpace

# Two matters, each told shortly and at length: along the first axis only the telling differs.
TOLD = np.array([[3, 1, 0], [-3, 1, 0], [3, -1, 0], [-3, -1, 0]], np.float32)
MATTERS = np.array([0, 0, 1, 1])
ALL = slice(0, None)


def cosine(first: np.ndarray, second: np.ndarray) -> float:
    return float(first @ second / np.linalg.norm(first) / np.linalg.norm(second))


def test_the_same_matter_told_otherwise_lies_nearer_than_another_told_alike() -> None:
    long, short, other = TOLD[:3]
    assert cosine(long, other) > 0.5 > cosine(long, short)
    same, told_otherwise, told_alike, _ = EvenSpace(TOLD, MATTERS, 2).seen_from(long).of(ALL)
    assert same == pytest.approx(1.0, abs=1e-5)
    assert told_otherwise > told_alike + 0.1


def test_where_entries_have_one_text_each_nothing_changes() -> None:
    seen = EvenSpace(TOLD, np.array([0, 1]), 2).seen_from(TOLD[0])
    np.testing.assert_allclose(seen.of(ALL), [cosine(TOLD[0], row) for row in TOLD], atol=1e-5)
    np.testing.assert_allclose(seen.of(np.array([3, 1])), seen.of(ALL)[[3, 1]])


def test_what_has_no_length_is_near_to_nothing() -> None:
    nothing = np.zeros((1, 3), np.float32)
    space = EvenSpace(np.vstack([TOLD, nothing]), MATTERS, 2)
    assert space.seen_from(TOLD[0]).of(slice(4, 5)) == 0.0
    assert not space.seen_from(nothing[0]).of(ALL).any()
