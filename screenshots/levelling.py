"""Where lines would stand if the picture had been held straight: their places are turned, not its pixels.

On a tilted page an upright frame around a long line covers the lines above and below it, and they seem to belong
together.
"""

from __future__ import annotations

import math

import numpy as np

from screenshots.looks import Boxes

Place = tuple[int, int, int, int]
_LONG = 3.0
"""How many times its height a line must be long to tell a slope."""
_LEAST_SLOPE, _MOST_SLOPE = math.radians(0.5), math.radians(20)
_AGREEING = math.radians(1.5)


def straightened(boxes: Boxes, size: tuple[int, int]) -> list[Place]:
    """Left, top, width and height (pixels) of lines by their corners, clockwise from the top left.

    Turned around the middle of the picture (`size`: width, height) by the slope that most long lines share; where they
    share none, or hardly any, the upright frame of each.
    """
    slope = page_slope(boxes)
    if slope == 0.0:
        return [_frame(box) for box in boxes]
    cos, sin = math.cos(slope), math.sin(slope)
    middle = np.array(size, np.float64) / 2
    turned = (np.asarray(boxes, np.float64) - middle) @ np.array([[cos, -sin], [sin, cos]]) + middle
    return [_frame(box) for box in turned]


def page_slope(boxes: Boxes) -> float:
    """How far the long lines of a page sink to the right (radians), weighed by their length; 0 for a level page."""
    long = [box for box in boxes if line_edges(box)[0] >= _LONG * line_edges(box)[1]]
    if not long:
        return 0.0
    slopes = np.array([_slope(box) for box in long])
    lengths = np.array([line_edges(box)[0] for box in long])
    order = np.argsort(slopes)
    half = np.searchsorted(np.cumsum(lengths[order]), lengths.sum() / 2)
    usual = float(slopes[order][half])
    agreeing = float(lengths[np.abs(slopes - usual) < _AGREEING].sum() / lengths.sum())
    return usual if _LEAST_SLOPE < abs(usual) < _MOST_SLOPE and agreeing > 0.5 else 0.0


def line_edges(box: Boxes) -> tuple[float, float]:
    """Length along the line and height across it."""
    return float(np.linalg.norm(box[0] - box[1])), float(np.linalg.norm(box[0] - box[3]))


def _slope(box: Boxes) -> float:
    run = (box[1] - box[0]) + (box[2] - box[3])
    return math.atan2(float(run[1]), float(run[0]))


def _frame(box: Boxes) -> Place:
    left, top = box.min(axis=0)
    right, bottom = box.max(axis=0)
    return round(float(left)), round(float(top)), round(float(right - left)), round(float(bottom - top))
