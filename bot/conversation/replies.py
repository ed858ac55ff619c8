"""What Rasa said, as an answer with its trace; and what the conversation must know next time."""

from __future__ import annotations

from typing import Any

from bot.channels.base import Outbound, OutboundMessage
from bot.conversation.known import kept_of_turn
from bot.conversation.rasa_client import RasaTurn
from faq.content.entry import INTENTS
from faq.content.loader import Content
from faq.text.choice import Option

_UNHEARD = 5
"""So many turns that were answered without Rasa are named to it afterwards."""
_MISSED_CHARS = 200
_NAME_COMES_IN = 5
"""In so many turns a username may still come for a ticket that was sent without one."""
_CHOICES = ("choose_option", "affirm", "deny", "go_back")


def empty_trace() -> dict[str, Any]:
    """The trace of an answer that nothing was looked up for."""
    return {"band": None, "faq_id": None, "guide_id": None, "intent": None, "confidence": None, "candidates": []}


def read_turn(turn: RasaTurn, content: Content) -> Outbound:
    """Merge Rasa's messages: texts with buttons become replies, custom data the trace."""
    replies: list[OutboundMessage] = []
    trace = empty_trace()
    trace["intent"], trace["confidence"] = turn.intent, round(turn.confidence, 4)
    for message in turn.messages:
        trace.update((message.get("custom") or {}).get("trace") or {})
        if message.get("text"):
            buttons = message.get("buttons") or []
            options = tuple(
                Option(_option_id(button["payload"]), button["title"], button.get("url", "")) for button in buttons
            )
            replies.append(OutboundMessage(message["text"], options))
    trace["intent"] = _understood(turn.intent, trace, content)
    return Outbound(tuple(replies), trace)


def remembered(
    state: dict[str, Any], outbound: Outbound, number: int, text: str = "", option: str | None = None
) -> dict[str, Any]:
    """What a turn without Rasa would need: the options on the table, the last answer, what was told.

    `number` names the message in the inbox, `text` and `option` are what it says; Rasa may work on it still when the
    gateway stopped waiting.
    """
    trace = outbound.trace
    if trace["intent"] is None and not trace.get("limited"):  # nothing was said, nothing changed
        return state
    # Rasa did not hear a limited turn: what it asked for is still open.
    asking = state.get("asking") if trace.get("limited") else trace.get("asking")
    sent = {"ticket": trace["ticket"]} if trace.get("ticket") else {}
    nameless = _NAME_COMES_IN if trace.get("name_open") else 0 if sent else max(0, state.get("name_open", 0) - 1)
    missed = {"number": number, "text": "" if option else text[:_MISSED_CHARS]}
    unheard = {
        "unheard": [*state.get("unheard", ()), number][-_UNHEARD:],
        "missed": [*state.get("missed", ()), missed][-_UNHEARD:],
    }
    return {
        **{key: value for key, value in state.items() if key not in ("erasing", "added", *unheard)},
        **(unheard if trace.get("limited") else {}),
        **kept_of_turn(state, trace, text, option),
        "offered": [option.as_dict() for reply in outbound.replies for option in reply.options],
        "last_answer": trace["faq_id"] or (None if sent else state.get("last_answer")),
        "asking": asking,
        **({"added": True} if trace.get("added") else {}),
        **sent,
        **({"name_open": nameless} if nameless or "name_open" in state else {}),
    }


def _understood(intent: str, trace: dict[str, Any], content: Content) -> str:
    """What the message was taken for in the end.

    Among the topics the knowledge base decides: its best entry names the right one far more often
    than Rasa's ranking (docs/benchmarks.md); everything else is Rasa's to say.
    """
    best = content.entry(trace["candidates"][0]["faq_id"]) if trace["candidates"] else None
    if trace["band"] == "answer" and best and intent not in _CHOICES:
        return best.intent
    if intent not in INTENTS and intent != "out_of_scope":
        return intent
    if trace["band"] == "answer" and (asked := content.entry(trace["faq_id"] or "")):
        return asked.intent  # what people ask next of an entry is no candidate of its own
    if trace["band"] is None:
        return intent
    return best.intent if trace["band"] == "clarify" and best else "out_of_scope"


def _option_id(payload: str) -> str:
    return payload.partition('": "')[2].removesuffix('"}')
