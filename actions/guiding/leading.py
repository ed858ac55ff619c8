"""Saying the next step of a guide, and keeping the case it belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Memory, entity, message_text, say_fresh, say_reply
from actions.english.guides import STEPS_GO_ON, conclusion_in_english, readable
from actions.english.leads import HUMAN_IN_ENGLISH, speaks_english
from actions.guiding.traces import trace_of
from actions.in_talk.aspects import says_unknown, unless_told
from actions.in_talk.further import further_step
from actions.lines.holder import holder_of, said_for
from actions.lines.tries import way_out
from dialogue.mixed.several import may_ask
from dialogue.people.whose_case import turned_case
from dialogue.questions.whereabouts import page_told
from dialogue.readers.case import facts_of
from dialogue.text.languages import in_mandarin
from dialogue.turns.sentences_said import holds_news
from dialogue.turns.variety import Wording
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.guiding.extraction import updated
from faq.guiding.fitting import without_tests, without_ways
from faq.guiding.guidance import Guidance
from faq.guiding.opening import behind_first, opened_with
from faq.guiding.situation import UNKNOWN, Fact
from faq.guiding.state import GuideReply, GuideState
from faq.guiding.tree import Guides
from faq.pages.here import from_here
from faq.saying.head import says_the_same
from faq.saying.reply import NEAR_SCORE, Reply
from faq.text.choice import HUMAN_OPTION, Option
from faq.text.markup import to_plain
from faq.text.phone import SCREEN_LINES, first_sentence, line_count

_HUMAN_WAY, _HUMAN_WAY_IN_ENGLISH = "要真人接着帮，回复“人工”。", "For a person to go on, reply “human”."
_ANYTHING_ELSE, _ANYTHING_ELSE_IN_ENGLISH = "还有别的，直接打字说。", "Anything else? Just type it."
_ADVISES_AGAINST, _STILL_NOT = "不要", "还是先不要。"
OTHER_SERVICE = "ask_other_service"
"""The intent of many matters that have nothing in common."""


def case_of(tracker: Tracker, guidance: Guidance | None = None) -> GuideState:
    """The case as the slot holds it, led in the language that is spoken.

    With the guides, also how often the person has read the question that waits, behind other answers.
    """
    case = turned_case(message_text(tracker), GuideState.from_dict(tracker.get_slot("case")))
    case = case if guidance is None else guidance.engine.read_in(case, Memory.of(tracker).asked_of_late)
    return replace(case, english=True) if speaks_english(tracker) else case


def asked_fact(guidance: Guidance, case: GuideState) -> Fact | None:
    """The fact that the step somebody stands at asks for; None when no guide waits."""
    return guidance.guides.situation.facts.get(guidance.engine.asked(case) or "")


def told_facts(tracker: Tracker) -> dict[str, str]:
    """The facts the latest message tells."""
    return facts_of(entity(tracker, "facts"))


def whole_case(tracker: Tracker, guidance: Guidance) -> dict[str, str]:
    """All that is known of the case, with what this message tells and what follows from it."""
    return guidance.guides.situation.with_implied(updated(case_of(tracker).known, told_facts(tracker)))


def with_facts(state: GuideState, facts: Mapping[str, str]) -> GuideState:
    """The case with what was said beside the point; it moves no guide."""
    return replace(state, facts=updated(state.known, facts)) if facts else state


def with_told(tracker: Tracker, guidance: Guidance, events: Sequence[EventType]) -> list[EventType]:
    """What an answer beside a guide sets, and what the message told of the case, unless the answer took it already."""
    facts, case = told_facts(tracker), case_of(tracker)
    taken = any(event.get("event") == "slot" and event.get("name") == "case" for event in events)
    if not facts or taken or not case.running:
        return [*events]
    return [*events, SlotSet("case", guidance.engine.keep(case, facts).as_dict())]


def guide_of(entry: Entry, content: Content) -> str:
    """The guide an answer's matter belongs to: its own, or what most entries of its intent lead to; else empty."""
    if entry.guide or entry.intent == OTHER_SERVICE:
        return entry.guide or ""
    kindred = Counter(item.guide for item in content.entries if item.intent == entry.intent and item.guide)
    return kindred.most_common(1)[0][0] if kindred else ""


def leads_slot(reply: Reply, content: Content) -> list[EventType]:
    """Keep the guide that what is told after this answer belongs to."""
    likely = [item.entry_id for item in reply.candidates[:1] if item.score >= NEAR_SCORE]
    entry = content.entry(reply.entry_id or next(iter(likely), ""))
    return [SlotSet("leads", guide_of(entry, content))] if entry is not None else []


