"""An answer without the steps that somebody told they have taken: «照片也传了，现在等» goes on behind the upload."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogue.next_steps import case_and_deed, tells_deed
from dialogue.ticket_words import split_clauses

_NUMBERED = re.compile(r"^(\s{0,4})\d{1,2}([.、]\s{0,2})(.{1,300})$")
_CUT = re.compile("[，；。：]")


def beyond_done(text: str, told: str) -> str:
    """The answer from behind the last step that was taken; as it is where none was, or nothing would be left.

    Lines that are each for another case are no steps in turn.
    """
    lines = text.split("\n")
    first = next((place for place, line in enumerate(lines) if _NUMBERED.match(line)), len(lines))
    last = next((place for place in range(first, len(lines)) if not _NUMBERED.match(lines[place])), len(lines))
    steps = [found[3] for line in lines[first:last] if (found := _NUMBERED.match(line))]
    clauses = split_clauses(told)
    taken = max((place for place, step in enumerate(steps) if _is_taken(step, clauses)), default=-1)
    if taken < 0 or taken + 1 >= len(steps) or any(case_and_deed(step)[0] for step in steps[: taken + 1]):
        return text
    left = [f"{place}. {step}" for place, step in enumerate(steps[taken + 1 :], start=1)]
    return "\n".join([*lines[:first], *(left if len(left) > 1 else steps[taken + 1 :]), *lines[last:]])


def _is_taken(step: str, told: Sequence[str]) -> bool:
    return any(tells_deed(part, clause) for part in _CUT.split(step) for clause in told)
