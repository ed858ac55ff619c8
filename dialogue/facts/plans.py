"""Plans that were given up since, and what was only asked «in case»: neither is part of what happened."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from faq.text.normalise import matching_key

_GIVES_UP = re.compile(
    "(?:我|那|还是|先|就|也|现在|算了|等等|等下|好吧|决定){0,5}(?:不(?:想|打算|准备|用|需要|要|去)?|先不)(?:再|去|搞|弄|做)?"
    "(?P<plan>[^不了]{2,8}?)了(?:[啊吧呀哈]|算了)?"
)
_MEANS_TO = (
    "(?:那|好吧|行吧|好的?|就|我|想|要|打算|准备|先|还是|干脆|去|再|也|得|只好|只能|可以|直接|试试|来|现在){{0,8}}"
    "{}(?:一个|一下|一次|算|吧|了|啊|呢|好了|试试|看看|就行){{0,4}}"
)
_IN_CASE = re.compile(
    "(?:要是|如果|万一|假如|假设|假使|倘若)(?!我?没(?:记错|搞错))|^比如|的话$"
    r"|^(?:if|in case|suppose|what if)\b",
    re.I,
)
_PLAN_AHEAD = re.compile("^(?:那|好吧|行吧|那好吧?|行|好的?){1,2}(?:我|就|先){1,2}")


def gives_up(clause: str) -> str:
    """The plan that a clause gives up («不想重新注册了» → 重新注册); empty when it gives up none."""
    found = _GIVES_UP.fullmatch(matching_key(in_mandarin(clause)))
    return found["plan"] if found else ""


def given_up(texts: Sequence[str]) -> list[str]:
    """All plans given up in what was said."""
    return [plan for text in texts for clause in split_clauses(text) if (plan := gives_up(clause))]


def only_means_to(clause: str, plans: Sequence[str]) -> bool:
    """Whether a clause only says that one of these plans was meant, or that it is no longer."""
    key = matching_key(in_mandarin(clause))
    return any(re.fullmatch(_MEANS_TO.format(re.escape(plan)), key) or gives_up(clause) == plan for plan in plans)


def is_in_case(clause: str) -> bool:
    """Whether a clause speaks of something that has not happened: «万一…», «如果…»."""
    return _IN_CASE.search(clause.strip()) is not None


def plans_ahead(clause: str) -> bool:
    """Whether a clause takes up a plan, so that what is asked behind it is about what may come of it."""
    return _PLAN_AHEAD.match(matching_key(in_mandarin(clause))) is not None
