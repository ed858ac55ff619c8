"""The beginning of `ticket_form`: what is there already is taken, and a draft of before is gone on with."""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

from actions.answering.answers import KnowledgeAction
from actions.answering.shown import seen_line, shown_page
from actions.conversation import lines_said, offer
from actions.english.leads import PROBLEM_NOTED, language_slot, promise_in_english, speaks_english
from actions.guiding.leading import case_of, told_facts, with_facts
from actions.storage import DeskAccess, shared_settings
from actions.ticket.asking import QUESTION_LINES
from actions.ticket.care import active_numbers
from actions.ticket.case import said_in
from actions.ticket.draft import begin, sent_off
from actions.ticket.facts import FactsTold
from actions.ticket.fields import take_fields
from actions.ticket.notes import (
    ALL_NOTED,
    COMPLAINT,
    EXPIRED,
    NAME_NOTED,
    NOTED,
    OPEN_ALREADY,
    RESUMED,
    SENT_BEFORE,
    note_in_english,
)
from actions.ticket.options import addition_option
from actions.ticket.parts import FORGOTTEN, Said, TicketDraft, offered_words
from actions.ticket.slots import LAID_ASIDE, draft_slots
from actions.ticket.story import asked_along, begun, name_left_out, said_name_forgotten
from actions.ticket.writeup import beside_words, known_words
from actions.to_person import said_in_hand
from dialogue.moods.outbursts import calmed
from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from dialogue.text.shortening import fitted
from dialogue.ticket.form_wishes import brings_back, complains, has_no_picture, read_wish
from dialogue.ticket.words import repeats_submit
from faq.guiding.guidance import Guidance
from faq.guiding.state import GuideState
from faq.pages.case import case_facts
from faq.text.phone import SCREEN_LINES, line_count
from tickets.written import TRIED

log = logging.getLogger(__name__)
_NOTED_PROBLEM = "问题先按您说的写：「{}」，核对时能改。"


def started(
    form: KnowledgeAction,
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    draft: TicketDraft,
    said: Said,
    key: str | None,
) -> list[EventType]:
    """Begin a ticket with all that was told, or go on with the one that was begun; say what is in it."""
    library = form.library
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
        if is_expired(form.access, tracker, draft):
            draft = replace(draft, username=None)
            notes.append(EXPIRED)
    elif numbers := active_numbers(form.access, tracker):
        notes += [] if said_in_hand(tracker, numbers) else [OPEN_ALREADY.format("、".join(numbers))]
        beside = [offer((addition_option(numbers),))]  # the first question offers it too
    if draft.pictures and (aside or draft.screenshot is None):
        notes.append(SENT_BEFORE.format(len(draft.pictures)))
    complaint = complains(said.text) and not resumed
    if complaint:  # about what, is theirs to say: it is seldom the matter before
        notes.append(COMPLAINT)
    elif not draft.description and not resumed:
        shown = offered_words(draft.suggestion)  # what pictures say that were sent before
        opened = begun(tracker, library.content, library.guidance, shown)
        if opened.words:
            draft = replace(draft, suggestion=opened.frame).with_drafted_description(opened.words)
    draft = with_picture_seen(tracker, draft)
    draft = draft.with_drafted_description(offered_words(draft.suggestion))
    told = draft.drafted and not resumed
    nothing_told = back or said.intent == "resume"
    if not nothing_told:
        draft, said = take_fields(draft, None, said)
        draft = begin(draft, said, shared_settings().tickets)
    sends = resumed and not brings_back(said.text) and read_wish(said.text).sends  # «还是交吧» goes on with it
    draft = _without_left_out(form, tracker, draft)
    if sends:
        draft = sent_off(draft).draft
    if said.text and not (resumed or nothing_told):
        answered = tracker.get_slot("last_act") == "answered"
        draft = asked_along(draft, calmed(said.text), answered=answered)
    notes = [in_their_language(tracker, note) for note in notes]
    if told:
        text = str((draft.description or {}).get("text", ""))
        also = beside_words(draft, known_words(library.guidance, tracker))
        frame = PROBLEM_NOTED if speaks_english(tracker) else _NOTED_PROBLEM.replace("「{}」", f"「{{}}」{also}")
        asks_field = draft.missing() != "ticket_confirm"  # the summary shows it anyway
        room = SCREEN_LINES - lines_said(tracker) - line_count("\n".join(notes)) - QUESTION_LINES
        notes += filter(None, (fitted(text, frame, room) if asks_field else "",))
    elif not (resumed or nothing_told) and (line := _noted_at_once(draft)):
        room = SCREEN_LINES - lines_said(tracker) - line_count("\n".join(notes)) - QUESTION_LINES
        notes += [in_their_language(tracker, line)] if line_count(line) <= room else []
    if notes:
        dispatcher.utter_message(text="\n".join(notes))
    events = draft_slots(draft, key or secrets.token_urlsafe(12))
    case = case_told(tracker, library.guidance, FactsTold(told_facts(tracker)), anew=complaint)
    spent = [SlotSet(LAID_ASIDE, None)] if tracker.get_slot(LAID_ASIDE) else []
    reset = [*spent, SlotSet("misses", 0), SlotSet("last_act", None)]
    if complaint and draft.description is None:
        reset.append(SlotSet("requested_slot", "ticket_description"))
    if draft.confirm is not None:
        reset.append(SlotSet("requested_slot", None))
    return [*events, *case, *language_slot(tracker), *reset, *beside]


