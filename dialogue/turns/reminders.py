"""How to go on with the step of a guide that waits: said once, and above what else may be meant.

Whoever asks about other things meanwhile need not read it under each answer; coming back to a step ends that.
"""

from __future__ import annotations

from collections.abc import Sequence

from dialogue.turns.sentences_said import is_said
from faq.guiding.options import fact_of
from faq.guiding.phrases import CHINESE, ENGLISH
from faq.saying.reply import OTHERS
from faq.text.choice import HUMAN, HUMAN_OPTION, Option

_REMINDERS = tuple(phrases.waits for phrases in (CHINESE, ENGLISH))
_ENOUGH = 2
"""How often the question of a step may stand behind other answers."""
_NONE_FITS = "那一步的几样都对不上，就说说页面上写的，或者回复“人工”。"
REMINDED = "~"
"""What stands among what is remembered while somebody who was reminded is away from the step."""
BESIDE = "+"
"""What stands there for each answer since the step was asked that had its options under it."""
GO_ON, GO_ON_IN_ENGLISH = Option("go_on", "接着刚才那步"), Option("go_on", "Back to that step")
"""The way back to a step that has stood under other answers often enough."""


def without_reminder(text: str) -> tuple[str, str]:
    """A text without its reminder, and that; a text of nothing else stays."""
    lines = text.splitlines()
    reminders = [line for line in lines if _reminds(line)]
    if not reminders or len(reminders) == len(lines):
        return text, ""
    return "\n".join(line for line in lines if not _reminds(line)), reminders[0]


def reminded(text: str, reminder: str, recent: Sequence[str]) -> str:
    """A text with its reminder, unless it was said since the step was asked; what else may be meant stands last."""
    if not reminder or REMINDED in recent:
        return text
    lines = text.splitlines()
    place = lines.index(OTHERS) if OTHERS in lines else len(lines)
    return "\n".join([*lines[:place], reminder, *lines[place:]])


def remembering(
    recent: Sequence[str], before: Sequence[str], text: str, options: Sequence[Option] = (), *, at_step: bool
) -> list[str]:
    """What to keep after a text was sent with its options; `at_step` is whether it asks the step itself."""
    kept = [item for item in recent if item not in (REMINDED, BESIDE)]
    if at_step:
        return kept
    away = REMINDED in before or any(map(_reminds, text.splitlines()))
    times = min(list(before).count(BESIDE) + any(fact_of(option.id) for option in options), _ENOUGH)
    return [*([REMINDED] if away else []), *[BESIDE] * times, *kept]


def hung_enough(recent: Sequence[str]) -> bool:
    """Whether the step has stood under other answers often enough: from then on a button leads back to it."""
    return list(recent).count(BESIDE) >= _ENOUGH


def asked_enough(
    text: str, options: tuple[Option, ...], asked: Sequence[str], recent: Sequence[str] = ()
) -> tuple[str, tuple[Option, ...]]:
    """A reply that ends with the question of a step, without that once it was asked often enough: a person instead.

    Whoever passes by a question twice finds none of its options true; they may still be tapped. That is said once,
    too: after it (it is among the `recent` sentences) the answer stands alone.
    """
    rest, _, last = text.rpartition("\n")
    if not rest or not options or list(asked).count(last) < _ENOUGH:
        return text, options
    person = () if any(option.id == HUMAN for option in options) else (HUMAN_OPTION,)
    said = is_said(_NONE_FITS, recent)
    return rest if said else f"{rest}\n{_NONE_FITS}", (*options, *person)


def _reminds(line: str) -> bool:
    return line.strip() in _REMINDERS
