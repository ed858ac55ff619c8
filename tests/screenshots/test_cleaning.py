"""Pictures: what is one is written anew from its pixels, without whatever surrounds them."""

from __future__ import annotations

import hashlib
import io
import struct
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from common.pictures import BROKEN, NOT_A_PICTURE, PictureRefusedError, TooLargeError, UnreadableError
from screenshots.cleaning import CleaningLimits, clean_picture
from screenshots.containers import bare_picture
from tests.processor import allowed_s
from tests.tickets.samples import make_image

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures/pictures"


def open_clean(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def make_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.txt"), "hello")
    return buffer.getvalue()


def make_png_header(width: int, height: int, *, interlaced: bool = False) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, int(interlaced))
    rest = b"IDAT" + zlib.compress(b"\0" * 100)
    chunks = [
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in (body, rest, b"IEND")
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    ("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/jpeg"), ("GIF", "image/png")]
)
def test_pictures_are_written_anew(kind: str, media_type: str) -> None:
    picture = clean_picture(make_image(kind))
    assert (picture.media_type, picture.width, picture.height) == (media_type, 12, 8)
    assert picture.sha256 == hashlib.sha256(picture.data).hexdigest()
    red, green, blue = open_clean(picture.data).getpixel((5, 5))  # type: ignore[misc]
    assert (red > 240, green < 15, blue < 15) == (True, True, True)


def test_a_png_screenshot_keeps_every_pixel() -> None:
    source = Image.effect_noise((40, 30), 80).convert("RGB")
    buffer = io.BytesIO()
    source.save(buffer, "PNG")
    picture = clean_picture(buffer.getvalue())
    assert open_clean(picture.data).tobytes() == source.tobytes()
    assert clean_picture(picture.data) == picture


def test_metadata_is_gone_and_the_picture_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90°
    exif[0x010F] = "Invented Phone Maker"
    picture = clean_picture(make_image("JPEG", exif=exif, comment=b"taken at home", icc_profile=b"profile" * 20))
    clean = open_clean(picture.data)
    assert (clean.size, dict(clean.getexif())) == ((8, 12), {})
    assert {"exif", "comment", "icc_profile"} & set(clean.info) == set()

    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "Invented Name")
    assert b"Invented" not in clean_picture(make_image("PNG", pnginfo=text)).data


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_unusual_colour_modes_become_usual_ones(mode: str) -> None:
    buffer = io.BytesIO()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (6, 4)).save(buffer, kind)
    picture = clean_picture(buffer.getvalue())
    assert open_clean(picture.data).mode in ("RGB", "RGBA")


def test_transparent_webp_gets_a_white_ground() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (6, 4), (0, 0, 0, 0)).save(buffer, "WEBP", lossless=True)
    assert open_clean(clean_picture(buffer.getvalue()).data).getpixel((2, 2)) == (255, 255, 255)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"\x89PN",
        b"%PDF-1.7\n",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><svg/>",
        b"BM" + b"\0" * 60,
        make_zip(),
    ],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(PictureRefusedError) as caught:
        clean_picture(data)
    assert str(caught.value) == NOT_A_PICTURE


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_truncated_pictures_are_refused(kind: str, kept: float) -> None:
    source = io.BytesIO()
    Image.effect_noise((60, 40), 80).convert("RGB").save(source, kind)
    data = source.getvalue()
    with pytest.raises(PictureRefusedError) as caught:
        clean_picture(data[: int(len(data) * kept)])
    assert str(caught.value) == BROKEN


def test_damaged_pictures_are_refused() -> None:
    data = bytearray(make_image("PNG", (60, 40)))
    data[60] ^= 0xFF
    with pytest.raises(PictureRefusedError) as caught:
        clean_picture(bytes(data))
    assert str(caught.value) == BROKEN


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize(
    "tail", [make_zip(), b"<html><script>alert(1)</script>", b"\n<?php phpinfo(); ?>", b"%PDF-1.4 ...", b"MZ\x90\x03"]
)
def test_what_stands_behind_a_picture_is_cut_off(kind: str, tail: bytes) -> None:
    assert clean_picture(make_image(kind) + tail) == clean_picture(make_image(kind))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_cropped_screenshot_loses_its_old_end(kind: str) -> None:
    """Phones and Windows overwrote the beginning of the file only (aCropalypse, CVE-2023-21036)."""
    secret = make_image(kind, (60, 40), "blue")
    cropped = make_image(kind, (12, 8))
    clean = clean_picture(cropped + secret[len(cropped) :])
    assert clean == clean_picture(cropped)
    assert secret[-40:] not in clean.data


