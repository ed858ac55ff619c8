"""Leading through a guide: facts told, a step back, from the start, on from where somebody was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answering.answers import KnowledgeAction
from actions.answering.deciding import apology
from actions.conversation import Memory, entity, message_text, say_fresh
from actions.english.answers import taken_in_english
from actions.english.guides import GUIDE_ENDED, LEADS, NOTHING_BEFORE, NOTHING_RUNS, plain_in_english
from actions.guiding.leading import asked_fact, case_of, conclusion, guide_of, lead_into, say_step, told_facts
from actions.guiding.next_steps import answered_aside, order_of_steps
from actions.in_talk.aspects import numbered_steps, quoted, step_said, topic_of
from actions.in_talk.earlier_matter import say_earlier
from actions.in_talk.surely_next import say_surely_next
from actions.lines.holder import turned_in
from actions.support import start_ticket
from actions.ticket.agent_reply import answer_to_agent
from actions.ticket.offer import with_addition_offered
from actions.ticket.parts import ASIDE
from dialogue.questions.meanings import plain_line
from dialogue.questions.next_steps import is_deed
from dialogue.readers.outcomes import NEXT
from dialogue.text.languages import in_mandarin
from dialogue.turns.away import BACK
from dialogue.turns.earlier_matter import EARLIER
from faq.content.membership import with_claim
from faq.guiding.state import GuideState
from faq.saying.answer import answer_options
from faq.saying.reply import Reply, answer_of
from faq.text.choice import HUMAN_OPTION, numbered_option_lines
from faq.text.markup import to_plain

_LEADS = {
    "reassure": ("别急，一步步来。", "不怕，咱们慢慢来，就看这一步。", "没事，不懂就选“不清楚”，接着往下走。"),
    "other_way": ("先看完这一条，不行再看下一步。", "别的后面再看，先把这一条说完。"),
    "hurry": ("好，直接看这一步：", "这就说，只差这一步："),
    "nod": ("还差这一项：", "只要知道这一项就能往下走："),
    "known": ("这个记着呢。", "您说过，我记得。"),
    "first": ("先做这一步：", "就从这一步做起："),
}
"""What is said before the step to who is at a loss, wants another way, is in a hurry, or says a thing again."""
_PASSES_BY = ("reassure", "other_way", "hurry", "nod", "known", "first")
"""Kinds of what answers nothing: whoever was asked often enough is not asked the same once more."""
_AT, _AT_IN_ENGLISH = "刚才说到“{}”：", "We were at “{}”:"
_NEXT = "接下来：{}"
_CHOOSE, _HERE_IN_ENGLISH = "刚才让您从这几样里选：", "We were here:"
_GUIDE_ENDED = "“{}”这件事能说的都说完了。没解决就回复“人工”；问别的，直接打字。"
_NOTHING_RUNS = "现在没有做到一半的事。直接把问题打出来就行，例如“忘记密码怎么办”。"


_NOTHING_BEFORE = "前面还没有可以返回的内容。直接把问题打出来就行，例如“忘记密码怎么办”。"


class ActionTellFact(KnowledgeAction):
    """Facts of the case: the guide goes on to what is still open."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_tell_fact"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Take them and say what comes next; without a guide, look the words up."""
        facts = told_facts(tracker)
        if (answered := answer_to_agent(self.access, dispatcher, tracker)) is not None:
            return answered
        return with_addition_offered(self.access, dispatcher, tracker, self._taken(dispatcher, tracker, facts))

    def _taken(self, dispatcher: CollectingDispatcher, tracker: Tracker, facts: dict[str, str]) -> list[EventType]:
        if not facts or not (case_of(tracker).guide or entity(tracker, "guide")):
            return self.ask_library(dispatcher, tracker)
        if (sure := self._asked_beside(dispatcher, tracker, facts)) is not None:
            return sure
        led = self._other_matter(dispatcher, tracker, facts)
        return led if led is not None else self.tell(dispatcher, tracker, facts)

    def _asked_beside(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, facts: dict[str, str]
    ) -> list[EventType] | None:
        """What surely is asked next about the matter in talk, where the facts do not answer what the guide asks."""
        case, begun, engine = case_of(tracker), entity(tracker, "guide"), self.library.guidance.engine
        if not case.running and begun in self.library.guidance.guides.guides:
            case, _ = engine.begin(case, begun)
        if entity(tracker, NEXT) or engine.asked(case) in facts or engine.puts_right(case, facts):
            return None
        return say_surely_next(dispatcher, tracker, self.library)

    def _other_matter(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, facts: dict[str, str]
    ) -> list[EventType] | None:
        """The guide of another matter that came up in the middle of one, with its conclusion; None where none did."""
        begun, guidance = entity(tracker, "guide"), self.library.guidance
        if not case_of(tracker).running or begun not in guidance.guides.guides:
            return None
        matter = topic_of(None, GuideState(guide=begun), self.library.content, guidance)
        sorry = apology(message_text(tracker))
        return lead_into(dispatcher, tracker, guidance, matter, facts, {}, before=sorry) if matter else None


class ActionRestartGuide(KnowledgeAction):
    """«重新开始»: the guide from its first step."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_restart_guide"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Restart the guide that runs or ran last; without one, say so."""
        state = case_of(tracker)
        if not state.guide:
            return say_fresh(dispatcher, Memory.of(tracker), NOTHING_RUNS if state.english else _NOTHING_RUNS)
        guidance = self.library.guidance
        return say_step(dispatcher, tracker, guidance, *guidance.engine.restart(state))


class ActionResume(KnowledgeAction):
    """«继续»: the very step again, or the ticket that waits, also a day later."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_resume"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """A guide under way comes before a ticket that was left; else the one of the answer before begins."""
        state, guidance = case_of(tracker), self.library.guidance
        begun = entity(tracker, "guide")
        moved = None
        if entity(tracker, "kind") == EARLIER:
            earlier = None if state.english else say_earlier(dispatcher, tracker, self.library)
            return earlier if earlier is not None else self.ask_library(dispatcher, tracker)
        if tracker.get_slot("ticket_confirm") == ASIDE and not state.running:  # put aside in so many words
            return start_ticket()
        if state.running and entity(tracker, "kind") in _PASSES_BY:
            moved = guidance.engine.passed(case_of(tracker, guidance))
        elif state.running or (guidance.engine.left_open(state) and begun not in guidance.guides.guides):
            moved = guidance.engine.resume(state)
        elif begun in guidance.guides.guides:
            moved = guidance.engine.begin(state, begun)
        if moved is not None and state.running and moved[0].step != state.step:  # on from there, which is said
            return say_step(dispatcher, tracker, guidance, *moved)
        if moved is not None:
            if entity(tracker, "kind") == BACK:
                return self._where_they_were(dispatcher, tracker, moved[0])
            every = LEADS if state.english else _LEADS
            leads = every.get(entity(tracker, "kind"), ("",))
            shown = state.times(moved[0].step)  # every second time the step itself offers a person instead
            lead = leads[shown // 2 % len(leads)] if shown % 2 or not state.running else ""
            lead = turned_in(tracker)[1] or lead
            if entity(tracker, "kind") == "first":
                if newest := guidance.engine.heard_last(state):
                    return say_fresh(
                        dispatcher, Memory.of(tracker), f"{leads[shown % 2]}{newest}{self.waiting(tracker)}"
                    )
                said_here = step_said(state, guidance).strip()
                aside = None if said_here or state.english else answered_aside(self.library, tracker)
                if aside is not None:
                    order = order_of_steps(self.library, tracker, aside)
                    return say_fresh(dispatcher, Memory.of(tracker), order, (HUMAN_OPTION,))
                lead = f"{leads[shown % 2]}{said_here}" if said_here else every["nod"][shown % 2]
            if entity(tracker, "kind") == "plain":
                fact = asked_fact(guidance, moved[0])
                said = in_mandarin(message_text(tracker))
                lead = plain_in_english(fact) if state.english else plain_line(said, fact, fact)
                if fact is not None and fact.local:
                    lead = "\n".join(filter(None, (lead, step_said(state, guidance).strip())))
            return say_step(dispatcher, tracker, guidance, *moved, lead=lead)
        if tracker.get_slot("ticket_key"):
            return start_ticket()
        if entity(tracker, "kind") == BACK and (told := self._last_matter(tracker, state)) is not None:
            return self.show(dispatcher, tracker, told)
        ended = guidance.guides.guides.get(state.guide)
        text = _GUIDE_ENDED.format(ended.name) if ended else _NOTHING_RUNS
        if state.english:
            text = GUIDE_ENDED if ended else NOTHING_RUNS
        return say_fresh(dispatcher, Memory.of(tracker), text)

    def _where_they_were(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, state: GuideState
    ) -> list[EventType]:
        """The guide by its name, and the very step as it was first shown: who was away has lost sight of it."""
        guidance = self.library.guidance
        shown = {**(state.shown or {}), state.step: 0}
        at = _AT_IN_ENGLISH if state.english else _AT
        lead = at.format(guidance.spoken(state).guides[state.guide].name)
        return say_step(dispatcher, tracker, guidance, *guidance.engine.resume(replace(state, shown=shown)), lead=lead)

    def _last_matter(self, tracker: Tracker, state: GuideState) -> Reply | None:
        """What was answered last: its name, its conclusion and the first thing to do; None when nothing was."""
        memory, content = Memory.of(tracker), self.library.content
        entry = content.entry(memory.last_answer or "")
        if entry is None and memory.listed:  # what they were to choose from
            return Reply(f"{_CHOOSE}\n{numbered_option_lines(memory.listed)}", memory.listed, "clarify")
        if entry is None:
            return None
        if state.english:
            told = taken_in_english(entry.id, content, memory.school)
            return replace(told, text=f"{_HERE_IN_ENGLISH}\n{told.text}") if told is not None else None
        own = guide_of(entry, content) == state.guide
        ended = step_said(state, self.library.guidance).strip() if own else ""
        text = ended or conclusion(entry)
        if not ended and (deed := next(filter(is_deed, numbered_steps(to_plain(entry.answer))), "")):
            text = f"{text}\n{_NEXT.format(deed)}"
        return Reply(f"{_AT.format(quoted(entry.title))}\n{text}", answer_options(entry, content), "answer", entry.id)


class ActionGoBack(KnowledgeAction):
    """One step back in a guide, or to the answer before the last one."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_go_back"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Show it again; without anything to go back to, say so."""
        state, guidance = case_of(tracker), self.library.guidance
        memory, content = Memory.of(tracker), self.library.content
        before = memory.previous_answer is not None and memory.previous_answer != memory.last_answer
        stepped = any(place != state.step for place in state.path)
        if (state.guide and stepped) or (state.running and not before):
            return say_step(dispatcher, tracker, guidance, *guidance.engine.back(state))
        entry = content.entry(memory.previous_answer or memory.last_answer or "")
        if entry is None:
            return say_fresh(dispatcher, memory, NOTHING_BEFORE if state.english else _NOTHING_BEFORE)
        if state.english and (reply := taken_in_english(entry.id, content, memory.school)) is not None:
            return self.show(dispatcher, tracker, reply)
        return self.show(dispatcher, tracker, answer_of(entry, content, context=with_claim("", memory.school)))
