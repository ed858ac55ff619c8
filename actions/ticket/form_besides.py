"""What is said to a question that comes along with the wish for a person, or with the sending of a ticket.

And to who tells in the middle of it that they are being robbed: that cannot wait for a person.
"""

from __future__ import annotations

import re

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering.answers import KnowledgeAction
from actions.conversation import Memory, say
from actions.english.leads import promise_in_english, speaks_english
from actions.storage import shared_settings
from actions.ticket.form_answers import answer_in_form
from actions.ticket.notes import FORM_ANSWERS, note_in_english
from actions.ticket.parts import Said
from dialogue.ticket.form_remarks import asks_about_form
from dialogue.turns.variety import remembered, was_given
from faq.engine.library import Library
from faq.text.markup import to_plain
from faq.text.phone import first_lines

MOST_LINES = 3
"""What is done to the ticket is said below it."""
_ALARMED = re.compile(
    "盗|骗|冒用|泄露|篡改|乱改|偷|被改|被人|有人(?:登|改|进|盗|动|用|拿|冒|让|叫|打)|别人|陌生|异地|外地|不是我|告诉了?|念给|给了"
)
"""Words without which nobody tells of it: most messages need not be looked up for it."""
_HARM_LINES = 7


def beside_form(action: KnowledgeAction, tracker: Tracker, question: str) -> str:
    """The answer in a few lines; empty when nothing here answers it."""
    if kind := asks_about_form(question):
        answer = FORM_ANSWERS[kind].format(action.help_desk.promise)
        return note_in_english(answer, promise_in_english(shared_settings())) if speaks_english(tracker) else answer
    answered = answer_in_form(action, tracker, Said(question))
    return first_lines(answered.text, MOST_LINES) if answered is not None else ""


def against_harm(dispatcher: CollectingDispatcher, library: Library, tracker: Tracker, text: str) -> list[EventType]:
    """Say what to do at once to who tells that somebody is in their account, unless that was said before."""
    if not _ALARMED.search(text) or speaks_english(tracker):
        return []
    recent = Memory.of(tracker).recent
    decision = library.decide(text, context=text)
    first = next(iter(decision.candidates), None)
    entry = library.content.entry(first.entry_id) if first is not None and decision.band == "answer" else None
    if entry is None or not entry.harm or was_given(recent, entry.id):
        return []
    said = first_lines(to_plain(entry.answer), _HARM_LINES)
    say(dispatcher, said)
    return [SlotSet("recent", remembered(recent, said, entry.id))]
