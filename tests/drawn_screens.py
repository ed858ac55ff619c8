"""Pages of the site as somebody would photograph them, drawn for tests; every name and number on them is invented."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Sequence
from functools import cache

from PIL import Image, ImageDraw, ImageFont

_WIDTH, _MARGIN, _ROW, _SIZE = 780, 40, 84, 32
_VALUE_LEFT = 260
_DAY = ((255, 255, 255), (34, 34, 34), (222, 34, 34), (236, 238, 242))
_NIGHT = ((24, 24, 26), (224, 224, 228), (250, 92, 88), (52, 52, 56))
"""Paper, letters, red letters, hairlines."""


def draw_screen(rows: Sequence[str], *, dark: bool = False) -> bytes:
    """A PNG with a row of text each: `!…` is red, `标签 | 值` a field of a form with its value.

    `dark`: light letters on a dark page, as phones show it at night.

    Raises:
        RuntimeError: there is no Chinese font.
    """
    font = chinese_font()
    paper, ink, red_ink, line = _NIGHT if dark else _DAY
    image = Image.new("RGB", (_WIDTH, max(900, _ROW * (len(rows) + 2))), paper)
    pen = ImageDraw.Draw(image)
    for number, row in enumerate(rows, 1):
        top = _ROW * number
        label, _, value = row.partition(" | ")
        red = label.startswith("!")
        pen.text((_MARGIN, top), label.removeprefix("!"), red_ink if red else ink, font)
        if value:
            pen.line((_MARGIN, top + _SIZE + 22, _WIDTH - _MARGIN, top + _SIZE + 22), line, 2)
            pen.text((_VALUE_LEFT, top), value.removeprefix("!"), red_ink if value.startswith("!") else ink, font)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def has_font() -> bool:
    """Whether Chinese can be drawn here."""
    return bool(_font_file())


@cache
def chinese_font(size: int = _SIZE) -> ImageFont.FreeTypeFont:
    """A font that has Chinese letters, so many pixels high.

    Raises:
        RuntimeError: there is none.
    """
    file = _font_file()
    if not file:
        raise RuntimeError("没有中文字体：apt-get install fonts-noto-cjk fontconfig")
    return ImageFont.truetype(file, size)


@cache
def _font_file() -> str:
    """The file of a Chinese font, as fontconfig knows it."""
    command = ["fc-list", "--format", "%{file}\n", ":lang=zh-cn"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    files = sorted(done.stdout.split("\n"), key=lambda name: ("Sans" not in name, "Regular" not in name, name))
    return next((name for name in files if name), "")
