"""A line of a page as a reply quotes it: the clauses that tell, no longer than a phone can show in passing."""

from __future__ import annotations

import re
from itertools import pairwise

from faq.pages.masking import masked_text
from faq.pages.prompts import CLAUSE_END, PromptMatch, says_what_blocks, spoken

MOST_QUOTED = 40
_MORE_LETTERS = 6
_MAY_BE_SECRET = re.compile("[0-9A-Za-z〔]")


def quoted(text: str, most: int = MOST_QUOTED) -> str:
    """A text without its full stop; one that is too long from its complaint on, as many whole clauses as fit."""
    text = text.strip().rstrip("。，；;,").replace("“", "‘").replace("”", "’")  # it stands in “” itself
    text += "’" * (text.count("‘") > text.count("’"))
    if len(text) <= most:
        return text
    places = [0, *(found.end() for found in CLAUSE_END.finditer(text)), len(text)]
    clauses = [text[start:end] for start, end in pairwise(places) if start < end]
    first = next((number for number, clause in enumerate(clauses) if says_what_blocks(clause)), 0)
    if sum(map(len, clauses[: first + 1])) <= most:
        first = 0  # the complaint is within what fits from the beginning on
    said = ""
    for clause in clauses[first:]:
        if said and len(said) + len(clause) > most:
            break
        said += clause
    said = said.strip("，。；;,、 ")
    return said if len(said) <= most else f"{said[: most - 1]}…"


def beside_a_secret(match: PromptMatch) -> str:
    """A complaint as the page says it, from one line without what may be a secret; else in the words staff wrote."""
    own = len(match.numbers) == 1 and len(match.quote) <= len(match.prompt) + _MORE_LETTERS
    return spoken(match.prompt) if not own or _MAY_BE_SECRET.search(match.quote) else masked_text(match.quote)
