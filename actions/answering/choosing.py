"""A choice among what was offered, a yes or a no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answering.answers import KnowledgeAction
from actions.answering.several import Others, with_others
from actions.conversation import Memory, chosen_id, entity, just_said, message_text
from actions.english.answers import english_titles
from actions.english.guides import conclusion_in_english
from actions.english.leads import AGREED, WHICH, speaks_english
from actions.guiding.leading import case_of, say_step, told_facts
from actions.in_talk.beside import beside_lines
from actions.support import TICKET
from actions.ticket.addition import ADD_SAID
from actions.ticket.agent_reply import answer_to_agent
from actions.ticket.offer import with_addition_offered
from actions.ticket.settling import answer_to_closing
from dialogue.facts.put_right import says_more
from dialogue.mixed.several import questions_in
from dialogue.readers.choices import ALSO, MORE
from dialogue.text.languages import in_mandarin
from faq.content.entry import Entry
from faq.content.membership import with_claim
from faq.guiding.options import fact_of
from faq.saying.reply import OTHERS, Reply, answer_of
from faq.text.choice import HUMAN, NONE_OF_THESE, Option, numbered_option_lines
from faq.text.markup import to_plain

_FEW_WORDS = 3
"""How many words a bare English yes or no may have: «yes, please do»."""


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
            if also := entity(tracker, ALSO):
                return self._together(dispatcher, tracker, (chosen, *also.split()))
            behind = entity(tracker, MORE)
            return (
                self._with_more(dispatcher, tracker, chosen, behind)
                if behind
                else self.take(dispatcher, tracker, Option(chosen, ""))
            )
        intent = tracker.get_intent_of_latest_message()
        case = case_of(tracker)
        guidance = self.library.guidance
        if says_more(in_mandarin(message_text(tracker))):  # «不是大一，我是大二转学来的» is no bare no
            return self.ask_library(dispatcher, tracker)
        if case.running:  # no answer to its step, and nothing else was asked
            return say_step(dispatcher, tracker, guidance, *guidance.engine.passed(case_of(tracker, guidance)))
        english = speaks_english(tracker)
        led = OTHERS in just_said(tracker)  # a yes to an answer chooses none of the others
        bare = not english or _is_bare(message_text(tracker))
        option = (answer_to_closing(intent, offered) or _meant_by(intent, offered, led=led)) if bare else None
        if option:
            return self.take(dispatcher, tracker, option)
        if (answered := answer_to_agent(self.access, dispatcher, tracker)) is not None:
            return answered
        otherwise = _acknowledgement(intent, () if led else offered, english=english)
        events = self.ask_library(dispatcher, tracker, otherwise=otherwise)
        return with_addition_offered(self.access, dispatcher, tracker, events)

    def _together(self, dispatcher: CollectingDispatcher, tracker: Tracker, chosen: Sequence[str]) -> list[EventType]:
        """Several of a list: the first is answered, the others in a line each with a button."""
        content = self.library.content
        known = [entry for entry in map(content.entry, chosen) if entry is not None]
        if not known:
            return self.take(dispatcher, tracker, Option(chosen[0], ""))
        first, *others = known
        if speaks_english(tracker):
            lines = (conclusion_in_english(entry) for entry in (first, *others) if entry.answer_en)
            options = english_titles([first, *others])
            return self.show(dispatcher, tracker, Reply("\n".join(lines), options, "answer", first.id))
        reply = answer_of(first, content, context=with_claim("", Memory.of(tracker).school))
        return self.show(dispatcher, tracker, with_others(reply, Others(tuple(others)), first, content))

    def _with_more(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, chosen: str, behind: str
    ) -> list[EventType]:
        """The choice, and what was said behind it: facts of the case are taken, a question is answered beside it."""
        tracker.latest_message = {**tracker.latest_message, "text": behind}  # the number is no part of what is asked
        if facts := fact_of(chosen):
            return self.tell(dispatcher, tracker, {**told_facts(tracker), **facts})
        entry = self.library.content.entry(chosen)
        questions = questions_in(in_mandarin(behind))
        if entry is None or not questions:
            return self.take(dispatcher, tracker, Option(chosen, ""))
        return self.show_entry(dispatcher, tracker, entry, beside=self._beside(tracker, entry, questions))

    def _beside(self, tracker: Tracker, entry: Entry, questions: list[str]) -> str:
        """The questions in a line each, from the entry that is chosen before any other."""
        return beside_lines(self.library, tracker, questions, said=to_plain(entry.answer), also=(entry.id,))


def _meant_by(intent: str | None, offered: tuple[Option, ...], *, led: bool) -> Option | None:
    """What a bare yes or no chooses: a yes only when it is clear to what."""
    if intent == "deny" and any(option.id not in (HUMAN, TICKET.id) for option in offered):
        return Option(NONE_OF_THESE, "")
    offered = tuple(option for option in offered if not option.id.startswith(ADD_SAID))
    real = [option for option in offered if option.id != NONE_OF_THESE]
    # Only a question can be answered with yes: “您是不是想问” of one entry, or the offer of a person. After an
    # answer with its runners-up or a list of popular questions, 好的 chooses nothing.
    asked = real and not led and (real[0].id in (HUMAN, TICKET.id) or (len(real) == 1 and len(offered) > 1))
    return real[0] if intent == "affirm" and asked else None


def _is_bare(text: str) -> bool:
    """Whether an English yes or no says nothing else: «yes, I renewed my permit» chooses no button."""
    return len(text.split()) <= _FEW_WORDS


def _acknowledgement(intent: str | None, offered: tuple[Option, ...], *, english: bool) -> Reply | None:
    """What to say to a yes or no that chooses nothing; it is no question, so nothing was missed."""
    if english:
        which = intent == "affirm" and any(option.id == NONE_OF_THESE for option in offered)
        text = f"{WHICH}\n{numbered_option_lines(offered)}" if which else AGREED.get(intent or "", "")
        return Reply(text, offered if which else (), "clarify" if which else "none") if text else None
    if intent == "affirm" and any(option.id == NONE_OF_THESE for option in offered):
        return Reply(f"请点选或回复序号，告诉我是哪一个：\n{numbered_option_lines(offered)}", offered, "clarify")
    if intent == "affirm":
        return Reply("好的。还有别的问题，直接打字告诉我就行。")
    return Reply("好的。请换个说法，再多说一点：在哪个页面、做到哪一步、页面提示了什么。") if intent == "deny" else None
