"""What is asked beside courtesies and leave-taking: only that is the question, «好的，我看见有个…，回头弄，我想问…»."""

from __future__ import annotations

import re

from dialogue.facts.put_right import without_mistaken
from dialogue.mixed.several import asks_plainly
from dialogue.moods.chat import without_chat
from dialogue.moods.whole_messages import is_courtesy
from dialogue.text.clauses import split_clauses
from dialogue.turns.away import is_leave, is_return
from faq.text.normalise import matching_key

_SEES = re.compile("(?:我|这边|页面上?|现在)?(?:看到|看见|找到|瞧见|发现)(?:了|有)?[^怎什哪吗么没不]{2,16}")
"""What is told in passing of what stands on the page, and asks nothing."""


def question_alone(text: str) -> str:
    """What a message asks or tells, without what says of no matter anything; all of it where nothing else is said."""
    if text.isascii():
        return text
    return without_mistaken(_without_leave(without_chat(text)))


def _without_leave(text: str) -> str:
    clauses = split_clauses(text)
    keys = list(map(matching_key, clauses))
    left = [place for place, clause in enumerate(clauses) if is_leave(clause) or is_return(clause)]
    if not left:
        return text
    kept = [
        clause
        for place, clause in enumerate(clauses)
        if place not in left and not is_courtesy(clause) and not (place < left[-1] and _SEES.fullmatch(keys[place]))
    ]
    rest = "，".join(kept)
    if not kept or not asks_plainly(rest):
        return text
    return f"{rest}？" if text.rstrip().endswith(("?", "？")) else rest
