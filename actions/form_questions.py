"""Answering what is asked in the middle of `ticket_form`, and what becomes of the words of the question."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import KnowledgeAction
from actions.conversation import say
from actions.form_answers import answer_in_form
from actions.form_besides import beside_form
from actions.ticket_notes import ASKED_THEM, BACK_TO_FORM, FOUND_CAUSE, UNCLEAR
from actions.ticket_parts import FormReading, Said, TicketDraft, frame_of
from actions.ticket_story import question_for_agents, told_beside
from dialogue.ticket_words import ENOUGH_CHARS, is_content
from faq.normalise import matching_key


def answer_first(
    form: KnowledgeAction, dispatcher: CollectingDispatcher, tracker: Tracker, reading: FormReading
) -> FormReading:
    """What was asked along with the sending of the ticket: answered here, else by who reads it."""
    if line := beside_form(form, tracker, reading.asks):
        say(dispatcher, line)
        return reading
    asked = question_for_agents(Said(reading.asks))
    if not asked:
        return reading
    note = "\n".join(filter(None, (reading.note, ASKED_THEM)))
    return replace(reading, draft=reading.draft.told_more(*asked), note=note)


def answer_question(
    form: KnowledgeAction,
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    before: TicketDraft,
    reading: FormReading,
    said: Said,
) -> tuple[FormReading, tuple[EventType, ...]]:
    """The reading once its question is answered, or left to who reads the ticket; and what is remembered of that."""
    answered = answer_in_form(form, tracker, said) if reading.is_question else None
    finds = bool(said.confirms)
    unanswered = answered is None and reading.is_question and before.description == reading.draft.description
    if unanswered and (asked := question_for_agents(said)):
        return FormReading(reading.draft.told_more(*asked), ASKED_THEM, missed=reading.missed), ()
    if reading.is_question:
        reading = replace(reading, draft=told_beside(before, reading.draft, said))
    if answered is None:
        unclear = not (reading.note or reading.missed or reading.then) and before == reading.draft
        return (replace(reading, note=UNCLEAR, missed=True) if unclear else reading), ()
    say(dispatcher, answered.text, (), answered.reply.trace())
    # When the answer does not help, the question is the description somebody would have typed.
    tells = len(matching_key(said.text)) >= ENOUGH_CHARS and is_content(said.text)
    offered = [frame_of(before.suggestion), said.text] if tells and not before.description else []
    suggestion = "\n".join(filter(None, offered)) or before.suggestion
    described = reading.draft.description
    if described is not None and described["text"] == said.text:
        described = before.description
    kept = replace(reading.draft, suggestion=suggestion, description=described)
    return FormReading(kept, FOUND_CAUSE if finds else BACK_TO_FORM, then="answered"), answered.events
