"""One step of what was said once more («刚才说的第二步是啥»), or all of it in order: out of the replies themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Memory, entity, message_text, say_fresh, say_reply
from actions.english.answers import taken_in_english
from actions.english.leads import HUMAN_IN_ENGLISH, speaks_english
from actions.guiding.leading import case_of
from actions.guiding.next_steps import order_of_steps
from actions.in_talk.aspects import numbered_steps, texts_of
from actions.in_talk.beside import waiting_note
from actions.in_talk.further import further_step
from dialogue.facts.done_already import DEED
from dialogue.questions.next_steps import is_deed
from dialogue.questions.steps_asked import LAST_STEP, STEP, asks_order
from dialogue.readers.aspects import ASPECT
from dialogue.readers.pushback import WORD
from faq.content.entry import Entry
from faq.engine.library import Library
from faq.text.choice import HUMAN_OPTION

_STEP, _STEP_IN_ENGLISH = "第 {} 步：{}", "Step {}: {}"
_FEWER, _FEWER_IN_ENGLISH = "刚才说的一共 {} 步：\n{}", "There were {} steps:\n{}"
_DEED_DONE = "好，这一步就算办了。要是还卡着，把页面上的提示发来，或回复“人工”。"
_SENTENCE_ENDS, _CLAUSE_ENDS = "。；", "，"
_NO_DEED_ENDS = ("？", "?", "：")
_LEAST_DEED = 4


def say_steps(
    dispatcher: CollectingDispatcher, tracker: Tracker, library: Library, kind: str, topic: Entry | None
) -> list[EventType] | None:
    """The step that is asked for, or the order of all; None for any other kind, and where nothing was said to do.

    Who only tells that they did something («改了改了») gets what comes behind it.
    """
    memory, english = Memory.of(tracker), speaks_english(tracker)
    listed = library.content.entry(next((option.id for option in memory.listed), ""))
    about = topic or listed  # behind a list its likeliest is what is talked about
    person = (HUMAN_IN_ENGLISH if english else HUMAN_OPTION,)
    if kind.startswith(STEP):
        text = _step(tracker, about, int(kind.removeprefix(STEP)), english=english)
        options = memory.offered if case_of(tracker).running else person
        waits = waiting_note(library.guidance, case_of(tracker))
        return say_fresh(dispatcher, replace(memory, again=True), f"{text}{waits}", options) if text else None
    if kind == DEED and about is not None and not english:
        step = further_step(about, (), after=entity(tracker, WORD)[:1]) or _DEED_DONE
        return say_fresh(dispatcher, memory, step, person)
    if kind != f"{ASPECT}first" or about is None or not (topic is None or asks_order(message_text(tracker))):
        return None
    if english:
        told = taken_in_english(about.id, library.content, memory.school)
        return say_reply(dispatcher, replace(memory, again=True), told) if told is not None else None
    return say_fresh(dispatcher, memory, order_of_steps(library, tracker, about), person)


def _step(tracker: Tracker, topic: Entry | None, number: int, *, english: bool) -> str:
    steps = next(filter(None, _said(tracker)), []) or (numbered_steps(texts_of(topic)[0]) if topic else [])
    if not steps:
        return ""
    place = len(steps) if number == LAST_STEP else number
    if place > len(steps):
        numbered = "\n".join(f"{count}. {step}" for count, step in enumerate(steps, 1))
        return (_FEWER_IN_ENGLISH if english else _FEWER).format(len(steps), numbered)
    return (_STEP_IN_ENGLISH if english else _STEP).format(place, steps[place - 1])


def _said(tracker: Tracker) -> Iterator[list[str]]:
    """The steps of each reply, the last first, without what could be chosen; those of a guide by their sentences."""
    for event in reversed(tracker.events):
        if event["event"] != "bot":
            continue
        text, data = str(event.get("text") or ""), event.get("data") or {}
        titles = {item.get("title") for item in data.get("buttons") or ()}
        guided = ((data.get("custom") or {}).get("trace") or {}).get("guide_id")
        yield [step for step in numbered_steps(text) if step not in titles] or (_deeds(text) if guided else [])


def _deeds(text: str) -> list[str]:
    """What is to be done of sentences that have no numbers; one sentence of several deeds is cut at its commas."""
    sentences = [*_cut(text.replace("\n", _SENTENCE_ENDS[0]), _SENTENCE_ENDS)]
    deeds = [one for one in sentences if is_deed(one) and not one.endswith(_NO_DEED_ENDS)]
    if len(deeds) != 1:
        return deeds
    parts = [*_cut(deeds[0], _CLAUSE_ENDS)]
    return parts if all(map(is_deed, parts)) and min(map(len, parts)) >= _LEAST_DEED else deeds


def _cut(text: str, marks: str) -> Iterator[str]:
    for mark in marks[1:]:
        text = text.replace(mark, marks[0])
    yield from filter(None, map(str.strip, text.split(marks[0])))
