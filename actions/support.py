"""The way to a person: contact details, and the ticket form."""

from __future__ import annotations

from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Memory, say
from faq.choice import Option, numbered_option_lines
from faq.loader import Content
from faq.membership import with_claim
from faq.reply import answer_of

CONTACT_ENTRY = "contact_support"
TICKET = Option("ticket", "提交工单")


def start_ticket() -> list[EventType]:
    """Begin (or resume) the form; it reads the message that asked for it."""
    return [FollowupAction("ticket_form")]


def offer_human(dispatcher: CollectingDispatcher, content: Content, memory: Memory) -> list[EventType]:
    """How to reach a person, from the knowledge base, and the offer of a ticket; never a search first."""
    entry = content.entry(CONTACT_ENTRY)
    reply = answer_of(entry, content, context=with_claim("", memory.school)) if entry else None
    body = reply.text if reply else _contact_lines(content)
    text = f"{body}\n\n也可以现在就在这里提交工单：\n{numbered_option_lines((TICKET,))}"
    say(dispatcher, text, (TICKET,), reply.trace() if reply else None)
    return [SlotSet("offered", [{"id": TICKET.id, "title": TICKET.title}]), SlotSet("misses", 0)]


def _contact_lines(content: Content) -> str:
    contacts = [contact for contact in content.contacts.values() if contact.scope is None]
    return "\n".join(["您可以这样找到人工客服：", *(f"· {item.name}：{item.text}" for item in contacts)])
