"""Languages besides written Chinese: Cantonese words read as the ones everybody writes, and who writes English."""

from __future__ import annotations

from faq.cantonese import in_mandarin
from faq.english import is_english
from faq.pinyin import is_chinese

__all__ = ["in_mandarin", "writes_english"]


def writes_english(text: str, *, before: bool = False) -> bool:
    """Whether a message is English; after one that was, all that is not Chinese goes on in it."""
    return is_english(text) or (before and not any(is_chinese(mark) for mark in text))
