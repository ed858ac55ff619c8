"""A choice with something behind it: «1吧，对了要钱不», «2 他们要多久»."""

from __future__ import annotations

import re
import unicodedata

from dialogue.moods import is_courtesy
from dialogue.ticket_words import split_clauses

_PICKED = re.compile(
    r"^(?:那就?|就是|就|是|对|嗯|好|我)?[，, ]{0,2}(?:我?选|我?要|看|点)?"
    r"(?P<which>[1-9]|第[1-9一二两三四五六](?:个|条|项|号)?|[一二两三四五六](?:个|条|项|号))(?:个|条|项|号)?"
    r"(?:(?:吧|呗|呢|的)[，,。.!！~～；; ]{0,3}|[，,。!！~～；; ]{1,3})(?P<more>.{2,})$",
    re.DOTALL,
)
_COUNTS = re.compile(r"^(?:[和跟或到至年月天号个次张份遍点分岁日条.、:：/-]|[0-9])")
"""How it goes on where the number counts something: «2 次都不行», «1，2 都试了»."""
_LISTS = re.compile(r"(?:^|[，,。；;\s])(?:第?[二2]|其二)(?:个是|是)?[，,、.：:]")
"""A second number behind the first: somebody lists what they have to say."""
_HEAD = re.compile(r"^(?:对了|另外|还有|顺便(?:问一?下)?|那|再问一?下|不过|但是|请问|就是|想问一?下)[，, ]{0,3}")


def picked_with_more(text: str) -> tuple[str, str]:
    """The number that is chosen and what is said behind it; both empty when no number is chosen first."""
    found = _PICKED.match(unicodedata.normalize("NFKC", text).strip())
    if found is None or _COUNTS.match(found["more"]) or _LISTS.search(found["more"]):
        return "", ""
    clauses = [clause for clause in split_clauses(found["more"]) if not is_courtesy(clause)]
    return found["which"], "，".join(filter(None, (_HEAD.sub("", clause) for clause in clauses)))
