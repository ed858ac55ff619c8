"""Several questions in one English message: the others in a line each under the answer."""

from __future__ import annotations

from collections.abc import Callable

from rasa_sdk import Tracker

from actions.answering.first_asked import is_likely
from actions.conversation import Memory
from actions.english.answers import answer_in_english, not_told
from actions.english.asked import asked_in_english, said_in_english
from actions.english.follow_ups import aspect_line
from actions.in_talk.asked_next import line_of
from dialogue.english.aspects import aspect_asked, aspect_leaned_on, aspects_asked
from dialogue.english.sentences import questions, sentences, wishes
from dialogue.english.words import in_usual_words
from faq.content.entry import Entry
from faq.engine.library import Library
from faq.ranking.decision import Decision
from faq.saying.reply import Reply
from faq.text.phone import SCREEN_LINES, line_count

_ALSO = "“{}”: {}"
_MOST_OTHERS = 2
_QUOTED_CHARS = 44


def asked_too(library: Library, tracker: Tracker, text: str, reply: Reply, context: str) -> str:
    """The other questions and wishes of a message in a line each; empty for one."""
    asked = [*questions(text), *wishes(text)]
    topic = library.content.entry(reply.entry_id or "")
    if topic is None or reply.band != "answer" or len(asked) + (not questions(text)) < 2:
        return ""
    kept: list[str] = []
    for part in asked[: _MOST_OTHERS + 1]:
        said = _line(library, tracker, part, topic, lambda one: library.decide(in_usual_words(one), context=context))
        if said and said not in reply.text:
            kept.append(_ALSO.format(_quoted(part), said))
    return "\n".join(kept[:_MOST_OTHERS])


def circumstance_told(library: Library, text: str, reply: Reply) -> str:
    """What an answer's follow-ups say to what is only told beside the question; empty where that has no room."""
    if reply.entry_id is None or reply.band != "answer":
        return ""
    asked = {*questions(text), *wishes(text)}
    told = [part for part in sentences(text) if part not in asked]
    found = asked_in_english(library, told, [reply.entry_id]) if len(told) + len(asked) > 1 else None
    line = said_in_english(library, found, "") if found is not None else ""
    return line if line not in reply.text and line_count(f"{reply.text}\n{line}") <= SCREEN_LINES else ""


def told_in_passing(library: Library, tracker: Tracker, question: str) -> Reply | None:
    """The English answer to one question in the middle of something else; None when nothing here answers it."""
    topic = library.content.entry(Memory.of(tracker).last_answer or "")
    if topic is not None and (line := line_of(library, tracker, question, topic.id)):
        return Reply(line, (), "answer", topic.id)
    decision = library.decide(in_usual_words(question), context=question)
    first = library.content.entry(decision.candidates[0].entry_id) if is_likely(decision) else None
    entry = first or (topic if aspect_leaned_on(question) else None)
    if entry is None or not entry.answer_en:
        return None
    line = next((told for kind in aspects_asked(question) if (told := aspect_line(library, kind, entry))), "")
    return Reply(line or answer_in_english(entry, question), (), "answer", entry.id) if line or first else None


def beside_others(told: str, others: str) -> str:
    """An answer with what else was asked under it: its last lines give way, for they stand behind its button too."""
    lines = told.splitlines()
    while len(lines) > 1 and line_count("\n".join([*lines, others])) > SCREEN_LINES:
        lines.pop()
    return "\n".join([*lines, others])


def _line(library: Library, tracker: Tracker, part: str, topic: Entry, decide: Callable[[str], Decision]) -> str:
    """What is said to one question; empty where the answer above is for it."""
    if line := line_of(library, tracker, part, topic.id):
        return line
    decision = decide(part)
    first = library.content.entry(decision.candidates[0].entry_id) if is_likely(decision) else None
    entry, aspect = first or topic, aspect_asked(part)
    if aspect is not None:
        return aspect_line(library, aspect, entry) or not_told(aspect)
    if entry is topic:
        return ""
    return answer_in_english(entry, part).partition("\n")[0] if entry.answer_en else ""


def _quoted(part: str) -> str:
    plain = part.strip(" ?.!,")
    return plain if len(plain) <= _QUOTED_CHARS else f"{plain[:_QUOTED_CHARS].rsplit(' ', 1)[0]} …"
