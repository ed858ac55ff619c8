"""Several questions about the matter in talk: each is answered from it, before they are decided on as one message.

Together they say more than either, and mean another entry: «要交钱不，对方怎么核真假» behind a report is no fraud.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import message_text
from actions.english.leads import speaks_english
from actions.guiding.leading import case_of, show_reply, told_facts
from actions.in_talk.asked_next import in_talk, is_bare, line_of
from actions.in_talk.aspects import aspect_told, texts_of
from actions.in_talk.beside import short_line, with_step_of
from actions.in_talk.last_look import concluded
from actions.in_talk.surely_next import say_surely_next
from actions.in_talk.talk_so_far import talk_so_far
from actions.in_talk.written import nearest_sentence
from dialogue.heard import Heard
from dialogue.mixed.several import questions_in
from dialogue.moods.rumours import poses_as_staff, tells_harm
from dialogue.questions.aspect_texts import covering_sentence, names_matter
from dialogue.questions.aspects import aspect_in, aspect_mentioned
from dialogue.text.languages import in_mandarin
from dialogue.turns.next_matter import names_another
from faq.content.entry import Entry
from faq.engine.followup import neighbours
from faq.engine.library import Library
from faq.ranking.decision import Decision
from faq.saying.answer import answer_options
from faq.saying.reply import Reply
from faq.text.normalise import letters
from faq.text.phone import SCREEN_LINES, cautious_lines, first_sentence

_MOST_PARTS = 3
_MATTERS, _SHORT = 2, 9
_SURE = 0.8
"""How likely another entry must be that answers one of the parts; the first part must be of the matter in talk."""
_NEW = 0.9
"""From how likely on the first part begins a new matter, when it names it."""


def say_next_or_parts(dispatcher: CollectingDispatcher, tracker: Tracker, library: Library) -> list[EventType] | None:
    """What surely is asked next about the matter in talk, be it several things; None where it is to be decided."""
    if (sure := say_surely_next(dispatcher, tracker, library)) is not None:
        return sure
    told = told_in_parts(library, tracker, message_text(tracker))
    if told is None:
        return None
    return show_reply(dispatcher, tracker, library.content, with_step_of(library, tracker, told, case_of(tracker)))


def told_in_parts(library: Library, tracker: Tracker, text: str) -> Reply | None:
    """A line or two for each question; None where one of them is not surely answered, or begins another matter."""
    plain, talk = in_mandarin(text), in_talk(library, tracker)[:_MATTERS]
    parts = [part.rsplit("，", 1)[-1] for part in questions_in(plain)]
    if not talk or not 1 < len(parts) <= _MOST_PARTS or speaks_english(tracker) or told_facts(tracker):
        return None
    if names_another(plain) or tells_harm(plain) or poses_as_staff(plain):
        return None
    lines: list[str] = []
    for place, part in enumerate(parts):
        line = _in_talk(library, tracker, part, talk) or (_of_another(library, tracker, part, talk) if place else "")
        if not line:
            return None
        lines += [line] if line not in lines else []
    if _begins_anew(library, parts[0], talk):
        return None
    said = "\n".join(lines)
    if cautious_lines(said) > SCREEN_LINES:
        said = "\n".join(map(first_sentence, lines))
    return Reply(said, answer_options(talk[0], library.content), "answer", talk[0].id)


def _begins_anew(library: Library, part: str, talk: Sequence[Entry]) -> bool:
    decision = library.decide(part)
    entry = _first(library, decision)
    sure = decision.elsewhere or (decision.band == "answer" and decision.candidates[0].score >= _NEW)
    return bool(sure) and entry not in talk and (entry is None or _names(part, entry, talk))


def _in_talk(library: Library, tracker: Tracker, part: str, talk: Sequence[Entry]) -> str:
    """What the matters in talk say to one question: a follow-up, an aspect, a sentence; empty when nothing does."""
    if line := line_of(library, tracker, part):
        return line
    aspect = aspect_in(Heard(part).core_key) or (aspect_mentioned(part) if len(letters(part)) <= _SHORT else "")
    for entry in talk if aspect else ():
        told = aspect_told(aspect, entry, library.content)
        if told is not None and told.found:
            return short_line(told.text)
    covering = (covering_sentence(part, entry.title, texts_of(entry)) for entry in talk)
    if sentence := next(filter(None, covering), ""):
        return sentence
    near = nearest_sentence(library, part, talk)
    return near[0] if near is not None else ""


def _of_another(library: Library, tracker: Tracker, part: str, talk: Sequence[Entry]) -> str:
    """The conclusion of another entry that a part names, or that is next to the matter in talk."""
    if is_bare(part):
        return ""
    decision = library.decide(part)
    entry = _first(library, decision)
    sure = decision.band == "answer" and not decision.elsewhere and decision.candidates[0].score >= _SURE
    if sure and entry is not None and _names(part, entry, talk):
        return concluded(part, entry)
    behind = library.follow_up(part, talk[0].id, talk_so_far(library, tracker))
    entry = _first(library, behind)
    near = {*talk[0].related, *neighbours(talk[0], library.content.entries)}
    return concluded(part, entry) if behind.band == "answer" and entry is not None and entry.id in near else ""


def _first(library: Library, decision: Decision) -> Entry | None:
    return library.content.entry(decision.candidates[0].entry_id) if decision.candidates else None


def _names(part: str, entry: Entry, talk: Sequence[Entry]) -> bool:
    """Whether a part names an entry in words that are not those of the matter in talk."""
    named = names_matter(part, " ".join((entry.title, *entry.keywords)))
    return named and not names_matter(part, " ".join((talk[0].title, *talk[0].keywords)))
