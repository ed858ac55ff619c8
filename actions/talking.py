"""The acts of a conversation around the answers: help, verdicts, contact, ticket state."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.engine import Engine

from actions.answering.answers import KnowledgeAction
from actions.conversation import (
    Memory,
    entity,
    intent_ranking,
    just_said,
    message_text,
    say,
    say_fresh,
    say_reply,
)
from actions.english.leads import (
    HELP,
    HELPED,
    HUMAN_IN_ENGLISH,
    NOT_HELPED,
    NOT_ITS_STAFF,
    language_slot,
    speaks_english,
)
from actions.guiding.leading import case_of, opening_options, told_facts, with_facts
from actions.in_talk.direct import say_asked_directly
from actions.in_talk.surely_next import say_surely_next
from actions.knowledge import shared_library
from actions.lines.closing import helped_line
from actions.lines.given_away import said_first
from actions.lines.in_vain import enough_tried
from actions.lines.staff import say_of_staff
from actions.storage import DeskAccess, shared_database, shared_desk
from actions.support import CONTACT_ENTRY, start_ticket
from actions.ticket.agent_reply import answer_to_agent
from actions.ticket.care import active_numbers, care_for_tickets, person_of
from actions.ticket.form_besides import against_harm, beside_form
from actions.ticket.settling import offer_to_settle
from actions.to_person import to_person
from common.clock import SYSTEM_CLOCK, Clock
from dialogue.asked_along import question_along
from dialogue.mixed.several import asks_plainly, questions_in
from dialogue.people.calling_people import asks_for_staff
from dialogue.people.others_contact import OTHERS_CONTACT, OTHERS_CONTACT_AGAIN, asks_others_contact
from dialogue.readers.control import wants_person_besides
from dialogue.text.languages import in_mandarin
from dialogue.ticket.words import says_settled
from dialogue.turns.last_words import tells_success
from dialogue.turns.next_matter import ends_talk
from dialogue.turns.variety import Wording
from faq.engine.afterwards import told_afterwards
from faq.ranking.decision import Decision
from faq.saying.reply import OTHERS, Reply, hot_options
from faq.text.choice import HUMAN_OPTION, NONE_OF_THESE, Option, numbered_option_lines
from faq.text.normalise import letters, matching_key, normalise
from faq.text.wording import core
from tickets.feedback import record_feedback

_HOW_TO_ASK = "直接打字问，或点下面的；找人回复“人工”。"
_GREETING_OPTIONS = 3
"""As many as leave the whole greeting at seven lines of a phone."""
_SURE_WISH = 0.5
"""From how sure on Rasa alone, with no word for it in the table, hears a wish for a person."""
_LEAST_ASKED = 5
_LEAST_TOLD = 4
_OUTRIGHT = ("人工", "真人", "转")
_ASK_AWAY = "在的。把遇到的问题打成一句话就行，或者选一个："
_IN_ENGLISH = "Hello, I am a bot. Ask in English, or reply “human”."


class ActionShowHelp(KnowledgeAction):
    """Greets, says what can be asked and offers the popular questions."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_show_help"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Offer the questions most people come with."""
        if (sure := say_surely_next(dispatcher, tracker, self.library)) is not None:  # «周末有人吗» is no greeting
            return sure
        if (decision := self._told_behind(tracker)) is not None:
            return self.ask_library(dispatcher, tracker, said=decision)
        content, memory, said_text = self.library.content, Memory.of(tracker), message_text(tracker)
        asks = tracker.get_intent_of_latest_message() == "ask_help" and len(matching_key(said_text)) >= _LEAST_ASKED
        if asks and memory.last_answer:  # «绑了有什么用» is about the answer before, not about us
            decision = self.library.follow_up(said_text, memory.last_answer)
            if decision.band != "none":
                return self.ask_library(dispatcher, tracker, said=decision)
        if speaks_english(tracker):
            whose = "" if self.help_desk.official else NOT_ITS_STAFF
            greeted = say_fresh(dispatcher, memory, HELP.format(whose), (HUMAN_IN_ENGLISH,))
            return [*greeted, *language_slot(tracker)]
        every = opening_options(content, self.library.guidance) or hot_options(content)
        options, later = every[:_GREETING_OPTIONS], every[_GREETING_OPTIONS : 2 * _GREETING_OPTIONS]
        listed = numbered_option_lines(options)
        english = f"{_IN_ENGLISH}\n" if said_text.strip().isascii() else ""
        text = f"{english}{self.help_desk.introduction()}\n{_HOW_TO_ASK}\n{listed}"
        if tracker.get_slot("ticket_key"):
            text += "\n您有一张没填完的工单，回复“继续填工单”就能接着填。"
        others = [Wording(f"{_ASK_AWAY}\n{numbered_option_lines(more)}", more) for more in (later, options) if more]
        said = say_fresh(dispatcher, memory, text, options, None, others)
        return [*said, SlotSet("listed", [option.as_dict() for option in options]), *language_slot(tracker)]

    def _told_behind(self, tracker: Tracker) -> Decision | None:
        """What is decided on the problem behind a greeting, «你好 学位证丢了»; None where only a greeting stands."""
        plain = normalise(message_text(tracker))
        rest = core(plain)
        if tracker.get_intent_of_latest_message() != "greet" or rest == plain or len(letters(rest)) < _LEAST_TOLD:
            return None
        decision = self.library.decide(rest)
        return decision if decision.band != "none" else None


class ActionClearOffer(Action):
    """Forgets what was offered, so that a later "2" is not taken for a choice; a guide under way waits no more."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_clear_offer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say nothing; «继续» still finds the step."""
        case = case_of(tracker)
        left = [SlotSet("case", replace(case, step="").as_dict())] if case.running else []
        return [SlotSet("offered", []), SlotSet("listed", []), SlotSet("misses", 0), *left]


