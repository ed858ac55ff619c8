"""A text in simplified characters, for what is read with its marks and spaces as they were typed."""

from __future__ import annotations

from functools import lru_cache

from opencc import OpenCC

_TO_SIMPLIFIED = OpenCC("t2s")


@lru_cache(maxsize=4096)
def simplified(text: str) -> str:
    """The text in simplified characters; all else in it stays."""
    return str(_TO_SIMPLIFIED.convert(text))
