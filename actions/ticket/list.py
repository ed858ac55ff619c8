"""Somebody's tickets as the conversation lists them: their state, what agents answered, how to go on."""

from __future__ import annotations

from collections.abc import Sequence

from actions.ticket.parts import Said
from actions.ticket.promises import HOW_TO_URGE
from common.clock import china_time
from dialogue.text.clauses import is_asked
from dialogue.ticket.words import urges, wants_to_add
from faq.text.normalise import matching_key
from tickets.model import ACTIVE, STATUS_LABELS, MessageKind, MessageView, Status, Ticket
from tickets.promise import Promise
from tickets.written import headline

_HOW_TO_ADD = "要补充就回复“补充一下”，也可以直接发图；问题好了就回复“工单解决了”。"
_HOW_TO_GO_ON = "已经关闭了。还有问题就回复“提交工单”，重新提交一张。"
_WHERE_ANSWERS_ARE = "（客服的答复在“我的工单”那一页）"
_ANSWER_CHARS, _TITLE_CHARS, _FEW, _SHORT = 40, 14, 3, 8


def listed(tickets: Sequence[Ticket], text: str) -> str:
    """All tickets, the newest answer in full, and what can be done now; `text` is what was asked."""
    return "\n".join(["您的工单：", *map(_listed, tickets), *_answers(tickets), "", _hint(tickets, text)])


def listed_briefly(tickets: Sequence[Ticket]) -> str:
    """The newest tickets, a line each: for the middle of a form, whose question stays in sight."""
    answered = any(ticket.answered_at for ticket in tickets[:_FEW])
    return "\n".join(["您的工单：", *map(_listed, tickets[:_FEW]), *((_WHERE_ANSWERS_ARE,) if answered else ())])


def asks_state(said: Said) -> bool:
    """Whether a message inside a form asks how one's tickets are, and is no answer to the form."""
    key = matching_key(said.text)
    asks = said.intent == "ticket_status" and "工单" in key and (is_asked(said.text) or len(key) <= _SHORT)
    return asks and not said.option and not wants_to_add(said.text)


def named(ticket: Ticket) -> str:
    """How somebody tells one of their tickets from the other."""
    opened = china_time(ticket.created_at)
    return f"{ticket.number}（{opened.month}月{opened.day}日）{headline(ticket.description)[:_TITLE_CHARS]}"


def _listed(ticket: Ticket) -> str:
    opened = china_time(ticket.created_at)
    promise = Promise(ticket.promised_on, ticket.promise_exact)
    if ticket.merged_into:
        return f"· {ticket.number}（{opened.month}月{opened.day}日提交）：已并入 {ticket.merged_into}"
    state = STATUS_LABELS[ticket.status]
    if ticket.status is Status.OPEN and (told := _told_last(ticket)) is not None:
        return f"· {ticket.number}（{opened.month}月{opened.day}日提交）：{state}，您{_day(told)}回过话，客服还没回"
    ends = "，客服已答复" if ticket.answered_at else f"，答复期限 {promise.text()}" if ticket.status in ACTIVE else ""
    return f"· {ticket.number}（{opened.month}月{opened.day}日提交）：{state}{ends}"


def _answers(tickets: Sequence[Ticket]) -> list[str]:
    """What agents answered last: whole for the newest ticket that has an answer, its beginning for the others.

    A message in the chat may have been lost on the way; here the person can read it whatever happened to it.
    """
    lines: list[str] = []
    for ticket in tickets:
        replies = [message for message in ticket.messages if message.kind is MessageKind.REPLY]
        if not replies:
            continue
        said = replies[-1]
        if (told := _told_last(ticket)) is not None:  # what the agent asked is answered: it is not asked again
            lines += ["", f"您回了{agent_of(said).strip()}：「{_beginning(told.body)}」。答复看工单页。"]
            continue
        text = said.body if not lines else _beginning(said.body)
        lines += ["", f"{agent_of(said)}对 {ticket.number} 的答复（{_day(said)}）：", text]
        if pictures := pictures_of(ticket, said):
            lines.append(f"（还有 {pictures} 张图片，工单页上看得到）")
    return lines


def agent_of(said: MessageView) -> str:
    """Who of the staff wrote it, as the chat names them."""
    return "客服" if said.author in ("", "客服") else f"客服 {said.author} "


def _told_last(ticket: Ticket) -> MessageView | None:
    """What the owner told an agent who has not answered since; None where the agent spoke last, or never."""
    said = [item for item in ticket.messages if item.kind in (MessageKind.REPLY, MessageKind.ADDITION)]
    answered = any(item.kind is MessageKind.REPLY for item in said)
    return said[-1] if answered and said[-1].kind is MessageKind.ADDITION and said[-1].body else None


def _day(said: MessageView) -> str:
    moment = china_time(said.created_at)
    return f"{moment.month}月{moment.day}日"


def pictures_of(ticket: Ticket, said: MessageView) -> int:
    """How many pictures came with an answer and are still kept."""
    return sum(item.message_id == said.id and not item.deleted for item in ticket.attachments)


def read_whole(tickets: Sequence[Ticket]) -> tuple[str, ...]:
    """The numbers of the tickets whose last answer the list shows from its first word to its last."""
    answered = [
        (ticket.number, replies[-1].body)
        for ticket in tickets
        if _told_last(ticket) is None
        and (replies := [message for message in ticket.messages if message.kind is MessageKind.REPLY])
    ]
    return tuple(number for place, (number, body) in enumerate(answered) if not place or body == _beginning(body))


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _ANSWER_CHARS else f"{line[:_ANSWER_CHARS]}……"


def _hint(tickets: Sequence[Ticket], text: str) -> str:
    if all(ticket.status is Status.CLOSED for ticket in tickets):
        return f"{'都' if len(tickets) > 1 else ''}{_HOW_TO_GO_ON}"
    return HOW_TO_URGE if urges(text) else _HOW_TO_ADD
