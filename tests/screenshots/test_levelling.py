"""Lines of a picture that was held aslant: their places are those of the straight page."""

from __future__ import annotations

import math

import numpy as np
import pytest

from screenshots.levelling import page_slope, straightened
from screenshots.looks import Boxes

SIZE = (800, 600)
PLACES = [(40, 100, 300, 30), (40, 150, 620, 30), (40, 186, 260, 30), (600, 100, 60, 30)]


def tilted(degrees: float) -> Boxes:
    """The corners of lines at `PLACES` on a page that was turned around its middle."""
    corners = np.array(
        [[(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)] for x, y, wide, high in PLACES], np.float64
    )
    turn = math.radians(degrees)
    middle = np.array(SIZE) / 2
    turned = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    return np.asarray((corners - middle) @ turned + middle, np.float32)


@pytest.mark.parametrize("degrees", [-12, -2, 0, 2, 4])
def test_places_are_those_of_the_straight_page(degrees: float) -> None:
    assert math.degrees(page_slope(tilted(degrees))) == pytest.approx(degrees, abs=0.01)
    for place, found in zip(PLACES, straightened(tilted(degrees), SIZE), strict=True):
        assert found == pytest.approx(place, abs=1)


def test_a_page_whose_lines_agree_on_no_slope_is_left_alone() -> None:
    boxes = np.concatenate([tilted(9)[1:2], tilted(-9)[1:2], tilted(0)[0:1], tilted(4)[0:1]])
    assert page_slope(boxes) == 0.0
    left, top = boxes[0].min(axis=0)
    assert straightened(boxes, SIZE)[0][:2] == (round(float(left)), round(float(top)))


def test_no_lines_have_no_slope() -> None:
    assert straightened(np.zeros((0, 4, 2), np.float32), SIZE) == []
