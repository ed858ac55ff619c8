"""Answers when Rasa is away: straight from the FAQ library, and saying so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.channels.base import Outbound, OutboundMessage
from dialogue.form_wishes import FormWish, read_wish
from dialogue.sent_ticket import asks_of_ticket
from dialogue.ticket_words import is_asked
from faq.choice import HUMAN, Option, choose
from faq.library import Library
from faq.loader import Content
from faq.pages.answering import answer_page, page_reply
from faq.pages.page import PageReading
from faq.reply import Reply, answer_of, reply_to, reply_to_choice

NOTICE = "（智能助手暂时不可用，下面是知识库直接给出的内容，可能不够准。）\n\n"
CONTACT_ENTRY = "contact_support"
_HUMAN_WORDS = ("人工", "客服", "真人", "工单")
_FORM_QUESTIONS = frozenset({"username", "screenshot", "description", "confirm"})
_LEFT = "好的，工单没有提交。（智能助手恢复以后再说一声“取消”，填过的就清掉。）"
_PROMISED = "您的工单 {} {}答复，客服按期限处理；要补充的，过一会儿再发给我。"
_ADDITION_WAITS = "智能助手暂时没有回应，还没有补充进去。请过一两分钟把刚才的内容再发一次。"
_QUESTION_CHARS = 6
"""What is shorter answers the form's question, whatever entry it resembles."""
_FORM_KEPT = "（您没填完的工单还在，过一会儿回复“提交工单”接着填。）"
_FORM_WAITS = "智能助手暂时没有回应。您填的工单内容都还在，请过一两分钟把刚才这句再发一次，或者回复“提交工单”接着填。"


def answer_without_rasa(
    library: Library,
    text: str,
    option: str | None,
    state: dict[str, Any],
    ticket_url: str = "",
    promise: str = "",
    page: PageReading | None = None,
) -> Outbound:
    """One turn from the library alone; choices, people, questions and pages are understood, small talk is not.

    `ticket_url` is the page that takes a ticket without the assistant, `promise` the time that takes (三个工作日内),
    `page` what a picture shows that came with the message.
    """
    content = library.content
    offered = tuple(map(Option.from_dict, state.get("offered", [])))
    chosen = Option(option, "") if option else choose(text, offered)
    in_form = state.get("asking") in _FORM_QUESTIONS
    wish = read_wish(text) if in_form and not option else FormWish()
    text = wish.asks if wish.leaves else text
    wants_human = (chosen is not None and chosen.id in (HUMAN, "ticket")) or (
        not in_form and len(text) <= 8 and any(word in text for word in _HUMAN_WORDS)
    )
    person = content.entry(CONTACT_ENTRY) if wants_human else None
    picked = answer_of(person, content, context=text) if person else None
    if chosen and picked is None:
        picked = reply_to_choice(chosen.id, content, context=text)
    reply: Reply
    if wish.leaves and not text:
        return _said(_LEFT)
    if state.get("ticket") and not option and asks_of_ticket(text, topic=bool(state.get("last_answer"))):
        return _said(NOTICE + _PROMISED.format(state["ticket"], promise))
    if picked is not None:
        reply = picked
    elif page is not None:
        reply = page_reply(answer_page(library, page, text, context=text), content, context=text)
    else:
        reply = reply_to(library.decide(text, previous=state.get("last_answer"), context=text), content, context=text)
    if state.get("asking") == "addition" and not wants_human:
        return _waits(
            _ADDITION_WAITS, f"\n着急的话，也可以打开 {ticket_url}，在您的工单下面补充。" if ticket_url else ""
        )
    if in_form:
        answers = reply.band == "answer" and is_asked(text) and not wish.sends
        if not answers or option or page is not None or len(text) < _QUESTION_CHARS:
            return _waits(_FORM_WAITS, f"\n着急的话，也可以打开 {ticket_url} 直接填表提交。" if ticket_url else "")
        reply = replace(reply, text=f"{_LEFT}\n\n{reply.text}" if wish.leaves else f"{reply.text}\n\n{_FORM_KEPT}")
    promised = f"，{promise}答复" if promise else ""
    by_page = f"\n\n也可以打开 {ticket_url} 填表提交工单{promised}。" if wants_human and ticket_url else ""
    trace = {**reply.trace(), "intent": _intent_of(picked, content), "confidence": None, "limited": True}
    return Outbound((OutboundMessage(NOTICE + reply.text + by_page, reply.options),), trace)


def _intent_of(reply: Reply | None, content: Content) -> str | None:
    entry = content.entry(reply.entry_id or "") if reply else None
    return entry.intent if entry else None


def _waits(text: str, by_page: str) -> Outbound:
    """What a form under way says: nothing is lost, and there is another way."""
    return _said(text + by_page)


def _said(text: str) -> Outbound:
    """A text that nothing was looked up for."""
    trace: dict[str, Any] = {
        "band": None,
        "faq_id": None,
        "guide_id": None,
        "candidates": [],
        "intent": None,
        "confidence": None,
    }
    return Outbound((OutboundMessage(text),), {**trace, "limited": True})
