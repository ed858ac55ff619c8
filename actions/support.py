"""The way to a person: contact details and the offer of a ticket."""

from __future__ import annotations

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Memory, say_reply
from faq.loader import Content
from faq.reply import Reply, answer_of

CONTACT_ENTRY = "contact_support"


def offer_human(dispatcher: CollectingDispatcher, content: Content, memory: Memory) -> list[EventType]:
    """How to reach a person, from the knowledge base; it never depends on a search succeeding."""
    entry = content.entry(CONTACT_ENTRY)
    if entry is None:
        return say_reply(dispatcher, memory, Reply(_fallback_text(content), (), "none"))
    return say_reply(dispatcher, memory, answer_of(entry, content, context=memory.school))


def _fallback_text(content: Content) -> str:
    contacts = [contact for contact in content.contacts.values() if contact.scope is None]
    return "\n".join(["您可以这样找到人工客服：", *(f"· {item.name}：{item.text}" for item in contacts)])
