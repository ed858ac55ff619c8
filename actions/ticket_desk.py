"""Opening a ticket and what its owner does with it later: look, add, close."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

from actions.conversation import message_text, say
from actions.storage import DeskAccess, shared_desk
from actions.support import TICKET
from actions.ticket_draft import Draft, placeholders_filled
from actions.ticket_form import draft_of, draft_slots, said_by
from common.clock import china_time
from tickets.errors import DeskError
from tickets.model import STATUS_LABELS, Person, Submission, Ticket
from tickets.numbers import find_numbers
from tickets.promise import Promise

_MOST_LISTED = 5
_TRY_AGAIN = (
    "工单暂时没能提交成功，您填的内容都还在。请过一两分钟回复“提交工单”再试一次；急用可以先发邮件到 kefu@chsi.com.cn。"
)
_SETTLED = re.compile(r"(?:问题|已经|都|工单)*(?:解决|搞定|处理好|弄好)了?")


def person_of(tracker: Tracker) -> Person:
    """Who is talking, as their channel knows them."""
    metadata = tracker.latest_message.get("metadata") or {}
    return Person(str(metadata.get("channel") or "web"), tracker.sender_id)


class DeskAction(Action, ABC):
    """Shared by the actions that use the desk."""

    def __init__(self, access: DeskAccess | None = None) -> None:
        """Use the given desk, or the process's own."""
        self._given = access

    @abstractmethod
    def name(self) -> str:
        """Its name in the domain; abstract, or the server would register this base too."""

    @property
    def access(self) -> DeskAccess:
        """The desk and the private values."""
        return self._given or shared_desk()


class ActionSubmitTicket(DeskAction):
    """Opens the ticket of a filled form, once."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_submit_ticket"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Number, promised date and how the answer arrives; a failure keeps the draft."""
        draft, key = draft_of(tracker), tracker.get_slot("ticket_key")
        if draft.confirm != "submit" or not key:
            dispatcher.utter_message(text="好的，工单没有提交。需要时回复“提交工单”重新填。")
            return _cleared()
        person = person_of(tracker)
        try:
            opened = self.access.desk.open(person, self._submission(person, draft, key))
        except DeskError as error:
            dispatcher.utter_message(text=str(error))
            kept = Draft(draft.username, draft.pictures, draft.screenshot, draft.description, draft.suggestion)
            return [*draft_slots(kept, key), SlotSet("offered", [])]
        except SQLAlchemyError:
            dispatcher.utter_message(text=_TRY_AGAIN)
            kept = Draft(draft.username, draft.pictures, draft.screenshot, draft.description, draft.suggestion)
            return [*draft_slots(kept, key), SlotSet("offered", [])]
        say(dispatcher, _opened_text(opened.ticket, opened.others), (), {"ticket": opened.ticket.number})
        return _cleared()

    def _submission(self, person: Person, draft: Draft, key: str) -> Submission:
        username = draft.username or {}
        name = self._raw(person, str(username.get("ref", ""))) if username.get("kind") != "forgotten" else None
        description = draft.description or {}
        values = [self._raw(person, reference) or "" for reference in description.get("refs", [])]
        text = placeholders_filled(str(description.get("text", "")), values)
        return Submission(key, name, text, draft.pictures, draft.suggestion)

    def _raw(self, person: Person, reference: str) -> str | None:
        value = self.access.private.read(person.conversation_key, reference)
        return value.value if value else None


class ActionTicketStatus(DeskAction):
    """Lists the person's own tickets, adds to the newest, or closes it when they say it is solved."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_ticket_status"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Only by the channel's own identity: a number alone opens nothing."""
        person, text = person_of(tracker), message_text(tracker)
        numbers = find_numbers(text)
        try:
            tickets = self.access.desk.reader.own_tickets(person, _MOST_LISTED)
            if not tickets:
                say(dispatcher, _NO_TICKETS, (TICKET,))
                return [SlotSet("offered", [{"id": TICKET.id, "title": TICKET.title}])]
            said = said_by(tracker)
            if "补充" in text or said.pictures:
                return self._add(dispatcher, person, text, said.pictures, tracker, numbers)
            if _SETTLED.search(text) and "没" not in text and "吗" not in text:
                closed = self.access.desk.settle(person, numbers[0] if numbers else None)
                dispatcher.utter_message(text=f"好的，工单 {closed.number} 已按“解决了”关闭。还有问题随时再来。")
                return []
        except DeskError as error:
            dispatcher.utter_message(text=str(error))
            return []
        except SQLAlchemyError:
            dispatcher.utter_message(text="暂时查不到工单，请过一会儿再问。")
            return []
        dispatcher.utter_message(text="\n".join(["您的工单：", *map(_listed, tickets), "", _HOW_TO_ADD]))
        return [SlotSet("offered", [])]

    def _add(
        self,
        dispatcher: CollectingDispatcher,
        person: Person,
        text: str,
        pictures: tuple[str, ...],
        tracker: Tracker,
        numbers: tuple[str, ...],
    ) -> list[EventType]:
        addition = re.sub(r"^.{0,6}补充(?:一下|说明|一点|个|内容)?[：:，, ]*", "", text).strip()
        message = (tracker.latest_message.get("metadata") or {}).get("message")
        ticket = self.access.desk.add(
            person,
            addition,
            pictures,
            idempotency_key=f"add-{message}",
            number=numbers[0] if numbers else None,
        )
        dispatcher.utter_message(text=f"已补充到工单 {ticket.number}，客服会一起看。")
        return []


_NO_TICKETS = (
    "在这里没有找到您提交过的工单。在别处（服务号人工客服、邮件）反映的问题，"
    "请在原来的渠道查看回复。要现在提交一张吗？\n1. 提交工单"
)
_HOW_TO_ADD = "要补充就说“补充一下……”，也可以直接发图；问题好了就回复“工单解决了”。"


def _opened_text(ticket: Ticket, others: tuple[str, ...]) -> str:
    promise = Promise(ticket.promised_on, ticket.promise_exact)
    lines = [
        f"工单已提交，编号 {ticket.number}。",
        f"客服会在{promise.text()}答复（三个工作日内）。",
        "答复会发到这个对话里；随时可以问“我的工单怎么样了”，也可以说“补充一下……”加文字或图片。",
    ]
    if others:
        lines.append(f"提醒：您还有处理中的工单 {'、'.join(others)}，同一件事不用重复提交。")
    return "\n".join(lines)


def _listed(ticket: Ticket) -> str:
    opened = china_time(ticket.created_at)
    promise = Promise(ticket.promised_on, ticket.promise_exact)
    state = STATUS_LABELS[ticket.status]
    return f"· {ticket.number}（{opened.month}月{opened.day}日提交）：{state}，答复期限 {promise.text()}"


def _cleared() -> list[EventType]:
    return [*draft_slots(Draft(), None), SlotSet("offered", []), SlotSet("misses", 0)]
