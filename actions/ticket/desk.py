"""Opening the ticket of a filled form, and the way to what its owner does with it later."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

from actions.answering.answers import KnowledgeAction
from actions.conversation import message_text, say
from actions.english.leads import TICKET_NOT_SENT, TICKET_SENT, promise_in_english, speaks_english
from actions.guiding.leading import case_of
from actions.knowledge import shared_library
from actions.storage import DeskAccess, shared_desk, shared_settings
from actions.ticket.addition import ADDITION_FORM, addition_slots
from actions.ticket.care import active_numbers, add_now, care_for_tickets, person_of
from actions.ticket.form_answers import outside_form
from actions.ticket.notes import PUT_ASIDE, note_in_english
from actions.ticket.options import ADD_PICTURES
from actions.ticket.parts import ASIDE, INSTEAD, TicketDraft
from actions.ticket.promises import arrives, same_browser, sent_line
from actions.ticket.reading import Addition
from actions.ticket.slots import LAID_ASIDE, draft_of, draft_slots
from actions.ticket.writeup import context_of, known_words, written_up
from common.clock import china_time
from common.help_desk import HelpDesk
from dialogue.questions.deadlines import needed_by
from dialogue.ticket.form_wishes import FormWish, read_wish
from faq.engine.library import Library
from faq.guiding.situation import Situation
from faq.saying.screen import on_screen
from faq.text.phone import SCREEN_LINES, line_count
from tickets.errors import DeskError, PictureError
from tickets.model import Person, Submission, Ticket
from tickets.promise import Promise

log = logging.getLogger(__name__)
_TRY_AGAIN = (
    "工单暂时没能提交成功，您填的内容都还在。请过一两分钟回复“提交工单”再试一次；急用可以先发邮件到 kefu@chsi.com.cn。"
)
_EXPIRED = "您之前填的用户名过了保存时间，已经删除，请再发一次。"
_SOONER = "您说的日子在这之前，别只等工单：找学信网自己的人工客服更快，回复“客服电话”看怎么找。"
_NOT_SENT = "好的，工单没有提交。需要时回复“提交工单”重新填。"


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


class ActionSubmitTicket(KnowledgeAction):
    """Opens the ticket of a filled form, once; or lets go of it. What was asked along with that is answered."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_submit_ticket"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Number, promised date and how the answer arrives; a failure keeps the draft."""
        draft, key = draft_of(tracker), tracker.get_slot("ticket_key")
        if draft.confirm == INSTEAD:
            return [*_cleared(), *self._add_instead(dispatcher, tracker, draft)]
        if draft.confirm == ASIDE:
            return self._put_aside(dispatcher, tracker, draft, key)
        if draft.confirm != "submit" or not key:
            dispatcher.utter_message(text=TICKET_NOT_SENT if speaks_english(tracker) else _NOT_SENT)
            shot = None if draft.pictures else draft.screenshot  # pictures without a form are for another ticket
            left = replace(draft, confirm="cancelled", pictures=(), screenshot=shot)
            kept = draft_slots(left, None)  # «哎还是交吧» brings it back
            aside = [SlotSet(LAID_ASIDE, list(draft.pictures))] if draft.pictures else []
            reset = [*aside, SlotSet("offered", []), SlotSet("misses", 0)]
            return [*kept, *reset, *self._answer_besides(dispatcher, tracker)]
        person = person_of(tracker)
        unsent = replace(draft, confirm=None)
        try:
            submission = self._submission(tracker, person, draft, key)
            if submission is None:
                dispatcher.utter_message(text=_EXPIRED)
                return [*draft_slots(replace(unsent, username=None), key), FollowupAction("ticket_form")]
            opened = self.access.desk.open(person, submission)
        except PictureError as error:
            dispatcher.utter_message(text=f"{error}回复“提交工单”可以重新发图。")
            return [*draft_slots(replace(unsent, pictures=(), screenshot=None), key), SlotSet("offered", [])]
        except DeskError as error:
            dispatcher.utter_message(text=str(error))
            return [*draft_slots(unsent, key), SlotSet("offered", [])]
        except SQLAlchemyError as error:
            log.error("ticket_not_opened error=%s", type(error).__name__)
            dispatcher.utter_message(text=_TRY_AGAIN)
            return [*draft_slots(unsent, key), SlotSet("offered", [])]
        ticket = opened.ticket
        if speaks_english(tracker):
            where = same_browser(tracker)
            within = promise_in_english(shared_settings())
            text = TICKET_SENT.format(ticket.number, ticket.promised_on.isoformat(), within, where)
        else:
            text = _opened_text(ticket, opened.others, self.access.help_desk, submission.description, arrives(tracker))
        if _unseen(tracker):
            situation = self.library.guidance.guides.situation if speaks_english(tracker) else None
            first, _, rest = text.partition("\n")
            shown = "\n".join((first, sent_line(ticket.description, situation), rest))
            text = shown if line_count(shown) <= SCREEN_LINES else text
        nameless = {"name_open": True} if submission.username is None else {}
        say(dispatcher, text, (), {"ticket": ticket.number, **nameless})
        # «解决了» after this means the ticket, no longer the answer before it.
        case = replace(case_of(tracker), guide="", step="", path=()).as_dict()  # in the agent's hands; facts stay known
        ended = [SlotSet("last_answer", None), SlotSet("leads", ""), SlotSet("case", case)]
        # What follows is another matter, or asks of this ticket.
        ended += [SlotSet("ticket_sent", ticket.number), SlotSet("last_question", None)]
        return [*_cleared(), *ended]

    def _add_instead(self, dispatcher: CollectingDispatcher, tracker: Tracker, draft: TicketDraft) -> list[EventType]:
        """What was told in the form goes into the ticket that is open; where nothing was, it is asked for."""
        described = {} if draft.drafted else draft.description or {}
        told = Addition(str(described.get("text", "")), tuple(described.get("refs", ())), draft.pictures)
        numbers = active_numbers(self.access, tracker)
        if told and len(numbers) == 1:
            return add_now(self.access, dispatcher, tracker, numbers[0], told)
        if not numbers:  # closed meanwhile
            return care_for_tickets(self.access, dispatcher, tracker, ADD_PICTURES)
        return [*addition_slots(numbers[0] if len(numbers) == 1 else None, told), FollowupAction(ADDITION_FORM)]

    def _put_aside(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, draft: TicketDraft, key: str | None
    ) -> list[EventType]:
        """The ticket waits as it is for «继续», which no step of a guide takes then; what was asked is answered."""
        english = speaks_english(tracker)
        say(dispatcher, note_in_english(PUT_ASIDE, "") if english else PUT_ASIDE)
        case = case_of(tracker)
        left = [SlotSet("case", replace(case, step="").as_dict())] if case.running else []
        reset = [SlotSet("offered", []), SlotSet("misses", 0), *left]
        return [*draft_slots(draft, key), *reset, *self._answer_besides(dispatcher, tracker)]

    def _answer_besides(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """The answer to what was asked by the message that let go of the ticket, as to any message of the talk."""
        text = message_text(tracker)
        wish = FormWish() if text.startswith("/") else read_wish(text)
        return self.ask_library(dispatcher, outside_form(tracker, wish.besides)) if wish.asks else []

    def _submission(self, tracker: Tracker, person: Person, draft: TicketDraft, key: str) -> Submission | None:
        """The form with its raw values and the case as it is known now; None when the username's value is gone."""
        username = draft.username or {}
        name = None
        if username.get("kind") != "forgotten":
            name = self._raw(person, str(username.get("ref", "")))
            if name is None:
                return None
        guidance = self.library.guidance
        text = "\n".join(map(str, written_up(draft, known_words(guidance, tracker))))
        references = (draft.description or {}).get("refs", [])
        told = self.access.private.written(person.conversation_key, text, references)
        context, said_why = context_of(draft, guidance, tracker), "why" in username
        return Submission(key, name, told, draft.pictures, context, name_left_out=said_why)

    def _raw(self, person: Person, reference: str) -> str | None:
        value = self.access.private.read(person.conversation_key, reference)
        return value.value if value else None


