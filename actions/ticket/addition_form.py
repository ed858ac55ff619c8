"""`addition_form`: after a bare «补充一下» the next message is the addition, unless it is an act of its own."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering.answers import KnowledgeAction
from actions.conversation import ask, message_text
from actions.support import start_ticket
from actions.talking import ActionContactSupport, ActionShowHelp
from actions.ticket.addition import ADDITION_FORM, addition_of, addition_said, addition_slots, kept_pictures
from actions.ticket.care import NOT_NOW, add_now, addition_options, care_for_tickets, number_of
from actions.ticket.list import asks_state
from actions.ticket.parts import Said
from actions.ticket.reading import Addition
from actions.ticket.slots import said_by, under_way
from dialogue.ticket.words import (
    asks_for_person,
    calls_out,
    cancels,
    comes_later,
    says_no_picture,
    says_settled,
    wants_ticket,
    wants_to_add,
)
from faq.text.choice import HUMAN, Option, numbered_option_lines
from faq.text.normalise import matching_key
from tickets.numbers import find_numbers

CANCEL = Option("cancel", "算了，不补充")
_NOTED = "记下了。"
_WAITING = "好的，不急，我等您发过来。"
_WORDS_WILL_DO = "没有图也没关系，用文字说明就行。"
_UNCLEAR = "没太明白您要补充什么，请写成一句话。"
_HERE = "在的，请发要补充的内容。"
_SHORT = 8
_CHOICE_CHARS = 4
_MOOD_CHARS = 5
"""Up to how many characters a message is only a yes, a no, a thank-you; what is longer tells something."""
_REFUSALS = ("cancel", "deny", "goodbye")
_NOT_ADDED = ("affirm", "thank", "helpful", "insult")
"""What a short message may be taken for that is never meant for an agent."""


class ValidateAdditionForm(KnowledgeAction):
    """Reads one message while something to add is waited for."""

    def name(self) -> str:
        """The name Rasa looks for."""
        return "validate_addition_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Fill the slots; leaving for something else ends the form."""
        number, addition = tracker.get_slot("addition_ticket"), addition_of(tracker)
        if not under_way(tracker, ADDITION_FORM):  # the message that began it was read before
            return addition_slots(number, addition)
        said = said_by(tracker)
        if left := way_out(said):
            return [*addition_slots(number, addition, left), SlotSet("requested_slot", None)]
        number = number_of(said.option) or number or self._named(tracker)
        note = remark(said)
        new = Addition() if note else addition_said(tracker, tapped=bool(said.option))
        if note or (new and not number):
            dispatcher.utter_message(text=note or _NOTED)
        return addition_slots(number, addition.joined(new))

    def _named(self, tracker: Tracker) -> str | None:
        """The open ticket of theirs whose number was typed."""
        found = find_numbers(message_text(tracker))
        own = [number_of(option.id) for option in addition_options(self.access, tracker)] if found else []
        return next((number for number in found if number in own), None)


class AskAdditionTicket(KnowledgeAction):
    """Asks which ticket, when several are open."""

    def name(self) -> str:
        """The name Rasa looks for."""
        return "action_ask_addition_form_addition_ticket"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """One short question; tap, number or ticket number."""
        options = addition_options(self.access, tracker)
        text = f"补充到哪一张工单？\n{numbered_option_lines(options)}\n\n不补充了就回复“算了”。" if options else NOT_NOW
        return ask(dispatcher, text, options, "addition")


class AskAddition(Action):
    """Asks for what is to be added."""

    def name(self) -> str:
        """The name Rasa looks for."""
        return "action_ask_addition_form_addition"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """One short question."""
        number = tracker.get_slot("addition_ticket")
        kept = kept_pictures(tracker)
        also = f"您之前发的 {len(kept)} 张图片会一起加上。" if kept else ""
        text = f"请把要补充的文字或截图发过来，我加到工单 {number} 里。{also}不补充了就回复“算了”。"
        return ask(dispatcher, text, (CANCEL,), "addition")


class ActionAddToTicket(KnowledgeAction):
    """Ends the form: adds what came, or does what the person went away for."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_add_to_ticket"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say what was added and to which ticket."""
        left, number = tracker.get_slot("addition_left"), tracker.get_slot("addition_ticket")
        if not left:
            return add_now(self.access, dispatcher, tracker, number, addition_of(tracker))
        return [*addition_slots(None, Addition()), *self._leave(left, dispatcher, tracker, domain)]

    def _leave(
        self, left: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        if left == "cancel":
            dispatcher.utter_message(text="好的，没有补充。")
            return [SlotSet("offered", [])]
        if left == "ticket":
            return start_ticket()
        if left == "tickets":
            return care_for_tickets(self.access, dispatcher, tracker)
        action = ActionContactSupport if left == "human" else ActionShowHelp
        return action(self.library, self.access).run(dispatcher, tracker, domain)


def way_out(said: Said) -> str | None:
    """What a message does instead of adding: give up, ask for a person, a ticket, their tickets, help."""
    key = matching_key(said.text)
    refuses = said.intent in _REFUSALS and len(key) <= _MOOD_CHARS and not says_no_picture(said.text)
    if said.option == CANCEL.id or (not said.option and (cancels(key) or refuses)):
        return "cancel"
    if said.option == "ticket" or (not said.option and wants_ticket(said.text)):
        return "ticket"
    if said.option == HUMAN or (not said.option and asks_for_person(key, said.intent)):
        return "human"
    if asks_state(said) or (not said.option and not wants_to_add(said.text) and says_settled(said.text)):
        return "tickets"
    if not said.option and said.intent in ("greet", "ask_help") and 0 < len(key) <= _SHORT and not calls_out(key):
        return "help"
    return None


def remark(said: Said) -> str:
    """What to say to a short message that is neither an addition nor a way out; empty when it may be one."""
    key = matching_key(said.text)
    if said.pictures or said.option:
        return ""
    if says_no_picture(said.text):
        return _WORDS_WILL_DO
    if calls_out(key):
        return _HERE
    if said.intent == "choose_option" and len(key) <= _CHOICE_CHARS:
        return _UNCLEAR
    return _WAITING if comes_later(key) or (said.intent in _NOT_ADDED and len(key) <= _MOOD_CHARS) else ""
