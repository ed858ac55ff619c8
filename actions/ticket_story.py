"""What a ticket is about, in the person's own words: told in the conversation before its form was opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk import Tracker

from actions.leading import case_lines, case_of
from actions.ticket_parts import TicketDraft
from dialogue.readers.control import without_english_wish
from dialogue.ticket_words import MARK, is_asked
from dialogue.told import Told, read_told
from faq.guiding.guidance import Guidance
from faq.guiding.situation import UNKNOWN
from faq.loader import Content
from faq.normalise import matching_key

_MOST_CHARS = 110
_MOST_ASKED_CHARS = 40
_LEAST_SEEN = 2
"""How many messages a session must have for the last answer to be one of it."""
_WALKED = "已走过"
_KNOWN = "情况："
_SEEN = "看过“"
_ASKS = "想问："
_OF_ITS_OWN = "username"
"""The fact that a ticket has a field for."""
_NOT_HELPED = "{}”的答案，没有解决"


@dataclass(frozen=True)
class _Message:
    """One typed message: what it says, and the topic once it was answered."""

    said: Told
    topic: str


def suggested(tracker: Tracker, content: Content, guidance: Guidance) -> str:
    """What an agent should know: what was told and asked, answered, and known of the case; personal data masked."""
    entry = content.entry(str(tracker.get_slot("last_answer") or ""))
    before = read_told(str(tracker.get_slot("last_question") or ""))
    told = _story(tracker, content, guidance) or "，".join(before.clauses) or before.asked
    if not told and (entry is None or len(_messages(tracker.events)) < _LEAST_SEEN):
        return "\n".join(case_lines(guidance, case_of(tracker)))
    asked = _asked_last(tracker)
    lines = [told, f"{_ASKS}{asked}" if asked and matching_key(asked) not in matching_key(told) else ""]
    lines += [f"{_SEEN}{_NOT_HELPED.format(entry.title)}"] if entry else []
    return "\n".join(filter(None, [*lines, *case_lines(guidance, case_of(tracker))]))


def described_by(suggestion: str) -> str:
    """The part of a suggestion that a description begins with: the person's own words, or else what they looked at."""
    lines = [line for line in suggestion.splitlines() if not line.startswith((_WALKED, _KNOWN))]
    own = [line for line in lines if not line.startswith(_SEEN)]
    return "\n".join(own or lines)


def known_line(guidance: Guidance, tracker: Tracker) -> str:
    """What is known of the case beside the username, as one line of a ticket; empty when nothing is."""
    known = {name: value for name, value in case_of(tracker).known.items() if name != _OF_ITS_OWN}
    told = "；".join(f"{title}：{value}" for title, value in guidance.guides.situation.described(known))
    return f"{_KNOWN}{told}" if told else ""


def with_case(text: str, guidance: Guidance, tracker: Tracker) -> str:
    """A suggestion with the case as it is known now in the place of what was known when it was made."""
    kept = [line for line in text.splitlines() if not line.startswith((_WALKED, _KNOWN))]
    return "\n".join([*kept, *case_lines(guidance, case_of(tracker))])


def without_contradicted(text: str, facts: Mapping[str, str], guidance: Guidance) -> str:
    """The words without the clauses that only tell what was put right since; masked values stay where they are."""
    lines = ("，".join(_still_true(line.split("，"), facts, guidance)) for line in text.splitlines())
    return "\n".join(filter(None, lines))


def asked_along(draft: TicketDraft, text: str) -> TicketDraft:
    """The draft with what the message that asks for a person asks besides, and tells along with the question."""
    said = read_told(without_english_wish(text))
    told = said.clauses if is_asked(text) else ()  # what is only told stands in the draft already
    for clause in told:
        draft = draft.told_more(clause, ())
    asked = f"{_ASKS}{said.asked[:_MOST_ASKED_CHARS]}" if said.asked else ""
    if not asked:
        return draft
    described = draft.description or {"text": "", "refs": [], "drafted": True}
    text = "\n".join(filter(None, (str(described["text"]), asked)))
    return replace(draft, description={**described, "text": text})


def _story(tracker: Tracker, content: Content, guidance: Guidance) -> str:
    """What was told of the matter that is talked about now, first words first, each only once."""
    parts: list[str] = []
    for message in _of_this_matter(_messages(tracker.events), content):
        for clause in message.said.clauses:
            key = matching_key(clause)
            if not any(key in matching_key(part) for part in parts):
                parts = [*parts[:1], *(part for part in parts[1:] if matching_key(part) not in key), clause]
    return _shortened(_still_true(parts, case_of(tracker).known, guidance) or parts)


def _still_true(clauses: Sequence[str], known: Mapping[str, str], guidance: Guidance) -> list[str]:
    return [clause for clause in clauses if MARK.search(clause) or not _contradicted(clause, known, guidance)]


def _contradicted(clause: str, known: Mapping[str, str], guidance: Guidance) -> bool:
    facts = guidance.extractor.facts(clause)
    now = {name: known.get(name, value) for name, value in facts.items()}
    wrong = any(now[name] != value and UNKNOWN not in (value, now[name]) for name, value in facts.items())
    return wrong and guidance.extractor.says_only_facts(clause)


def _messages(events: Sequence[Mapping[str, Any]]) -> list[_Message]:
    """What was typed before the latest message, which the form reads itself; a new session begins anew.

    So does what follows a ticket that was sent: its words are in the agents' hands.
    """
    found: list[_Message] = []
    topic, said = "", Told()
    for event in events:
        if event["event"] == "session_started":
            found, said = [], Told()
        elif event["event"] == "slot" and event.get("name") == "last_answer":
            topic = str(event.get("value") or "")
            if not topic:  # only sending does that
                found, said = [], Told()
        elif event["event"] == "user":
            found.append(_Message(said, topic))
            text = str(event.get("text") or "")
            said = Told() if text.startswith("/") else read_told(text)
    return found


def _asked_last(tracker: Tracker) -> str:
    """The question that led to asking for a person: the last thing said before, if it was one."""
    said = [message.said for message in _messages(tracker.events) if message.said.clauses or message.said.asked]
    return said[-1].asked[:_MOST_ASKED_CHARS] if said else ""


def _of_this_matter(messages: Sequence[_Message], content: Content) -> list[_Message]:
    """The messages since something told turned the talk to another matter; a question on the way does not."""
    kept: list[_Message] = []
    for message in messages:
        if not message.said.clauses:
            continue
        turned = kept and kept[-1].topic and _matter(kept[-1].topic, content) != _matter(message.topic, content)
        if turned and not message.said.asked:
            kept = []
        kept.append(message)
    return kept


def _matter(topic: str, content: Content) -> str:
    """The intent an answer belongs to: one question in several wordings is one matter."""
    entry = content.entry(topic)
    return entry.intent if entry else topic


def _shortened(parts: Sequence[str]) -> str:
    """The first words and as many of the last as fit: the first name the matter, the last what is new."""
    if not parts:
        return ""
    first, *others = parts
    kept: list[str] = []
    room = _MOST_CHARS - len(first)
    for part in reversed(others):
        room -= len(part) + 1
        if room < 0:
            break
        kept.insert(0, part)
    return (". " if first.isascii() else "，").join((first[:_MOST_CHARS], *kept))
