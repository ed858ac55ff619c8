"""Before «没有查到» is said to a question: all that the knowledge base holds near the matters in talk is asked for it.

Nothing unsure is said here: a follow-up is as likely as any that is answered, an entry is decided by itself or in the
words of a matter in talk, and what begins with yes or no about another thing stands under its own question.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from rasa_sdk import Tracker

from actions.english.leads import speaks_english
from actions.guiding.leading import conclusion, whole_case
from actions.in_talk.asked_next import in_talk, said_to
from actions.in_talk.written import nearest_sentence
from dialogue.mixed.several import asks_plainly, questions_in
from dialogue.questions.aspect_texts import names_matter
from dialogue.text.languages import in_mandarin
from faq.content.entry import Entry
from faq.engine.followup import neighbours
from faq.engine.library import Library
from faq.ranking.decision import CAREFUL, OBJECTED, Decision
from faq.saying.reply import IF_YOU_ASK, Reply
from faq.text.normalise import normalise
from faq.text.polarity import verdict_fits

_TOPICS = 2
"""How many matters in talk a question is read with."""
_NEAR = 5
"""How many of the likeliest entries of a question are asked for their follow-ups."""
_SURE = 0.8
"""How likely an entry must be that is answered beside something else: a part of a message says less than a message."""
_SURER = 0.9
"""How likely one must be that the question does not name."""


def with_name(title: str, line: str) -> str:
    """A line under the question that it answers."""
    return f"{IF_YOU_ASK.format(title)}{line}"


def concluded(question: str, entry: Entry) -> str:
    """The conclusion of an entry as an answer to a question; under its own one where its yes or no is another's."""
    line = conclusion(entry)
    fits = verdict_fits(normalise(in_mandarin(question)), line)
    return line if fits else with_name(entry.title, line)


def last_look(library: Library, tracker: Tracker, question: str, decision: Decision, *also: str) -> Reply | None:
    """The answer in a line or two; None when nothing near tells it. `also` are entries that are answered just now."""
    if decision.elsewhere or decision.reason in (CAREFUL, OBJECTED) or speaks_english(tracker):
        return None
    content, talk = library.content, in_talk(library, tracker)[:_TOPICS]
    topics = [*filter(None, map(content.entry, also)), *talk]
    near = [name for entry in topics for name in (*entry.related, *neighbours(entry, content.entries))]
    listed = [item.entry_id for item in decision.candidates[:_NEAR]]
    named = [name for name in (*near, *listed) if _is_named(question, content.entry(name))]
    case = whole_case(tracker, library.guidance)
    found = library.asked_next(question, [*(entry.id for entry in topics), *named], case)
    if found is None:
        kindred = library.asked_next(question, [name for entry in topics for name in entry.related], case)
        found = kindred if kindred is not None and kindred.chance >= _SURER else None
    if found is not None:
        return Reply(said_to(question, found), (), "answer", found.entry_id, (), found.follow_up.asks[0])
    known = {entry.id for entry in topics}
    for entry, decided in _decided(library, question, decision, topics):
        sure = decided is decision and decided.candidates[0].score >= _SURER
        if entry.id not in known and (sure or _is_named(question, entry)):
            return Reply(concluded(question, entry), (), "answer", entry.id, decided.candidates)
    near_by = nearest_sentence(library, question, topics)
    return Reply(near_by[0], (), "answer", near_by[1].id) if near_by is not None else None


def near_reply(library: Library, tracker: Tracker, text: str, decision: Decision) -> Reply | None:
    """The same for a message that is one question in a talk; None for any other, and at the beginning of one."""
    one = asks_plainly(text) and len(questions_in(text)) <= 1 and in_talk(library, tracker)
    return last_look(library, tracker, text, decision) if one else None


def near_line(library: Library, tracker: Tracker, question: str, decision: Decision, *also: str) -> str:
    """The same as a line beside something else; empty when nothing near tells it."""
    looked = last_look(library, tracker, question, decision, *also)
    return looked.text if looked is not None else ""


def _is_named(question: str, entry: Entry | None) -> bool:
    """Whether a question names the matter of an entry: «能补办吗» asks the same of a dozen of them."""
    return entry is not None and names_matter(question, " ".join((entry.title, *entry.keywords)))


def _decided(
    library: Library, question: str, decision: Decision, topics: list[Entry]
) -> Iterator[tuple[Entry, Decision]]:
    """What is surely decided for a question: alone, then in the words of each matter in talk."""
    for decided in chain((decision,), (library.follow_up(question, topic.id) for topic in topics)):
        first = next(iter(decided.candidates), None)
        entry = library.content.entry(first.entry_id) if first is not None else None
        if entry is not None and first is not None and decided.band == "answer" and first.score >= _SURE:
            yield entry, decided
