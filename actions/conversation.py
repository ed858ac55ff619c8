"""What the actions keep in Rasa's slots between two messages, and how they say a reply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from dialogue.facts.done_already import beyond_done
from dialogue.slots import options_of
from dialogue.text.languages import in_mandarin
from dialogue.turns.reminders import asked_enough, remembering, reminded, without_reminder
from dialogue.turns.sentences_said import wants_again
from dialogue.turns.variety import Wording, fresh, remembered, without_said
from faq.content.loader import Content
from faq.content.membership import claimed_school
from faq.ranking.decision import IntentScore
from faq.saying.reply import Reply
from faq.saying.screen import on_screen
from faq.text.choice import Option
from faq.text.phone import line_count

_NOT_INTENTS = frozenset({"nlu_fallback"})
_ANSWERED = ("answer", "clarify")
"""The bands in which an entry may have been said; a list may begin with one."""
_QUESTION = "？"
_WHOLE = ("more", "outright", "again")
"""Kinds of follow-ups that want what was said, or all of it."""
_SAID_ANEW = ("restart_guide", "go_back", "resume", "choose_option")
"""Intents whose answer may hold what was said: it is asked for by name."""
_LISTS = ("clarify", "none")
"""The bands whose options are a list of questions, which stays open after one of them was chosen."""


@dataclass(frozen=True)
class Memory:
    """The conversation so far, as far as answering needs it."""

    offered: tuple[Option, ...]
    last_answer: str | None
    previous_answer: str | None
    misses: int
    school: str
    listed: tuple[Option, ...] = ()
    recent: tuple[str, ...] = ()
    again: bool = False
    """Whether what was said already is asked for."""
    asked_of_late: tuple[str, ...] = ()
    """The questions that the last turns put to the person, in their own lines."""
    told: str = ""
    """What the person wrote last: what it says is done is not told them again."""

    @classmethod
    def of(cls, tracker: Tracker) -> Memory:
        """Read from the slots; whatever is missing counts as nothing yet."""
        return cls(
            offered=options_of(tracker.get_slot("offered")),
            last_answer=tracker.get_slot("last_answer"),
            previous_answer=tracker.get_slot("previous_answer"),
            misses=int(tracker.get_slot("misses") or 0),
            school=tracker.get_slot("school") or "",
            listed=options_of(tracker.get_slot("listed")),
            recent=tuple(tracker.get_slot("recent") or ()),
            again=_asked_again(tracker),
            asked_of_late=_asked_of_late(tracker),
            told=message_text(tracker),
        )


def message_text(tracker: Tracker) -> str:
    """What the person typed, personal data already replaced by placeholders."""
    return str(tracker.latest_message.get("text") or "")


def metadata(tracker: Tracker) -> dict[str, Any]:
    """What the gateway sent along with the message: `bot.conversation.answers` makes it."""
    return tracker.latest_message.get("metadata") or {}


def lines_said(tracker: Tracker) -> int:
    """How many lines of a phone the replies to the latest message fill already."""
    lines = 0
    for event in reversed(tracker.events):
        if event["event"] == "user":
            break
        if event["event"] == "bot":
            lines += line_count(str(event.get("text") or ""))
    return lines


def just_said(tracker: Tracker) -> str:
    """What was said to the message before the latest one."""
    said: list[str] = []
    messages = 0
    for event in reversed(tracker.events):
        messages += event["event"] == "user"
        if messages > 1:
            break
        if messages == 1 and event["event"] == "bot":
            said.append(str(event.get("text") or ""))
    return "\n".join(reversed(said))


def _asked_of_late(tracker: Tracker) -> tuple[str, ...]:
    said = (str(event.get("text") or "") for event in tracker.events if event["event"] == "bot")
    return tuple(line for text in said for line in text.splitlines() if line.endswith(_QUESTION))


def _asked_again(tracker: Tracker) -> bool:
    if chosen_id(tracker) or entity(tracker, "kind") in _WHOLE:
        return True
    intent = str((tracker.latest_message.get("intent") or {}).get("name") or "")
    return intent in _SAID_ANEW or wants_again(in_mandarin(message_text(tracker)))


def intent_ranking(tracker: Tracker) -> tuple[IntentScore, ...]:
    """How sure Rasa is of each intent, without its own fallback."""
    ranking = tracker.latest_message.get("intent_ranking") or []
    return tuple(
        IntentScore(item["name"], float(item["confidence"])) for item in ranking if item["name"] not in _NOT_INTENTS
    )


def entity(tracker: Tracker, name: str) -> str:
    """What the reading of the latest message put beside its act; empty when nothing."""
    return str(next(tracker.get_latest_entity_values(name), ""))


def remember_school(context: str, memory: Memory, content: Content) -> list[EventType]:
    """Keep the school the person said they belong to; one said later takes the place of the one before."""
    school = claimed_school(context, content.schools)
    return [SlotSet("school", school)] if school and school != memory.school else []


def chosen_id(tracker: Tracker) -> str | None:
    """The id of a tapped option, which the gateway sends as the entity `option`."""
    return next(tracker.get_latest_entity_values("option"), None)


def button(option: Option) -> dict[str, str]:
    """An option as Rasa sends it along with a message."""
    address = {"url": option.url} if option.url else {}
    return {"title": option.title, "payload": f'/choose_option{{"option": "{option.id}"}}', **address}


def say(
    dispatcher: CollectingDispatcher, text: str, options: Sequence[Option] = (), trace: dict[str, Any] | None = None
) -> None:
    """Send one message; options become buttons that inject the choice."""
    buttons = list(map(button, options))
    dispatcher.utter_message(text=text, buttons=buttons or None, json_message={"trace": trace} if trace else None)


def offer(options: Sequence[Option]) -> EventType:
    """Remember what was offered, so that a number or a piece of a title chooses it."""
    return SlotSet("offered", [option.as_dict() for option in options])


def ask(dispatcher: CollectingDispatcher, text: str, options: Sequence[Option], asking: str) -> list[EventType]:
    """Ask a question of a form; the trace tells the gateway what the next message is likely to be."""
    say(dispatcher, text, options, {"asking": asking})
    return [offer(options)]


def say_fresh(
    dispatcher: CollectingDispatcher,
    memory: Memory,
    text: str,
    options: Sequence[Option] | None = (),
    trace: dict[str, Any] | None = None,
    otherwise: Sequence[Wording] = (),
) -> list[EventType]:
    """Send a text that was not just sent, or else another way; `options` None leaves on offer what was."""
    text = beyond_done(text, memory.told, [option.title for option in options or ()])
    plain, reminder = without_reminder(text)
    ways = {without_reminder(way.text)[0]: without_reminder(way.text)[1] for way in otherwise} | {plain: reminder}
    others = [replace(way, text=without_reminder(way.text)[0]) for way in otherwise]
    said = fresh(plain, options or (), memory.recent, others, again=memory.again)
    words = said.text if said.repeated or memory.again else without_said(said.text, memory.recent)
    words = reminded(words, ways.get(said.text, ""), memory.recent)
    words, options_shown = asked_enough(words, said.options, memory.asked_of_late, memory.recent)
    said = replace(said, options=options_shown)
    words = on_screen(words, [option.title for option in said.options])
    say(dispatcher, words, said.options, trace)
    shown = trace is not None and trace.get("band") in _ANSWERED and not trace.get("guide_id")
    given = trace.get("faq_id") if trace and shown and not trace.get("asked_next") else None
    at_step = bool(trace and trace.get("guide_id") and trace.get("step"))
    recent = remembered(memory.recent, words, str(given or ""), said.text)
    recent = remembering(recent, memory.recent, words, said.options, at_step=at_step)
    kept = [SlotSet("recent", recent), SlotSet("last_act", None)]
    return kept if options is None and not said.options else [offer(said.options), *kept]


def say_reply(
    dispatcher: CollectingDispatcher, memory: Memory, reply: Reply, otherwise: Sequence[Wording] = ()
) -> list[EventType]:
    """Send a reply of the knowledge base and remember it."""
    events: list[EventType] = [
        *say_fresh(dispatcher, memory, reply.text, reply.options, reply.trace(), otherwise),
        SlotSet("misses", 0 if reply.band != "none" else memory.misses + 1),
    ]
    if reply.band in _LISTS and reply.options:
        events.append(SlotSet("listed", [option.as_dict() for option in reply.options]))
    if reply.entry_id and reply.entry_id != memory.last_answer:
        events += [SlotSet("previous_answer", memory.last_answer), SlotSet("last_answer", reply.entry_id)]
    return events
