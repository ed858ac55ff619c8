"""Languages besides written Chinese: Cantonese words read as the ones everybody writes, and who writes English."""

from __future__ import annotations

import re
from functools import lru_cache

from faq.text.cantonese import in_mandarin as out_of_cantonese
from faq.text.english import is_english
from faq.text.initials import spelt_out
from faq.text.pinyin import is_chinese

__all__ = ["in_mandarin", "writes_english"]


_CHINESE_RUN = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef“”‘’]+")
_OWN_WORD = re.compile("[A-Za-z]{2,}")
_LEAST_OWN_WORDS = 2
_QUOTED = re.compile('“[^“”]{0,200}”|‘[^‘’]{0,200}’|「[^「」]{0,200}」|"[^"]{0,200}"')
_SHOWN = re.compile(
    r"(?P<verb>\b(?:says?|said|saying|shows?|showed|showing|reads|me|message|messages|error|prompt|called|named|word"
    r"|words|text|button|sees?|saw|click|clicked|choose|pressed|menu|page|field|that)\s{0,3}[:,，：]?\s{0,3})"
    r"[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]{1,200}",
    re.IGNORECASE,
)
"""What a page says, in a sentence of one's own: «it says 用户名或密码有误»."""
_HELLO = re.compile(
    r"^[\s，,。!！~～]{0,3}(?:老师|客服|亲)?(?:您好|你好|请问|哈喽|嗨|早上好|下午好)?[\s，,。!！~～]{0,3}"
)
_LATIN_RUN = re.compile(
    r"(?<![A-Za-z'’])[A-Za-z][A-Za-z'’]{0,40}+(?:[ ,.;:!?\-]{1,3}+[A-Za-z][A-Za-z'’]{0,40}+){1,400}+"
)
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_GRAMMAR = re.compile(
    r"\b(?:"
    r"a|an|the|is|are|am|was|were|be|been|i|my|me|it|its|you|your|we|our|they|them|he|his|she|her|this|"
    r"that|these|there|what|how|why|where|when|which|who|can|could|cannot|can't|do|does|did|don't|doesn't|"
    r"didn't|not|no|to|for|in|on|at|of|with|from|by|and|or|but|if|so|because|after|before|have|has|had|"
    r"haven't|will|would|should|must|may|need|want|please|i'm|it's|i've|says|said|shows|tell|get|got"
    r")\b",
    re.IGNORECASE,
)
"""The words that hold an English sentence together; names and loan words (HR, PDF, offer) do not."""
_ASKS = re.compile(r"\b(?:what|how|why|where|which|who|can|could|should|do|does)\b|^(?:is|are|did)\b|\?", re.IGNORECASE)
_CHINESE_GRAMMAR = re.compile(
    "[我你您他她它俺咱的了吗呢吧啊么嘛怎哪啥咋谁几是不没有能会要想在给让把被这那还就也都跟用说看到过得着该办]"
)
_CHINESE_ASKS = re.compile("(?:怎么|咋|什么|啥|哪|吗|呢|么|行不|能不能|可以不|可不可以|怎办|多久|多少)[^A-Za-z]{0,8}$")


@lru_cache(maxsize=1024)  # like the next
def in_mandarin(text: str) -> str:
    """A text with the words that everybody writes, for those of a dialect and for initials; any other as it is."""
    return out_of_cantonese(spelt_out(text))


@lru_cache(maxsize=1024)  # asked for many times in a turn, of the same few messages
def writes_english(text: str, *, before: bool = False) -> bool:
    """Whether a message is English; after one that was, all that is not Chinese goes on in it.

    Chinese that somebody quotes in an English sentence makes it no Chinese one, and Latin names in a Chinese sentence
    make it no English one: the language is that of the words which hold the sentence together.
    """
    text = spelt_out(text)
    if not any(map(is_chinese, text)):
        return before or is_english(text)
    own = _CHINESE_RUN.sub(" ", text)
    if len(_OWN_WORD.findall(own)) < _LEAST_OWN_WORDS or not is_english(f"the page {own}" if before else own):
        return False
    return not _frame_is_chinese(_HELLO.sub("", _SHOWN.sub(r"\g<verb> ", _QUOTED.sub(" ", text)), count=1).strip())


def _frame_is_chinese(text: str) -> bool:
    """Whether a text, without what it quotes, is put together by Chinese words."""
    chinese = _CHINESE_RUN.findall(text)
    framed = any(map(_CHINESE_GRAMMAR.search, chinese))
    english = [run for run in _LATIN_RUN.findall(text) if _is_put_together(run)]
    if not english:
        named = all(word.isupper() for word in _LATIN_WORD.findall(text))
        return framed or named
    if _CHINESE_ASKS.search(text) and not any(map(_ASKS.search, english)):
        return True
    words = sum(len(_LATIN_WORD.findall(run)) for run in english)
    letters = sum(map(is_chinese, text))
    begins = _CHINESE_RUN.match(text)
    return framed and letters >= (words if begins and _CHINESE_GRAMMAR.search(begins[0]) else 2 * words)


def _is_put_together(run: str) -> bool:
    """Whether a few Latin words in a row are a piece of an English sentence; capitals only are a name."""
    words = _LATIN_WORD.findall(run)
    return any(_GRAMMAR.fullmatch(word) for word in words if not word.isupper() or word == "I")
