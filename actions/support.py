"""The way to a person: contact details, and the ticket form."""

from __future__ import annotations

import re

from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Memory, say
from faq.choice import Option, numbered_option_lines
from faq.loader import Content
from faq.normalise import matching_key
from faq.reply import answer_of

CONTACT_ENTRY = "contact_support"
TICKET = Option("ticket", "提交工单，三个工作日内答复")
_WANTS_TICKET = re.compile(
    r"(?:提交|提|开|建|填|写|递|弄|要|继续|重新).{0,4}(?:工单|单子|问题单)|工单.{0,2}(?:提交|怎么提|填)|登记.{0,6}问题|投诉|反馈.{0,6}(?:问题|给)"
)


_SUBMIT_AGAIN = re.compile(r"(?:确认|确定|好的?|直接|再)*提交(?:吧|了|啊)?")


def wants_ticket(text: str) -> bool:
    """Whether somebody asks for a ticket in so many words."""
    return _WANTS_TICKET.search(text) is not None


def repeats_submit(text: str) -> bool:
    """Whether somebody says «提交» and nothing else: outside the form its first time must have been lost."""
    return _SUBMIT_AGAIN.fullmatch(matching_key(text)) is not None


def start_ticket() -> list[EventType]:
    """Begin (or resume) the form; it reads the message that asked for it."""
    return [FollowupAction("ticket_form")]


def offer_human(dispatcher: CollectingDispatcher, content: Content, memory: Memory) -> list[EventType]:
    """How to reach a person, from the knowledge base, and the offer of a ticket; never a search first."""
    entry = content.entry(CONTACT_ENTRY)
    reply = answer_of(entry, content, context=memory.school) if entry else None
    body = reply.text if reply else _contact_lines(content)
    text = f"{body}\n\n也可以现在就在这里提交工单：\n{numbered_option_lines((TICKET,))}"
    say(dispatcher, text, (TICKET,), reply.trace() if reply else None)
    return [SlotSet("offered", [{"id": TICKET.id, "title": TICKET.title}]), SlotSet("misses", 0)]


def _contact_lines(content: Content) -> str:
    contacts = [contact for contact in content.contacts.values() if contact.scope is None]
    return "\n".join(["您可以这样找到人工客服：", *(f"· {item.name}：{item.text}" for item in contacts)])