def show_reply(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    content: Content,
    reply: Reply,
    *,
    note: str = "",
    otherwise: str = "",
) -> list[EventType]:
    """A reply of the library with a line under it; `otherwise` is said when it was just said."""
    reply = replace(reply, text=f"{reply.text}{note}") if note else reply
    others = (Wording(otherwise, reply.options if case_of(tracker).running else ()),) if otherwise else ()
    entry, recent = content.entry(reply.entry_id or ""), Memory.of(tracker).recent
    if entry is not None and not case_of(tracker).running and not holds_news(reply.text, recent):
        step = "" if may_ask(in_mandarin(message_text(tracker))) else further_step(entry, recent)
        others = (*((Wording(step, (HUMAN_OPTION,)),) if step else ()), *others)
    return [*say_reply(dispatcher, Memory.of(tracker), reply, others), *leads_slot(reply, content)]


def opening_options(content: Content, guidance: Guidance, *, but: Sequence[Option] = ()) -> tuple[Option, ...]:
    """What most people come with, as options for who has asked nothing yet; without those that were just refused."""
    refused = {option.id for option in but}
    entries = [content.entry(name) for name in guidance.guides.openings() if name not in refused]
    return tuple(Option(entry.id, entry.title) for entry in entries if entry is not None)


def lead_into(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    guidance: Guidance,
    entry: Entry,
    facts: Mapping[str, str],
    trace: Mapping[str, Any],
    before: str = "",
    *,
    beside: str = "",
    shorter: str = "",
    here: str = "",
    chosen: bool = False,
) -> list[EventType] | None:
    """Begin the guide of an entry with all that is known; None when it has none.

    `trace` tells why this entry, `before` is said before all else, `beside` between the conclusion and the step,
    `shorter` where that has no room; `here` is the page somebody stands on already. `chosen` is whether the person
    took the entry by its title, and so said what that says: «手机停用、邮箱和密保也都用不了».
    """
    guide = guidance.guides.guides.get(entry.guide or "")
    if guide is None:
        return None
    general = guide.greeting is not None and guide.greeting[1] == entry.id  # its title names the matter, no case
    knows = guide.knows.get(entry.id) or (guidance.extractor.facts(entry.title) if chosen and not general else {})
    case = case_of(tracker, guidance)
    waits = guidance.engine.asked(case) or ""
    if waits in knows and not (chosen or waits in facts or guide.id == case.guide):
        # it would take for granted what was just asked, which nobody told: «出来一个138开头的» found an account
        return say_step(dispatcher, tracker, guidance, *guidance.engine.passed(with_facts(case, facts)), trace=trace)
    taken = taken_for_granted(knows, {**case.known, **facts}, guidance.guides)
    state = with_facts(case, {**taken, **facts})
    if chosen and not state.english:  # who takes the title once more wants to be told how, not only asked
        state = replace(state, shown={name: times for name, times in (state.shown or {}).items() if name[0] == "!"})
    goes_on = case.running and case.guide == guide.id and bool(facts)  # what is told is taken, and said to be
    moved, reply = guidance.engine.tell(case, facts) if goes_on else guidance.engine.begin(state, guide.id)
    here = here or page_told(in_mandarin(message_text(tracker)))
    reply = replace(reply, text=from_here(reply.text, here))
    beside, lead = unless_told(beside, reply.text), ""
    if taken == knows and state.guide != guide.id:
        untold, _ = guidance.engine.begin(with_facts(case, taken), guide.id)
        lead = _opening(guidance, entry, moved, reply, untold.step == moved.step, facts.keys() - knows.keys())
    concluded = conclusion_in_english(entry) if state.english else conclusion(entry)
    if beside and not lead:  # else what is asked besides would come first
        lead = opened_with(concluded, reply.text)
    said = [line for line in f"{before}\n{beside}".splitlines() if not says_unknown(line)]
    if lead and any(says_the_same(line, first_sentence(lead)) for line in said):
        lead = ""
    if line_count(f"{before}\n{lead}\n{beside}\n{reply.text}".strip()) > SCREEN_LINES:  # what is unknown goes first
        beside = "\n".join(line for line in beside.splitlines() if not says_unknown(line))
    lead = lead if line_count(f"{before}\n{lead}\n{beside}\n{reply.text}".strip()) <= SCREEN_LINES else ""
    behind = "" if lead else beside  # without a conclusion the step itself is the answer
    lead = "\n".join(filter(None, (unless_told(before, reply.text), lead, "" if behind else beside)))
    memory = Memory.of(tracker)
    topic = [
        SlotSet("previous_answer", memory.last_answer),
        SlotSet("last_answer", entry.id),
        SlotSet("leads", guide.id),
    ]
    found = {**trace, "band": "answer", "faq_id": entry.id}  # also when it stood in a list
    told = (dispatcher, tracker, guidance, moved, reply)
    events = say_step(*told, lead=lead, trace=found, shorter=shorter, behind=behind)
    return [*events, *(topic if entry.id != memory.last_answer else [])]


