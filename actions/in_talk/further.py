"""What an answer has that was not said yet, for whoever would hear the same once more: the next thing to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from actions.in_talk.aspects import numbered_steps, texts_of
from dialogue.questions.next_steps import case_and_deed, is_deed
from dialogue.turns.sentences_said import is_said
from faq.content.entry import Entry
from faq.text.normalise import matching_key

_FURTHER = "接着做这一步：{}。"
_LEAST = 6
_MOST_STEPS = 8


def further_step(entry: Entry, recent: Sequence[str], shown: str = "", after: str = "") -> str:
    """The first deed of an entry, in its answer and then its details, that no reply said; empty where all were.

    `shown` was said just now; `after` is a word of the deed that is told to be done: what comes next stands behind it.
    """
    steps = [*_steps(entry)]
    done = max((place for place, step in enumerate(steps) if after and after in step), default=-1)
    for step in steps[done + 1 :] if done >= 0 or not after else ():
        fresh = len(matching_key(step)) >= _LEAST and step not in shown and not _was_said(step, recent)
        if fresh and is_deed(step) and not case_and_deed(step)[0]:
            return _FURTHER.format(step.rstrip("。；"))
    return ""


def _was_said(step: str, recent: Sequence[str]) -> bool:
    """Whether a step was said, by itself or in a list, whatever its number was there."""
    return is_said(step, recent) or any(is_said(f"{number}. {step}", recent) for number in range(1, _MOST_STEPS))


def _steps(entry: Entry) -> Iterator[str]:
    for text in texts_of(entry):
        yield from numbered_steps(text)
