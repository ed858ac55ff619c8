"""Trackers and small contents for action tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from dialogue.turns.variety import fingerprint

KEPT_BESIDE = ("recent", "listed", "last_act", "leads")
"""Slots every reply keeps beside its own."""
SLOTS = {"offered": None, "last_answer": None, "previous_answer": None, "misses": 0, "school": None}


def make_tracker(
    text: str = "",
    intent: str = "forgot_password",
    *,
    entities: Sequence[dict[str, Any]] = (),
    ranking: Sequence[dict[str, Any]] | None = None,
    metadata: dict[str, Any] | None = None,
    **slots: Any,
) -> Tracker:
    """A conversation whose last message is that text."""
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": 0.9},
        "entities": list(entities),
        "intent_ranking": [{"name": intent, "confidence": 0.9}] if ranking is None else list(ranking),
        "metadata": metadata or {},
    }
    return Tracker("web-k", {**SLOTS, **slots}, message, [], False, None, {}, "action_listen")


def offered(*options: tuple[str, str]) -> list[dict[str, str]]:
    """The slot `offered`."""
    return [{"id": option_id, "title": title} for option_id, title in options]


def slots_set(events: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The slots of an event list; any other event is an error here."""
    assert all(event["event"] == "slot" for event in events), events
    return {event["name"]: event["value"] for event in events}


def message(text: str, options: Sequence[tuple[str, str]] = (), trace: dict[str, Any] | None = None) -> dict[str, Any]:
    """One message as the dispatcher collects it."""
    buttons = [
        {"title": title, "payload": f'/choose_option{{"option": "{option_id}"}}'} for option_id, title in options
    ]
    return {
        "text": text,
        "buttons": buttons,
        "elements": [],
        "custom": {"trace": trace} if trace else {},
        "template": None,
        "response": None,
        "image": None,
        "attachment": None,
    }


def trace(band: str, faq_id: str | None, *ranked: tuple[str, float]) -> dict[str, Any]:
    """The trace of a reply."""
    candidates = [{"faq_id": entry_id, "score": score} for entry_id, score in ranked]
    return {"band": band, "faq_id": faq_id, "guide_id": None, "candidates": candidates}


def run(action: Any, tracker: Tracker) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What an action says, and the events it returns; that it remembers what it said is checked here for all."""
    dispatcher = CollectingDispatcher()
    events = [dict(event) for event in action.run(dispatcher, tracker, {})]
    names = [fingerprint(said["text"]) for said in dispatcher.messages]
    for event in events:
        if event.get("name") == "recent":
            assert event["value"][-1] in names
        if event.get("name") == "listed":
            assert event["value"] in [item["value"] for item in events if item.get("name") == "offered"]
    return dispatcher.messages, [event for event in events if event.get("name") not in KEPT_BESIDE]
