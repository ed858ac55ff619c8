"""Where the words of an answer stand: the sentences of an entry or of a step of a guide, as they are today.

A conversation that must get a certain answer names its entry or step (`says`), so that staff may reword it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from faq.text.markup import to_plain
from tests.real_content import real_content, real_guidance

_ENDS = re.compile(r"[。！？；：!?;:\n]|\. ")
_STEP = re.compile(r"^(?:\d+\.|-)\s*")
_FEWEST = 5
"""Shorter ones (好的) say nothing of where they are from."""


@cache
def sentences_of(name: str) -> frozenset[str]:
    """Every sentence of an entry (`reset_password`) or a step (`forgot_password/by_phone`), without blanks.

    Raises:
        LookupError: there is none of that name.
    """
    pieces = (piece for text in _texts(name) for piece in _ENDS.split(to_plain(text)))
    folded = (re.sub(r"\s+", "", _STEP.sub("", piece.strip())) for piece in pieces)
    return frozenset(piece for piece in folded if len(piece) >= _FEWEST)


def _texts(name: str) -> Iterator[str]:
    guide_id, _, step_id = name.partition("/")
    if step_id:
        step = real_guidance().guides.guides[guide_id].steps[step_id]
        yield from (step.say, step.ask, step.again)
        yield from (step.english.say, step.english.ask, step.english.again)
        return
    entry = real_content().entry(name)
    if entry is None:
        raise LookupError(name)
    yield from (entry.answer, entry.answer_en, *(section.text for section in entry.more))
    for item in entry.follow_ups:
        yield from (item.say, item.say_en)
