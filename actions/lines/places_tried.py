"""What is said to who has been to an office already: what it can do still, or who is above it; nobody is sent back."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.answering.reading import AskedQuestion
from actions.in_talk.asked_next import in_talk, said_to
from actions.in_talk.stays import OF_ANY_MATTER
from dialogue.facts.places_tried import OfficeAsked, place_tried
from faq.content.entry import Entry
from faq.engine.library import Library
from faq.saying.answer import answer_options
from faq.saying.reply import Reply
from faq.text.choice import HUMAN_OPTION
from faq.text.markup import to_plain

_LIKELY, _SURE = 0.6, 0.9
_SCHOOL_SAYS_DONE, _SCHOOL_IDLE = "学校让找学信网怎么办", "学校不管我怎么办"
"""What of the directory holds for who was sent away by the school."""
_OTHER = "{}问过了，就不用再跑同样的一趟。让人来看：回复“人工”，您说过的、他们答的都一起带上。"
_EXACT = "exact"


def told_after_place(library: Library, tracker: Tracker, question: AskedQuestion) -> Reply | None:
    """The way on for who has been to an office in vain; None for any other message, and at the beginning of a talk."""
    tried = place_tried(question.text) if question.fresh and not question.english else None
    talk = in_talk(library, tracker)
    if tried is None or not talk or _is_other(library, question, talk):
        return None
    topic = talk[0]
    found = library.asked_next(question.text, [topic.id], least=_LIKELY)
    if found is not None and not _sends_back(said_to(question.text, found), tried):
        return Reply(said_to(question.text, found), answer_options(topic, library.content), "answer", topic.id)
    text = _from_directory(library, tried) or _OTHER.format(tried.place)
    return Reply(text, (HUMAN_OPTION,), "answer", topic.id)


def _is_other(library: Library, question: AskedQuestion, talk: list[Entry]) -> bool:
    """Whether another matter is surely meant, which is no directory of offices."""
    decision = question.decision
    first = next(iter(decision.candidates), None)
    entry = library.content.entry(first.entry_id) if first is not None else None
    if first is None or entry is None or decision.band != "answer" or entry in talk:
        return False
    return decision.reason == _EXACT or (first.score >= _SURE and entry.intent not in OF_ANY_MATTER)


def _sends_back(text: str, tried: OfficeAsked) -> bool:
    return any(f"{verb}{tried.place}" in text[:12] for verb in ("找", "问", "联系", "去"))


def _from_directory(library: Library, tried: OfficeAsked) -> str:
    asked = _SCHOOL_SAYS_DONE if tried.reported else _SCHOOL_IDLE
    entries = (entry for entry in library.content.entries if tried.school and entry.intent in OF_ANY_MATTER)
    return next((to_plain(item.say) for entry in entries for item in entry.follow_ups if asked in item.asks), "")
