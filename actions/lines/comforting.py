"""The human clause before the answer to who is in distress."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.english.leads import speaks_english
from dialogue.moods.feelings import CALM, CALM_FRIGHT, comfort
from dialogue.text.languages import in_mandarin


def comforted(tracker: Tracker, typed: str) -> str:
    """A human clause before the answer to who is in distress; once, for said again it is a formula."""
    if speaks_english(tracker):
        return ""
    said = [str(event.get("text") or "") for event in tracker.events if event["event"] == "bot"]
    return "" if any(text.startswith((CALM, CALM_FRIGHT)) for text in said) else comfort(in_mandarin(typed))
