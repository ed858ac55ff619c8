"""Answering a question, taking a choice, going back: all decided by the FAQ library."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import (
    Memory,
    chosen_id,
    entity,
    intent_ranking,
    message_text,
    remember_school,
    say_fresh,
    say_reply,
)
from actions.knowledge import shared_library
from actions.leading import case_of, fact_option, lead_into, say_step, told_facts, with_facts
from actions.shown import shown_before
from actions.storage import DeskAccess, shared_desk, shared_help_desk
from actions.support import TICKET, offer_human, start_ticket
from actions.ticket_care import care_for_tickets, is_care
from actions.ticket_options import FORM_OPTIONS
from common.help_desk import HelpDesk
from dialogue.readers.safety import SECRETS
from dialogue.variety import Wording
from faq.answer import school_contacts
from faq.choice import HUMAN, NONE_OF_THESE, Option, numbered_option_lines
from faq.decision import Decision
from faq.entry import Entry
from faq.library import Library
from faq.loader import Content
from faq.membership import with_claim
from faq.reply import Reply, answer_of, more_of, reply_to, reply_to_choice

_KEEP_IT = "\n（证件号、卡号不用发在这里，我只看到打码后的。）"
CONTINUE = "\n（回复“继续”，接着刚才那一步。）"


class KnowledgeAction(Action, ABC):
    """Shared by the actions that look something up. Abstract, for the server registers the others."""

    def __init__(
        self, library: Library | None = None, access: DeskAccess | None = None, help_desk: HelpDesk | None = None
    ) -> None:
        """Use what is given, or the process's own."""
        self._given = library
        self._access = access
        self._help_desk = help_desk

    @abstractmethod
    def name(self) -> str:
        """Its name in the domain; abstract, or the server would register this base too."""

    @property
    def library(self) -> Library:
        """The knowledge base."""
        return self._given or shared_library()

    @property
    def access(self) -> DeskAccess:
        """The desk and the private values."""
        return self._access or shared_desk()

    @property
    def help_desk(self) -> HelpDesk:
        """Who speaks."""
        return self._help_desk or shared_help_desk()

    def take(self, dispatcher: CollectingDispatcher, tracker: Tracker, option: Option) -> list[EventType]:
        """Answer with what the person chose."""
        memory = Memory.of(tracker)
        content = self.library.content
        if option.id == HUMAN:
            return offer_human(dispatcher, content, memory)
        if option.id == TICKET.id:
            return start_ticket()
        if is_care(option.id):
            return care_for_tickets(self.access, dispatcher, tracker, option.id)
        if option.id in FORM_OPTIONS:
            return self.late_choice(dispatcher, tracker)
        if facts := fact_option(option.id):
            return self.tell(dispatcher, tracker, facts)
        entry = content.entry(option.id)
        if entry is not None:
            return self.show_entry(dispatcher, tracker, entry)
        reply = reply_to_choice(option.id, content, context=with_claim(message_text(tracker), memory.school))
        # "None of these", or an entry deleted since it was offered.
        return say_reply(dispatcher, memory, reply or _none_of_these(memory))

    def show_entry(self, dispatcher: CollectingDispatcher, tracker: Tracker, entry: Entry) -> list[EventType]:
        """An entry somebody chose: its guide when it has one, else its answer."""
        content, context = self.library.content, with_claim(message_text(tracker), Memory.of(tracker).school)
        if entity(tracker, "kind") == "more" and entry.more:
            return self.show(dispatcher, tracker, more_of(entry, content, context=context))
        reply = answer_of(entry, content, context=context)
        if not _of_a_school(entry, content, context):
            led = lead_into(dispatcher, tracker, self.library.guidance, entry, told_facts(tracker), reply.trace())
            if led is not None:
                return led
        return self.show(dispatcher, tracker, reply)

    def show(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, reply: Reply, *, note: str = "", otherwise: str = ""
    ) -> list[EventType]:
        """A reply of the library with a line under it; `otherwise` is said when it was just said."""
        if note:
            reply = replace(reply, text=f"{reply.text}{note}")
        others = (Wording(otherwise, ()),) if otherwise else ()
        return say_reply(dispatcher, Memory.of(tracker), reply, others)

    def tell(self, dispatcher: CollectingDispatcher, tracker: Tracker, facts: Mapping[str, str]) -> list[EventType]:
        """Facts that were said or tapped: the guide goes on."""
        state, guidance = case_of(tracker), self.library.guidance
        if not state.guide:  # a button of long ago
            return [SlotSet("case", with_facts(state, facts).as_dict()), *self.ask_library(dispatcher, tracker)]
        return say_step(dispatcher, tracker, guidance, *guidance.engine.tell(state, facts))

    def late_choice(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """A choice of a form that is over: say where the ticket stands, for its answer may have been lost."""
        if tracker.get_slot("ticket_key"):
            return start_ticket()
        return care_for_tickets(self.access, dispatcher, tracker)

    def ask_library(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        otherwise: Reply | None = None,
        said: Decision | None = None,
    ) -> list[EventType]:
        """Answer, lead into a guide, ask back or say that nothing was found.

        `otherwise` is said when it was no question at all; `said` is the decision when the text was read already.
        """
        memory = Memory.of(tracker)
        text = message_text(tracker)
        context = with_claim(text, memory.school)
        decision = said or self.library.decide(
            text, intents=intent_ranking(tracker), previous=memory.last_answer, context=context
        )
        content = self.library.content
        page = shown_before(tracker) if decision.band != "answer" and not said else None
        if page is not None and page.likely:  # what was asked about the picture before
            together = self.library.decide(f"{text}，{page.question}", context=context)
            decision = together if together.band == "answer" else decision
        reply = reply_to(decision, content, context=context, misses=memory.misses)
        if any(mark in text for mark in SECRETS):
            reply = replace(reply, text=f"{reply.text}{_KEEP_IT}")
        if reply.band == "none" and otherwise is not None:
            return say_fresh(dispatcher, memory, otherwise.text, otherwise.options or None, otherwise.trace())
        facts = told_facts(tracker)
        asked: list[EventType] = [SlotSet("last_question", text)] if text else []
        asked += remember_school(context, memory, content)
        entry = content.entry(reply.entry_id) if reply.entry_id else _one_guide(decision, content)
        if entry is not None and decision.second is None and not _of_a_school(entry, content, context):
            led = lead_into(dispatcher, tracker, self.library.guidance, entry, facts, reply.trace())
            if led is not None:
                return [*led, *asked]
        case = case_of(tracker)
        kept: list[EventType] = [SlotSet("case", with_facts(case, facts).as_dict())] if facts else []
        if case.running and reply.band == "answer":
            reply = replace(reply, text=f"{reply.text}{CONTINUE}")
        return [*kept, *say_reply(dispatcher, memory, reply), *asked]


def _one_guide(decision: Decision, content: Content) -> Entry | None:
    """The likeliest of what would be listed, when another of it leads into the same guide.

    The guide's first question then tells them apart better than a list of titles.
    """
    if decision.band != "clarify":
        return None
    first, *others = [content.entry(candidate.entry_id) for candidate in decision.offered]
    shared = first is not None and first.guide and any(other and other.guide == first.guide for other in others)
    return first if shared else None


class ActionAnswerQuestion(KnowledgeAction):
    """A question, or something that may be one."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_answer_question"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """No reader claimed it: the library decides."""
        return self.ask_library(dispatcher, tracker)


class ActionChooseOption(KnowledgeAction):
    """A tapped or typed choice, a yes or a no."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_choose_option"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Take the choice; without anything offered, look the words up as a question."""
        chosen = chosen_id(tracker)
        offered = Memory.of(tracker).offered
        if chosen:
            return self.take(dispatcher, tracker, Option(chosen, ""))
        intent = tracker.get_intent_of_latest_message()
        option = _meant_by(intent, offered)
        if option:
            return self.take(dispatcher, tracker, option)
        return self.ask_library(dispatcher, tracker, otherwise=_acknowledgement(intent, offered))


class ActionClearOffer(Action):
    """Forgets what was offered, so that a later "2" is not taken for a choice."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_clear_offer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say nothing."""
        return [SlotSet("offered", []), SlotSet("misses", 0)]


def _of_a_school(entry: Entry, content: Content, context: str) -> bool:
    """Whether the answer has something for the people of the school that was named: a guide would not say it."""
    return bool(school_contacts(entry, content, context))


def _none_of_these(memory: Memory) -> Reply:
    text = "好的，那您换个说法，再多说一点：在哪个页面、做到哪一步、页面提示了什么。也可以回复“人工”。"
    return Reply(text, (), "none")


def _meant_by(intent: str | None, offered: tuple[Option, ...]) -> Option | None:
    """What a bare yes or no chooses: a yes only when it is clear to what."""
    if intent == "deny" and offered:
        return Option(NONE_OF_THESE, "")
    real = [option for option in offered if option.id != NONE_OF_THESE]
    # Only a question can be answered with yes: “您是不是想问” of one entry, or the offer of a person. After an
    # answer with its runners-up or a list of popular questions, 好的 chooses nothing.
    asked = real and (real[0].id in (HUMAN, TICKET.id) or (len(real) == 1 and len(offered) > 1))
    return real[0] if intent == "affirm" and asked else None


def _acknowledgement(intent: str | None, offered: tuple[Option, ...]) -> Reply | None:
    """What to say to a yes or no that chooses nothing; it is no question, so nothing was missed."""
    if intent == "affirm" and any(option.id == NONE_OF_THESE for option in offered):
        return Reply(f"请点选或回复序号，告诉我是哪一个：\n{numbered_option_lines(offered)}", offered, "clarify")
    if intent == "affirm":
        return Reply("好的。还有别的问题，直接打字告诉我就行。")
    return Reply("好的。请换个说法，再多说一点：在哪个页面、做到哪一步、页面提示了什么。") if intent == "deny" else None
