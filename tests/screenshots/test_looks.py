"""Red letters are told from others however small, thin or badly kept they are."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from screenshots.looks import is_red
from tests.drawn_screens import chinese_font, has_font

RED, DARK, GREY, GREEN = (225, 60, 57), (34, 34, 34), (136, 136, 136), (25, 161, 95)
WHITE, BLACK = (255, 255, 255), (29, 29, 31)

pytestmark = pytest.mark.skipif(not has_font(), reason="no Chinese font")


def line(ink: tuple[int, int, int], ground: tuple[int, int, int], size: int, quality: int) -> np.ndarray:
    image = Image.new("RGB", (size * 12, size + 8), ground)
    ImageDraw.Draw(image).text((4, 2), "虚构的红字在一栏下面", fill=ink, font=chinese_font(size))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer).convert("RGB"), np.uint8)[:, :, ::-1]


@pytest.mark.parametrize("size", [11, 14, 24])
@pytest.mark.parametrize("quality", [30, 60, 90])
@pytest.mark.parametrize("ground", [WHITE, BLACK])
def test_red_letters_are_red(size: int, quality: int, ground: tuple[int, int, int]) -> None:
    assert is_red(line(RED, ground, size, quality))


@pytest.mark.parametrize("size", [11, 14, 24])
@pytest.mark.parametrize("quality", [30, 90])
@pytest.mark.parametrize("ink", [DARK, GREY, GREEN])
def test_other_letters_are_not(size: int, quality: int, ink: tuple[int, int, int]) -> None:
    assert not is_red(line(ink, WHITE, size, quality))


def test_an_empty_line_is_not() -> None:
    assert not is_red(np.full((20, 80, 3), 255, np.uint8))


def test_white_letters_on_a_red_ground_are_not() -> None:
    assert not is_red(line(WHITE, RED, 20, 80))