class ActionTicketStatus(DeskAction):
    """Lists the person's own tickets, adds to one, or closes it when they say it is solved."""

    def __init__(self, access: DeskAccess | None = None, library: Library | None = None) -> None:
        """Use the given desk and knowledge base, or the process's own."""
        super().__init__(access)
        self._library = library

    def name(self) -> str:
        """Its name in the domain."""
        return "action_ticket_status"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Only by the channel's own identity: a number alone opens nothing."""
        return care_for_tickets(self.access, dispatcher, tracker, situation=self._situation, tells=self._told)

    def _told(self, clause: str) -> Mapping[str, str]:
        """The facts a clause tells."""
        return (self._library or shared_library()).guidance.extractor.facts(clause)

    def _situation(self) -> Situation:
        """The facts a ticket may tell of, for who reads it in English."""
        return (self._library or shared_library()).guidance.guides.situation


def _opened_text(ticket: Ticket, others: tuple[str, ...], desk: HelpDesk, told: str, arrival: str) -> str:
    promise = Promise(ticket.promised_on, ticket.promise_exact)
    lines = [
        f"工单已提交，编号 {ticket.number}。",
        f"工作人员会在{promise.text()}答复（{desk.promise}）。",
        f"{arrival}；随时可以问“我的工单怎么样了”，要补充就回复“补充一下”，也可以直接发图。",
    ]
    day = needed_by(told, china_time(ticket.created_at).date())
    if day is not None and day < ticket.promised_on:
        lines.append(_SOONER)
    if others:
        lines.append(f"提醒：您还有处理中的工单 {'、'.join(others)}，同一件事不用重复提交。")
    return on_screen("\n".join(lines))


def _unseen(tracker: Tracker) -> bool:
    """Whether the ticket was sent from the middle of its form, before its summary was shown."""
    events = list(tracker.events)
    while events and events.pop()["event"] != "user":
        pass
    for event in reversed(events):
        if event["event"] == "bot":
            custom = (event.get("data") or {}).get("custom") or {}
            return (custom.get("trace") or {}).get("asking") in ("username", "screenshot", "description")
    return False


def _cleared() -> list[EventType]:
    return [*draft_slots(TicketDraft(), None), SlotSet("offered", []), SlotSet("misses", 0)]