def _noted_at_once(draft: TicketDraft) -> str:
    """What was taken from the very message that asked for the ticket, where the summary does not show it yet."""
    named, told = bool((draft.username or {}).get("ref")), bool(draft.description)
    if draft.missing() == "ticket_confirm" or not (named or draft.exact):
        return ""
    return ALL_NOTED if named and told else NAME_NOTED if named else NOTED


def _without_left_out(form: KnowledgeAction, tracker: Tracker, draft: TicketDraft) -> TicketDraft:
    """The draft without what was said before, in the talk, to be forgotten or not there: nobody is asked for it."""
    if draft.username is None:
        draft = replace(draft, username=name_left_out(tracker))
    if draft.username is None and said_name_forgotten(tracker, form.library.content, form.library.guidance):
        draft = replace(draft, username=FORGOTTEN)
    if draft.screenshot is None:
        clauses = (clause for said in said_in(tracker) for clause in split_clauses(in_mandarin(said.text)))
        none = any(map(has_no_picture, clauses))
        draft = replace(draft, screenshot="none") if none else draft
    return draft


def in_their_language(tracker: Tracker, note: str) -> str:
    """A note of the form, in English for who writes it."""
    return note_in_english(note, promise_in_english(shared_settings())) if speaks_english(tracker) else note


def with_picture_seen(tracker: Tracker, draft: TicketDraft) -> TicketDraft:
    """The draft with what a picture says, for the description or beside it."""
    line = seen_line(shown_page(tracker))
    if not line or line in draft.suggestion:
        return draft
    label = TRIED if draft.description else ""  # where nothing is told it may be the description
    return replace(draft, suggestion="\n".join(filter(None, (draft.suggestion, f"{label}{line}"))))


def case_told(tracker: Tracker, guidance: Guidance, told: FactsTold, *, anew: bool = False) -> list[EventType]:
    """The case with what a picture and the words of a message tell of it, without what they take back.

    `anew` when it is of another matter than the talk before.
    """
    page, state = shown_page(tracker), GuideState() if anew else case_of(tracker)
    facts = {**(case_facts(page, guidance) if page is not None else {}), **told.facts}
    if told.gone:
        left = {name: value for name, value in state.known.items() if name not in told.gone}
        state = replace(state, facts=left)
    return [SlotSet("case", with_facts(state, facts).as_dict())] if facts or told.gone or anew else []


def is_expired(access: DeskAccess, tracker: Tracker, draft: TicketDraft) -> bool:
    """Whether a username was given that is kept no longer."""
    reference = (draft.username or {}).get("ref")
    return bool(reference) and raw_value(access, tracker, str(reference)) is None


def raw_value(access: DeskAccess, tracker: Tracker, reference: str) -> str | None:
    """A private value as it was typed; None when it is kept no longer, empty when nobody can tell now."""
    try:
        value = access.private.read(tracker.sender_id, reference)
    except SQLAlchemyError as error:
        log.error("private_value_unreachable error=%s", type(error).__name__)
        return ""
    return value.value if value else None
