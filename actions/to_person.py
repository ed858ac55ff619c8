"""Who asks for a person while a ticket of theirs is in hand: that ticket first, a second form only if wanted."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import just_said, message_text, offer, say
from actions.english.leads import speaks_english
from actions.storage import DeskAccess
from actions.support import TICKET, faster_way, lead_to_person, ways_known
from actions.ticket.care import active_numbers
from actions.ticket.options import addition_option
from common.help_desk import HelpDesk
from dialogue.moods.outbursts import sympathy
from faq.content.loader import Content
from faq.text.choice import Option

IN_HAND_FIRST = "您已有处理中的工单 {}，客服会接着办。"
"""The first line; the form that opens behind it need not say so again."""
_WHICH = "同一件事，点“补充到……”告诉客服；是另一件事，再填一张。"
_ANOTHER = Option(TICKET.id, "是另一件事")


def to_person(
    access: DeskAccess, dispatcher: CollectingDispatcher, tracker: Tracker, content: Content, help_desk: HelpDesk
) -> list[EventType]:
    """The ticket that is in hand, and the ways for who cannot wait; the form where there is none, or when asked twice.

    In the middle of a form the form goes on.
    """
    numbers = () if speaks_english(tracker) or tracker.get_slot("ticket_key") else active_numbers(access, tracker)
    if not numbers or said_in_hand(tracker, numbers):
        return lead_to_person(dispatcher, tracker, content, help_desk)
    first = IN_HAND_FIRST.format("、".join(numbers))
    sorry = sympathy(message_text(tracker))
    options = (addition_option(numbers), _ANOTHER)
    say(dispatcher, f"{sorry}{first}\n{faster_way(content, ways_known(tracker))}\n{_WHICH}", options)
    return [offer(options), SlotSet("misses", 0)]


def said_in_hand(tracker: Tracker, numbers: tuple[str, ...]) -> bool:
    """Whether it was just said which tickets are in hand."""
    return IN_HAND_FIRST.format("、".join(numbers)) in just_said(tracker)
