"""What was given before the form asked for it: a username said earlier in the talk."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Tracker

from actions.storage import DeskAccess
from actions.ticket.begin import raw_value
from actions.ticket.notes import HAS_NAME, NAME_CHANGED, NAME_TAKEN
from actions.ticket.parts import FormReading, Said, TicketDraft
from actions.ticket.reading import USERNAME_KINDS
from dialogue.ticket.form_wishes import says_given_before
from faq.text.normalise import matching_key


def given_before(tracker: Tracker, draft: TicketDraft, asked: str | None, said: Said) -> FormReading | None:
    """What «用户名刚才给过了» gives: the value of that message, when there was one; None for all other messages."""
    if said.option or said.private or not says_given_before(said.text):
        return None
    known = draft.username is not None and draft.username.get("kind") != "forgotten"
    if known and (asked != "ticket_screenshot" or "名" in said.text or "号" in said.text):
        return FormReading(draft, HAS_NAME, then="answered")
    values = [
        item
        for event in tracker.events
        if event["event"] == "user"
        for item in (event.get("metadata") or {}).get("private") or ()
        if item["kind"] in USERNAME_KINDS and "shape" not in item
    ]
    if asked != "ticket_username" or not values:
        return None
    return FormReading(replace(draft, username=dict(values[-1])), NAME_TAKEN)


def same_name(access: DeskAccess, tracker: Tracker, before: TicketDraft, reading: FormReading) -> FormReading:
    """The reading of who gives once more the username that is there: nothing was changed, and nothing says so."""
    names = [dict(draft.username or {}).get("ref") for draft in (before, reading.draft)]
    if NAME_CHANGED not in reading.note or not all(names):
        return reading
    old, new = (matching_key(raw_value(access, tracker, str(name)) or "") for name in names)
    return replace(reading, note=reading.note.replace(NAME_CHANGED, HAS_NAME)) if old and old == new else reading
