"""What came before a message in its conversation, as the library takes it for a prior."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.in_talk.asked_next import in_talk
from actions.lines.holder import texts_said
from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from dialogue.text.siblings import has_one, put_in_place
from faq.engine.in_talk import TalkSoFar
from faq.engine.library import Library
from faq.ranking.decision import Decision
from faq.text.normalise import letters

_TAP = "/"
_LEAST_ASKED = 6
"""How many letters a question has that another word can be put into; «那学位的呢» is none."""


def talk_so_far(library: Library, tracker: Tracker) -> TalkSoFar:
    """What the person wrote before the latest message, without taps, and the matters that were answered."""
    said = tuple(in_mandarin(text) for text in texts_said(tracker)[:-1] if text and not text.startswith(_TAP))
    return TalkSoFar(said, tuple(entry.id for entry in in_talk(library, tracker)))


def followed_up(library: Library, tracker: Tracker, asked: str, topic: str) -> Decision:
    """The decision on a short question that leans on the matter before.

    «那学籍的呢» behind «学历照片是空白的» asks the same of 学籍, whatever else was said in between.
    """
    talk = talk_so_far(library, tracker)
    changed = asked_of_sibling(library, tracker, asked, topic)
    return changed if changed is not None and changed.band == "answer" else library.follow_up(asked, topic, talk)


def asked_of_sibling(library: Library, tracker: Tracker, asked: str, topic: str) -> Decision | None:
    """The last question in which the word that is asked about can take another's place, decided with it there."""
    talk, word = talk_so_far(library, tracker), sibling_asked(asked)
    clauses = [clause for said in reversed(talk.said) for clause in split_clauses(said)]
    same = next((clause for clause in clauses if len(letters(clause)) >= _LEAST_ASKED and has_one(word, clause)), "")
    return library.decide(put_in_place(word, same), previous=topic, talk=talk) if word and same else None


def sibling_asked(asked: str) -> str:
    """The word that «那学位的呢» asks about."""
    return letters(asked).removeprefix("那").removesuffix("呢").removesuffix("的")
