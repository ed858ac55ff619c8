"""Answering what is asked in the middle of `ticket_form`, and what becomes of the words of the question."""

from __future__ import annotations

import re
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answering.answers import KnowledgeAction
from actions.conversation import say
from actions.ticket.form_answers import answer_in_form
from actions.ticket.form_besides import beside_form
from actions.ticket.notes import ASKED_THEM, BACK_TO_FORM, FOUND_CAUSE, UNCLEAR
from actions.ticket.parts import FormReading, Said, TicketDraft, frame_of
from actions.ticket.story import question_for_agents, told_beside
from dialogue.ticket.words import ENOUGH_CHARS, is_content
from faq.text.normalise import matching_key

_WAY_TO_STAFF = re.compile(
    "(?:[，；]|(?<=[。\n])|^)(?:(?:要问准|最稳的是)[^。；\n]{0,40}+(?:；或?回复“人工”[^。；\n]{0,20}+)?"
    "|[^，。；\n]{0,12}回复“人工”[^。；\n]{0,20}+)(?:[。；]|$)"
)
_NOT_KNOWN = "没有查到"


def without_way_to_staff(text: str) -> str:
    """An answer without the words that send people to the staff: «要问准就回复“人工”» above a ticket to them."""
    lines = (_WAY_TO_STAFF.sub(lambda way: "。" if way[0][:1] in "，；" else "", line) for line in text.splitlines())
    return "\n".join(line for line in lines if line.strip())


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
    text = without_way_to_staff(answered.text)
    open_still = text != answered.text and (not text or _NOT_KNOWN in text)
    if open_still and (asked := question_for_agents(said)):  # the staff it would send people to read this ticket
        note = "\n".join(filter(None, (text, ASKED_THEM)))
        return FormReading(reading.draft.told_more(*asked), note, missed=reading.missed), answered.events
    say(dispatcher, text or answered.text, (), answered.reply.trace())
    # When the answer does not help, the question is the description somebody would have typed.
    tells = len(matching_key(said.text)) >= ENOUGH_CHARS and is_content(said.text)
    offered = [frame_of(before.suggestion), said.text] if tells and not before.description else []
    suggestion = "\n".join(filter(None, offered)) or before.suggestion
    described = reading.draft.description
    if described is not None and described["text"] == said.text:
        described = before.description
    kept = replace(reading.draft, suggestion=suggestion, description=described)
    return FormReading(kept, FOUND_CAUSE if finds else BACK_TO_FORM, then="answered"), answered.events
