"""A picture named on the command line."""

from __future__ import annotations

from pathlib import Path

from common.errors import BotError
from common.machine_faults import reason_of


def read_image(path: Path) -> bytes:
    """The bytes of the file.

    Raises:
        BotError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as fault:
        raise BotError(f"{path}：读不了（{reason_of(fault)[0]}）。改法：检查文件名。") from fault
