"""«现在先做什么», «今天我到底先干哪样»: somebody wants the order of what is left to do, by all that was told."""

from __future__ import annotations

import re

from dialogue.ticket_words import is_asked, split_clauses
from faq.normalise import matching_key

_LEAD = (
    r"(?:那么?|所以|我们?|咱们?|您?你?说|到底|究竟|具体|行|好|唉|哎|这|现在|眼下|目前|今[天晚日]|明[天早日]|这会儿|接下来|下一步|然后|首先|最先|第一步|应该|该|要|得"
    r"|还|就|能|可以|最好|先|后|[^，。怎什哪谁吗]{0,8}(?:截止)?(?:之前|以前|之后|以后)){1,9}+"
)
_FIRST = re.compile(
    rf"{_LEAD}(?:去|来|是)?(?:干|做|弄|办|搞|整|走|处理|解决|找|忙)(?:什么|啥子?|嘛|哪(?:一?[样个件步头边项桩]|里)|谁)(?:事情?|好|呢|啊|呀|嘛){{0,3}}"
)
_ORDER = re.compile("先|第一步|下一步|接下来|现在|眼下|今[天晚日]|明天")
_LONGEST = 24
_NO_DEED = re.compile("见过|[0-9] ?元|没有查到|多半|^(?:一般|通常)")
"""What is told of a matter, prices and likelihoods, and nothing to do."""


def asks_what_first(text: str) -> bool:
    """Whether one clause asks what to do first, and no other asks anything."""
    clauses = split_clauses(text)
    asking = [clause for clause in clauses if _asks_first(matching_key(clause))]
    return bool(asking) and not any(is_asked(clause) for clause in clauses if clause not in asking)


def is_deed(step: str) -> bool:
    """Whether a line of an answer is something to do."""
    return bool(step) and not _NO_DEED.search(step)


def told_beside_first(text: str) -> str:
    """What such a message tells besides, which the order depends on."""
    return "，".join(clause for clause in split_clauses(text) if not _asks_first(matching_key(clause)))


def _asks_first(key: str) -> bool:
    return len(key) <= _LONGEST and _ORDER.search(key) is not None and _FIRST.fullmatch(key) is not None
