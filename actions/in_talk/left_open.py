"""What was asked or told before beside something else, and is come back to: «那手机号呢，你还没说», «第二个问题呢»."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rasa_sdk import Tracker

from actions.answering.first_asked import best_of_part, is_likely
from actions.conversation import Memory, message_text
from actions.lines.holder import texts_said
from dialogue.mixed.several import questions_in
from dialogue.questions.aspect_texts import shares_words
from dialogue.questions.left_open import LEFT_OPEN, SECOND, comes_back_to
from dialogue.readers.followups import and_that
from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from dialogue.turns.variety import answers_given
from faq.engine.library import Library
from faq.ranking.decision import Decision
from faq.text.normalise import matching_key


def left_open(library: Library, tracker: Tracker) -> Decision | None:
    """The decision on what was said before and is come back to; None where nothing is, or it was answered.

    «那手机号呢» alone comes back only to one of several matters of one message, of which it is the one left open.
    """
    text = in_mandarin(message_text(tracker))
    what = comes_back_to(text)
    named = what or _named(text)
    if not named:
        return None
    memory = Memory.of(tracker)
    given = {memory.last_answer, memory.previous_answer, *answers_given(memory.recent)}
    for part in _parts(tracker, named, alone=bool(what)):
        decision = best_of_part(part, library.decide)
        if is_likely(decision) and decision.candidates[0].entry_id not in given:
            return replace(decision, text=text, band="answer", reason=LEFT_OPEN, second=None)
    return None


def _named(text: str) -> str:
    rest = and_that(text)
    return "" if rest == matching_key(text) or not matching_key(text).endswith("呢") else rest


def _parts(tracker: Tracker, named: str, *, alone: bool) -> Iterator[str]:
    """What was said before and may be meant, the last message first; `alone` is whether one matter is enough."""
    for said in reversed([in_mandarin(text) for text in texts_said(tracker)[:-1]]):
        if said.startswith("/") or comes_back_to(said):
            continue
        several = questions_in(said)
        parts = several if len(several) > 1 else split_clauses(said) if alone else []
        if named == SECOND:
            yield from several[1:]
        else:
            yield from (part for part in parts if shares_words(named, part))
