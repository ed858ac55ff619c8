"""«少扯没用的，就说我是不是报不了了»: somebody wants the yes or no of what was just answered, and no new answer."""

from __future__ import annotations

import re

from dialogue.text.clauses import split_clauses
from faq.text.normalise import matching_key

_WHETHER = "(?:是不是|能不能|能否|行不行|会不会|可不可以|算不算|要不要|有没有|是否|还能)"
_ASKED = re.compile(
    "(?:那|所以|这|你|您|就|直接|干脆|只|到底|究竟|请|倒是|我|也|他|她|直?说|告诉我?|回答我?|讲|一句|现在|说白了){0,8}"
    rf"{_WHETHER}(?:就|还|也|要|得|算|等于){{0,3}}[^怎什哪谁几吗么]{{0,12}}(?:吗|么)?"
)
_ABLE = re.compile(
    "(?:你|就|直接|只|那|所以|到底|究竟|我|他|她|直?说|告诉我?|一句){0,8}[^怎什哪谁几]{0,10}[^不没]得[上了到成着].{0,4}不"
)
"""«你就说我这样还报得上名不»."""
_ONLY_PRESSES = re.compile("(?:给|说|来)(?:我)?个?(?:准话|痛快话|准信|实话)|痛快点|别绕(?:了|弯子)")
_PRESSES = re.compile(
    "就说|直说|直接(?:说|讲|告诉|回答)|到底|究竟|准话|一句话|痛快话|说白了|(?:少|别)(?:跟我|给我|再|在这)?(?:扯|废话|啰嗦|绕|讲那么多|说那么多)"
)
_LOST = re.compile(
    "^(?:那|这|所以|我|他|她|现在){0,4}(?:是不是|还能).{0,6}?(?:不了了?|不能.{0,4}|没法.{0,4}|完了|没戏了?|没希望了?|黄了|没机会了?|吗)$"
)
_LONGEST = 40


def presses_for_verdict(text: str) -> bool:
    """Whether a message asks again, in its last clause, for a bare yes or no."""
    key = matching_key(text)
    said = map(matching_key, split_clauses(text))
    clauses = [clause for clause in said if not _ONLY_PRESSES.fullmatch(clause)]
    asked = bool(clauses) and (_ASKED.fullmatch(clauses[-1]) or _ABLE.fullmatch(clauses[-1]))
    if len(key) > _LONGEST or not asked:
        return False
    return _PRESSES.search(key) is not None or _LOST.match(clauses[-1]) is not None
