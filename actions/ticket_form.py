"""`ticket_form`: validating what was said, asking the next question, resuming a draft."""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

from actions.answering import KnowledgeAction
from actions.conversation import Memory, lines_said, offer, say, say_fresh
from actions.english import PROBLEM_NOTED, language_slot, promise_in_english, speaks_english
from actions.form_answers import answer_in_form, reply_in_form
from actions.form_asides import aside
from actions.form_besides import against_harm, beside_form
from actions.given_away import said_first
from actions.leading import case_of, told_facts, with_facts
from actions.shown import seen_line, shown_page
from actions.storage import shared_settings
from actions.ticket_asking import QUESTION_LINES
from actions.ticket_care import active_numbers
from actions.ticket_draft import begin, read
from actions.ticket_facts import FactsTold, facts_told
from actions.ticket_given import given_before
from actions.ticket_notes import (
    ASKED_THEM,
    BACK_TO_FORM,
    CHANNELS,
    COMPLAINT,
    EXPIRED,
    FOUND_CAUSE,
    IN_HAND,
    IN_HAND_AGAIN,
    OPEN_ALREADY,
    RESUMED,
    SENT_BEFORE,
    UNCLEAR,
    WRITTEN_SO_FAR,
    note_in_english,
)
from actions.ticket_options import addition_option
from actions.ticket_parts import (
    FIELDS,
    MISSES_ALLOWED,
    SKIPPED,
    FormReading,
    Said,
    TicketDraft,
    frame_of,
    offered_words,
    skipped,
)
from actions.ticket_reading import WRONG
from actions.ticket_slots import FORM, LAID_ASIDE, draft_of, draft_slots, said_by, under_way
from actions.ticket_story import (
    asked_along,
    begun,
    name_left_out,
    question_for_agents,
    said_name_forgotten,
    told_beside,
)
from actions.ticket_writeup import beside_words, known_words, written_up
from dialogue.form_wishes import brings_back, complains
from dialogue.languages import in_mandarin
from dialogue.outbursts import calmed
from dialogue.shortening import fitted
from dialogue.ticket_words import ENOUGH_CHARS, is_content, repeats_submit
from dialogue.variety import Wording
from dialogue.weighing import price_meant
from faq.normalise import matching_key
from faq.pages.case import case_facts
from faq.phone import SCREEN_LINES, line_count
from tickets.errors import SubmissionError
from tickets.fields import read_username
from tickets.written import TRIED

log = logging.getLogger(__name__)


