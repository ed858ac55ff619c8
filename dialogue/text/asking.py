"""Whether words ask something: the one place for whoever only has to know that, and not what."""

from __future__ import annotations

import re

from dialogue.english.sentences import asks as asks_in_english
from dialogue.text.clauses import is_asked
from dialogue.text.languages import in_mandarin
from faq.text.normalise import matching_key

_ASKS_BESIDES = re.compile(
    "会不会|要不要|用不用|行不行|好不好|可不可以|有没有(?:别的|其他|其它|办法)|干嘛|几[点号天]|想问|问一?下|多长时间|哪[里儿个些]|影不影响|[对是]吧[?？]?$"
    "|(?:先|去|找|打|选|走|交|用|写|填)[^，。,;；]{1,10}还是(?:先|去|找|打|选|走|交|用|写|填)"
)
_WHETHER = re.compile(r"(?<!知道)(?<!清楚)(?<!不管)([^时动不没])[没不]\1")
_COMMA = re.compile(r"[，,、]+|\s+")


def asks(text: str) -> bool:
    """Whether a message asks something, if only «会不会»."""
    return is_asked(text) or _ASKS_BESIDES.search(text) is not None


def says_whether(key: str) -> bool:
    """Whether words hold a verb and its denial: «改不改得到», also in Cantonese."""
    return _WHETHER.search(key) is not None


def asks_in_form(text: str) -> bool:
    """Whether a message in the ticket form, or a part of one, asks something, in whatever language."""
    if text.isascii():
        return asks_in_english(text)
    plain = in_mandarin(text)
    return asks(plain) or any(says_whether(matching_key(clause)) for clause in _COMMA.split(plain))
