"""What is said to a question that comes along with the wish for a person, or with the sending of a ticket."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.english import promise_in_english, speaks_english
from actions.form_answers import answer_in_form, reply_in_form
from actions.storage import shared_settings
from actions.ticket_notes import FORM_ANSWERS, note_in_english
from actions.ticket_parts import Said
from dialogue.form_remarks import asks_about_form
from faq.library import Library
from faq.phone import line_count

MOST_LINES = 3
"""What is done to the ticket is said below it."""


def beside_form(library: Library, tracker: Tracker, question: str, promise: str) -> str:
    """The answer in a few lines; empty when nothing here answers it."""
    if kind := asks_about_form(question):
        answer = FORM_ANSWERS[kind].format(promise)
        return note_in_english(answer, promise_in_english(shared_settings())) if speaks_english(tracker) else answer
    reply = reply_in_form(library, tracker, Said(question))
    if reply is None or not reply.text:
        return ""
    lines = answer_in_form(reply).splitlines()
    while len(lines) > 1 and line_count("\n".join(lines)) > MOST_LINES:
        lines.pop()
    return "\n".join(lines)