def test_a_script_in_a_comment_is_not_kept() -> None:
    clean = clean_picture(make_image("JPEG", comment=b"*/=<SCRIPT>alert(1)</SCRIPT>/*"))
    assert b"SCRIPT" not in clean.data
    assert clean == clean_picture(make_image("JPEG"))


def test_a_phones_motion_photo_loses_its_film() -> None:
    film = b"\0\0\0\x18ftypmp42" + b"\1" * 500
    assert clean_picture(make_image("JPEG") + film + make_zip()) == clean_picture(make_image("JPEG"))


def test_of_an_animation_the_first_picture_stays() -> None:
    buffer = io.BytesIO()
    other = Image.new("RGB", (12, 8), "blue")
    Image.new("RGB", (12, 8), "red").save(buffer, "GIF", save_all=True, append_images=[other, other])
    clean = clean_picture(buffer.getvalue())
    assert (clean.media_type, open_clean(clean.data).convert("RGB").getpixel((5, 5))) == ("image/png", (255, 0, 0))


def test_an_iphones_photo_is_read() -> None:
    clean = clean_picture((FIXTURES / "red.heic").read_bytes())
    assert (clean.media_type, clean.width, clean.height) == ("image/jpeg", 96, 64)
    red, green, blue = open_clean(clean.data).getpixel((5, 5))  # type: ignore[misc]
    assert (red > 230, green < 25, blue < 25) == (True, True, True)
    with pytest.raises(UnreadableError, match="损坏"):
        clean_picture((FIXTURES / "red.heic").read_bytes()[:200])


def test_a_multi_picture_photo_keeps_its_first_picture() -> None:
    buffer = io.BytesIO()
    other = Image.new("RGB", (12, 8), "blue")
    Image.new("RGB", (12, 8), "red").save(buffer, "MPO", save_all=True, append_images=[other], quality=90)
    picture = clean_picture(buffer.getvalue())
    red, _, blue = open_clean(picture.data).getpixel((5, 5))  # type: ignore[misc]
    assert (picture.media_type, red > 240, blue < 15) == ("image/jpeg", True, True)


def test_limits_name_what_is_allowed() -> None:
    with pytest.raises(PictureRefusedError) as caught:
        clean_picture(b"\x89PNG" + b"\0" * (10 * 1024 * 1024))
    assert str(caught.value) == "图片太大了，最多 10 MB。请截图或压缩后再发一次。"
    with pytest.raises(PictureRefusedError) as caught:
        clean_picture(make_image(size=(20, 20)), CleaningLimits(most_pixels=399))
    assert str(caught.value) == "图片的尺寸太大了，最多 0 万像素。请截取一部分再发一次。"
    assert clean_picture(make_image(size=(20, 20)), CleaningLimits(most_pixels=400)).width == 20


def test_a_png_in_seven_passes_is_refused_sooner() -> None:
    """Each pass costs; four of 40 million pixels kept everybody's pictures waiting for half a minute."""
    with pytest.raises(TooLargeError, match="最多 1200 万像素"):
        clean_picture(make_png_header(4000, 3001, interlaced=True))
    with pytest.raises(UnreadableError):  # it is only a header
        clean_picture(make_png_header(4000, 3000, interlaced=True))


@pytest.mark.parametrize("size", [(8000, 5001), (30000, 30000), (2**31 - 1, 2**31 - 1)])
def test_decompression_bombs_are_refused_before_they_are_decoded(size: tuple[int, int]) -> None:
    with pytest.raises(PictureRefusedError) as caught:
        clean_picture(make_png_header(*size))
    assert str(caught.value) == "图片的尺寸太大了，最多 4000 万像素。请截取一部分再发一次。"


@pytest.mark.parametrize("size", [(65_501, 1), (1, 65_501), (39_999_999, 1)])
def test_a_hairline_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    """One of forty million pixels broke the process, which everybody else then waited for."""
    with pytest.raises(TooLargeError):
        clean_picture(make_png_header(*size))


def test_a_file_of_millions_of_parts_is_refused_soon() -> None:
    """Ten megabytes of them kept the process at work for five seconds, most of all empty comments."""
    jpeg, png = make_image("JPEG"), make_image("PNG")
    empty = struct.pack(">I4sI", 0, b"IDAT", zlib.crc32(b"IDAT"))
    began = time.process_time()
    for data in (
        jpeg[:2] + b"\xff\xfe\0\2" * 2_000_000 + jpeg[2:],
        jpeg[:2] + b"\xff\x01" * 4_000_000 + jpeg[2:],
        png[:33] + empty * 700_000 + png[33:],
    ):
        with pytest.raises(UnreadableError):
            clean_picture(data)
    for data in (jpeg[:2] + b"\xff" * 9_000_000 + jpeg[2:], jpeg[:-2] + b"\xff\0" * 4_000_000 + jpeg[-2:]):
        assert (clean_picture(data).width, clean_picture(data).height) == Image.open(io.BytesIO(jpeg)).size
    took_s = time.process_time() - began
    assert took_s < allowed_s(3.0)


