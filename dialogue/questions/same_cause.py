"""Whether a second matter has the cause of the one in talk: «学生票也核验不过，是不是同一个原因»."""

from __future__ import annotations

import re

from dialogue.text.clauses import split_clauses
from faq.text.normalise import matching_key

_ASKS = re.compile(
    "(?:那|这|那这){0,2}(?:(?:是不是|会不会|是否)(?:也|都|就|跟这个){0,2}(?:是|因为|由于)?|(?:也|都)是(?:因为)?|是)"
    "(?P<which>同一?个?|同样的?|一样的?|一个|相同的?|这个|那个|这)的?(?:原因|毛病|问题|缘故)(?:引起|造成|导致)?的?"
    "(?P<end>[吗么啊呀呢嘛]{0,2})$"
)
_LEAST = 4
"""From how many letters on what stands beside it names another matter."""


def matter_of_same_cause(text: str) -> str:
    """What somebody asks about so, in their words; empty where nothing, or only the matter in talk, is asked."""
    rest: list[str] = []
    asked = False
    for clause in split_clauses(text):
        found = _ASKS.search(clause)
        whether = found is not None and (found["end"] or "不" in found[0] or "是否" in found[0])
        asked = asked or bool(whether)
        rest.append(clause[: found.start()] if found is not None and whether else clause)
    told = "，".join(filter(None, rest))
    return told if asked and len(matching_key(told)) >= _LEAST else ""
