"""What the pages let people choose is what is taken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from aiohttp.test_utils import make_mocked_request

from common.pictures import PICTURE_TYPES
from screenshots.containers import sniff
from web.browsers import Browser

WEB = Path(__file__).resolve().parents[2] / "web"
_STARTS = {
    "image/jpeg": b"\xff\xd8\xff\xe0",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/webp": b"RIFF\0\0\0\0WEBP",
    "image/gif": b"GIF89a",
    "image/heic": b"\0\0\0\x18ftypheic",
    "image/heif": b"\0\0\0\x18ftypmif1",
}


_PHONE = "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36"
_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Mobile/15E148"
_ALL = ",".join(PICTURE_TYPES)


def test_every_picker_offers_what_its_browser_can_choose() -> None:
    offered = {
        (path.name, found)
        for path in sorted((WEB / "templates").glob("*.html"))
        for found in re.findall(
            r'type="file"[^>]*?accept="([^"]*)"\{% if browser.picks_many %\} multiple\{% endif %\}',
            path.read_text(encoding="utf-8"),
        )
    }
    assert offered == {(name, "{{ browser.accepts }}") for name in ("chat.html", "ticket_parts.html")}
    script = (WEB / "static/pictures.js").read_text(encoding="utf-8")
    (kinds,) = re.findall(r"KINDS = new Set\(\[([^\]]*)\]\)", script)
    assert tuple(re.findall(r'"([^"]+)"', kinds)) == PICTURE_TYPES


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        ("", (False, _ALL, True)),
        (_PHONE, (False, _ALL, True)),
        (f"{_PHONE} MicroMessenger/8.0.50 WeChat/arm64", (True, "image/*", False)),
        (f"{_IPHONE} MicroMessenger/8.0.50", (True, "image/*", True)),
        (f"{_IPHONE} MicroMessenger/7.0.1 wxwork/4.1", (False, _ALL, True)),
    ],
)
def test_a_browser_says_how_it_chooses_pictures(agent: str, expected: tuple[bool, str, bool]) -> None:
    browser = Browser.of(make_mocked_request("GET", "/", headers={"User-Agent": agent}))
    assert (browser.inside_wechat, browser.accepts, browser.picks_many) == expected


@pytest.mark.parametrize("media_type", PICTURE_TYPES)
def test_what_is_offered_is_known_by_its_content(media_type: str) -> None:
    assert sniff(_STARTS[media_type]) is not None
