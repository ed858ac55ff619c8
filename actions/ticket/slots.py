"""The ticket form as Rasa's slots and events hold it: the draft, the latest message, whether the form was running."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.conversation import Memory, chosen_id, message_text, metadata
from actions.ticket.options import ADD_PICTURES, is_typed
from actions.ticket.parts import Said, TicketDraft
from faq.text.choice import Option, choose

FORM = "ticket_form"
LAID_ASIDE = "ticket_laid_aside"
"""The slot of the pictures of a form that was given up: they are for no other ticket."""


def draft_of(tracker: Tracker) -> TicketDraft:
    """The draft as the slots hold it."""
    return TicketDraft(
        username=tracker.get_slot("ticket_username"),
        pictures=tuple(tracker.get_slot("ticket_pictures") or ()),
        screenshot=tracker.get_slot("ticket_screenshot"),
        description=tracker.get_slot("ticket_description"),
        suggestion=tracker.get_slot("ticket_suggestion") or "",
        confirm=tracker.get_slot("ticket_confirm"),
    )


def draft_slots(draft: TicketDraft, key: str | None) -> list[EventType]:
    """The slots that hold a draft; `key` names this form, so that it opens one ticket only."""
    return [
        SlotSet("ticket_username", draft.username),
        SlotSet("ticket_pictures", list(draft.pictures)),
        SlotSet("ticket_screenshot", draft.screenshot),
        SlotSet("ticket_description", draft.description),
        SlotSet("ticket_suggestion", draft.suggestion),
        SlotSet("ticket_confirm", draft.confirm),
        SlotSet("ticket_key", key),
    ]


def said_by(tracker: Tracker) -> Said:
    """The latest message as the form reads it; a typed number or title counts as a tap."""
    sent = metadata(tracker)
    option = chosen_id(tracker)
    text = "" if option or message_text(tracker).startswith("/") else message_text(tracker)
    if not option and text:
        typed = choose(text, Memory.of(tracker).offered)
        option = typed.id if typed and is_typed(text, typed) else None
    return Said(
        text,
        tracker.get_intent_of_latest_message() or "",
        option,
        tuple(sent.get("private") or ()),
        tuple(sent.get("attachments") or ()),
    )


def open_beside(tracker: Tracker) -> tuple[Option, ...]:
    """The option to add to an open ticket instead, which the very first question of the form has."""
    offered = () if under_way(tracker, FORM) else Memory.of(tracker).offered
    return tuple(option for option in offered if option.id == ADD_PICTURES)


def under_way(tracker: Tracker, form: str) -> bool:
    """Whether a form was running before this message; slots outlive a session, a form does not."""
    events = list(tracker.events)
    while events and events.pop()["event"] != "user":
        pass
    for event in reversed(events):
        if event["event"] == "active_loop":
            return bool(event.get("name") == form)
        if event["event"] == "session_started":
            return False
    return False
