"""How lines catch the eye: red letters, boxes over the page, rings drawn with a finger."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Boxes = npt.NDArray[np.float32]

_INK_DISTANCE = 60
_RED_ROWS = 32
_STRONGEST = 90
"""Of a hundred pixels of ink, how many are weaker than what counts as its full colour."""
_DIALOG_CONTRAST = 70
_MOST_DIALOG_LINES = 8
_LOOK_SIDE = 640
_LEAST_RED, _MOST_RED = 0.0003, 0.08


def is_red(crop: Pixels) -> bool:
    """Whether the letters of a line (BGR) are red, on whatever ground.

    Thin letters are hardly anywhere as red as they were painted, and JPEG halves what colour is left; the way from the
    ground to their mean is still the way to their colour, and the strongest pixels tell how far it goes.
    """
    size = (max(1, crop.shape[1] * _RED_ROWS // crop.shape[0]), _RED_ROWS)
    small = crop if crop.shape[0] <= _RED_ROWS else cv2.resize(crop, size, interpolation=cv2.INTER_AREA)
    pixels = small.reshape(-1, 3).astype(np.int16)
    ground = np.median(pixels, axis=0)
    differences = pixels - ground
    distances = np.abs(differences).sum(axis=1)
    ink = distances > _INK_DISTANCE
    if not ink.any():
        return False
    towards = differences[ink].mean(axis=0)
    colour = ground + towards * np.percentile(distances[ink], _STRONGEST) / max(1.0, float(np.abs(towards).sum()))
    return bool(_reddish(np.clip(colour, 0, 255)[None].astype(np.int16))[0])


def has_red_letters(image: Pixels) -> bool:
    """Whether a part of a page has something red on it, less than a red ground would be."""
    share = float(_reddish(_small(image).reshape(-1, 3).astype(np.int16)).mean())
    return _LEAST_RED < share < _MOST_RED


def grounds(image: Pixels, boxes: Boxes) -> list[float]:
    """The brightness behind each line: the median of its frame."""
    return [_frame_brightness(image, box) for box in boxes]


def in_dialog(image: Pixels, boxes: Boxes, backs: list[float]) -> list[bool]:
    """Which lines lie in a box over the page: on another ground than most of it, about the middle."""
    height, width = image.shape[:2]
    page = float(np.median(cv2.cvtColor(_small(image), cv2.COLOR_BGR2GRAY)))
    found = []
    for box, back in zip(boxes, backs, strict=True):
        x, y = box.mean(axis=0)
        central = 0.3 * width < x < 0.7 * width and 0.2 * height < y < 0.8 * height
        found.append(bool(central and abs(back - page) > _DIALOG_CONTRAST))
    return found if sum(found) <= _MOST_DIALOG_LINES else [False] * len(found)


def in_marks(image: Pixels, boxes: Boxes) -> list[bool]:
    """Which lines somebody drew a red ring or frame around."""
    small = _small(image)
    scale = small.shape[1] / image.shape[1]
    pixels = small.reshape(-1, 3).astype(np.int16)
    strong = _reddish(pixels) & (pixels[:, 2] > 150)
    mask = strong.reshape(small.shape[:2]).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    rings = [tuple(int(part) for part in stats[number]) for number in range(1, count)]
    rings = [ring for ring in rings if _is_hollow(ring, small.shape[1])]
    centres = [box.mean(axis=0) * scale for box in boxes]
    return [
        any(left < x < left + wide and top < y < top + high for left, top, wide, high, _ in rings) for x, y in centres
    ]


def _is_hollow(ring: tuple[int, ...], page_width: int) -> bool:
    _, _, wide, high, area = ring
    return wide > page_width * 0.1 and high > 14 and area < 0.35 * wide * high and wide < page_width * 0.98


def _reddish(pixels: npt.NDArray[np.int16]) -> npt.NDArray[np.bool_]:
    blue, green, red = pixels[:, 0], pixels[:, 1], pixels[:, 2]
    return (red > 90) & (red > green * 1.35 + 12) & (red > blue * 1.35 + 12)


def _frame_brightness(image: Pixels, box: Boxes) -> float:
    left, top = np.floor(box.min(axis=0)).astype(int)
    right, bottom = np.ceil(box.max(axis=0)).astype(int)
    pad = max(2, (bottom - top) // 5)
    top, bottom = max(0, top - pad), min(image.shape[0], bottom + pad)
    part = image[top:bottom, max(0, left) : right]
    if part.size == 0:
        return 0.0
    rows = np.concatenate([part[:pad].reshape(-1, 3), part[-pad:].reshape(-1, 3)])
    return float(np.median(rows.mean(axis=1)))


def _small(image: Pixels) -> Pixels:
    share = _LOOK_SIDE / max(image.shape[:2])
    if share >= 1:
        return image
    size = (max(1, int(image.shape[1] * share)), max(1, int(image.shape[0] * share)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
