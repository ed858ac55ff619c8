"""The last line of a talk: what to mind still in this matter, once it is done or somebody goes to do it.

Nothing that they told, that we said, or that was put right since: then there is nothing left to remind of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rasa_sdk import Tracker

from actions.conversation import Memory, message_text
from actions.guiding.leading import conclusion
from actions.in_talk.asked_next import in_talk
from actions.in_talk.confirming import confirmed_of
from actions.lines.holder import texts_said
from dialogue.people.offices import office_beside
from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from dialogue.turns.sentences_said import is_said
from faq.content.entry import Entry
from faq.content.likeness import letter_pairs
from faq.engine.library import Library
from faq.text.markup import to_plain

_OF_PEOPLE = ("contact_support", "ticket_status")
_MATTERS = 3
"""Among how many matters in talk the reminder is looked for."""
_SAME = 0.7
"""How much of a line may stand in what was said already."""
_PAPERS = re.compile(
    "(?<![绑附])带(?:上|着|好|齐)?(?P<papers>[^，。；：“”找去到]{0,16}(?:证|截图|材料|证明|户口[本簿]|通知书|表|[码图]))"
)
MIND = "\n记着：{}"
"""How a reminder follows what is said to a plan, or to a nod."""
_NOT_THERE = "先别急着跑{}：{}。"
_BRING = "带上{}。"
_WRONG = re.compile("^不对，")


def last_line(library: Library, tracker: Tracker) -> str:
    """What to mind still; empty where nothing is written, or it was said."""
    memory, told = Memory.of(tracker), [*_bot_texts(tracker), *map(in_mandarin, texts_said(tracker))]
    line = next((entry.done for entry in matters_in_talk(library, tracker) if entry.done), "")
    return "" if not line or is_said(line, memory.recent) or _is_told(line, told) else line


def is_news(line: str, tracker: Tracker) -> bool:
    """Whether a line says anything that was neither told nor said in the last turns."""
    return not _is_told(line, [*_bot_texts(tracker), *map(in_mandarin, texts_said(tracker))])


def to_bring(library: Library, tracker: Tracker) -> str:
    """What the matter in talk tells to take along; empty where it tells nothing."""
    lines = (line for entry in matters_in_talk(library, tracker)[:1] for line in to_plain(entry.answer).splitlines())
    found = next(filter(None, map(_PAPERS.search, lines)), None)
    return _BRING.format(found["papers"]) if found is not None else ""


def wrong_plan(library: Library, tracker: Tracker) -> str:
    """What a plan overlooks, «不对，……», where the matter in talk says in so many words that it does not go so."""
    plan, talk = split_clauses(in_mandarin(message_text(tracker))), matters_in_talk(library, tracker)
    if not (plan and talk):
        return ""
    if office := office_beside("，".join(plan), [*_bot_texts(tracker), *(to_plain(entry.answer) for entry in talk)]):
        return _NOT_THERE.format(office, conclusion(talk[0]).rstrip("。"))
    told = confirmed_of(library, plan[-1], talk[:1])
    return told.line if told is not None and told.decides and _WRONG.match(told.line) else ""


def matters_in_talk(library: Library, tracker: Tracker) -> list[Entry]:
    """The matters in talk, the last first, without those that only tell whom to ask."""
    return [entry for entry in in_talk(library, tracker) if entry.intent not in _OF_PEOPLE][:_MATTERS]


def _bot_texts(tracker: Tracker) -> list[str]:
    return [str(event.get("text") or "") for event in tracker.events if event["event"] == "bot"]


def _is_told(line: str, told: Sequence[str]) -> bool:
    pairs = letter_pairs(line)
    return any(len(pairs & letter_pairs(text)) >= _SAME * len(pairs) for text in told)