def granted_by(entry_id: str | None, guide_id: str, case: GuideState, guidance: Guidance) -> dict[str, str]:
    """What the question answered last takes for granted in the guide that begins behind it."""
    knows = guidance.guides.guides[guide_id].knows.get(entry_id or "", {})
    return taken_for_granted(knows, case.known, guidance.guides)


def taken_for_granted(knows: Mapping[str, str], said: Mapping[str, str], guides: Guides) -> dict[str, str]:
    """What a question takes for granted, but for what the person said otherwise about themselves."""
    facts = guides.situation.facts
    return {
        name: value
        for name, value in knows.items()
        if not facts[name].lasting or said.get(name, UNKNOWN) in (value, UNKNOWN)
    }


def say_step(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    guidance: Guidance,
    state: GuideState,
    reply: GuideReply,
    *,
    lead: str = "",
    trace: Mapping[str, Any] | None = None,
    shorter: str = "",
    behind: str = "",
) -> list[EventType]:
    """Say what comes next and keep where that is; the lead gives way to the `shorter` one where a screen is full.

    What is said `behind` the first line of the step stands before it where that asks already.
    """
    text, options = without_ways(reply.text, state.known, guidance.guides.situation), reply.options
    text = behind_first(text, behind)
    if reply.ended in ("ticket", "outside"):
        options = (HUMAN_IN_ENGLISH if state.english else HUMAN_OPTION,)
        way = _HUMAN_WAY_IN_ENGLISH if state.english else _HUMAN_WAY
        is_said = any(word in text for word in ("“人工”", "“human”"))  # a list of one is no choice: said once
        text = text if is_said or not _has_room(text) else f"{text}\n{way}"
    elif reply.ended == "solved" and _has_room(text):  # solved: nobody is left without a word of how to go on
        text = f"{text}\n{_ANYTHING_ELSE_IN_ENGLISH if state.english else _ANYTHING_ELSE}"
    if state.english:
        guide = guidance.guides.guides.get(state.guide)
        lead = readable(lead) if guide is None or guide.english else STEPS_GO_ON
    out = "" if reply.ended else way_out(tracker, english=state.english)
    if line_count(f"{lead}\n{out}{text}") <= SCREEN_LINES:
        text = f"{out}{text}"
    if shorter and not state.english and line_count(f"{lead}\n{text}") > SCREEN_LINES:
        lead = shorter
    text = f"{lead}\n{text}" if lead else text
    holder = "" if state.english else holder_of(tracker)
    ways = tuple(replace(way, text=said_for(way.text, holder)) for way in _other_ways(guidance, state, text, options))
    known = {**(trace or {}), **trace_of(guidance, state)}
    memory = Memory.of(tracker)
    said = say_fresh(dispatcher, memory, said_for(text, holder), options, known, ways)
    named = reply.about if reply.about != memory.last_answer else ""
    left_with = [SlotSet("previous_answer", memory.last_answer), SlotSet("last_answer", named)] if named else []
    kept = replace(state, whose=holder).as_dict()
    return [SlotSet("case", kept), SlotSet("misses", 0), *left_with, *said]


def _other_ways(guidance: Guidance, state: GuideState, text: str, options: tuple[Option, ...]) -> tuple[Wording, ...]:
    """The step again in other words, for when its text was just said.

    At the end of the guide that weighs what cannot be taken back that is its warning: it is said every time.
    """
    if state.running:
        _, again = guidance.engine.resume(state)
        return (Wording(again.text, again.options),)
    action = guidance.guides.irreversible.get(state.guide)
    if action is None:
        return ()
    still = _STILL_NOT if _ADVISES_AGAINST in text else ""
    warnings = action.warnings_en if state.english else tuple(f"{still}{warning}" for warning in action.warnings)
    return tuple(Wording(warning, options) for warning in reversed(warnings))


def conclusion(entry: Entry) -> str:
    """The first sentence of an answer: the conclusion somebody should not have to wait for."""
    return first_sentence(to_plain(entry.answer)).rstrip("：:")


def _opening(
    guidance: Guidance, entry: Entry, state: GuideState, reply: GuideReply, at_start: bool, told: Collection[str]
) -> str:
    """The conclusion of an answer for before the first step of its guide; empty where it does not belong there.

    A warning stays first. What was `told` may have led past the beginning (not `at_start`): then the conclusion is
    for a bare question only, in the guide itself and where nothing of it is what was told.
    """
    step = guidance.spoken(state).step(state.step)
    if step is None or step.warn:
        return ""
    concluded = conclusion_in_english(entry) if state.english else conclusion(entry)
    facts = guidance.guides.situation.facts
    known = without_tests(concluded, state.known, guidance.guides.situation) != concluded  # that was told already
    touched = any(word in concluded for name in told if name in facts for word in facts[name].called)
    if known or (not at_start and (step.say or not state.step.startswith(f"{state.guide}.") or touched)):
        return ""
    return opened_with(concluded, reply.text)


def _has_room(text: str) -> bool:
    return line_count(text) < SCREEN_LINES
