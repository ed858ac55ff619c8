"""After an agent's reply: what the person says next answers it, and goes to that ticket."""

from __future__ import annotations

import logging

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

from actions.conversation import message_text, metadata
from actions.leading import case_of
from actions.storage import DeskAccess
from actions.ticket_addition import addition_said
from actions.ticket_care import add_now, person_of
from dialogue.ticket_words import is_asked
from faq.normalise import matching_key
from tickets.model import MessageKind, Status

log = logging.getLogger(__name__)
_FEW = 5
"""How many of somebody's tickets are looked at, newest first."""
_TALK = ("thank", "greet", "goodbye", "insult", "small_talk", "will_try")
"""What is said to an agent, and still answers nothing."""


def waiting_ticket(access: DeskAccess, tracker: Tracker) -> str | None:
    """The ticket whose agent asked last and waits for this person; None when none does, or nobody can tell now."""
    try:
        tickets = access.desk.reader.own_tickets(person_of(tracker), _FEW, history=True)
    except SQLAlchemyError as error:
        log.error("desk_unreachable error=%s", type(error).__name__)
        return None
    for ticket in tickets:
        said = [item.kind for item in ticket.messages if item.kind in (MessageKind.REPLY, MessageKind.ADDITION)]
        if ticket.status is Status.PENDING and said[-1:] == [MessageKind.REPLY]:
            return ticket.number
    return None


def answer_to_agent(access: DeskAccess, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
    """Add the message to the ticket whose agent waits for it; None when it is none of an agent's business.

    A question is the bot's to answer, what fits the guide somebody stands in is the guide's.
    """
    text, sent = message_text(tracker), metadata(tracker)
    talk = tracker.get_intent_of_latest_message() in _TALK
    says = bool(matching_key(text)) and not text.startswith("/") and not is_asked(text) and not talk
    if case_of(tracker).running or not (says or sent.get("attachments")):
        return None
    number = waiting_ticket(access, tracker)
    addition = addition_said(tracker, tapped=False)
    return add_now(access, dispatcher, tracker, number, addition) if number and addition else None
