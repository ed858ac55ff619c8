"""Lines read from rendered pages: letters, places, what catches the eye; turned, long, dark and low pictures."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from PIL import Image, ImageDraw

from common.pictures import UnreadableError
from faq.pages.page import read_page
from screenshots.cleaning import CleaningLimits
from screenshots.lines import PictureReading, TextLine
from screenshots.looks import has_red_letters
from screenshots.reading import Reader
from tests.drawn_screens import chinese_font, draw_screen, has_font

PICTURES = Path(__file__).resolve().parents[1] / "fixtures/pictures"
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def read(reader: Reader, data: bytes) -> PictureReading:
    return reader.read(data, CleaningLimits())


def picture(name: str) -> bytes:
    return (PICTURES / name).read_bytes()


def bent(name: str, kind: str = "PNG", degrees: int = 0, **options: int) -> bytes:
    buffer = io.BytesIO()
    Image.open(PICTURES / name).convert("RGB").rotate(degrees, expand=True).save(buffer, kind, **options)
    return buffer.getvalue()


def texts(reading: PictureReading) -> list[str]:
    return [line.text for line in reading.lines]


def test_a_phone_screenshot_is_read_line_by_line(reader: Reader) -> None:
    reading = read(reader, picture("id_registered.png"))
    assert (reading.width, reading.height, reading.turned_degrees) == (780, 1688, 0)
    assert {"注册学信网账号", "证件号码", "证件号码已被注册", "立即注册"} <= set(texts(reading))
    (line,) = [line for line in reading.lines if line.text == "证件号码已被注册"]
    assert (line.red, line.dialog, line.confidence > 0.9) == (True, False, True)
    assert (200 < line.left < 300, 20 < line.height < 50) == (True, True)
    assert [line.text for line in reading.lines if line.red] == ["证件号码已被注册"]
    tops = [line.top for line in reading.lines]
    assert all(after >= before - 30 for before, after in pairwise(tops))


@pytest.mark.slow
def test_the_same_picture_gives_the_same_lines(reader: Reader) -> None:
    assert read(reader, picture("pending_dialog.png")) == read(reader, picture("pending_dialog.png"))
    reading = read(reader, picture("pending_dialog.png"))
    assert PictureReading.from_dict(reading.as_dict()) == reading


@pytest.mark.slow
def test_a_box_over_the_page_is_seen(reader: Reader) -> None:
    reading = read(reader, picture("pending_dialog.png"))
    over = [line.text for line in reading.lines if line.dialog]
    assert "证件号码已经被注册，客服审核通过" in over
    assert "手机号" not in over


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_turned_pictures_are_turned_back(reader: Reader, degrees: int) -> None:
    reading = read(reader, bent("id_registered.png", degrees=degrees))
    assert "证件号码已被注册" in texts(reading)
    assert reading.turned_degrees == 360 - degrees


@pytest.mark.slow
def test_bad_jpegs_and_photos_of_a_screen_are_read(reader: Reader) -> None:
    assert "证件号码已被注册" in texts(read(reader, bent("id_registered.png", "JPEG", quality=12)))
    assert "您没有学籍信息！" in texts(read(reader, picture("empty_record_photo.jpg")))


@pytest.mark.slow
@pytest.mark.skipif(not has_font(), reason="没有中文字体：apt-get install fonts-noto-cjk fontconfig")
def test_a_dark_page_in_traditional_letters_is_read_and_known(reader: Reader) -> None:
    rows = ["學信網", "註冊學信網帳號", "證件號碼 | 請輸入", "!證件號碼已被註冊", "立即註冊"]
    reading = read(reader, draw_screen(rows, dark=True))
    (line,) = [line for line in reading.lines if line.text == "證件號碼已被註冊"]
    assert (line.red, line.confidence > 0.8) == (True, True)
    known = read_page(reading.lines, {"id_registered": ["证件号码已被注册"]})
    assert [match.entry_id for match in known.matches] == ["id_registered"]


@pytest.mark.slow
def test_a_ring_drawn_around_a_line_is_seen(reader: Reader) -> None:
    reading = read(reader, picture("id_format_ring.jpg"))
    assert "证件号码格式有误" in [line.text for line in reading.lines if line.marked]


@pytest.mark.slow
def test_a_long_stitched_picture_is_read_in_parts(reader: Reader) -> None:
    one = Image.open(PICTURES / "id_registered.png").convert("RGB")
    long = Image.new("RGB", (one.width, one.height * 3), "white")
    long.paste(one, (0, one.height))
    buffer = io.BytesIO()
    long.save(buffer, "PNG")
    reading = read(reader, buffer.getvalue())
    assert texts(reading).count("证件号码已被注册") == 1
    (line,) = [line for line in reading.lines if line.text == "证件号码已被注册"]
    assert one.height < line.top < 2 * one.height


def test_of_a_long_picture_full_of_text_the_red_and_the_newest_parts_are_read(reader: Reader) -> None:
    long = Image.new("RGB", (600, 7200), "white")
    draw = ImageDraw.Draw(long)
    for top, colour in ((900, "black"), (2300, "red"), (6900, "black")):
        draw.text((60, top), f"LINE AT {top}", fill=colour, font_size=44)
    buffer = io.BytesIO()
    long.save(buffer, "PNG")
    whole = read(reader, buffer.getvalue())
    assert ["".join(filter(str.isdigit, text)) for text in texts(whole)] == ["900", "2300", "6900"]
    crowded = [TextLine(f"行 {number}", 40, 30 * number, 90, 24, 0.99) for number in range(44)]
    parts: list[Any] = []

    def full(pixels: Any) -> tuple[list[TextLine], int]:
        parts.append(pixels)
        return [replace(line, text=f"{line.text} {len(parts)}") for line in crowded], 0

    with patch.object(reader, "_read_tile", full):
        shown = read(reader, buffer.getvalue())
    assert (len(parts), len(shown.lines)) == (2, 88)
    assert has_red_letters(parts[0]) and not has_red_letters(parts[1])


def test_pictures_without_text_have_no_lines(reader: Reader) -> None:
    for image in (Image.new("RGB", (800, 600), "white"), Image.new("L", (3, 2000)), Image.new("RGB", (2000, 1), "red")):
        buffer = io.BytesIO()
        image.save(buffer, "PNG")
        assert read(reader, buffer.getvalue()).lines == ()
    with pytest.raises(UnreadableError):
        read(reader, b"no picture")


@pytest.mark.slow
def test_hairlines_across_the_page_cost_no_memory(reader: Reader) -> None:
    image = Image.new("RGB", (1600, 900), "white")
    for row in range(0, 900, 12):
        image.paste("black", (0, row, 1600, row + 4))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    assert len(read(reader, buffer.getvalue()).lines) <= 88


@pytest.mark.skipif(not has_font(), reason="no Chinese font")
def test_of_a_page_full_of_letters_no_more_is_read_than_a_bound(reader: Reader) -> None:
    image = Image.new("RGB", (2400, 2400), "white")
    pen, font = ImageDraw.Draw(image), chinese_font(34)
    for row in range(40):
        pen.text((20, 20 + 59 * row), "一行写得满满的虚构的字没有一处空着" * 4, "red" if row == 33 else "black", font)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    lines = read(reader, buffer.getvalue()).lines
    assert 0 < sum(line.width / line.height for line in lines) < 700
    assert any(line.red for line in lines)