class ValidateTicketForm(KnowledgeAction):
    """Reads one message inside the form; a question in the middle is answered and the form goes on."""

    def name(self) -> str:
        """The name Rasa looks for."""
        return "validate_ticket_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Fill slots; asking for nothing more ends the form."""
        said, draft = said_by(tracker), draft_of(tracker)
        key = tracker.get_slot("ticket_key")
        asked = tracker.get_slot("requested_slot")
        if asked is None or not under_way(tracker, FORM):  # just begun: what was asked was so a day ago
            return self._start(dispatcher, tracker, draft, said, key)
        nods = tracker.get_slot("last_act") not in _NOT_ASKED_TO_SEND
        said = replace(said, hint=self._hint(tracker, said), nod_sends=nods)
        price = price_meant(in_mandarin(said.text), self.library.guidance.guides.irreversible)
        first = said_first(self.library, tracker) or price
        if first:
            say(dispatcher, first)
        if answer := aside(self.access, tracker, said, shared_settings()):
            read_now = FormReading(draft, answer, then="answered")
        elif (given := given_before(tracker, draft, asked, said)) is not None:
            read_now = given
        else:
            read_now = read(draft, asked, said, shared_settings().tickets, self.help_desk.promise)
        told, reading = facts_told(tracker, self.library.guidance, draft, said, read_now)
        calm = replace(said, text=calmed(said.text))
        alarmed = said.text and not (first or reading.is_question or reading.asks or said.option)
        harmed = against_harm(dispatcher, self.library, tracker, calm.text) if alarmed else []
        if reading.asks and not first:
            reading = self._answer_first(dispatcher, tracker, reading)
        reading = self._answer_question(dispatcher, tracker, draft, reading, calm)
        missed = Memory.of(tracker).misses + 1 if reading.missed else 0
        field = next((name for name in FIELDS if name == asked and name in SKIPPED), None)
        if missed >= MISSES_ALLOWED and field is not None:
            reading, missed = FormReading(skipped(reading.draft, field), SKIPPED[field]), 0
        said_again = [*harmed, *([SlotSet("misses", missed)] if missed != Memory.of(tracker).misses else [])]
        if reading.note == IN_HAND:  # who asks for a person again is told where one is at once
            notes = (f"{IN_HAND}\n{CHANNELS}", IN_HAND_AGAIN, CHANNELS)
            first, *rest = (self._in_their_language(tracker, note) for note in notes)
            others = tuple(Wording(note, ()) for note in rest)
            said_again += say_fresh(dispatcher, Memory.of(tracker), first, None, None, others)
        elif reading.note:
            say(dispatcher, self._in_their_language(tracker, reading.note))
        reading = self._shown_whole(dispatcher, tracker, asked, reading)
        events = draft_slots(self._noted(tracker, reading.draft), key or secrets.token_urlsafe(12))
        events += [*self._case(tracker, told), SlotSet("last_act", reading.then or None), *language_slot(tracker)]
        ended = reading.draft.confirm is not None
        return [*said_again, *events, *([SlotSet("requested_slot", None)] if ended else [])]

    def _shown_whole(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, asked: str | None, reading: FormReading
    ) -> FormReading:
        """What the summary shows next; before it was reached, what is written so far is shown here."""
        if asked == "ticket_confirm" or reading.then not in ("whole", "changed"):
            return reading
        if reading.then == "whole":
            parts = written_up(reading.draft, known_words(self.library.guidance, tracker))
            say(dispatcher, self._in_their_language(tracker, WRITTEN_SO_FAR.format("\n".join(map(str, parts)))))
        return replace(reading, then="answered" if reading.then == "whole" else "")

    @staticmethod
    def _in_their_language(tracker: Tracker, note: str) -> str:
        """A note, in English for who writes it."""
        return note_in_english(note, promise_in_english(shared_settings())) if speaks_english(tracker) else note

    def _noted(self, tracker: Tracker, draft: TicketDraft) -> TicketDraft:
        """The draft with what a picture says, for the description or beside it."""
        line = seen_line(shown_page(tracker))
        if not line or line in draft.suggestion:
            return draft
        label = TRIED if draft.description else ""  # where nothing is told it may be the description
        return replace(draft, suggestion="\n".join(filter(None, (draft.suggestion, f"{label}{line}"))))

    def _case(self, tracker: Tracker, told: FactsTold | None = None) -> list[EventType]:
        """The case with what a picture and the words of a message tell of it, without what they take back."""
        page, state = shown_page(tracker), case_of(tracker)
        told = told or FactsTold()
        facts = {**(case_facts(page, self.library.guidance) if page is not None else {}), **told.facts}
        if told.gone:
            left = {name: value for name, value in state.known.items() if name not in told.gone}
            state = replace(state, facts=left)
        return [SlotSet("case", with_facts(state, facts).as_dict())] if facts or told.gone else []

    def _start(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, draft: TicketDraft, said: Said, key: str | None
    ) -> list[EventType]:
        back = draft.confirm == "cancelled" and (brings_back(said.text) or repeats_submit(said.text))
        if draft.confirm == "cancelled" and not back:  # given up, and another is wanted
            draft, key = TicketDraft(pictures=draft.pictures), None
        aside = tuple(tracker.get_slot(LAID_ASIDE) or ()) if back else ()
        draft = replace(draft, pictures=tuple(dict.fromkeys((*aside, *draft.pictures))))
        draft = replace(draft, screenshot="sent") if aside else draft
        draft = replace(draft, confirm=None)  # sent off, and something went wrong: look at it once more
        notes: list[str] = []
        beside: list[EventType] = []
        resumed = bool((key or back) and draft.begun)
        if resumed:
            notes.append(RESUMED)
            if self._is_expired(tracker, draft):
                draft = replace(draft, username=None)
                notes.append(EXPIRED)
        elif numbers := active_numbers(self.access, tracker):
            notes.append(OPEN_ALREADY.format("、".join(numbers)))
            beside = [offer((addition_option(numbers),))]  # the first question offers it too
        if draft.pictures and (aside or draft.screenshot is None):
            notes.append(SENT_BEFORE.format(len(draft.pictures)))
        complaint = complains(said.text) and not resumed
        if complaint:  # about what, is theirs to say: it is seldom the matter before
            notes.append(COMPLAINT)
        elif not draft.description and not resumed:
            opened = begun(tracker, self.library.content, self.library.guidance)
            shown = offered_words(draft.suggestion)  # what pictures say that were sent before
            shown = f"{TRIED}{shown}" if shown and opened.words else shown
            framed = "\n".join(filter(None, (opened.frame, shown)))
            draft = replace(draft, suggestion=framed).with_drafted_description(opened.words)
        draft = self._noted(tracker, draft)
        draft = draft.with_drafted_description(offered_words(draft.suggestion))
        told = draft.drafted and not resumed
        nothing_told = back or said.intent == "resume"
        draft = draft if nothing_told else begin(draft, said, shared_settings().tickets)
        if draft.username is None:
            draft = replace(draft, username=name_left_out(tracker))
        if draft.username is None and said_name_forgotten(tracker, self.library.content, self.library.guidance):
            draft = replace(draft, username={"kind": "forgotten"})
        if said.text and not (resumed or nothing_told):
            answered = tracker.get_slot("last_act") == "answered"
            draft = asked_along(draft, calmed(said.text), answered=answered)
        notes = [self._in_their_language(tracker, note) for note in notes]
        if told:
            text = str((draft.description or {}).get("text", ""))
            also = beside_words(draft, known_words(self.library.guidance, tracker))
            frame = PROBLEM_NOTED if speaks_english(tracker) else _NOTED_PROBLEM.replace("「{}」", f"「{{}}」{also}")
            asks_field = draft.missing() != "ticket_confirm"  # the summary shows it anyway
            room = SCREEN_LINES - lines_said(tracker) - line_count("\n".join(notes)) - QUESTION_LINES
            notes += filter(None, (fitted(text, frame, room) if asks_field else "",))
        if notes:
            dispatcher.utter_message(text="\n".join(notes))
        events = draft_slots(draft, key or secrets.token_urlsafe(12))
        case = self._case(tracker, FactsTold(told_facts(tracker)))
        spent = [SlotSet(LAID_ASIDE, None)] if tracker.get_slot(LAID_ASIDE) else []
        reset = [*spent, SlotSet("misses", 0), SlotSet("last_act", None)]
        if complaint and draft.description is None:
            reset.append(SlotSet("requested_slot", "ticket_description"))
        return [*events, *case, *language_slot(tracker), *reset, *beside]

    def _is_expired(self, tracker: Tracker, draft: TicketDraft) -> bool:
        reference = (draft.username or {}).get("ref")
        return bool(reference) and self._raw(tracker, str(reference)) is None

    def _hint(self, tracker: Tracker, said: Said) -> str:
        """What is wrong with a username that was typed wrong; only here its text is looked at again."""
        wrong = next((item for item in said.private if item["kind"] == WRONG), None)
        typed = self._raw(tracker, wrong["ref"]) if wrong else None
        if not typed:
            return ""
        try:
            read_username(typed)
        except SubmissionError as error:
            return str(error)
        return ""

    def _raw(self, tracker: Tracker, reference: str) -> str | None:
        try:
            value = self.access.private.read(tracker.sender_id, reference)
        except SQLAlchemyError as error:
            log.error("private_value_unreachable error=%s", type(error).__name__)
            return ""
        return value.value if value else None

    def _answer_first(self, dispatcher: CollectingDispatcher, tracker: Tracker, reading: FormReading) -> FormReading:
        """What was asked along with the sending of the ticket: answered here, else by who reads it."""
        if line := beside_form(self.library, tracker, reading.asks, self.help_desk.promise):
            say(dispatcher, line)
            return reading
        asked = question_for_agents(Said(reading.asks))
        return replace(reading, draft=reading.draft.told_more(*asked), note=ASKED_THEM) if asked else reading

    def _answer_question(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        before: TicketDraft,
        reading: FormReading,
        said: Said,
    ) -> FormReading:
        reply = reply_in_form(self.library, tracker, said) if reading.is_question else None
        finds = bool(said.confirms)
        unanswered = reply is None and reading.is_question and before.description == reading.draft.description
        if unanswered and (asked := question_for_agents(said)):
            return FormReading(reading.draft.told_more(*asked), ASKED_THEM, missed=reading.missed)
        if reading.is_question:
            reading = replace(reading, draft=told_beside(before, reading.draft, said))
        if reply is None:
            unclear = not (reading.note or reading.missed or reading.then) and before == reading.draft
            return replace(reading, note=UNCLEAR, missed=True) if unclear else reading
        say(dispatcher, answer_in_form(reply), (), reply.trace())
        # When the answer does not help, the question is the description somebody would have typed.
        tells = len(matching_key(said.text)) >= ENOUGH_CHARS and is_content(said.text)
        offered = [frame_of(before.suggestion), said.text] if tells and not before.description else []
        suggestion = "\n".join(filter(None, offered)) or before.suggestion
        described = reading.draft.description
        if described is not None and described["text"] == said.text:
            described = before.description
        kept = replace(reading.draft, suggestion=suggestion, description=described)
        return FormReading(kept, FOUND_CAUSE if finds else BACK_TO_FORM, then="answered")


_NOT_ASKED_TO_SEND = ("answered", "changing")
"""After what «好的» is no yes to the summary."""
_NOTED_PROBLEM = "问题先按您说的写：「{}」，核对时能改。"