def test_many_scans_of_a_large_jpeg_are_refused_unread() -> None:
    """Sixty-four are taken of a small one; of forty million pixels they took longer than a picture may."""
    buffer = io.BytesIO()
    Image.new("RGB", (600, 400), "teal").save(buffer, "JPEG", progressive=True)
    data = buffer.getvalue()
    last = data.rindex(b"\xff\xda")
    scans = data[:-2] + data[last:-2] * (60 - data.count(b"\xff\xda")) + data[-2:]
    assert clean_picture(scans).width == 600
    start = data.index(b"\xff\xc2")
    large = scans[: start + 5] + struct.pack(">HH", 5000, 8000) + scans[start + 9 :]
    with pytest.raises(UnreadableError) as caught:
        bare_picture(large)
    assert str(caught.value) == BROKEN


def test_webp_bombs_are_refused_before_they_are_decoded() -> None:
    for chunk in (
        b"VP8X" + struct.pack("<I", 10) + b"\0" * 4 + (16382).to_bytes(3, "little") * 2,
        b"VP8L" + struct.pack("<I", 5) + b"\x2f" + struct.pack("<I", 16383 | 16383 << 14) + b"\0" * 9,
        b"VP8 " + struct.pack("<I", 10) + b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 16383, 16383),
    ):
        with pytest.raises(TooLargeError):
            clean_picture(b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk)


@pytest.mark.parametrize("kind", ["WEBP", "GIF", "PNG"])
def test_many_pixels_in_few_bytes_are_refused_before_they_are_decoded(kind: str) -> None:
    """38 million pixels of one colour are 42 bytes, and kept the process at work for eight seconds."""
    thin = io.BytesIO()
    Image.new("1" if kind == "PNG" else "L", (10_000, 3_800), 1).save(thin, kind, lossless=True)
    began = time.process_time()
    with pytest.raises(UnreadableError):
        clean_picture(thin.getvalue())
    took_s = time.process_time() - began
    assert took_s < allowed_s(0.3)


@pytest.mark.parametrize("kind", ["WEBP", "GIF", "PNG", "JPEG"])
def test_a_blank_screen_is_taken(kind: str) -> None:
    blank = io.BytesIO()
    Image.new("RGB", (1440, 3200), "white").save(blank, kind, lossless=True)
    assert clean_picture(blank.getvalue()).height == 3200


def test_a_text_bomb_in_a_png_is_cut_off() -> None:
    bomb = PngImagePlugin.PngInfo()
    for _ in range(3):
        bomb.add_text("k", "a" * 40_000_000, zip=True)
    assert clean_picture(make_image("PNG", pnginfo=bomb)) == clean_picture(make_image("PNG"))


def test_a_jpeg_of_a_hundred_scans_is_refused_unread() -> None:
    buffer = io.BytesIO()
    Image.effect_noise((64, 64), 40).save(buffer, "JPEG", progressive=True)
    data = buffer.getvalue()
    last = data.rindex(b"\xff\xda")
    with pytest.raises(UnreadableError):
        clean_picture(data[:last] + data[last : last + 20] * 100 + data[last:])


def test_what_is_kept_is_bounded_whatever_came() -> None:
    limits = CleaningLimits(kept_bytes=60_000, kept_pixels=90_000)
    buffer = io.BytesIO()
    Image.effect_noise((900, 700), 120).convert("1").save(buffer, "PNG")
    clean = clean_picture(buffer.getvalue(), limits)
    assert clean.media_type == "image/jpeg"
    assert (len(clean.data) <= 60_000, clean.width * clean.height <= 90_000) == (True, True)
    with pytest.raises(TooLargeError):
        clean_picture(buffer.getvalue(), CleaningLimits(kept_bytes=300))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_no_damage_gets_past_the_polite_refusal(kind: str) -> None:
    source = bytearray(make_image(kind, (30, 20)))
    outcomes = set()
    for place in range(len(source)):
        damaged = bytearray(source)
        damaged[place] ^= 0x5A
        try:
            outcomes.add(clean_picture(bytes(damaged)).media_type)
        except PictureRefusedError:
            outcomes.add("refused")
    assert "refused" in outcomes
    assert outcomes <= {"refused", "image/png", "image/jpeg"}
