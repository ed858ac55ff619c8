"""What a ticket is about, in the person's own words: told in the conversation before its form was opened."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker

from actions.leading import case_lines, case_of
from actions.ticket_parts import Said, TicketDraft
from dialogue.against import against
from dialogue.no_account import has_no_account
from dialogue.plans import given_up, only_means_to
from dialogue.readers.case import facts_of
from dialogue.readers.control import without_english_wish
from dialogue.said import SAID_SLOT, Utterance, answered, heard, said_from
from dialogue.shortening import shortened
from dialogue.story import Story, read_story
from dialogue.ticket_words import MARK, is_asked, is_content, split_clauses
from dialogue.told import read_told
from faq.guiding.engine import FACT_OPTION, GuideState
from faq.guiding.guidance import Guidance
from faq.guiding.situation import UNKNOWN
from faq.loader import Content
from faq.normalise import matching_key

_MOST_ASKED_CHARS, _LEAST_ASKED_CHARS = 40, 8
_LEAST_SEEN = 2
"""How many messages a session must have for the last answer to be one of it."""
_WALKED = "已走过"
_KNOWN = "情况："
_SEEN = "看过“"
_ASKS, _ASKS_ENGLISH = "想问：", "Asks: "
_REGISTERED = "registered_before"
_OF_ITS_OWN = "username"
"""The fact that a ticket has a field for."""
_NOT_HELPED = "{}”的答案，没有解决"
_TAPPED = re.compile(r'^/choose_option\{"option": ?"(?P<id>[^"]+)"')
_DENIED = re.compile("(?:不是|没说过?|没要|没有说|并不|不算|没想)(?P<what>.+)")


def suggested(tracker: Tracker, content: Content, guidance: Guidance) -> str:
    """What an agent should know: what was told and asked, answered, and known of the case; personal data masked."""
    entry = content.entry(str(tracker.get_slot("last_answer") or ""))
    before = read_told(str(tracker.get_slot("last_question") or ""))
    said = _said(tracker)[:-1]  # the form reads the latest message itself
    story = _story(said, content, guidance, case_of(tracker).known)
    told = story.told or ("" if story.done else "，".join(before.clauses) or before.asked)
    lines = case_lines(guidance, told_case(tracker, guidance))
    if not told and (entry is None or len(said) < _LEAST_SEEN - 1):
        return "\n".join(lines)
    asked = story.asked if matching_key(story.asked) not in matching_key(told) else ""
    own = [told, _asks(asked)]
    seen = [f"{_SEEN}{_NOT_HELPED.format(entry.title)}"] if entry and not story.done else []
    return "\n".join(filter(None, [*own, *seen, *lines]))


def described_by(suggestion: str) -> str:
    """The part of a suggestion that a description begins with: the person's own words, or else what they looked at."""
    lines = [line for line in suggestion.splitlines() if not line.startswith((_WALKED, _KNOWN))]
    own = [line for line in lines if not line.startswith(_SEEN)]
    return "\n".join(own or lines)


def known_line(guidance: Guidance, tracker: Tracker) -> str:
    """What the person told of the case beside the username, as one line of a ticket; empty when nothing is known."""
    known = {name: value for name, value in told_case(tracker, guidance).known.items() if name != _OF_ITS_OWN}
    told = "；".join(f"{title}：{value}" for title, value in guidance.guides.situation.described(known))
    return f"{_KNOWN}{told}" if told else ""


def with_case(text: str, guidance: Guidance, tracker: Tracker) -> str:
    """A suggestion with the case as it is known now in the place of what was known when it was made."""
    kept = [line for line in text.splitlines() if not line.startswith((_WALKED, _KNOWN))]
    return "\n".join([*kept, *case_lines(guidance, told_case(tracker, guidance))])


def told_case(tracker: Tracker, guidance: Guidance) -> GuideState:
    """The case without what an answer only took for granted and what the person denied since they told it."""
    state = case_of(tracker)
    told: dict[str, str] = {}
    granted: dict[str, set[str]] = {}
    for said in _said(tracker):
        tapped = _tapped(said.text)
        facts = facts_of(said.facts) | _fact_of(tapped)
        told |= facts
        for name, value in () if tapped else _denied(said.text, guidance).items():
            if told.get(name) == value and name not in facts:
                told.pop(name)
                granted.setdefault(name, set()).add(value)
        for guide in guidance.guides.guides.values():
            for name, value in guide.knows.get(said.topic, {}).items():
                granted.setdefault(name, set()).add(value)
    facts = {
        name: value
        for name, value in state.known.items()
        if told.get(name) == value or value not in granted.get(name, ())
    }
    wrong = against(facts, [said.text for said in _said(tracker) if not said.text.startswith("/")])
    facts = {name: value for name, value in facts.items() if name not in wrong}
    return replace(state, facts=facts)


