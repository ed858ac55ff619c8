"""Pictures made harmless: decoded to the end and written anew, upright, bounded, with nothing but their pixels.

https://cheatsheetseries.owasp.org/cheatsheets/File_Upload_Cheat_Sheet.html
"""

from __future__ import annotations

import hashlib
import io
import struct
from dataclasses import dataclass

import pi_heif
from PIL import Image, ImageOps

from common.pictures import BROKEN, CleanPicture, UnreadableError, too_many_bytes, too_many_pixels
from screenshots.containers import bare_picture

pi_heif.register_heif_opener(thumbnails=False)

_LOSSLESS = ("PNG", "GIF")
_LOSSLESS_PIXELS = 9_000_000
"""A 4K screen; writing more as PNG takes seconds, and nobody's screen is that large."""
_JPEG_QUALITIES = (90, 80, 65)
_SMALLEST_SHARE = 0.2
_MOST_INTERLACED = 12_000_000
"""Of a PNG in seven passes: 40 million pixels of one cost 8 s, and no phone writes such."""
_PIXELS_OF_ANY = 5_000_000
"""A phone's screen, whatever is on it."""
_PIXELS_OF_BYTE = 400
"""More are of a file in which there is nothing to see: a blank page as PNG or JPEG has 60 to 300, and 38 million pixels
of one colour are 42 bytes of WebP that cost eight seconds."""
_LONGEST_SIDE = 65_500
"""What a JPEG can have; a hairline of forty million pixels broke the process that cleans them."""


@dataclass(frozen=True)
class CleaningLimits:
    """What one picture may be when it arrives, and when it is kept."""

    most_bytes: int = 10 * 1024 * 1024
    most_pixels: int = 40_000_000
    kept_bytes: int = 4 * 1024 * 1024
    kept_pixels: int = 16_000_000


def clean_picture(data: bytes, limits: CleaningLimits | None = None) -> CleanPicture:
    """Check a file sent as a picture and write its pixels anew; of an animation the first picture.

    Raises:
        TooLargeError: more bytes or pixels than allowed; the pixels are known before they are decoded.
        UnreadableError: no picture of a kind that is taken, or damaged.
    """
    limits = limits or CleaningLimits()
    image, kind = open_picture(data, limits)
    try:
        return _written(image, kind, limits)
    except (OSError, ValueError) as error:
        raise UnreadableError(BROKEN) from error


def open_picture(data: bytes, limits: CleaningLimits) -> tuple[Image.Image, str]:
    """A decoded picture, upright and no larger than is kept, and its format.

    Raises:
        TooLargeError: more bytes or pixels than allowed.
        UnreadableError: no picture of a kind that is taken, or damaged.
    """
    if len(data) > limits.most_bytes:
        raise too_many_bytes(limits.most_bytes)
    kind, bare = bare_picture(data)
    try:
        if kind == "WEBP":  # Pillow makes room for the whole picture before it says how large that is
            _check_pixels(_webp_pixels(bare), limits.most_pixels, len(bare))
        with Image.open(io.BytesIO(bare), formats=[kind]) as opened:
            most = min(limits.most_pixels, _MOST_INTERLACED) if opened.info.get("interlace") else limits.most_pixels
            if max(opened.size) > _LONGEST_SIDE:
                raise too_many_pixels(most)
            _check_pixels(opened.width * opened.height, most, len(bare))
            share = min(1.0, (limits.kept_pixels / (opened.width * opened.height)) ** 0.5)
            if share < 1.0:
                opened.draft(None, (int(opened.width * share), int(opened.height * share)))
            opened.load()
            return _shrunk(ImageOps.exif_transpose(opened), limits.kept_pixels), kind
    except Image.DecompressionBombError as error:
        raise too_many_pixels(limits.most_pixels) from error
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, RuntimeError, struct.error) as error:
        # Pillow says «broken» in all these ways, SyntaxError included.
        raise UnreadableError(BROKEN) from error


def _check_pixels(pixels: int, most: int, size: int) -> None:
    """Whether a file of so many bytes may have so many pixels."""
    if pixels > most:
        raise too_many_pixels(most)
    if pixels > _PIXELS_OF_ANY + _PIXELS_OF_BYTE * size:
        raise UnreadableError(BROKEN)


def on_white(image: Image.Image) -> Image.Image:
    """The picture as people see it: RGB, what is transparent on white."""
    if not image.has_transparency_data:
        return _plain(image, "RGB")
    layer = image.convert("RGBA")
    return _plain(Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer), "RGB")


def _written(image: Image.Image, kind: str, limits: CleaningLimits) -> CleanPicture:
    if kind in _LOSSLESS and image.width * image.height <= _LOSSLESS_PIXELS:
        plain = _plain(image, "RGBA" if image.has_transparency_data else "RGB")
        data = _saved(plain, "PNG", compress_level=4)
        if len(data) <= limits.kept_bytes:
            return _picture(data, "image/png", plain)
    plain = on_white(image)
    share = 1.0
    while share >= _SMALLEST_SHARE:
        shown = plain if share == 1.0 else plain.resize((round(plain.width * share), round(plain.height * share)))
        for quality in _JPEG_QUALITIES:
            data = _saved(shown, "JPEG", quality=quality)
            if len(data) <= limits.kept_bytes:
                return _picture(data, "image/jpeg", shown)
        share /= 2
    raise too_many_bytes(limits.kept_bytes)


def _shrunk(image: Image.Image, most_pixels: int) -> Image.Image:
    pixels = image.width * image.height
    if pixels <= most_pixels:
        return image
    share = (most_pixels / pixels) ** 0.5
    plain = image if image.mode in ("L", "RGB", "RGBA") else _plain(image, "RGBA" if _is_clear(image) else "RGB")
    size = (max(1, int(image.width * share)), max(1, int(image.height * share)))
    return plain.resize(size, Image.Resampling.BILINEAR, reducing_gap=1.5)


def _is_clear(image: Image.Image) -> bool:
    return bool(image.has_transparency_data)


def _plain(image: Image.Image, mode: str) -> Image.Image:
    """The same pixels in an image that knows nothing else (no EXIF, profile, comment, text)."""
    if image.mode.startswith("I;16"):  # 16-bit grey: Pillow would cut instead of scaling
        image = image.point(lambda value: value / 256).convert("L")
    pixels = image.convert(mode)
    pixels.info = {}
    return pixels


def _saved(image: Image.Image, kind: str, **options: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _picture(data: bytes, media_type: str, image: Image.Image) -> CleanPicture:
    return CleanPicture(data, media_type, image.width, image.height, hashlib.sha256(data).hexdigest())


def _webp_pixels(data: bytes) -> int:
    """Width times height by the first chunk (RFC 9649, sections 2.5–2.7)."""
    chunk = data[12:16]
    if chunk == b"VP8X":
        return (1 + int.from_bytes(data[24:27], "little")) * (1 + int.from_bytes(data[27:30], "little"))
    if chunk == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        return int((bits & 0x3FFF) + 1) * int((bits >> 14 & 0x3FFF) + 1)
    if chunk == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return int(width & 0x3FFF) * int(height & 0x3FFF)
    raise UnreadableError(BROKEN)
