"""Under the answer to what may be news for a ticket that is open: a button that puts it there.

Only who is asked by an agent is heard by the agent without a tap (`actions.ticket.agent_reply`): all else may
be meant for the bot, and is answered.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

from actions.conversation import Memory, button, message_text
from actions.english.leads import speaks_english
from actions.english.tickets import ADD_SAID
from actions.guiding.leading import case_of
from actions.storage import DeskAccess
from actions.ticket.addition import offered_addition
from actions.ticket.agent_reply import tells
from actions.ticket.care import person_of
from dialogue.slots import options_of
from faq.text.choice import Option
from faq.text.normalise import matching_key
from tickets.model import ACTIVE

log = logging.getLogger(__name__)
_RECENT = timedelta(days=14)
_LEAST_LETTERS = 6
_FEW = 5


def with_addition_offered(
    access: DeskAccess, dispatcher: CollectingDispatcher, tracker: Tracker, events: list[EventType]
) -> list[EventType]:
    """The events of an answer, with the button on offer where what was said may belong to an open ticket."""
    text, said = message_text(tracker), dispatcher.messages
    led = case_of(tracker).running or tracker.get_slot("ticket_key")
    if led or not said or not tells(tracker) or len(matching_key(text)) < _LEAST_LETTERS:
        return events
    if not (numbers := _open_numbers(access, tracker)):
        return events
    option = offered_addition(text, numbers)
    if speaks_english(tracker):
        option = Option(option.id, ADD_SAID.format(numbers[0] if len(numbers) == 1 else "…"))
    return offered_too(dispatcher, tracker, events, option)


def offered_too(
    dispatcher: CollectingDispatcher, tracker: Tracker, events: list[EventType], option: Option
) -> list[EventType]:
    """The events of what was said, with an option more: the last one, so that no number changes what it chooses."""
    last = dispatcher.messages[-1]
    last["buttons"] = [*(last.get("buttons") or ()), button(option)]
    before = [event["value"] for event in events if event.get("name") == "offered"]
    offered = options_of(before[-1]) if before else Memory.of(tracker).offered
    return [*events, SlotSet("offered", [item.as_dict() for item in (*offered, option)])]


def _open_numbers(access: DeskAccess, tracker: Tracker) -> list[str]:
    try:
        tickets = access.desk.reader.own_tickets(person_of(tracker), _FEW)
    except SQLAlchemyError as error:
        log.error("desk_unreachable error=%s", type(error).__name__)
        return []
    since = access.desk.clock.now() - _RECENT
    return [ticket.number for ticket in tickets if ticket.status in ACTIVE and ticket.created_at >= since]