def without_contradicted(text: str, facts: Mapping[str, str], guidance: Guidance) -> str:
    """The words without the clauses that only tell what was put right since; masked values stay where they are."""
    lines = ("，".join(_still_true(line.split("，"), facts, guidance)) for line in text.splitlines())
    return "\n".join(filter(None, lines))


def asked_along(draft: TicketDraft, text: str) -> TicketDraft:
    """The draft with what the message that asks for a person asks besides, and tells along with the question."""
    said = read_told(without_english_wish(text))
    told = said.clauses if is_asked(text) else ()  # what is only told stands in the draft already
    draft = _without_plans(draft, given_up([text]))
    for clause in told:
        draft = draft.told_more(clause, ())
    most = _MOST_ASKED_CHARS * (3 if said.asked.isascii() else 1)
    asked = _asks(shortened(said.asked, most))
    if not asked:
        return draft
    described = draft.description or {"text": "", "refs": [], "drafted": True}
    text = "\n".join(filter(None, (str(described["text"]), asked)))
    return replace(draft, description={**described, "text": text})


def _without_plans(draft: TicketDraft, plans: Sequence[str]) -> TicketDraft:
    """The draft without what only tells of plans that the message gave up."""
    described = draft.description
    if not plans or described is None or described["refs"]:
        return draft
    lines = str(described["text"]).splitlines()
    kept = ["，".join(item for item in line.split("，") if not only_means_to(item, plans)) for line in lines]
    return replace(draft, description={**described, "text": "\n".join(filter(None, kept))})


def question_for_agents(said: Said) -> tuple[str, list[str]] | None:
    """A question that nothing here answers, as a line of the description with its references; None when it is none."""
    asked = is_asked(said.text) and is_content(said.text) and len(matching_key(said.text)) >= _LEAST_ASKED_CHARS
    refs = [item["ref"] for item in said.private]
    return (_asks(said.text), refs) if asked and len(MARK.findall(said.text)) == len(refs) else None


def said_no_account(tracker: Tracker) -> bool:
    """Whether somebody said before the form that there is no account, or that one under their number is not theirs."""
    typed = [said.text for said in _said(tracker) if not said.text.startswith("/")]
    return any(map(has_no_account, typed)) or case_of(tracker).known.get(_REGISTERED) == "other"


def _asks(question: str) -> str:
    """A question as a line of a description."""
    return f"{_ASKS_ENGLISH if question.isascii() else _ASKS}{question}" if question else ""


def _story(said: Sequence[Utterance], content: Content, guidance: Guidance, known: Mapping[str, str]) -> Story:
    """The story of the messages; a question that was tapped names the matter when it came before all typed words."""
    typed: list[str] = []
    for message in said:
        entry = content.entry(_tapped(message.text))
        text = "" if message.text.startswith("/") else message.text
        if entry is not None and not typed:
            text = entry.title
        if text:
            typed.append(text)
    return read_story(typed, lambda clause: MARK.search(clause) is not None or not _untrue(clause, known, guidance))


def _still_true(clauses: Sequence[str], known: Mapping[str, str], guidance: Guidance) -> list[str]:
    return [clause for clause in clauses if MARK.search(clause) or not _untrue(clause, known, guidance)]


def _untrue(clause: str, known: Mapping[str, str], guidance: Guidance) -> bool:
    """Whether a clause only tells facts, and one of them was put right since."""
    facts = guidance.extractor.facts(clause)
    now = {name: known.get(name, value) for name, value in facts.items()}
    wrong = any(now[name] != value and UNKNOWN not in (value, now[name]) for name, value in facts.items())
    return wrong and guidance.extractor.says_only_facts(clause)


def _denied(text: str, guidance: Guidance) -> dict[str, str]:
    """The facts that a message says are not so: «她不是新生» tells nothing else, and is no «新生» any more."""
    found = (_DENIED.search(clause) for clause in split_clauses(text) if not is_asked(clause))
    return {name: value for item in found if item for name, value in guidance.extractor.facts(item["what"]).items()}


def _said(tracker: Tracker) -> tuple[Utterance, ...]:
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
        elif event["event"] == "user":
            entities = (event.get("parse_data") or {}).get("entities") or ()
            facts = next((str(item["value"]) for item in entities if item["entity"] == "facts"), "")
            said = heard(said, str(event.get("text") or ""), facts)
    return said


def _tapped(text: str) -> str:
    """The id of a tapped option; empty for what was typed."""
    found = _TAPPED.match(text)
    return found["id"] if found else ""


def _fact_of(option: str) -> dict[str, str]:
    name, _, value = option.removeprefix(FACT_OPTION).partition("=")
    return {name: value} if option.startswith(FACT_OPTION) and value else {}
