"""Answering a question, taking a choice, going back: all decided by the FAQ library."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering.deciding import apology, sharper_question
from actions.answering.persons import asked_for_person
from actions.answering.reading import AskedQuestion, completed, fitted, read_question, worded
from actions.answering.several import others_lines, with_line
from actions.conversation import Memory, entity, message_text, say_fresh, say_reply
from actions.english.answers import taken_in_english
from actions.english.leads import speaks_english
from actions.english.turn import led_by_option, say_in_english
from actions.guiding.guide_choice import fitting_entry, guide_that_weighs, of_a_school, same_guide
from actions.guiding.leading import (
    case_of,
    granted_by,
    lead_into,
    leads_slot,
    say_step,
    show_reply,
    told_facts,
    with_facts,
)
from actions.guiding.noting import noted
from actions.guiding.several_in_guides import said_beside
from actions.in_talk.asked_next import asked_next
from actions.in_talk.aspects import topic_of
from actions.in_talk.beside import lead_of_step, lead_of_unknown, waiting_note, with_step_of
from actions.in_talk.direct import say_directly
from actions.in_talk.leaning import say_leaning, unknown_of_leaning
from actions.in_talk.of_matter import told_of_matter
from actions.in_talk.put_right import corrected
from actions.in_talk.several import say_next_or_parts
from actions.in_talk.stays import tells_of_another
from actions.in_talk.surely_next import say_asked_next, say_next
from actions.in_talk.turning import DONE, Turned, asked_after, given_up, left_for, put_aside, turned_to, with_price
from actions.knowledge import shared_library
from actions.lines.holder import turned_in
from actions.storage import DeskAccess, shared_desk, shared_help_desk
from actions.support import TICKET, start_ticket
from actions.ticket.care import care_for_tickets, is_care
from actions.ticket.options import FORM_OPTIONS
from actions.to_person import to_person
from common.help_desk import HelpDesk
from dialogue.english.sentences import asks_in_english
from dialogue.readers.outcomes import NEXT
from dialogue.text.languages import in_mandarin
from faq.content.entry import Entry
from faq.content.membership import with_claim
from faq.engine.library import Library
from faq.guiding.options import fact_of
from faq.guiding.state import GuideState
from faq.ranking.decision import LEANING, Decision
from faq.saying.reply import Reply, answer_of, more_of, reply_to_choice
from faq.text.choice import HUMAN, NONE_OF_THESE, Option


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
        memory, content = Memory.of(tracker), self.library.content
        if option.id == HUMAN:
            return to_person(self.access, dispatcher, tracker, content, self.help_desk)
        if option.id == TICKET.id:
            return start_ticket()
        if is_care(option.id):
            return care_for_tickets(self.access, dispatcher, tracker, option.id)
        if option.id in FORM_OPTIONS:
            return self.late_choice(dispatcher, tracker)
        if facts := fact_of(option.id):
            return self.tell(dispatcher, tracker, facts)
        if (led := led_by_option(dispatcher, tracker, self.library, option.id, told_facts(tracker))) is not None:
            return led
        if speaks_english(tracker) and (reply := taken_in_english(option.id, content, memory.school)) is not None:
            return self.show(dispatcher, tracker, reply)
        if (entry := content.entry(option.id)) is not None:
            return self.show_entry(dispatcher, tracker, entry)
        if option.id == NONE_OF_THESE and memory.misses:  # the sharper question did not help either
            return to_person(self.access, dispatcher, tracker, content, self.help_desk)
        reply = reply_to_choice(option.id, content, context=with_claim(message_text(tracker), memory.school))
        # "None of these", or an entry deleted since it was offered.
        return say_reply(dispatcher, memory, reply or sharper_question(memory, content, self.library.guidance))

    def show_entry(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, entry: Entry, *, beside: str = ""
    ) -> list[EventType]:
        """An entry somebody chose: its guide when it has one, else its answer; `beside` is said along with it."""
        content, context = self.library.content, with_claim(message_text(tracker), Memory.of(tracker).school)
        if entity(tracker, "kind") == "more" and entry.more:
            return self.show(dispatcher, tracker, more_of(entry, content, context=context))
        reply = fitted(answer_of(entry, content, context=context), case_of(tracker).known, self.library)
        if not of_a_school(entry, content, context):
            told, guidance = told_facts(tracker), self.library.guidance
            if led := lead_into(dispatcher, tracker, guidance, entry, told, reply.trace(), before=beside, chosen=True):
                return led
        return self.show(dispatcher, tracker, with_line(reply, beside, entry), note=self.waiting(tracker))

    def show(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, reply: Reply, *, note: str = "", otherwise: str = ""
    ) -> list[EventType]:
        """A reply of the library with a line under it; `otherwise` is said when it was just said."""
        return show_reply(dispatcher, tracker, self.library.content, reply, note=note, otherwise=otherwise)

    def tell(self, dispatcher: CollectingDispatcher, tracker: Tracker, facts: Mapping[str, str]) -> list[EventType]:
        """Facts that were said or tapped: the guide goes on, or the one of the answer before begins with them."""
        guidance, begun, text = self.library.guidance, entity(tracker, "guide"), message_text(tracker)
        state, begins = case_of(tracker, guidance), begun in guidance.guides.guides
        own = state.running or guidance.engine.puts_right(state, facts)
        if not own and (theirs := asked_for_person(self.library, tracker)) is not None:
            return self.ask_library(dispatcher, tracker, said=theirs)
        if begins and state.english:
            facts = {**granted_by(Memory.of(tracker).last_answer, begun, state, guidance), **facts}
        if state.english and asks_in_english(text) and not text.startswith("/") and not entity(tracker, "kind"):
            return self.ask_library(dispatcher, tracker)
        if not entity(tracker, "kind") and tells_of_another(self.library, tracker, facts, begun if begins else ""):
            return self.ask_library(dispatcher, tracker)
        moved = guidance.engine.begin(with_facts(state, facts), begun) if begins else guidance.engine.tell(state, facts)
        if moved[0].over and (next_one := entity(tracker, NEXT) or asked_after(text, guidance)):
            return self._next_matter(dispatcher, tracker, moved[0], next_one)
        rest, turn = turned_in(tracker)
        beside = "" if state.english or not rest else said_beside(self.library, tracker, rest, state, *moved)
        beside = lead_of_unknown(entity(tracker, "kind"), english=state.english) or beside
        lead = "\n".join(filter(None, (apology(text), turn, beside)))
        if begins:
            topic = topic_of(None, moved[0], self.library.content, guidance)
            named = [SlotSet("last_answer", topic.id)] if topic and not Memory.of(tracker).last_answer else []
            return [*say_step(dispatcher, tracker, guidance, *moved, lead=lead), *named]
        if not state.guide:  # a button of long ago
            return noted(dispatcher, tracker, self.library, facts)
        events = say_step(dispatcher, tracker, guidance, *moved, lead=lead)
        return [*events, *(left_for(self.library, tracker, moved[0]) if moved[0].over else ())]

    def _next_matter(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, over: GuideState, question: str, lead: str = DONE
    ) -> list[EventType]:
        """What is asked where a matter is said to be done, or is given up: a new one, answered in full."""
        lead = with_price(lead, message_text(tracker), self.library)
        return self._turned(dispatcher, tracker, turned_to(self.library, tracker, over, question), lead)

    def _turned(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, turned: Turned, lead: str = ""
    ) -> list[EventType]:
        """What is said to the matter that takes the place of another one."""
        if turned.reply is None:
            return [*turned.events, *self.ask_library(dispatcher, tracker, said=turned.decision, lead=lead)]
        text = "\n".join(filter(None, (lead, turned.reply.text)))
        return [*turned.events, *self.show(dispatcher, tracker, replace(turned.reply, text=text))]

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
        read: AskedQuestion | None = None,
    ) -> list[EventType]:
        """Answer, lead into a guide, ask back or say that nothing was found.

        `otherwise` is said to what is no question, `lead` before all else; `said` and `read` were made already.
        """
        if said is None and (left := given_up(self.library, tracker)) is not None:
            return self._next_matter(dispatcher, tracker, *left)
        if said is None and (meant := corrected(self.library, tracker)) is not None:
            return self._turned(dispatcher, tracker, meant, meant.lead)
        if said is None and (sure := say_next_or_parts(dispatcher, tracker, self.library)) is not None:
            return sure
        if said is None and (weighed := guide_that_weighs(self.library, tracker)) is not None:
            return say_step(dispatcher, tracker, self.library.guidance, *weighed)
        question = read or read_question(self.library, tracker, said, lead)
        if question.reply.band == "none" and otherwise is not None:
            told = (otherwise.text, otherwise.options or None, otherwise.trace())
            return say_fresh(dispatcher, question.memory, *told)
        for say in (say_leaning, say_directly, say_asked_next):
            if (events := say(dispatcher, tracker, self.library, question)) is not None:
                return [*events, *question.events]
        for answered in (self._in_english, self._told_in_talk, self._step_again):
            if (events := answered(dispatcher, tracker, question)) is not None:
                return [*events, *question.events]
        question = completed(self.library, question)
        events = self._led(dispatcher, tracker, question)
        return [*(events if events is not None else self._answered(dispatcher, tracker, question)), *question.events]

    def next_asked(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, text: str, decision: Decision | None = None
    ) -> list[EventType] | None:
        """The answer to what people ask next about a matter in talk, if the text is that; the open step under it."""
        found = asked_next(self.library, tracker, text, decision)
        return None if found is None else say_next(dispatcher, tracker, self.library, found)

    def _in_english(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, question: AskedQuestion
    ) -> list[EventType] | None:
        """The whole turn of who writes English."""
        if not question.english:
            return None
        entry, guides = question.entry, self.library.guidance.guides
        fits = fitting_entry(entry, question.known, self.library.content, guides) if entry else None
        told = (self.library, question.decision, question.reply, fits, question.facts)
        return say_in_english(dispatcher, tracker, *told)

    def _told_in_talk(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, question: AskedQuestion
    ) -> list[EventType] | None:
        """What the answers already shown say, or what is near them, where nothing new would be answered."""
        told = told_of_matter(self.library, tracker, question) or unknown_of_leaning(self.library, tracker, question)
        return None if told is None else self.show(dispatcher, tracker, self.with_step(tracker, told, question.case))

    def _step_again(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, question: AskedQuestion
    ) -> list[EventType] | None:
        """After what was not understood in a guide: the step again, so that nobody is left with nothing."""
        if (
            question.reply.band != "none"
            or question.decision.elsewhere
            or question.english
            or not question.case.running
        ):
            return None
        guidance, case = self.library.guidance, with_facts(question.case, question.facts)
        moved = guidance.engine.passed(guidance.engine.read_in(case, question.memory.asked_of_late))
        lead, trace = lead_of_step(in_mandarin(message_text(tracker))), question.reply.trace()
        return say_step(dispatcher, tracker, guidance, *moved, lead=lead, trace=trace)

    def _led(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, question: AskedQuestion
    ) -> list[EventType] | None:
        """The guide of the entry with what was told; None where its own answer is wanted, or it has none."""
        entry, decision, content, others = question.entry, question.decision, self.library.content, question.others
        # A guide has no room for what else may be meant.
        sure = decision.second is None and (decision.reason != LEANING or same_guide(decision, content))
        if entry is None or question.answered or not sure or of_a_school(entry, content, question.context):
            return None
        beside = "\n".join(filter(None, (question.beside_step, others_lines(others, entry, content, question.lead))))
        before = "\n".join(filter(None, (question.lead, others.first or question.line_in_guide)))
        told = (self.library.guidance, entry, question.facts, question.reply.trace())
        return lead_into(dispatcher, tracker, *told, before=before, beside=beside)

    def _answered(self, dispatcher: CollectingDispatcher, tracker: Tracker, question: AskedQuestion) -> list[EventType]:
        """The answer, the list or that nothing was found, as this person is to read it."""
        reply, aside = worded(self.library, question), put_aside(question)
        if aside:  # what is asked next is about this
            reply = replace(reply, text=f"{reply.text}{waiting_note(self.library.guidance, question.case)}")
        elif question.case.running and reply.band != "none" and not question.english:
            reply = self.with_step(tracker, reply, with_facts(question.case, question.facts))
        said = say_reply(dispatcher, question.memory, reply)
        return [*(aside or question.kept), *said, *leads_slot(reply, self.library.content)]

    def waiting(self, tracker: Tracker) -> str:
        """How to go on with the step that waits, for under a line; empty when none does."""
        return waiting_note(self.library.guidance, case_of(tracker))

    def with_step(self, tracker: Tracker, reply: Reply, case: GuideState) -> Reply:
        """An answer in the middle of a guide, and the open question again behind one of its own matter."""
        return with_step_of(self.library, tracker, reply, case)
