"""The way to a person: contact details, and the ticket form."""

from __future__ import annotations

from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Memory, say
from actions.storage import shared_settings
from faq.choice import Option, numbered_option_lines
from faq.loader import Content
from faq.reply import answer_of
from tickets.promise import working_days_text

CONTACT_ENTRY = "contact_support"
TICKET_ID = "ticket"


def ticket_option() -> Option:
    """The offer of a ticket, with the promise of the settings."""
    return Option(TICKET_ID, f"提交工单，{working_days_text(shared_settings().tickets.working_days)}内答复")


def start_ticket() -> list[EventType]:
    """Begin (or resume) the form; it reads the message that asked for it."""
    return [FollowupAction("ticket_form")]


def offer_human(dispatcher: CollectingDispatcher, content: Content, memory: Memory) -> list[EventType]:
    """How to reach a person, from the knowledge base, and the offer of a ticket; never a search first."""
    entry = content.entry(CONTACT_ENTRY)
    reply = answer_of(entry, content, context=memory.school) if entry else None
    body = reply.text if reply else _contact_lines(content)
    option = ticket_option()
    text = f"{body}\n\n也可以现在就在这里提交工单：\n{numbered_option_lines((option,))}"
    say(dispatcher, text, (option,), reply.trace() if reply else None)
    return [SlotSet("offered", [{"id": option.id, "title": option.title}]), SlotSet("misses", 0)]


def _contact_lines(content: Content) -> str:
    contacts = [contact for contact in content.contacts.values() if contact.scope is None]
    return "\n".join(["您可以这样找到人工客服：", *(f"· {item.name}：{item.text}" for item in contacts)])
