"""Languages besides written Chinese: Cantonese words read as the ones everybody writes, and who writes English."""

from __future__ import annotations

import re

from faq.cantonese import in_mandarin as out_of_cantonese
from faq.english import is_english
from faq.initials import spelt_out
from faq.pinyin import is_chinese

__all__ = ["in_mandarin", "writes_english"]


_CHINESE_RUN = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef“”‘’]+")
_OWN_WORD = re.compile("[A-Za-z]{2,}")
_LEAST_OWN_WORDS = 2


def in_mandarin(text: str) -> str:
    """A text with the words that everybody writes, for those of a dialect and for initials; any other as it is."""
    return out_of_cantonese(spelt_out(text))


def writes_english(text: str, *, before: bool = False) -> bool:
    """Whether a message is English; after one that was, all that is not Chinese goes on in it.

    Chinese that somebody quotes in an English sentence makes it no Chinese one.
    """
    text = spelt_out(text)
    chinese = any(map(is_chinese, text))
    if not chinese:
        return before or is_english(text)
    # «it says 用户名或密码有误»: what a page says, in a sentence of one's own words
    own = _CHINESE_RUN.sub(" ", text)
    return len(_OWN_WORD.findall(own)) >= _LEAST_OWN_WORDS and is_english(f"the page {own}" if before else own)
