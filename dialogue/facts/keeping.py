"""Which words of a conversation are kept as the problem a ticket would be about."""

from __future__ import annotations

from dialogue.moods.whole_messages import tells_problem
from dialogue.text.clauses import is_asked
from faq.text.normalise import matching_key

_LEANING = ("那", "还有", "然后")
_LEAST_ALONE = 6
_JOINED_CHARS = 30
_MOST_CHARS = 120


def problem_kept(before: str, text: str) -> str:
    """The problem after a message: a new question takes its place, what is told besides is added to it."""
    key = matching_key(text)
    if not tells_problem(text) or (before and (len(key) < _LEAST_ALONE or key.startswith(_LEANING))):
        return before
    joined = f"{before}；{text}"
    told_besides = before and not is_asked(text) and len(text) <= _JOINED_CHARS and len(joined) <= _MOST_CHARS
    return joined if told_besides and text not in before else text
