"""What a message asks beside the facts it tells: «邮箱没绑，那能重新注册吗» answers a step and wants an answer too."""

from __future__ import annotations

from dialogue.languages import in_mandarin
from dialogue.moods import asks_other_way
from dialogue.ticket_words import is_asked, split_clauses
from faq.guiding.guidance import Guidance
from faq.normalise import matching_key

_LEAST_LETTERS = 5
"""A shorter question, as «怎么办», asks for the very step that comes next."""
_HELPLESS = frozenset({"怎么办", "怎么弄", "怎么处理", "怎么解决", "怎么整", "怎么搞"})
_ENDING = "呀啊呢了吧"
_KNOWS_NOT = ("不知道", "不清楚", "不晓得", "不明白", "不懂", "没听懂", "看不懂")


def question_beside(text: str, guidance: Guidance) -> str:
    """The clauses that ask something and tell nothing; empty when there are none."""
    asked = [clause for clause in split_clauses(in_mandarin(text)) if _asks(clause, guidance)]
    return "，".join(asked)


def _asks(clause: str, guidance: Guidance) -> bool:
    key = matching_key(clause).rstrip(_ENDING)
    helpless = any(key.endswith(word) and len(key) - len(word) < _LEAST_LETTERS - 1 for word in _HELPLESS)
    asks = is_asked(clause) or key.endswith(("行不行", "行不", "可不可以", "能不能", "吗"))
    told = helpless or key.startswith(_KNOWS_NOT) or asks_other_way(key)
    return len(key) >= _LEAST_LETTERS and asks and not told and not guidance.extractor.facts(clause)
