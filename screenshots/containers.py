"""Picture files cut down to what their pixels need: known by content, without surroundings.

Phones and programs leave much around the pixels: the old end of a cropped screenshot (aCropalypse), a second
picture, a film, comments, colour profiles. None of it is kept, so none of it is a reason to refuse.
"""

from __future__ import annotations

import re
import struct

from common.pictures import BROKEN, NOT_A_PICTURE, UnreadableError

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_MOST_SCANS = 64
"""Of a progressive JPEG; programs write about ten, each costs a pass over all of its pixels."""
_MOST_SCANNED = 500_000_000
"""Pixels of a JPEG times its scans: twelve passes over the largest that is taken."""
_MOST_PARTS = 20_000
"""Chunks or segments of a file; a picture has dozens, a large one some thousand, and each costs us a step."""

_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Marks of a segment that says how large the picture is."""
_NO_FILLING = re.compile(rb"[^\xff]")
_NEXT_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7]", re.DOTALL)
_SOI, _EOI, _SOS, _APP0, _APP1, _APP14, _APP15, _COM = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xEE, 0xEF, 0xFE


def bare_picture(data: bytes) -> tuple[str, bytes]:
    """Pillow's name of the format, and the file without what its pixels do not need.

    Raises:
        UnreadableError: no picture of a kind that is taken, or it ends too early.
    """
    kind = sniff(data)
    if kind is None:
        raise UnreadableError(NOT_A_PICTURE)
    cut = {"PNG": _bare_png, "JPEG": _bare_jpeg, "WEBP": _bare_webp}.get(kind)
    try:
        return kind, cut(data) if cut else data
    except (IndexError, struct.error) as error:
        raise UnreadableError(BROKEN) from error


def sniff(data: bytes) -> str | None:
    """Which format the first bytes tell of; None for whatever else."""
    if data.startswith(_PNG):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "GIF"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return "HEIF"
    return "WEBP" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def _bare_png(data: bytes) -> bytes:
    """The chunks that make the first picture; text (also compressed a thousandfold) and animation go."""
    parts, position = [_PNG], len(_PNG)
    for _ in range(_MOST_PARTS):
        length, name = struct.unpack_from(">I4s", data, position)
        end = position + 12 + int(length)
        if end > len(data):
            raise IndexError("a chunk without end")
        if name in _PNG_CHUNKS:
            parts.append(data[position:end])
        if name == b"IEND":
            return b"".join(parts)
        position = end
    raise UnreadableError(BROKEN)


def _bare_webp(data: bytes) -> bytes:
    size = int(struct.unpack_from("<I", data, 4)[0])
    return data[: 8 + size + size % 2]


def _bare_jpeg(data: bytes) -> bytes:
    """Up to the end-of-image mark (ITU T.81, annex B), without comments, profiles and pointers to other pictures."""
    parts, position, scans, pixels = [b"\xff\xd8"], 2, 0, 0
    for _ in range(_MOST_PARTS):
        if data[position] != 0xFF:
            position = _next_mark(data, position + 1)  # filling that some cameras leave between segments
            continue
        mark = data[position + 1]
        if mark == 0xFF:
            filled = _NO_FILLING.search(data, position)
            position = filled.start() - 1 if filled else len(data)
            continue
        if mark == _EOI:
            parts.append(b"\xff\xd9")
            return b"".join(parts)
        if mark in (0x00, 0x01, _SOI) or 0xD0 <= mark <= 0xD7:
            position += 2
            continue
        end = position + 2 + int(struct.unpack_from(">H", data, position + 2)[0])
        if mark in _SIZES:
            height, width = struct.unpack_from(">HH", data, position + 5)
            pixels = max(pixels, int(height) * int(width))
        if mark == _SOS:
            scans += 1
            if scans > _MOST_SCANS or (scans > 1 and scans * pixels > _MOST_SCANNED):
                raise UnreadableError(BROKEN)
            end = _end_of_scan(data, end)
        if _is_needed(mark, data[position + 4 : position + 8]):
            parts.append(data[position:end])
        position = end
    raise UnreadableError(BROKEN)


def _is_needed(mark: int, head: bytes) -> bool:
    """Whether a segment matters for the pixels: Exif says which way is up, Adobe's says which colours are meant."""
    if mark == _APP1:
        return head == b"Exif"
    return mark != _COM and not (_APP0 < mark <= _APP15 and mark != _APP14)


def _end_of_scan(data: bytes, position: int) -> int:
    """Where the compressed pixels end: at a mark that is neither a stuffed byte nor a restart."""
    found = _NEXT_MARK.search(data, position)
    if found is None:
        raise IndexError("no end-of-image mark")
    return found.start()


def _next_mark(data: bytes, position: int) -> int:
    found = data.find(b"\xff", position)
    if found < 0:
        raise IndexError("no end-of-image mark")
    return found
