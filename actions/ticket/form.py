"""`ticket_form`: validating what was said, asking the next question."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering.answers import KnowledgeAction
from actions.conversation import Memory, say, say_fresh
from actions.english.leads import language_slot, speaks_english
from actions.lines.given_away import said_first
from actions.storage import shared_settings
from actions.support import faster_in_english, faster_way, ways_known
from actions.ticket.begin import case_told, in_their_language, raw_value, started, with_picture_seen
from actions.ticket.draft import read
from actions.ticket.facts import facts_told
from actions.ticket.fields import take_fields
from actions.ticket.form_asides import aside, asked_beside_state
from actions.ticket.form_besides import against_harm
from actions.ticket.form_questions import answer_first, answer_question
from actions.ticket.form_secrets import NO_SECRETS, NO_SECRETS_IN_ENGLISH, without_secrets
from actions.ticket.given import given_before, same_name
from actions.ticket.notes import CHANNELS, IN_HAND, IN_HAND_AGAIN, WRITTEN_SO_FAR
from actions.ticket.parts import FIELDS, MISSES_ALLOWED, SKIPPED, FormReading, Said, skipped
from actions.ticket.reading import WRONG
from actions.ticket.slots import FORM, draft_of, draft_slots, said_by, under_way
from actions.ticket.writeup import known_words, written_up
from dialogue.moods.outbursts import calmed
from dialogue.questions.weighing import price_meant
from dialogue.text.languages import in_mandarin
from dialogue.turns.sentences_said import apologises, without_apology
from dialogue.turns.variety import Wording, apologised
from tickets.errors import SubmissionError
from tickets.fields import read_username


class ValidateTicketForm(KnowledgeAction):
    """Reads one message inside the form; a question in the middle is answered and the form goes on."""

    def name(self) -> str:
        """The name Rasa looks for."""
        return "validate_ticket_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Fill slots; asking for nothing more ends the form."""
        said, before = said_by(tracker), draft_of(tracker)
        key = tracker.get_slot("ticket_key")
        asked = tracker.get_slot("requested_slot")
        if asked is None or not under_way(tracker, FORM):  # just begun: what was asked was so a day ago
            return started(self, dispatcher, tracker, before, said, key)
        nods = tracker.get_slot("last_act") not in _NOT_ASKED_TO_SEND
        said = replace(said, hint=self._hint(tracker, said), nod_sends=nods)
        open_said, said = said, without_secrets(said)
        if said != open_said and not said_first(self.library, tracker):  # else that is told at more length
            say(dispatcher, NO_SECRETS_IN_ENGLISH if speaks_english(tracker) else NO_SECRETS)
        draft, said = take_fields(before, asked, said)
        asked = asked if draft == before else draft.missing()
        price = price_meant(in_mandarin(said.text), self.library.guidance.guides.irreversible)
        first = said_first(self.library, tracker) or price
        if first:
            say(dispatcher, first)
        if said != open_said and not (said.text or said.pictures):
            read_now = FormReading(draft, then="answered")
        elif answer := aside(self.access, tracker, said, shared_settings(), self.help_desk.promise):
            read_now = FormReading(draft, answer, then="answered", asks=asked_beside_state(said))
        elif (given := given_before(tracker, draft, asked, said)) is not None:
            read_now = given
        else:
            read_now = read(draft, asked, said, shared_settings().tickets, self.help_desk.promise)
        read_now = same_name(self.access, tracker, before, read_now)
        told, reading = facts_told(tracker, self.library.guidance, said, read_now)
        calm = replace(said, text=calmed(said.text))
        alarmed = said.text and not (first or reading.is_question or reading.asks or said.option)
        harmed = against_harm(dispatcher, self.library, tracker, calm.text) if alarmed else []
        if reading.asks and not first:
            reading = answer_first(self, dispatcher, tracker, reading)
        reading, remembered = answer_question(self, dispatcher, tracker, before, reading, calm)
        missed = Memory.of(tracker).misses + 1 if reading.missed else 0
        field = next((name for name in FIELDS if name == asked and name in SKIPPED), None)
        if missed >= MISSES_ALLOWED and field is not None:
            reading, missed = FormReading(skipped(reading.draft, field), SKIPPED[field]), 0
        said_again = [*harmed, *remembered]
        said_again += [SlotSet("misses", missed)] if missed != Memory.of(tracker).misses else []
        if reading.note == IN_HAND:  # who asks for a person again is told where one is at once
            ways = self._ways(tracker)
            notes = (f"{IN_HAND}\n{ways}", IN_HAND_AGAIN, ways)
            first, *rest = (in_their_language(tracker, note) for note in notes)
            others = tuple(Wording(note, ()) for note in rest)
            said_again += say_fresh(dispatcher, Memory.of(tracker), first, None, None, others)
        elif note := without_apology(in_their_language(tracker, reading.note), Memory.of(tracker).recent):
            say(dispatcher, note)
            said_again += [SlotSet("recent", apologised(Memory.of(tracker).recent))] if apologises(note) else []
        reading = self._shown_whole(dispatcher, tracker, asked, reading)
        events = draft_slots(with_picture_seen(tracker, reading.draft), key or secrets.token_urlsafe(12))
        events += case_told(tracker, self.library.guidance, told)
        events += [SlotSet("last_act", reading.then or None), *language_slot(tracker)]
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
            say(dispatcher, in_their_language(tracker, WRITTEN_SO_FAR.format("\n".join(map(str, parts)))))
        return replace(reading, then="answered" if reading.then == "whole" else "")

    def _ways(self, tracker: Tracker) -> str:
        """Where a person is at once, without the ways that are none for who asks."""
        known = ways_known(tracker)
        if "dead" not in (known.get("service"), known.get("hotline")):
            return CHANNELS
        return faster_in_english(known) if speaks_english(tracker) else faster_way(self.library.content, known)

    def _hint(self, tracker: Tracker, said: Said) -> str:
        """What is wrong with a username that was typed wrong; only here its text is looked at again."""
        wrong = next((item for item in said.private if item["kind"] == WRONG), None)
        typed = raw_value(self.access, tracker, wrong["ref"]) if wrong else None
        if not typed:
            return ""
        try:
            read_username(typed)
        except SubmissionError as error:
            return str(error)
        return ""


_NOT_ASKED_TO_SEND = ("answered", "changing")
"""After what «好的» is no yes to the summary."""
