"""How a turn ended, read from the trace of its answer: for the people who improve the answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.conversation.heard import HeardMessage
from faq.content.entry import INTENTS
from faq.pages.page import PageReading, likeliest
from faq.text.choice import HUMAN
from faq.text.choice import TICKET as TICKET_OPTION
from faq.text.normalise import matching_key
from tickets.model import Person
from tickets.outcomes import ASKED, Ending, TurnOutcome

TICKET_FORM = frozenset({"username", "screenshot", "description", "confirm", "addition"})
"""What a form of the desk asks (the trace's `asking`)."""
_CHOICES = ("choose_option", "affirm", "deny")
_VERDICTS = ("helpful", "unhelpful")
"""Said of the answer before; who keeps the verdict counts it too (`tickets.feedback`), so here it is talk."""
_POINTING = re.compile(
    "(?:老师|客服|您好?|你好?|麻烦|请|帮忙|帮我?|给我|看看|看一?下|看|问一?下|这个|这张|这里|这|那个|那|图片?|截图|是|什么|啥|意思|怎么(?:办|弄|回事)?"
    "|咋(?:办|弄|回事)?|为什么|为啥|呢|啊|呀|吧|吗|么|嘛|的|了|一下|谢谢){1,16}"
)
"""Words that only point at something shown: «老师帮我看看这怎么办»."""
_UNDECIDED = {"contact_support": Ending.HUMAN}
"""What an intent says where nothing was looked up."""


def outcome_of(trace: Mapping[str, Any], option: str | None = None) -> Ending:
    """The outcome of a turn with this trace; `option` is what was tapped."""
    band, intent = trace.get("band"), trace.get("intent")
    if trace.get("asking") in TICKET_FORM or option in (HUMAN, TICKET_OPTION):
        return Ending.HUMAN
    match band:
        case "answer":
            return Ending.PICKED if option or intent in _CHOICES else Ending.ANSWERED
        case "clarify":
            return Ending.MISSED if trace.get("unknown") else Ending.CLARIFIED
        case "none" if intent in _VERDICTS:
            return Ending.REJECTED if trace.get("rejected") else Ending.TALK
        case "none" if trace.get("foreign"):
            return Ending.TALK
        case "none":
            return Ending.REJECTED if option or intent in _CHOICES else Ending.MISSED
        case _:
            return _UNDECIDED.get(str(intent), Ending.TALK)


def turn_outcome(person: Person, heard: HeardMessage, trace: Mapping[str, Any], *, failed: bool = False) -> TurnOutcome:
    """What is kept of a turn; its text only where it was a question."""
    outcome = Ending.FAILED if failed else outcome_of(trace, heard.option)
    if outcome is Ending.MISSED and _only_points(heard.text):
        outcome = Ending.TALK
    candidates = trace.get("candidates") or []
    topic = trace.get("intent") if trace.get("intent") in INTENTS else None
    return TurnOutcome(
        person.channel,
        person.conversation_key,
        outcome,
        trace.get("faq_id") or (candidates[0]["faq_id"] if candidates and outcome in ASKED else None),
        topic,
        (heard.text or _shown(heard)) if outcome in (*ASKED, Ending.FAILED) else "",
        bool(trace.get("faq_id")) if outcome is Ending.CLARIFIED else None,
    )


def _only_points(text: str) -> bool:
    """Whether a text says nothing that an entry could be taught."""
    return _POINTING.fullmatch(matching_key(text)) is not None


def _shown(heard: HeardMessage) -> str:
    """What a picture without words asks."""
    page = likeliest(map(PageReading.from_dict, heard.pages))
    return page.quote if page else ""
