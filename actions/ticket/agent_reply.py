"""After an agent's reply: what the person says next answers it, and goes to that ticket."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

from actions.conversation import message_text, metadata, offer, say
from actions.english.leads import speaks_english
from actions.english.tickets import CLOSED_BY_NOW as CLOSED_BY_NOW_IN_ENGLISH
from actions.english.tickets import SUBMIT_TICKET
from actions.guiding.leading import case_of
from actions.storage import DeskAccess
from actions.support import TICKET
from actions.ticket.addition import addition_said
from actions.ticket.care import add_now, person_of
from dialogue.text.clauses import is_asked
from faq.text.choice import numbered_option_lines
from faq.text.normalise import matching_key
from tickets.model import MessageKind, Status, Ticket

log = logging.getLogger(__name__)
_FEW = 5
"""How many of somebody's tickets are looked at, newest first."""
_TALK = ("thank", "greet", "goodbye", "insult", "small_talk", "will_try")
"""What is said to an agent, and still answers nothing."""
_GUIDES = ("tell_fact", "choose_option", "affirm", "deny")
"""What the step of a guide takes for its answer."""
_CLOSED_BY_NOW = "工单 {} 已经关闭，这句客服看不到。还有要说的，重新提交一张就行，您说过的会一起带上："


def waiting_ticket(access: DeskAccess, tracker: Tracker) -> str | None:
    """The ticket whose agent asked last and waits for this person; None when none does, or nobody can tell now."""
    return _waiting(_newest(access, tracker))


def _newest(access: DeskAccess, tracker: Tracker) -> Sequence[Ticket]:
    try:
        return access.desk.reader.own_tickets(person_of(tracker), _FEW, history=True)
    except SQLAlchemyError as error:
        log.error("desk_unreachable error=%s", type(error).__name__)
        return ()


def _waiting(tickets: Sequence[Ticket]) -> str | None:
    for ticket in tickets:
        said = [item.kind for item in ticket.messages if item.kind in (MessageKind.REPLY, MessageKind.ADDITION)]
        if ticket.status is Status.PENDING and said[-1:] == [MessageKind.REPLY]:
            return ticket.number
    return None


def _asks(tickets: Sequence[Ticket]) -> bool:
    """Whether the reply that waits asks something."""
    number = _waiting(tickets)
    messages = (item for ticket in tickets if ticket.number == number for item in ticket.messages)
    replies = [item.body for item in messages if item.kind is MessageKind.REPLY]
    return bool(replies) and is_asked(replies[-1])


def answer_to_agent(access: DeskAccess, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
    """Add the message to the ticket whose agent waits for it; None when it is none of an agent's business.

    A question is the bot's to answer, what fits the guide somebody stands in is the guide's. What does not fit it
    answers the agent who asked something: a guide that was left open long ago waits for nobody.
    """
    guided = case_of(tracker).running
    if guided and tracker.get_intent_of_latest_message() in _GUIDES:
        return None
    if not (tells(tracker) or metadata(tracker).get("attachments")):
        return None
    tickets = _newest(access, tracker)
    if guided and not (message_text(tracker) and _asks(tickets)):
        return None
    if number := _waiting(tickets):
        addition = addition_said(tracker, tapped=False)
        return add_now(access, dispatcher, tracker, number, addition) if addition else None
    if closed := _closed_by_now(tickets, message_text(tracker)):
        text = (CLOSED_BY_NOW_IN_ENGLISH if speaks_english(tracker) else _CLOSED_BY_NOW).format(closed)
        option = SUBMIT_TICKET if speaks_english(tracker) else TICKET
        say(dispatcher, f"{text}\n{numbered_option_lines((option,))}", (option,))
        return [offer((option,))]
    return None


def tells(tracker: Tracker) -> bool:
    """Whether the latest message was typed, asks nothing and is more than a greeting."""
    text, talk = message_text(tracker), tracker.get_intent_of_latest_message() in _TALK
    return bool(matching_key(text)) and not text.startswith("/") and not is_asked(text) and not talk


def _closed_by_now(tickets: Sequence[Ticket], text: str) -> str | None:
    """The ticket whose agent somebody speaks to by name, though it is closed and no other is open."""
    if not tickets or any(ticket.status is not Status.CLOSED for ticket in tickets):
        return None
    for ticket in tickets:
        agents = {item.author for item in ticket.messages if item.kind is MessageKind.REPLY}
        if any(name in text for name in agents if len(name) > 1):
            return ticket.number
    return None
