"""A picture named on the command line."""

from __future__ import annotations

from pathlib import Path

from common.errors import BotError
from common.machine_faults import reason_of
from common.pictures import NOT_A_PICTURE, PictureRefusedError, UnreadableError
from screenshots.containers import sniff


def read_image(path: Path) -> bytes:
    """The bytes of the file.

    Raises:
        BotError: it cannot be read, or is no picture of a kind that is taken.
    """
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise BotError(f"{path}：读不了（{reason_of(fault)[0]}）。改法：检查文件名。") from fault
    if sniff(data) is None:  # told before anything is started that takes half a minute
        raise image_refused(str(path), UnreadableError(NOT_A_PICTURE))
    return data


def image_refused(path: str, refused: PictureRefusedError) -> BotError:
    """What is wrong with a picture, to who named its file: that something can be replied is said to askers."""
    what, _, _ = str(refused).partition("。")
    return BotError(f"{path}：{what}。改法：换一张 JPG 或 PNG 的截图。")
