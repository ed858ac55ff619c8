"""Answers when Rasa is away: straight from the FAQ library, and saying so."""

from __future__ import annotations

from typing import Any

from bot.messages import Outbound, OutboundMessage
from faq.choice import HUMAN, Option, choose
from faq.library import Library
from faq.reply import Reply, answer_of, reply_to

NOTICE = "（智能助手暂时不可用，下面是知识库直接给出的内容，可能不够准。）\n\n"
CONTACT_ENTRY = "contact_support"
_HUMAN_WORDS = ("人工", "客服", "真人", "工单")


def answer_without_rasa(library: Library, text: str, option: str | None, state: dict[str, Any]) -> Outbound:
    """One turn from the library alone; choices, people and questions are understood, small talk is not."""
    content = library.content
    offered = tuple(Option(item["id"], item["title"]) for item in state.get("offered", []))
    chosen = Option(option, "") if option else choose(text, offered)
    wants_human = (chosen is not None and chosen.id == HUMAN) or (
        len(text) <= 8 and any(word in text for word in _HUMAN_WORDS)
    )
    entry = content.entry(CONTACT_ENTRY if wants_human else chosen.id if chosen else "")
    reply: Reply
    if entry is not None:
        reply = answer_of(entry, content, context=text)
    else:
        reply = reply_to(library.decide(text, previous=state.get("last_answer"), context=text), content, context=text)
    trace = {**reply.trace(), "intent": entry.intent if entry else None, "confidence": None, "limited": True}
    return Outbound((OutboundMessage(NOTICE + reply.text, reply.options),), trace)
