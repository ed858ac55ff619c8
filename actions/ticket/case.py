"""What of a case goes into a ticket: what the person told and did not take back, and what was said in the talk."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker

from actions.answering.shown import page_in
from actions.guiding.leading import case_of
from dialogue.facts.against import against, misread
from dialogue.facts.plans import given_up
from dialogue.facts.retold import put_right, taken_back
from dialogue.readers.case import facts_of
from dialogue.said import (
    FORM,
    SAID_SLOT,
    Utterance,
    answered,
    facts_in,
    heard,
    replied,
    said_from,
    with_missed,
    without_form,
)
from dialogue.text.clauses import is_asked, split_clauses
from dialogue.text.shortening import shortened
from dialogue.ticket.corrections import without_struck
from faq.guiding.guidance import Guidance
from faq.guiding.options import fact_of
from faq.guiding.state import GuideState
from faq.pages.case import case_facts

_TAPPED = re.compile(r'^/choose_option\{"option": ?"(?P<id>[^"]+)"')
_MOST_QUOTED = 40
_OF_ITS_OWN = "username"
"""The fact that a ticket has a field for."""
_QUOTED = "“{}”"
_DENIED = re.compile("(?:不是|没说过?|没要|没有说|并不|不算|没想)(?P<what>.+)")


def told_case(tracker: Tracker, guidance: Guidance) -> GuideState:
    """The case with what the person said, tapped or showed, and did not deny since; what was deduced is left out."""
    state = case_of(tracker)
    said = said_in(tracker)
    told = _shown(tracker, guidance)
    for message in said:
        typed = "" if message.text.startswith("/") else without_struck(message.text)
        facts = guidance.extractor.facts(typed) if typed else {}
        facts |= facts_of(message.facts) | fact_of(tapped_option(message.text))
        wrong = misread(facts, typed)
        told |= {name: value for name, value in facts.items() if name not in wrong}
        for name, value in (_denied(typed, guidance) | _given_up(typed, guidance)).items():
            if told.get(name) == value and facts.get(name, value) == value:
                told.pop(name)
    gone = _put_right([message.text for message in said], guidance)
    kept = {name: value for message in said for name, value in facts_of(message.facts).items() if name not in gone}
    told = {name: value for name, value in told.items() if gone.get(name) != value or kept.get(name) == value}
    facts = {name: value for name, value in state.known.items() if told.get(name) == value}
    wrong = against(facts, [message.text for message in said if not message.text.startswith("/")])
    facts = {name: value for name, value in facts.items() if name not in wrong}
    return replace(state, facts=facts)


def stated_case(tracker: Tracker, guidance: Guidance) -> list[tuple[str, str]]:
    """Title and value of what a ticket may say of the case in our words: what was tapped, or answered to a step.

    What was told freely stands in the person's words alone, for a word read wrong would be a fact that nobody said.
    A typed answer stands as it was typed, behind the title of what was asked.
    """
    known, said = told_case(tracker, guidance).known, said_in(tracker)
    words: dict[str, str] = {}
    for before, message in zip((None, *said), said, strict=False):
        if before is not None and before.answer == FORM:  # that answered a question of the form
            continue
        facts = fact_of(tapped_option(message.text)) | answers_in(message, guidance)
        for name, value in facts.items():
            if known.get(name) == value and name != _OF_ITS_OWN:
                tapped = message.text.startswith("/")  # «2» only picks it, too
                tells = not tapped and guidance.extractor.facts(message.text, name).get(name) == value
                words[name] = message.text if tells else ""
    told: dict[str, list[str]] = {}
    lines: list[tuple[str, str]] = []
    for name, text in words.items():
        for title, value in guidance.guides.situation.described({name: known[name]}):
            if not text:
                lines.append((title, value))
            else:
                told.setdefault(text, []).append(title)
    quoted = (("、".join(titles), _QUOTED.format(shortened(text, _MOST_QUOTED))) for text, titles in told.items())
    return [*lines, *quoted]


def answers_in(message: Utterance, guidance: Guidance) -> dict[str, str]:
    """The facts that a message tells only as the answer to what a step asked, so that its words alone do not."""
    if message.text.startswith("/"):
        return {}
    alone = guidance.extractor.facts(message.text)
    return {name: value for name, value in facts_of(message.facts).items() if name not in alone}


def stands_in_case(message: Utterance, guidance: Guidance) -> bool:
    """Whether all of a message stands behind the title of what was asked."""
    short = len(message.text) <= _MOST_QUOTED and len(split_clauses(message.text)) == 1
    return short and bool(answers_in(message, guidance))


def _put_right(texts: Sequence[str], guidance: Guidance) -> dict[str, str]:
    """The facts that only clauses told which were put right since: «不对 是用户名忘了» after «密码忘了»."""
    back = taken_back(texts)
    if not back:
        return {}
    still = guidance.extractor.facts("，".join(put_right([text for text in texts if not text.startswith("/")])))
    return {name: value for name, value in guidance.extractor.facts(back).items() if still.get(name) != value}


def _shown(tracker: Tracker, guidance: Guidance) -> dict[str, str]:
    """What the pictures tell that were sent in the turns that are kept whole."""
    pages = (page_in(event.get("metadata") or {}) for event in tracker.events if event["event"] == "user")
    return {name: value for page in pages if page is not None for name, value in case_facts(page, guidance).items()}


def said_in(tracker: Tracker) -> tuple[Utterance, ...]:
    """What was said in this session since a ticket was sent, the latest message among it.

    Rasa keeps the last turns whole; what was said before stands in a slot, which is of another day when the session
    began among those turns.
    """
    events: Sequence[Mapping[str, Any]] = tracker.events
    anew = any(event["event"] == "session_started" for event in events)
    said = () if anew else said_from(tracker.get_slot(SAID_SLOT))
    for event in events:
        if event["event"] == "session_started":
            said = ()
        elif event["event"] == "slot" and event.get("name") == "last_answer":
            said = answered(said, event.get("value"))
        elif event["event"] == "slot":
            said = without_form(said, str(event.get("name")), event.get("value"))
        elif event["event"] == "bot":
            custom = (event.get("data") or {}).get("custom") or {}
            said = replied(said, str(event.get("text") or ""), custom.get("trace"))
        elif event["event"] == "user":
            entities = (event.get("parse_data") or {}).get("entities") or ()
            said = with_missed(said, event.get("metadata"))
            said = heard(said, str(event.get("text") or ""), facts_in(entities))
    return said


def tapped_option(text: str) -> str:
    """The id of a tapped option; empty for what was typed."""
    found = _TAPPED.match(text)
    return found["id"] if found else ""


def _denied(text: str, guidance: Guidance) -> dict[str, str]:
    """The facts that a message says are not so: «她不是新生» tells nothing else, and is no «新生» any more."""
    found = (_DENIED.search(clause) for clause in split_clauses(text) if not is_asked(clause))
    return {name: value for item in found if item for name, value in guidance.extractor.facts(item["what"]).items()}


def _given_up(text: str, guidance: Guidance) -> dict[str, str]:
    """The facts of the plans that a message gives up: «算了不解绑了»."""
    return {name: value for plan in given_up([text]) for name, value in guidance.extractor.facts(plan).items()}