class ActionContactSupport(KnowledgeAction):
    """The way to a person, from every state."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_contact_support"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Who asks for a ticket gets the form, who asks for a number or an address that, all others a person."""
        text, memory, content = message_text(tracker), Memory.of(tracker), self.library.content
        kind = entity(tracker, "kind")
        if first := said_first(self.library, tracker):
            say(dispatcher, first)
        elif _only_asks(kind, text) and (sure := say_surely_next(dispatcher, tracker, self.library)) is not None:
            return sure
        elif not kind and (told := say_asked_directly(dispatcher, tracker, self.library)) is not None:
            return told
        if kind in ("person", "ticket"):
            kept = [*_kept_for_ticket(tracker), *self._answered_first(dispatcher, tracker, spoken=bool(first))]
            if kind == "ticket":
                return [*kept, *start_ticket()]
            return [*kept, *to_person(self.access, dispatcher, tracker, content, self.help_desk)]
        if self._tried_in_vain(tracker, kind):
            return self.ask_library(dispatcher, tracker)
        if kind in ("unanswered", "complaint", "ignored", "hours"):
            return say_of_staff(dispatcher, tracker, content, self.help_desk, kind)
        if kind == "submit":
            return self.late_choice(dispatcher, tracker)
        decision = self.library.decide(text, intents=intent_ranking(tracker), previous=memory.last_answer)
        entry = content.entry(decision.candidates[0].entry_id) if decision.band != "none" else None
        whose = asks_others_contact(text)
        if whose and (kind == whose or entry is None or entry.intent == CONTACT_ENTRY):
            again = (Wording(OTHERS_CONTACT_AGAIN[whose], ()),)
            return say_fresh(dispatcher, memory, OTHERS_CONTACT[whose], None, None, again)
        if entry is None and _surely_wants(tracker) and "谁" not in text:  # «提交给谁» asks of the matter
            return to_person(self.access, dispatcher, tracker, content, self.help_desk)
        if entry is None:
            return self.ask_library(dispatcher, tracker, said=decision)
        if decision.band == "clarify" and entry.intent == CONTACT_ENTRY:  # what they want is clear, only not how
            return self.take(dispatcher, tracker, Option(entry.id, entry.title))
        several = len(questions_in(in_mandarin(text))) > 1  # each of them is answered
        return self.ask_library(dispatcher, tracker, said=None if several else decision)

    def _answered_first(self, dispatcher: CollectingDispatcher, tracker: Tracker, *, spoken: bool) -> list[EventType]:
        """A question that came along with the wish, in a few lines; where nothing answers it the ticket asks it."""
        asked = "" if spoken else question_along(message_text(tracker))
        if not (spoken or asked) and (harmed := against_harm(dispatcher, self.library, tracker, message_text(tracker))):
            return [*harmed, SlotSet("last_act", "answered")]
        line = beside_form(self, tracker, asked) if asked else ""
        if line:
            say(dispatcher, line)
        return [SlotSet("last_act", "answered" if line else None)]

    def _tried_in_vain(self, tracker: Tracker, kind: str) -> bool:
        """Whether the ways to 学信网's staff are told to be of no use: what is left of them is said then."""
        told, known = told_facts(tracker), case_of(tracker).known
        if kind == "unanswered" and {**known, **told}.get("service") != "dead":
            return False
        return told_afterwards(told, known, self.library.guidance.guides.situation) is not None


