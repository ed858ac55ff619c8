"""A storage folder of the version before the one queue, for tests that open it with today's code."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

FOLDER = Path(__file__).parent / "fixtures/upgrade"
OPENID_WITH_TICKET = "oInvented-Upgrade_000000000001"
OPENID_WITH_FORM = "oInvented-Upgrade_000000000002"
WITH_TICKET = "wechat-1a22c82e9aba129b997bbfeb6605a1e0"
WITH_FORM = "wechat-4adb0ee924fa404d591f535b14e341cb"
KEYS = ("encryption.key", "session_key", "wechat_key")


def unpack_upgrade(root: Path) -> Path:
    """Put the folder in place of a project's `var`; gives it."""
    directory = root / "var"
    directory.mkdir(mode=0o700)
    for name in ("bot", "tracker"):
        (directory / f"{name}.db").write_bytes(gzip.decompress((FOLDER / f"{name}.sqlite.gz").read_bytes()))
    for name in KEYS:
        shutil.copy(FOLDER / name, directory / name)
    return directory
