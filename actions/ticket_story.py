"""What a ticket is about, in the person's own words: told in the conversation before its form was opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from actions.leading import case_lines, case_of
from actions.ticket_reading import read_pieces
from dialogue.moods import without_abuse
from dialogue.ticket_words import MARK
from dialogue.told import told_in
from faq.guiding.guidance import Guidance
from faq.loader import Content
from faq.normalise import matching_key

_MOST_CHARS = 110
_WALKED = "已走过"
"""How the line begins that says which steps of a guide were walked: for the agent, not for the description."""


@dataclass(frozen=True)
class _Message:
    """One typed message: its words, and the topic once it was answered."""

    told: str
    topic: str


def suggested(tracker: Tracker, content: Content, guidance: Guidance) -> str:
    """A description from what was told, what was answered and what is known of the case; personal data masked."""
    entry = content.entry(str(tracker.get_slot("last_answer") or ""))
    told = _story(tracker, content) or without_abuse(str(tracker.get_slot("last_question") or ""))
    case = case_lines(guidance, case_of(tracker))
    said = f"{told}（看过“{entry.title}”，没有解决）" if told and entry else told
    return "\n".join(filter(None, (said, *case)))


def described_by(suggestion: str) -> str:
    """The part of a suggestion that a description begins with."""
    return "\n".join(line for line in suggestion.splitlines() if not line.startswith(_WALKED))


def _story(tracker: Tracker, content: Content) -> str:
    """What was told of the matter that is talked about now, first words first, each only once."""
    parts: list[str] = []
    for message in _of_this_matter(_messages(tracker.events), content):
        for clause in message.told.split("，"):
            if not any(matching_key(clause) in matching_key(part) for part in parts):
                parts.append(clause)
    return _shortened(parts)


def _messages(events: Sequence[Mapping[str, Any]]) -> list[_Message]:
    """What was typed before the latest message, which the form reads itself; a new session begins anew.

    So does what follows a ticket that was sent: its words are in the agents' hands.
    """
    found: list[_Message] = []
    topic, told = "", ""
    for event in events:
        if event["event"] == "session_started":
            found, told = [], ""
        elif event["event"] == "slot" and event.get("name") == "last_answer":
            topic = str(event.get("value") or "")
            if not topic:  # only sending does that
                found, told = [], ""
        elif event["event"] == "user":
            found.append(_Message(told, topic))
            text = str(event.get("text") or "")
            told = "" if text.startswith("/") else _told(text)
    return [message for message in found if message.told]


def _told(text: str) -> str:
    """What a message tells; the marks of masked values lose their brackets, for their values are not at hand."""
    unmarked = MARK.sub(lambda mark: f"（{mark[0][1:-1]}）", text)
    return told_in(read_pieces(unmarked, ()).rest)


def _of_this_matter(messages: Sequence[_Message], content: Content) -> list[_Message]:
    """The messages since something told turned the talk to another matter."""
    kept: list[_Message] = []
    for message in messages:
        if kept and _matter(kept[-1].topic, content) != _matter(message.topic, content) and kept[-1].topic:
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
    return "，".join((first[:_MOST_CHARS], *kept))
