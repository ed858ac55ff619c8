"""What somebody adds to a ticket: read from a message, kept in slots while it is asked for, told back to them.

Like the draft of a ticket it holds masked text and references only, never personal data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.conversation import message_text, metadata
from actions.storage import DeskAccess
from actions.ticket.case import said_in
from actions.ticket.options import addition_option
from actions.ticket.reading import Addition, read_addition
from dialogue.text.clauses import is_asked
from dialogue.turns.variety import fingerprint
from faq.text.choice import Option

ADDITION_FORM = "addition_form"
ADD_SAID = "add_said_"
"""How the ids of options begin that add a message of before; its fingerprint follows."""
_SHOWN_CHARS = 60


def addition_said(tracker: Tracker, *, tapped: bool) -> Addition:
    """What the latest message adds, with the pictures that were sent before it outside any form."""
    sent = metadata(tracker)
    text = "" if tapped or message_text(tracker).startswith("/") else message_text(tracker)
    addition = read_addition(text, sent.get("private") or (), sent.get("attachments") or ())
    return replace(addition, pictures=tuple(dict.fromkeys((*kept_pictures(tracker), *addition.pictures))))


def offered_addition(text: str, numbers: Sequence[str]) -> Option:
    """The option to add what was just said to the ticket that is open."""
    return Option(f"{ADD_SAID}{fingerprint(text)}", addition_option(numbers).title)


def addition_chosen(tracker: Tracker, option: str) -> Addition:
    """What such an option adds; nothing when it was said too long ago to be known."""
    name = option.removeprefix(ADD_SAID)
    texts = (said.text for said in reversed(said_in(tracker)))
    text = next((text for text in texts if fingerprint(text) == name), "")
    heard = [event for event in tracker.events if event["event"] == "user" and event.get("text") == text]
    return read_addition(text, ((heard[-1].get("metadata") or {}).get("private") if heard else None) or ())


def kept_pictures(tracker: Tracker) -> tuple[str, ...]:
    """The pictures sent before outside any form; those of a ticket's form that is still open belong to that ticket."""
    return () if tracker.get_slot("ticket_key") else tuple(tracker.get_slot("ticket_pictures") or ())


def addition_slots(number: str | None, addition: Addition, left: str | None = None) -> list[EventType]:
    """The slots that hold an addition; `left` is what the person went away to do instead."""
    kept = {"text": addition.text, "refs": list(addition.refs), "pictures": list(addition.pictures)}
    return [
        SlotSet("addition_ticket", number),
        SlotSet("addition", kept if addition else None),
        SlotSet("addition_left", left),
    ]


def addition_of(tracker: Tracker) -> Addition:
    """The addition as the slots hold it."""
    kept = tracker.get_slot("addition") or {}
    return Addition(kept.get("text", ""), tuple(kept.get("refs", ())), tuple(kept.get("pictures", ())))


def written(access: DeskAccess, conversation_key: str, addition: Addition) -> str:
    """The words with their personal data back in place, for the ticket itself."""
    return access.private.written(conversation_key, addition.text, addition.refs)


def confirmation(number: str, addition: Addition) -> str:
    """What was added, and to which ticket."""
    shown = addition.text if len(addition.text) <= _SHOWN_CHARS else f"{addition.text[:_SHOWN_CHARS]}……"
    parts = [f"「{shown}」"] if shown else []
    parts += [f"图片 {len(addition.pictures)} 张"] if addition.pictures else []
    question = "\n如果这句是想问我的，请再发一遍。" if is_asked(addition.text) else ""
    return f"已补充到工单 {number}：{'和'.join(parts)}。客服会一起看。{question}"
