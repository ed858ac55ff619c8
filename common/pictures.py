"""What a person's picture becomes: clean bytes to keep, or a refusal that says what to do instead."""

from __future__ import annotations

from dataclasses import dataclass

from common.errors import BotError

PICTURE_TYPES = ("image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/heif")
"""What the pages' pickers offer, and what is taken: tests hold them together."""

_REMEDY = "请截图后以 JPG 或 PNG 图片再发一次；发不了可以回复「没有」。"
NOT_A_PICTURE = f"这个文件不是我能打开的图片。{_REMEDY}"
BROKEN = f"这张图片不完整或已损坏。{_REMEDY}"
BUSY = "现在发图片的人太多，这张没有收下。请过一分钟再发，或者把页面上的提示打成文字发给我。"
TOO_SLOW = f"这张图片太复杂，没能打开。{_REMEDY}"


@dataclass(frozen=True)
class CleanPicture:
    """A picture written anew from its pixels, ready to be stored; `sha256` is that of `data`."""

    data: bytes
    media_type: str
    width: int
    height: int
    sha256: str


class PictureRefusedError(BotError):
    """Root of the refusals; the text may be shown to the person as it is."""


class TooLargeError(PictureRefusedError):
    """Too many bytes or pixels, before or after cleaning."""


class UnreadableError(PictureRefusedError):
    """Not a picture of a kind that is taken, or damaged."""


class TooSlowError(PictureRefusedError):
    """It took more time or memory than one picture may."""


class BusyError(PictureRefusedError):
    """Too many pictures are waiting already."""


class ReadingOffError(PictureRefusedError):
    """Pictures are not read here: switched off, or the library is not installed."""


def too_many_bytes(most: int) -> TooLargeError:
    """The refusal of a file of more than `most` bytes."""
    return TooLargeError(f"图片太大了，最多 {most // (1024 * 1024)} MB。请截图或压缩后再发一次。")


def too_many_pixels(most: int) -> TooLargeError:
    """The refusal of a picture of more than `most` pixels."""
    return TooLargeError(f"图片的尺寸太大了，最多 {most // 10_000} 万像素。请截取一部分再发一次。")