def _surely_wants(tracker: Tracker) -> bool:
    """Whether Rasa is sure of the wish for a person; where nothing is sure, it only comes first of many."""
    return any(one.name == "contact_support" and one.confidence >= _SURE_WISH for one in intent_ranking(tracker)[:1])


def _only_asks(kind: str, text: str) -> bool:
    """Whether no person is called: the phone of somebody is meant, or it is asked what the staff can do."""
    outright = kind in ("ticket", "submit") or any(word in text for word in _OUTRIGHT)
    outright = outright or wants_person_besides(text) or asks_for_staff(text)
    return not outright and (kind != "person" or asks_plainly(text))


def _only_listed(tracker: Tracker, memory: Memory) -> bool:
    """Whether a list without an answer was said last: a verdict is on the list, not on what was answered before."""
    listed = any(option.id == NONE_OF_THESE for option in memory.offered)
    return listed and OTHERS not in just_said(tracker)


def _settled(tracker: Tracker) -> list[EventType]:
    """The guide that waits is over for who says that it is done, wherever in it they are."""
    case = case_of(tracker)
    text = in_mandarin(message_text(tracker))
    done = case.running and (tells_success(text) or ends_talk(text))
    return [SlotSet("case", replace(case, step="", over=True).as_dict())] if done else []


def _kept_for_ticket(tracker: Tracker) -> list[EventType]:
    """The facts that were told along with the wish for a person: the ticket carries them."""
    facts = told_facts(tracker)
    return [SlotSet("case", with_facts(case_of(tracker), facts).as_dict())] if facts else []


class ActionRecordFeedback(Action):
    """Keeps 有用 or 没用 for the last answer."""

    def __init__(
        self, database: Engine | None = None, clock: Clock = SYSTEM_CLOCK, access: DeskAccess | None = None
    ) -> None:
        """Use the given database and desk, or the process's own."""
        self._database = database
        self._access = access
        self._clock = clock

    def name(self) -> str:
        """Its name in the domain."""
        return "action_record_feedback"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Thank for a yes; after a no, offer another wording and a person."""
        memory = Memory.of(tracker)
        access = self._access or shared_desk()
        helpful = tracker.get_intent_of_latest_message() == "helpful"
        if not helpful and (answered := answer_to_agent(access, dispatcher, tracker)) is not None:
            return answered
        open_tickets: tuple[str, ...] = ()
        if helpful and says_settled(message_text(tracker)):
            open_tickets = active_numbers(access, tracker)
            if open_tickets and not memory.last_answer:  # nothing was answered: they mean their ticket
                return care_for_tickets(access, dispatcher, tracker)
        rejected = not helpful and _only_listed(tracker, memory)
        if memory.last_answer and not rejected:
            record_feedback(
                self._database or shared_database(),
                at=self._clock.now(),
                conversation_key=tracker.sender_id,
                entry_id=memory.last_answer,
                helpful=helpful,
                channel=person_of(tracker).channel,
            )
        if open_tickets:
            return offer_to_settle(access, dispatcher, tracker, person_of(tracker), open_tickets)
        if helpful:
            dispatcher.utter_message(text=HELPED if speaks_english(tracker) else helped_line(shared_library(), tracker))
            return [SlotSet("misses", 0), *_settled(tracker)]
        enough = None if helpful else enough_tried(dispatcher, tracker, shared_library().content, rejected=rejected)
        if enough is not None:
            return enough
        if speaks_english(tracker):
            text = f"{NOT_HELPED}\n{numbered_option_lines((HUMAN_IN_ENGLISH,))}"
            return say_reply(dispatcher, memory, Reply(text, (HUMAN_IN_ENGLISH,), "none", rejected=rejected))
        options = (HUMAN_OPTION,)
        text = (
            "抱歉没帮上忙。您可以说说做到哪一步、页面提示了什么，我换个答案再找；也可以直接转人工：\n"
            + numbered_option_lines(options)
        )
        return say_reply(dispatcher, memory, Reply(text, options, "none", rejected=rejected))
