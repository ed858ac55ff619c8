"""Screenshots made harmless: known by content, decoded, and written anew without metadata.

Only what Pillow decodes to the end becomes a picture, and only its pixels are kept, so nothing that
hides in comments, profiles or behind the end of the file survives
(https://cheatsheetseries.owasp.org/cheatsheets/File_Upload_Cheat_Sheet.html).
"""

from __future__ import annotations

import hashlib
import io
import struct
from dataclasses import dataclass

from PIL import Image, ImageOps

from tickets.errors import PictureError

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_QUALITY = 90
# Long enough not to turn up by chance in ten megabytes of compressed pixels.
_FOREIGN = (b"<script", b"<?php", b"<!doctype", b"<html>", b"<svg ", b"%pdf-1.", b"<iframe")
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_ARCHIVE_TAIL = 66_000  # a ZIP's directory must end within 64 KiB of the end of the file

_REMEDY = "请截图后以 JPG 或 PNG 图片再发一次；发不了可以回复「没有」。"
NOT_A_PICTURE = f"这个文件不是我能打开的图片。{_REMEDY}"
BROKEN = f"这张图片不完整或已损坏。{_REMEDY}"
SUSPICIOUS = f"这张图片里夹带了别的内容，为了安全不能接收。{_REMEDY}"


@dataclass(frozen=True)
class Picture:
    """A clean picture, ready to be stored; `sha256` is that of `data`."""

    data: bytes
    media_type: str
    width: int
    height: int
    sha256: str


def clean_picture(data: bytes, max_bytes: int = 10 * 1024 * 1024, max_pixels: int = 40_000_000) -> Picture:
    """Check a file sent as a screenshot and re-encode its pixels; upright, without metadata.

    Raises:
        PictureError: too large, not a JPEG, PNG or WebP picture, truncated, or not only a picture.
    """
    if len(data) > max_bytes:
        raise PictureError(f"图片太大了，最多 {max_bytes // (1024 * 1024)} MB。请截图或压缩后再发一次。")
    kind = _sniff(data)
    if kind is None:
        raise PictureError(NOT_A_PICTURE)
    _refuse_foreign_content(data, kind)
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as image:
            if image.width * image.height > max_pixels:
                raise PictureError(_too_many_pixels(max_pixels))
            image.load()
            return _encode(ImageOps.exif_transpose(image), kind, max_bytes)
    except PictureError:
        raise
    except Image.DecompressionBombError as error:
        raise PictureError(_too_many_pixels(max_pixels)) from error
    except (OSError, ValueError, SyntaxError, EOFError, struct.error) as error:
        # Pillow says «broken» in all these ways, SyntaxError included.
        raise PictureError(BROKEN) from error


def _too_many_pixels(max_pixels: int) -> str:
    return f"图片的尺寸太大了，最多 {max_pixels // 10_000} 万像素。请截取一部分再发一次。"


def _sniff(data: bytes) -> str | None:
    if data.startswith(_PNG):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    return "WEBP" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def _encode(image: Image.Image, kind: str, max_bytes: int) -> Picture:
    if kind == "PNG":
        plain = _without_metadata(image, "RGBA" if image.has_transparency_data else "RGB")
        data = _save(plain, "PNG")
        if len(data) <= max_bytes:
            return _picture(data, "image/png", plain)
    plain = _without_metadata(_on_white(image), "RGB")
    return _picture(_save(plain, "JPEG", quality=_JPEG_QUALITY), "image/jpeg", plain)


def _without_metadata(image: Image.Image, mode: str) -> Image.Image:
    """The same pixels in an image that knows nothing else (no EXIF, profile, comment, text)."""
    if image.mode.startswith("I;16"):  # 16-bit grey: Pillow would cut instead of scaling
        image = image.point(lambda value: value / 256).convert("L")
    pixels = image.convert(mode)
    pixels.info = {}
    return pixels


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image
    layer = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)


def _save(image: Image.Image, kind: str, **options: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _picture(data: bytes, media_type: str, image: Image.Image) -> Picture:
    return Picture(data, media_type, image.width, image.height, hashlib.sha256(data).hexdigest())


def _refuse_foreign_content(data: bytes, kind: str) -> None:
    """Refuse files that are a picture and something else at once."""
    lowered = data.lower()
    if any(mark in lowered for mark in _FOREIGN):
        raise PictureError(SUSPICIOUS)
    try:
        end = {"PNG": _png_end, "JPEG": _jpeg_end, "WEBP": _webp_end}[kind](data)
    except (IndexError, struct.error) as error:
        raise PictureError(BROKEN) from error
    rest = data[end:].rstrip(b"\0")
    if not rest:
        return
    # Phones put a second JPEG (multi-picture) or a short film (motion photo) behind the first one.
    harmless = kind == "JPEG" and (rest.startswith(b"\xff\xd8\xff") or b"ftyp" in rest[:64] or rest.endswith(b"SEFT"))
    if not harmless or any(mark in rest[-_ARCHIVE_TAIL:] for mark in _ARCHIVES):
        raise PictureError(SUSPICIOUS)


def _png_end(data: bytes) -> int:
    position = len(_PNG)
    while True:
        length, name = struct.unpack_from(">I4s", data, position)
        position += 12 + int(length)
        if name == b"IEND":
            return position


def _webp_end(data: bytes) -> int:
    size = int(struct.unpack_from("<I", data, 4)[0])
    return 8 + size + size % 2


def _jpeg_end(data: bytes) -> int:
    """The position behind the end-of-image mark (ITU T.81, annex B)."""
    position = 2
    while True:
        if data[position] != 0xFF:
            position += 1  # entropy-coded data, or filling some cameras leave between segments
            position = _next_mark(data, position)
            continue
        mark = data[position + 1]
        if mark == 0xD9:
            return position + 2
        if mark in (0x00, 0x01, 0xFF) or 0xD0 <= mark <= 0xD8:
            position += 1 if mark == 0xFF else 2
            continue
        position += 2 + int(struct.unpack_from(">H", data, position + 2)[0])


def _next_mark(data: bytes, position: int) -> int:
    found = data.find(b"\xff", position)
    if found < 0:
        raise IndexError("no end-of-image mark")
    return found
