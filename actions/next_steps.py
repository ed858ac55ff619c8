"""The order of what is left to do, for who asks what comes first: from the matters of the talk and what was told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rasa_sdk import Tracker

from actions.asked_next import in_talk
from actions.aspects import first_thing, numbered_steps, texts_of
from actions.conversation import just_said, message_text
from actions.leading import case_of, told_facts
from dialogue.aspect_texts import closest_sentence
from dialogue.languages import in_mandarin
from dialogue.next_steps import is_deed, told_beside_first
from dialogue.ticket_words import split_clauses
from faq.entry import Entry
from faq.guiding.fitting import fitting
from faq.library import Library
from faq.likeness import letter_pairs
from faq.markup import to_plain
from faq.phone import first_sentence

_LEAD = "照说过的情况，先做第 1 件，再往下："
_STUCK = "卡在哪一步，把页面上的字发给我。"
_MOST = 3
_OF_ONE = 2
"""How many steps one matter may take of them, where there are others."""
_MATTERS = 3
_SHORT = 28
"""How long a step may be: what was said in full is only named."""
_SAME = 0.5
_OF_PEOPLE = ("contact_support", "ticket_status")
_CUT = re.compile("[；，。：]")


def order_of_steps(library: Library, tracker: Tracker, topic: Entry, ended: str) -> str:
    """A numbered order of a few short steps; the first thing of the topic where there is but one."""
    case = case_of(tracker)
    known, situation = {**case.known, **told_facts(tracker)}, library.guidance.guides.situation
    over = case.guide if case.over else None  # that one is done
    matters = [
        entry
        for entry in in_talk(library, tracker)
        if entry.intent not in _OF_PEOPLE and (over is None or entry.guide != over)
    ][:_MATTERS]
    said = told_beside_first(in_mandarin(message_text(tracker)))
    steps = list(_labelled(said, matters))
    for entry in matters or [topic]:
        text = fitting(to_plain(entry.answer), known, situation)
        own = numbered_steps(text) or [first_sentence(text)]
        steps += own[: _OF_ONE if len(matters) > 1 else _MOST]
    order = _distinct(map(_short, filter(is_deed, steps)))
    if ended or len(order) < _OF_ONE:
        return first_thing(topic, ended)
    numbered = "\n".join(f"{place}. {step}" for place, step in enumerate(order, start=1))
    text = f"{_LEAD}\n{numbered}"
    return text if text in just_said(tracker) else f"{text}\n{_STUCK}"


def _labelled(said: str, matters: Sequence[Entry]) -> Iterator[str]:
    """The lines for what is told beside the question: «次数用完了» has a line of its own."""
    for clause in split_clauses(said):
        for entry in matters:
            line = closest_sentence(clause, entry.title, texts_of(entry)[:1], least=_OF_ONE)
            if line:
                yield line
                break


def _short(step: str) -> str:
    """A step as it is named: as many of its clauses as are short together."""
    if len(step) <= _SHORT:
        return step.rstrip("；，。")
    cut = [match.start() for match in _CUT.finditer(step) if 4 <= match.start() <= _SHORT]
    return step[: cut[-1]] if cut else first_sentence(step).rstrip("。")


def _distinct(steps: Iterator[str]) -> list[str]:
    """The first few steps, without one that says mostly what one before it says."""
    kept: list[str] = []
    for step in steps:
        pairs = letter_pairs(step)
        if not any(
            len(pairs & letter_pairs(other)) > _SAME * min(len(pairs), len(letter_pairs(other))) for other in kept
        ):
            kept.append(step)
    return kept[:_MOST]
