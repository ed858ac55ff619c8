"""What came before a message in its conversation, as the library takes it for a prior."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.asked_next import in_talk
from actions.holder import texts_said
from dialogue.languages import in_mandarin
from faq.in_talk import TalkSoFar
from faq.library import Library

_TAP = "/"


def talk_so_far(library: Library, tracker: Tracker) -> TalkSoFar:
    """What the person wrote before the latest message, without taps, and the matters that were answered."""
    said = tuple(in_mandarin(text) for text in texts_said(tracker)[:-1] if text and not text.startswith(_TAP))
    return TalkSoFar(said, tuple(entry.id for entry in in_talk(library, tracker)))
