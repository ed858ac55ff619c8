"""What media/get gave: a file, a video's address, or an error in disguise.

Errors come with HTTP 200, and the content type is not to be trusted, so the first byte decides.
Source: https://developers.weixin.qq.com/doc/service/api/material/temporary/api_getmedia
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from wechat.errors import MediaError, UncertainError
from wechat.transport import RawAnswer, read_json

_TENCENT = (".qq.com", ".qpic.cn", ".qlogo.cn", ".weixin.com")


@dataclass(frozen=True)
class Media:
    """A downloaded file; the type is WeChat's claim, so look at the bytes before believing it."""

    data: bytes = field(repr=False)
    content_type: str


@dataclass(frozen=True)
class VideoAddress:
    """Videos are not given as bytes but as an address to fetch them from."""

    url: str = field(repr=False)


def read_media(path: str, answer: RawAnswer) -> Media | VideoAddress:
    """Tell the three kinds of answer apart.

    Raises:
        ApiError: an error.
        UncertainError: a page of some proxy, or JSON that is neither.
        MediaError: nothing in it, or a video address outside Tencent.
    """
    if not answer.body:
        raise MediaError("微信返回的文件是空的")
    # No picture, voice or video format starts with a brace, or like a page.
    if answer.body.lstrip()[:1] == b"<":
        raise UncertainError(path, "html")
    if answer.body.lstrip()[:1] != b"{":
        return Media(answer.body, answer.content_type)
    url = read_json(path, answer.body).get("video_url")
    if not isinstance(url, str):
        raise UncertainError(path, "no_media")
    if not is_tencent_address(url):
        raise MediaError("视频地址不是腾讯的")
    return VideoAddress(url)


def is_tencent_address(url: str) -> bool:
    """Whether an address is Tencent's: PicUrl and video_url come from outside (facts §5)."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    plain = parts.scheme in ("http", "https") and port in (None, 80, 443) and not parts.username
    return plain and host.endswith(_TENCENT)
