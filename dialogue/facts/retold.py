"""What was said, as it holds once a later message put it right: «哦不是手机号，是邮箱»."""

from __future__ import annotations

from collections.abc import Sequence

from dialogue.facts.in_place import in_place, sibling_in_place
from dialogue.facts.put_right import meant_instead
from dialogue.facts.values import value_in_place
from dialogue.text.clauses import is_asked, split_clauses
from dialogue.text.languages import in_mandarin
from dialogue.ticket.corrections import read_corrections
from dialogue.ticket.rewording import reworded
from faq.text.normalise import matching_key

_LEAST = 5
"""From how many letters on what is meant tells a matter."""


def put_right(texts: Sequence[str]) -> list[str]:
    """Messages with what a later one puts right or strikes out where it was told first: they tell what still holds."""
    told: list[str] = []
    for text in texts:
        typed = not text.startswith("/")
        fact = value_in_place(told, text, facts=True) if typed else None
        contrast = typed and any(item.contrast and reworded(told, item) for item in read_corrections(text))
        value = fact or (value_in_place(told, text) if typed and not contrast else None)
        if value is not None:
            told = [*value.texts, value.rest]
            continue
        items = [
            item
            for item in (() if text.startswith("/") else read_corrections(text))
            if (item.contrast and not is_asked(item.statement)) or (item.named and not (item.instead or item.last))
        ]
        made = next(((item, change) for item in items if told and (change := reworded(told, item))), None)
        struck = next((item for item in items if not item.instead), None)
        rest = made[0].rest if made else struck.rest if struck else text
        meant = (
            None if made or struck or text.startswith("/") else meant_instead(text) or meant_instead(in_mandarin(text))
        )
        misread = meant is not None and meant.refuses and not meant.wrong  # by us: what was told stays
        put = None if made or struck or text.startswith("/") else in_place(told, text)
        other = sibling_in_place(told, meant.wrong, meant.said) if meant is not None else None
        if put is not None:
            told, rest = list(put.texts), ""
        elif other is not None and meant is not None:
            told, rest = list(other), meant.asks
        elif meant is not None and told and not misread and len(matching_key(meant.meant)) >= _LEAST:
            told, rest = _without_matter(told, meant.wrong), meant.meant
        told = [*(made[1].lines if made else told), rest]
    return told


def taken_back(texts: Sequence[str]) -> str:
    """The clauses that a later message put right, as they were told: what only they tell does not hold."""
    typed = [text for text in texts if not text.startswith("/")]
    kept = "，".join(map(matching_key, put_right(typed)))
    clauses = [clause for text in typed[:-1] for clause in split_clauses(text)]
    return "，".join(clause for clause in clauses if matching_key(clause) not in kept)


def _without_matter(told: Sequence[str], wrong: str) -> list[str]:
    """Messages without what told of the wrong matter: the clauses that name it, else the last that was typed."""
    typed = [place for place, text in enumerate(told) if not text.startswith("/")]
    if wrong and any(wrong in told[place] for place in typed):
        kept = {place: [part for part in split_clauses(told[place]) if wrong not in part] for place in typed}
        return ["，".join(kept[place]) if place in kept else text for place, text in enumerate(told)]
    return [text for place, text in enumerate(told) if not typed or place != typed[-1]]
