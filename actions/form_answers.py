"""An answer of the knowledge base in the middle of the form: so short that the form's own question stays in sight."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Tracker

from actions.asked_next import asked_next, in_talk, reply_of
from actions.beside import beside_line
from actions.english import speaks_english
from actions.english_several import told_in_passing
from actions.ticket_asking import QUESTION_LINES
from actions.ticket_parts import Said
from actions.verdicts import confirming_line
from dialogue.aspects import aspect_in
from dialogue.heard import Heard
from dialogue.languages import in_mandarin
from dialogue.said import answers
from faq.choice import numbered_option_lines
from faq.leading_line import line_of_first
from faq.library import Library
from faq.phone import SCREEN_LINES, first_lines
from faq.reply import Reply, answer_of, reply_to

_BACK_LINES = 1
"""The line that leads back to the form."""
ANSWER_LINES = SCREEN_LINES - _BACK_LINES - QUESTION_LINES + 1  # the question comes in its shorter wording
_LEAST_LINES = 2


def reply_in_form(library: Library, tracker: Tracker, said: Said) -> Reply | None:
    """The answer to a question in the middle, or to an option of an answer before the form; None when there is none.

    What is asked gets no list, which would lead away from the form: the likeliest reading, or a line from the matters
    in talk.
    """
    content = library.content
    if said.option:
        entry = content.entry(said.option)
        return answer_of(entry, content) if entry else None
    if speaks_english(tracker):
        return told_in_passing(library, tracker, said.text)
    decision = library.decide(said.text, context=said.text)
    if line := confirming_line(said.confirms, in_talk(library, tracker)):
        return Reply(line, (), "answer", None)
    if (found := asked_next(library, tracker, said.text, decision)) is not None:
        return replace(reply_of(library, tracker, found), options=())
    if aspect_in(Heard(in_mandarin(said.text)).core_key) and answers(line := beside_line(library, tracker, said.text)):
        return Reply(line, (), "answer", None) if line else None  # «这个要几天» names no matter of its own
    reply = reply_to(decision, content, context=said.text, told=line_of_first(library, decision, said.text))
    if reply.entry_id:  # a list that begins with an answer, too
        return replace(reply, band="answer")
    if decision.band != "clarify":
        return None
    line = beside_line(library, tracker, said.text) if said.asks else ""
    return replace(reply, band="answer", text=line, options=()) if line and answers(line) else None


def answer_in_form(reply: Reply) -> str:
    """The answer without the choices below it, which the form's own stand for, and without what is too long."""
    text = reply.text
    if reply.options:
        listed = numbered_option_lines(reply.options)
        told, found, _ = text.partition(f"\n{listed}")
        text = told.rpartition("\n")[0] if found and "\n" in told else told
    return first_lines(text.strip(), ANSWER_LINES, _LEAST_LINES)
