"""What is said to who asks whether a second matter has the cause of the one in talk: yes or no as it is written.

Where the second matter's own words tell of the first one, that decides it; else that nothing is written of it.
"""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.answering.first_asked import best_of_part
from actions.answering.reading import AskedQuestion
from actions.guiding.leading import conclusion
from actions.in_talk.asked_next import in_talk, said_to
from actions.in_talk.aspects import texts_of
from dialogue.questions.aspect_texts import closest_sentence
from dialogue.questions.same_cause import matter_of_same_cause
from dialogue.text.languages import in_mandarin
from faq.content.entry import Entry
from faq.engine.library import Library
from faq.saying.reply import Reply
from faq.text.choice import Option

_DEPENDS = "要看情况：{}"
_UNKNOWN = "是不是同一个原因，没有查到专门的说法。"
_LIKELY = 0.4
"""How likely the second matter must be."""
_LEAST_SHARED = 2


def told_same_cause(library: Library, tracker: Tracker, question: AskedQuestion) -> Reply | None:
    """The answer to it, and where the second matter goes on; None where nothing of the kind is asked."""
    told, talk = matter_of_same_cause(in_mandarin(question.text)), in_talk(library, tracker)[:1]
    if not told or not talk or question.english:
        return None
    other = _other(library, question, told, talk[0])
    if other is None:
        return None
    about = " ".join((talk[0].title, *talk[0].keywords, question.before))
    line = closest_sentence(about, other.title, texts_of(other), least=_LEAST_SHARED)
    found = library.asked_next(told, [other.id]) if not line else None
    gist = said_to(told, found) if found is not None else conclusion(other)
    lines = [_DEPENDS.format(line) if line else _UNKNOWN, *([] if line and line in f"{gist}。" else [gist])]
    return Reply("\n".join(lines), (Option(other.id, other.title),), "answer", other.id, question.decision.candidates)


def _other(library: Library, question: AskedQuestion, told: str, topic: Entry) -> Entry | None:
    for decision in (question.decision, best_of_part(told, library.decide)):
        first = next(iter(decision.candidates), None)
        entry = library.content.entry(first.entry_id) if first is not None and first.score >= _LIKELY else None
        if entry is not None and entry is not topic:
            return entry
    return None
