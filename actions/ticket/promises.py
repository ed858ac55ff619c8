"""When the answer to a ticket comes and where it arrives, for who has sent one."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.conversation import metadata
from actions.english.leads import SAME_BROWSER, TICKET_WAITS
from actions.english.parts import text_in_english, username_in_english
from common.help_desk import HelpDesk
from dialogue.text.shortening import fitted
from faq.guiding.situation import Situation
from faq.text.phone import SCREEN_LINES, line_count
from tickets.model import MessageKind, Ticket
from tickets.promise import Promise
from tickets.written import WORDS

_ARRIVES = "答复会出现在这个对话里"
_TEXT = ("工单 {} 写的是：", "用户名：{}", "截图：{}", "没有", "问题：{}", "要加要改，回复“补充一下”。")
_TEXT_ENGLISH = ("Ticket {} says:", "Username: {}", "Screenshots: {}", "none", "Problem: {}", "To add, reply “add: …”.")
_ADDED, _ADDED_ENGLISH = "后来补充：{}", "Added later: {}"
_ADDED_LINES = 3
_SENT, _SENT_ENGLISH = "交上去的是：「{}」", "What was sent: “{}”"
_SENT_LINES = 2
_SOONER = "等不及就回复“客服电话”，先找学信网自己的人工客服；在这里回复“补充一下”，写上最晚什么时候要。"
HOW_TO_URGE = (
    "客服按期限处理，不会漏掉。事情急（例如报名快截止）就回复“补充一下”，写上最晚什么时候要办好，客服会一起看到。"
)


def arrives(tracker: Tracker) -> str:
    """Where the answer appears, as the gateway says of the person's channel."""
    return str(metadata(tracker).get("arrival") or _ARRIVES)


def same_browser(tracker: Tracker) -> str:
    """For who writes English: that only this browser shows it."""
    return SAME_BROWSER if metadata(tracker).get("in_browser") else ""


def ticket_text(ticket: Ticket, situation: Situation | None = None) -> str:
    """What a ticket says, as it was sent, and what was added: masked, within one screen; in English with the facts it
    may tell of."""
    english = situation is not None
    pictures = len(ticket.attachments)
    head, name, count, none, frame, end = _TEXT_ENGLISH if english else _TEXT
    username = username_in_english(ticket.username) if english else ticket.username
    told = ticket.description if situation is None else text_in_english(ticket.description, situation)
    lines = [head.format(ticket.number), name.format(username or none), count.format(pictures or none)]
    more = [message.body for message in ticket.messages if message.kind is MessageKind.ADDITION and message.body]
    added = [fitted("；".join(more), _ADDED_ENGLISH if english else _ADDED, _ADDED_LINES)] if more else []
    room = SCREEN_LINES - line_count("\n".join([*lines, *added, end]))
    return "\n".join([*lines, fitted(told, frame, room), *added, end])


def sent_line(description: str, situation: Situation | None = None) -> str:
    """In a line or two what was sent, for who has not looked it through; in English with the facts it may tell of."""
    if situation is None:  # their own words tell them most
        return fitted(description.partition(WORDS)[2] or description, _SENT, _SENT_LINES)
    return fitted(text_in_english(description, situation), _SENT_ENGLISH, _SENT_LINES)


def promised(
    ticket: Ticket, help_desk: HelpDesk, arrival: str, *, urged: bool, by_when: bool = False, again: bool = False
) -> str:
    """The conclusion first: by when; then where it comes, or what to do when that is too late, else a second time."""
    due = Promise(ticket.promised_on, ticket.promise_exact).text()
    if ticket.answered_at is not None:
        return f"工单 {ticket.number} 客服已经答复过了；回复“我的工单”看全文，还有问题直接补充。"
    if by_when:
        return f"不能保证：工单 {ticket.number} 是{due}答复（{help_desk.promise}）。\n{_SOONER}"
    then = (_SOONER if again else HOW_TO_URGE) if urged else f"{arrival}。"
    return f"工单 {ticket.number}：{due}答复（{help_desk.promise}）。\n{then}"


def promised_in_english(ticket: Ticket, within: str, where: str, faster: str) -> str:
    """The same for who writes English; `faster` is how to reach 学信网's own staff, empty where nobody urges."""
    text = TICKET_WAITS.format(ticket.number, ticket.promised_on.isoformat(), within, where)
    return f"{text}\n{faster}" if faster else text
