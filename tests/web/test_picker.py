"""What the pages let people choose is what is taken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from common.pictures import PICTURE_TYPES
from screenshots.containers import sniff

WEB = Path(__file__).resolve().parents[2] / "web"
_STARTS = {
    "image/jpeg": b"\xff\xd8\xff\xe0",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/webp": b"RIFF\0\0\0\0WEBP",
    "image/gif": b"GIF89a",
    "image/heic": b"\0\0\0\x18ftypheic",
    "image/heif": b"\0\0\0\x18ftypmif1",
}


def test_every_picker_offers_the_same() -> None:
    offered = {
        (path.name, tuple(found.split(",")))
        for path in sorted((WEB / "templates").glob("*.html"))
        for found in re.findall(r'type="file"[^>]*accept="([^"]*)"', path.read_text(encoding="utf-8"))
    }
    assert {name for name, _ in offered} == {"chat.html", "ticket.html", "ticket_parts.html"}
    assert {types for _, types in offered} == {PICTURE_TYPES}
    script = (WEB / "static/pictures.js").read_text(encoding="utf-8")
    (kinds,) = re.findall(r"KINDS = new Set\(\[([^\]]*)\]\)", script)
    assert tuple(re.findall(r'"([^"]+)"', kinds)) == PICTURE_TYPES


@pytest.mark.parametrize("media_type", PICTURE_TYPES)
def test_what_is_offered_is_known_by_its_content(media_type: str) -> None:
    assert sniff(_STARTS[media_type]) is not None
