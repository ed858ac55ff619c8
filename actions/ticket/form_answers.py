"""An answer of the knowledge base in the middle of the form: so short that the form's own question stays in sight.

What is asked in the form gets the answer that the conversation gives, by the same way (`KnowledgeAction.ask_library`).
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answering.answers import KnowledgeAction
from actions.answering.reading import AskedQuestion, read_question
from actions.english.leads import speaks_english
from actions.english.several import told_in_passing
from actions.guiding.leading import case_of
from actions.in_talk.asked_next import asked_next, in_talk, reply_of
from actions.in_talk.beside import beside_line
from actions.in_talk.confirming import confirmed_of
from actions.ticket.asking import QUESTION_LINES
from actions.ticket.parts import Said
from dialogue.heard import Heard
from dialogue.questions.aspects import aspect_in
from dialogue.said import answers
from dialogue.text.languages import in_mandarin
from faq.ranking.decision import Candidate, Decision
from faq.saying.leading_line import line_of_first
from faq.saying.reply import Reply, answer_of, reply_to
from faq.text.choice import Option, numbered_option_lines
from faq.text.phone import SCREEN_LINES, first_lines

_BACK_LINES = 1
"""The line that leads back to the form."""
ANSWER_LINES = SCREEN_LINES - _BACK_LINES - QUESTION_LINES + 1  # the question comes in its shorter wording
_LEAST_LINES = 2
_KEPT = ("recent", "last_answer", "previous_answer", "last_question", "school")
"""What of a conversation an answer in the form changes; its offers and its guide stay as they are."""


@dataclass(frozen=True)
class FormAnswer:
    """An answer with what is remembered of it."""

    reply: Reply
    events: tuple[EventType, ...] = ()

    @property
    def text(self) -> str:
        """The answer without the choices below it, which the form's own stand for, and without what is too long."""
        text = self.reply.text
        if self.reply.options:
            listed = numbered_option_lines(self.reply.options)
            told, found, _ = text.partition(f"\n{listed}")
            text = told.rpartition("\n")[0] if found and "\n" in told else told
        return first_lines(text.strip(), ANSWER_LINES, _LEAST_LINES)


def answer_in_form(action: KnowledgeAction, tracker: Tracker, said: Said) -> FormAnswer | None:
    """The answer to a question in the middle, or to an option of an answer before the form; None when there is none.

    What is asked gets no list, which would lead away from the form: the likeliest reading, or a line from the matters
    in talk.
    """
    library, content = action.library, action.library.content
    if said.option:
        entry = content.entry(said.option)
        return FormAnswer(answer_of(entry, content)) if entry else None
    outside = outside_form(tracker, said.text)
    if speaks_english(tracker):
        told = told_in_passing(library, tracker, said.text)
        return FormAnswer(told) if told is not None else _as_outside(action, outside)
    question = read_question(library, outside, None)  # decided once, as the talk would
    decision = question.decision
    if said.confirms and (sure := confirmed_of(library, said.confirms, in_talk(library, tracker))) is not None:
        return _line(sure.line)
    if (found := asked_next(library, tracker, said.text, decision)) is not None:
        return FormAnswer(replace(reply_of(library, tracker, found), options=()))
    if aspect_in(Heard(in_mandarin(said.text)).core_key) and answers(line := beside_line(library, tracker, said.text)):
        return _line(line) if line else None  # «这个要几天» names no matter of its own
    return _as_outside(action, outside, question) or _at_once(action, tracker, said, decision)


def _at_once(action: KnowledgeAction, tracker: Tracker, said: Said, decision: Decision) -> FormAnswer | None:
    """What is answered where the talk would begin a guide or show a list: the answer itself, or a line of it."""
    library = action.library
    reply = reply_to(decision, library.content, context=said.text, told=line_of_first(library, decision, said.text))
    if reply.entry_id:  # a list that begins with an answer, too
        return FormAnswer(replace(reply, band="answer"))
    if decision.band != "clarify":
        return None
    line = beside_line(library, tracker, said.text) if said.asks else ""
    return _line(line, reply) if line and answers(line) else None


def _line(line: str, reply: Reply | None = None) -> FormAnswer:
    return FormAnswer(replace(reply or Reply(line), band="answer", text=line, options=()))


def _as_outside(action: KnowledgeAction, outside: Tracker, read: AskedQuestion | None = None) -> FormAnswer | None:
    """What the talk would answer, with what it remembers of it; None where that is a guide, a list or nothing."""
    heard = CollectingDispatcher()
    events = action.ask_library(heard, outside, read=read)
    said: dict[str, Any] = heard.messages[0] if len(heard.messages) == 1 else {}
    trace = (said.get("custom") or {}).get("trace") or {}
    if trace.get("band") != "answer" or trace.get("guide_id"):
        return None
    options = tuple(Option("", button["title"]) for button in said.get("buttons") or ())
    asked = str(trace.get("asked_next") or "")
    ranked = tuple(Candidate(item["faq_id"], item["score"]) for item in trace.get("candidates") or ())
    reply = Reply(str(said["text"]), options, "answer", trace.get("faq_id"), ranked, asked)
    kept = tuple(event for event in events if event["event"] == "slot" and event.get("name") in _KEPT)
    return FormAnswer(reply, kept)


def outside_form(tracker: Tracker, text: str) -> Tracker:
    """The talk without a step that waits and what was not understood, with `text` as its last message."""
    outside = copy.copy(tracker)
    case = replace(case_of(tracker), step="")
    outside.slots = {**tracker.slots, "case": case.as_dict(), "misses": 0, "last_act": None}
    outside.latest_message = {**tracker.latest_message, "text": text}
    return outside
