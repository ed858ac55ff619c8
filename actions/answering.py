"""Answering a question, taking a choice, going back: all decided by the FAQ library."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.aspects import given_before, topic_of
from actions.beside import told_in_talk, waiting_note, with_open_step
from actions.conversation import Memory, entity, message_text, metadata, remember_school, say_fresh, say_reply
from actions.deciding import apology, decide_in_context, sharper_question
from actions.english import language_slot, speaks_english
from actions.english_answers import taken_in_english
from actions.english_guides import NEED_NOT_TELL, NOTED
from actions.english_turn import led_by_option, say_in_english
from actions.guide_choice import asks_on, fitting_entry, of_a_school, one_guide, same_guide, weighed_before
from actions.knowledge import shared_library
from actions.leading import (
    case_of,
    fact_option,
    granted_by,
    lead_into,
    leads_slot,
    opening_options,
    say_step,
    told_facts,
    with_facts,
)
from actions.numbers import wrong_numbers
from actions.several import Others, others_asked, others_lines, said_beside, with_others
from actions.storage import DeskAccess, shared_desk, shared_help_desk
from actions.support import TICKET, lead_to_person, start_ticket
from actions.ticket_care import care_for_tickets, is_care
from actions.ticket_options import FORM_OPTIONS
from common.help_desk import HelpDesk
from dialogue.asides import question_beside
from dialogue.aspects import aspect_mentioned
from dialogue.english_sentences import asks_in_english
from dialogue.keeping import problem_kept
from dialogue.languages import in_mandarin
from dialogue.moods import without_abuse
from dialogue.readers.safety import SECRETS
from dialogue.told import asks
from dialogue.variety import Wording, fingerprint, was_given
from faq.choice import HUMAN, NONE_OF_THESE, Option, numbered_option_lines
from faq.decision import LEANING, Decision
from faq.entry import Entry
from faq.guiding.engine import GuideState
from faq.guiding.fitting import fitting
from faq.library import Library
from faq.membership import with_claim
from faq.phone import SCREEN_LINES
from faq.reply import Reply, answer_of, more_of, reply_to, reply_to_choice

_KEEP_IT = "\n（证件号、卡号不用发在这里，我只看到打码后的。）"
_NOT_UNDERSTOOD = "这句我没听懂。"
_NOT_KNOWN = "这一点我没有查到专门的说法，要问准就回复“人工”。"
_NOTED = "记下了。是哪一件事里的？"
_NEED_NOT_TELL = "好，不说也行。"
_DONE = "太好了，那件事办成了。"


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
            return lead_to_person(dispatcher, tracker, content, self.help_desk)
        if option.id == TICKET.id:
            return start_ticket()
        if is_care(option.id):
            return care_for_tickets(self.access, dispatcher, tracker, option.id)
        if option.id in FORM_OPTIONS:
            return self.late_choice(dispatcher, tracker)
        if facts := fact_option(option.id):
            return self.tell(dispatcher, tracker, facts)
        if (led := led_by_option(dispatcher, tracker, self.library, option.id, told_facts(tracker))) is not None:
            return led
        if speaks_english(tracker) and (reply := taken_in_english(option.id, content, memory.school)) is not None:
            return self.show(dispatcher, tracker, reply)
        entry = content.entry(option.id)
        if entry is not None:
            return self.show_entry(dispatcher, tracker, entry)
        if option.id == NONE_OF_THESE and memory.misses:  # the sharper question did not help either
            return lead_to_person(dispatcher, tracker, content, self.help_desk)
        reply = reply_to_choice(option.id, content, context=with_claim(message_text(tracker), memory.school))
        # "None of these", or an entry deleted since it was offered.
        return say_reply(dispatcher, memory, reply or sharper_question(memory, content, self.library.guidance))

    def show_entry(self, dispatcher: CollectingDispatcher, tracker: Tracker, entry: Entry) -> list[EventType]:
        """An entry somebody chose: its guide when it has one, else its answer."""
        content, context = self.library.content, with_claim(message_text(tracker), Memory.of(tracker).school)
        if entity(tracker, "kind") == "more" and entry.more:
            return self.show(dispatcher, tracker, more_of(entry, content, context=context))
        reply = self._fitted(answer_of(entry, content, context=context), case_of(tracker).known)
        if not of_a_school(entry, content, context):
            told = told_facts(tracker)
            led = lead_into(dispatcher, tracker, self.library.guidance, entry, told, reply.trace(), chosen=True)
            if led is not None:
                return led
        return self.show(dispatcher, tracker, reply, note=waiting_note(case_of(tracker)))

    def show(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, reply: Reply, *, note: str = "", otherwise: str = ""
    ) -> list[EventType]:
        """A reply of the library with a line under it; `otherwise` is said when it was just said."""
        if note:
            reply = replace(reply, text=f"{reply.text}{note}")
        others = (Wording(otherwise, ()),) if otherwise else ()
        return [*say_reply(dispatcher, Memory.of(tracker), reply, others), *leads_slot(reply, self.library.content)]

    def tell(self, dispatcher: CollectingDispatcher, tracker: Tracker, facts: Mapping[str, str]) -> list[EventType]:
        """Facts that were said or tapped: the guide goes on, or the one of the answer before begins with them."""
        state, guidance, begun = case_of(tracker), self.library.guidance, entity(tracker, "guide")
        text, begins = message_text(tracker), begun in guidance.guides.guides
        if begins and state.english:
            facts = {**granted_by(Memory.of(tracker).last_answer, begun, state, guidance), **facts}
        if state.english and asks_in_english(text) and not text.startswith("/") and not entity(tracker, "kind"):
            return self.ask_library(dispatcher, tracker)
        moved = guidance.engine.begin(with_facts(state, facts), begun) if begins else guidance.engine.tell(state, facts)
        if moved[0].over and (next_one := question_beside(text, guidance)):
            return self._next_matter(dispatcher, tracker, moved[0], next_one)
        lead = (
            (NEED_NOT_TELL if state.english else _NEED_NOT_TELL)
            if entity(tracker, "kind") == "declines"
            else ""
            if state.english
            else said_beside(self.library, tracker, text, state, moved[0], moved[1].text)
        )
        lead = "\n".join(filter(None, (apology(text), lead)))
        if begins:
            topic = topic_of(None, moved[0], self.library.content, guidance)
            named = [SlotSet("last_answer", topic.id)] if topic and not Memory.of(tracker).last_answer else []
            return [*say_step(dispatcher, tracker, guidance, *moved, lead=lead), *named]
        if not state.guide and state.english:
            case = SlotSet("case", with_facts(state, facts).as_dict())
            return [case, *say_fresh(dispatcher, Memory.of(tracker), NOTED)]
        if not state.guide:  # a button of long ago
            options = opening_options(self.library.content, guidance)
            said = say_fresh(dispatcher, Memory.of(tracker), f"{_NOTED}\n{numbered_option_lines(options)}", options)
            return [SlotSet("case", with_facts(state, facts).as_dict()), *said]
        return say_step(dispatcher, tracker, guidance, *moved, lead=lead)

    def _next_matter(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, over: GuideState, question: str
    ) -> list[EventType]:
        """What is asked in the breath in which a matter is said to be done: a new one, answered in full."""
        done = SlotSet("case", over.as_dict())
        tracker.slots["case"] = over.as_dict()  # what follows in this turn falls into the case as it is now
        decision = self.library.decide(question, context=with_claim(question, Memory.of(tracker).school))
        return [done, *self.ask_library(dispatcher, tracker, said=decision, lead=_DONE)]

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
        lead: str = "",
    ) -> list[EventType]:
        """Answer, lead into a guide, ask back or say that nothing was found.

        `otherwise` is said when it was no question at all; `said` is the decision when the text was read already;
        `lead` is said before all else.
        """
        memory, content = Memory.of(tracker), self.library.content
        text = without_abuse(in_mandarin(message_text(tracker))) if said is None else message_text(tracker)
        context = with_claim(text, memory.school)
        weighed = weighed_before(text, case_of(tracker).known, self.library.guidance.guides) if said is None else ""
        if weighed:
            moved = self.library.guidance.engine.begin(with_facts(case_of(tracker), told_facts(tracker)), weighed)
            return say_step(dispatcher, tracker, self.library.guidance, *moved)
        decision = said or decide_in_context(self.library, tracker, text, context)
        case = case_of(tracker)
        room = SCREEN_LINES - (1 if case.running else 0) - (1 if apology(message_text(tracker)) else 0)
        reply = reply_to(decision, content, context=context, misses=memory.misses, lines=room)
        wrong = "\n".join(filter(None, (lead, apology(message_text(tracker)), wrong_numbers(metadata(tracker)))))
        if not case.english and any(mark in text for mark in SECRETS):
            reply = replace(reply, text=f"{reply.text}{_KEEP_IT}")
        if reply.band == "none" and otherwise is not None:
            return say_fresh(dispatcher, memory, otherwise.text, otherwise.options or None, otherwise.trace())
        facts = told_facts(tracker)
        before = str(tracker.get_slot("last_question") or "")
        problem = before if said is not None and before else problem_kept(before, message_text(tracker))
        asked: list[EventType] = [SlotSet("last_question", problem)] if problem != before else []
        asked += [*remember_school(context, memory, content), *language_slot(tracker)]
        entry = (
            content.entry(reply.entry_id)
            if reply.entry_id
            else one_guide(decision, content, {**case.known, **facts}, self.library.guidance.guides, told=len(facts))
        )
        if case.english:
            fitted = (
                fitting_entry(entry, {**case.known, **facts}, content, self.library.guidance.guides) if entry else None
            )
            return [*say_in_english(dispatcher, tracker, self.library, decision, reply, fitted, facts), *asked]
        open_or_given = entry is None or was_given(memory.recent, entry.id)
        if (said is None or reply.band != "answer") and open_or_given and not decision.elsewhere:
            in_talk = told_in_talk(self.library, tracker, text, decision)
            if in_talk is not None:
                return [
                    *self.show(dispatcher, tracker, self.with_step(in_talk, case) if case.running else in_talk),
                    *asked,
                ]
        if reply.band == "none" and case.running and not decision.elsewhere:
            return [*self._step_again(dispatcher, tracker, case, facts, reply), *asked]
        if entry is not None:
            entry = fitting_entry(entry, {**case.known, **facts}, content, self.library.guidance.guides)
        others = Others()
        if entry is not None and said is None and decision.second is None:
            others = others_asked(text, entry.id, content, lambda part: self.library.decide(part, context=context))
        answered = False
        if entry is not None and asks_on(entry, case, facts, self.library.guidance.guides, text):
            reply, answered = answer_of(entry, content, context=context), True
            if was_given(memory.recent, entry.id):
                reply = more_of(entry, content, context=context)
        # A guide has no room for what else may be meant.
        sure = decision.second is None and (decision.reason != LEANING or same_guide(decision, content))
        if entry is not None and not answered and sure and not of_a_school(entry, content, context):
            beside = others_lines(others, entry, content, wrong)
            led = lead_into(
                *(dispatcher, tracker, self.library.guidance, entry, facts, reply.trace()),
                before="\n".join(filter(None, (wrong, beside))),
            )
            if led is not None:
                return [*led, *asked]
        kept: list[EventType] = [SlotSet("case", with_facts(case, facts).as_dict())] if facts else []
        if reply.band == "answer" and entry is not None:
            anew = said is None or aspect_mentioned(text)
            if was_given(memory.recent, entry.id) and anew:
                just = fingerprint(reply.text) in memory.recent
                reply = given_before(reply, entry, text, before, content, just=just)
            reply = self._fitted(with_others(reply, others, entry, content, room), {**case.known, **facts})
        if wrong and reply.band != "none":
            reply = replace(reply, text=f"{wrong}\n{reply.text}")
        if case.running and reply.band != "none":
            reply = self.with_step(reply, case)
        return [*kept, *say_reply(dispatcher, memory, reply), *leads_slot(reply, self.library.content), *asked]

    def _fitted(self, reply: Reply, known: Mapping[str, str]) -> Reply:
        """An answer without the steps that the person said are of no use."""
        return replace(reply, text=fitting(reply.text, known, self.library.guidance.guides.situation))

    def with_step(self, reply: Reply, case: GuideState) -> Reply:
        """An answer in the middle of a guide, and the open question again where a screen has room for both."""
        return with_open_step(reply, self.library.guidance.engine.remind(case), english=case.english)

    def _step_again(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        case: GuideState,
        facts: Mapping[str, str],
        reply: Reply,
    ) -> list[EventType]:
        """After what was not understood in a guide: the step again, so that nobody is left with nothing."""
        moved = self.library.guidance.engine.resume(with_facts(case, facts))
        lead = _NOT_KNOWN if asks(in_mandarin(message_text(tracker))) else _NOT_UNDERSTOOD
        return say_step(dispatcher, tracker, self.library.guidance, *moved, lead=lead, trace=reply.trace())
