"""What the owner of tickets does with them in the conversation: look, add words or pictures, close."""

from __future__ import annotations

import logging
import re
import secrets

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

from actions.conversation import chosen_id, message_text, say
from actions.storage import DeskAccess
from actions.support import TICKET
from actions.ticket_reading import is_asked, placeholders_filled
from common.clock import china_time
from faq.choice import Option, numbered_option_lines
from tickets.errors import DeskError
from tickets.model import STATUS_LABELS, Person, Ticket
from tickets.numbers import find_numbers
from tickets.promise import Promise

log = logging.getLogger(__name__)

ADD_PICTURES = "add_pictures"
SETTLE = "settle_ticket"
CARE_OPTIONS = (ADD_PICTURES, SETTLE)

_MOST_LISTED = 5
_SETTLED = re.compile(
    r"(?:解决|搞定|处理好|弄好|办好|修好)了|(?:工单|单子).{0,4}(?:关|撤)|(?:关|撤)(?:闭|掉|销|了)?.{0,3}(?:工单|单子)"
)
_NOT_SETTLED = re.compile(r"没|不|未|还|吗|么|何时|什么|多久|几时|[?？]|能|被|谁|怎么")
_ADDS = re.compile(r"补充|加.{0,3}(?:截?图|照片)")
_LEAD = re.compile(
    r"^.{0,12}?补充(?:一下|说明|一点|两句|一句|几句|个|内容|情况|材料|到工单|工单)*[：:，,。 ]*"
    r"|^.{0,12}?加.{0,3}(?:截?图|照片)[：:，,。 ]*"
)
_NUMBER = re.compile(r"[Tt][0-9A-Za-z]{7}[：:，,。 ]*")
_NO_TICKETS = (
    "在这里没有找到您提交过的工单。在别处（服务号人工客服、邮件）反映的问题，"
    "请在原来的渠道查看回复。要现在提交一张吗？\n1. 提交工单"
)
_HOW_TO_ADD = "要补充就发“补充：……”，也可以直接发图；问题好了就回复“工单解决了”。"
_WHAT_TO_ADD = "请把内容和“补充”一起发，例如“补充：今天换了电脑还是一样”；截图直接发给我就行。"
_NOT_NOW = "暂时连不上工单系统，请过一会儿再试。"


def person_of(tracker: Tracker) -> Person:
    """Who is talking, as their channel knows them."""
    metadata = tracker.latest_message.get("metadata") or {}
    return Person(str(metadata.get("channel") or "web"), tracker.sender_id)


def says_settled(text: str) -> bool:
    """Whether somebody says that it is solved, or that the ticket can go; asking whether it is does not count."""
    return _SETTLED.search(text) is not None and not _NOT_SETTLED.search(text)


def wants_to_add(text: str) -> bool:
    """Whether somebody adds something to a ticket."""
    return _ADDS.search(text) is not None and not is_asked(text)


def active_numbers(access: DeskAccess, tracker: Tracker) -> tuple[str, ...]:
    """The person's tickets that are being worked on; none when the desk cannot be reached now."""
    try:
        return access.desk.active_numbers(person_of(tracker))
    except SQLAlchemyError as error:
        log.error("desk_unreachable error=%s", type(error).__name__)
        return ()


def care_for_tickets(
    access: DeskAccess, dispatcher: CollectingDispatcher, tracker: Tracker, option: str | None = None
) -> list[EventType]:
    """List, add or close, by what was said or chosen; only the channel's own identity opens anything."""
    person, text, option = person_of(tracker), message_text(tracker), option or chosen_id(tracker)
    number = next(iter(find_numbers(text)), None)
    try:
        tickets = access.desk.reader.own_tickets(person, _MOST_LISTED)
        if not tickets:
            say(dispatcher, _NO_TICKETS, (TICKET,))
            return [SlotSet("offered", [{"id": TICKET.id, "title": TICKET.title}])]
        new = (tracker.latest_message.get("metadata") or {}).get("attachments")
        if option == ADD_PICTURES or (not option and (wants_to_add(text) or new)):
            return _add(access, dispatcher, tracker, number, chosen=bool(option))
        if option == SETTLE or (not option and says_settled(text)):
            closed = access.desk.settle(person, number)
            dispatcher.utter_message(text=f"好的，工单 {closed.number} 已按“解决了”关闭。还有问题随时再来。")
            return [SlotSet("offered", [])]
    except DeskError as error:
        dispatcher.utter_message(text=str(error))
        return []
    except SQLAlchemyError as error:
        log.error("desk_unreachable error=%s", type(error).__name__)
        dispatcher.utter_message(text=_NOT_NOW)
        return []
    dispatcher.utter_message(text="\n".join(["您的工单：", *map(_listed, tickets), "", _HOW_TO_ADD]))
    return [SlotSet("offered", [])]


def offer_to_settle(dispatcher: CollectingDispatcher, number: str) -> list[EventType]:
    """After «解决了» that may mean the last answer or the ticket: ask which."""
    options = (Option(SETTLE, f"工单 {number} 也解决了，关闭它"),)
    say(dispatcher, f"太好了。您还有处理中的工单 {number}：\n{numbered_option_lines(options)}", options)
    return [SlotSet("misses", 0), SlotSet("offered", [{"id": item.id, "title": item.title} for item in options])]


def _add(
    access: DeskAccess, dispatcher: CollectingDispatcher, tracker: Tracker, number: str | None, *, chosen: bool
) -> list[EventType]:
    metadata = tracker.latest_message.get("metadata") or {}
    person, typed = person_of(tracker), not chosen and not message_text(tracker).startswith("/")
    # Pictures of a form that is still open belong to its ticket, not to this one.
    kept = [] if tracker.get_slot("ticket_key") else tracker.get_slot("ticket_pictures") or []
    pictures = tuple(dict.fromkeys([*kept, *(metadata.get("attachments") or [])]))
    words = _NUMBER.sub("", _LEAD.sub("", message_text(tracker))).strip() if typed else ""
    if not words and not pictures:
        dispatcher.utter_message(text=_WHAT_TO_ADD)
        return []
    values = [access.private.read(person.conversation_key, item["ref"]) for item in metadata.get("private") or ()]
    ticket = access.desk.add(
        person,
        placeholders_filled(words, [value.value if value else "" for value in values]),
        pictures,
        # Named by the message: one that is delivered twice adds once.
        idempotency_key=f"add-{metadata.get('message') or secrets.token_urlsafe(9)}",
        number=number,
    )
    counted = f"（含图片 {len(pictures)} 张）" if pictures else ""
    dispatcher.utter_message(text=f"已补充到工单 {ticket.number}{counted}，客服会一起看。")
    return [SlotSet("offered", []), *([SlotSet("ticket_pictures", [])] if kept else [])]


def _listed(ticket: Ticket) -> str:
    opened = china_time(ticket.created_at)
    promise = Promise(ticket.promised_on, ticket.promise_exact)
    state = STATUS_LABELS[ticket.status]
    ends = "客服已答复" if ticket.answered_at else f"答复期限 {promise.text()}"
    return f"· {ticket.number}（{opened.month}月{opened.day}日提交）：{state}，{ends}"
