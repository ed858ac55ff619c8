"""The answer for this person: what they told of themselves in the talk picks among entries that are for others, too."""

from __future__ import annotations

import re
from dataclasses import replace

from rasa_sdk import Tracker

from actions.conversation import Memory, message_text
from actions.english.leads import speaks_english
from actions.lines.holder import texts_said
from dialogue.people.persons import Persons, names_person, told_of_person
from dialogue.text.asking import asks
from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from faq.engine.followup import neighbours
from faq.engine.library import Library
from faq.ranking.decision import CAREFUL, LEANING, Candidate, Decision
from faq.saying.of_year import of_told_year, years_named
from faq.saying.reply import Reply
from faq.text.markup import to_plain
from faq.text.normalise import normalise
from faq.text.years import studies_year

_CASE = re.compile("^[^，：；。]{2,10}(?=[，：；的])")
_AT_SCHOOL = re.compile("在读|在校|没毕业|毕业前")
_STUDYING = ("student", "freshman", "graduating")
_AMONG = 6
_LEAST = 0.05
"""How likely an entry for this person must be by itself to take the place of one that is for others."""


def person_in_talk(tracker: Tracker) -> Persons:
    """What the talk tells of the person, without taps."""
    return told_of_person(in_mandarin(text) for text in texts_said(tracker) if text and not text.startswith("/"))


def clauses_of_person(tracker: Tracker, text: str) -> list[str]:
    """The clauses that told it before, for a message that names no such kind itself."""
    persons, named = person_in_talk(tracker), names_person(text)
    told = (clause for kind, clause in persons.clauses.items() if kind not in named and clause not in text)
    return list(dict.fromkeys(told))


def for_told_year(reply: Reply, tracker: Tracker, text: str) -> Reply:
    """A reply without the lines and buttons for other years than the one that was told last of somebody's studies."""
    years = (studies_year(normalise(in_mandarin(said))) for said in (text, *reversed(texts_said(tracker))))
    year = next((year for year in years if year is not None), None)
    if year is None:
        return reply
    spans = [(option, years_named(option.title)) for option in reply.options]
    fitting = tuple(option for option, span in spans if span is None or span[0] <= year <= span[1])
    listed = any(option.title in reply.text for option in reply.options)  # they are numbered
    return replace(reply, text=of_told_year(reply.text, year), options=reply.options if listed else fitting)


def is_for_others(tracker: Tracker, text: str, *said: str) -> bool:
    """Whether what would be said to a message, or the entry it is of, is for other persons than the one who asks."""
    persons = person_in_talk(tracker)
    return bool(persons.kinds) and not names_person(text) and any(map(persons.excludes, said))


def is_of_other_case(library: Library, text: str, said: str) -> bool:
    """Whether what would be said begins with a case that the message itself rules out: «在读的……» for a graduate."""
    case = _CASE.match(to_plain(said))
    if case is None:
        return False
    facts = library.guidance.extractor.facts(text)
    done = facts.get("graduated") == "done" or ("graduated_when" in facts and facts.get("studies") not in _STUDYING)
    return told_of_person([text]).excludes(case[0]) or (done and _AT_SCHOOL.match(case[0]) is not None)


def for_this_person(library: Library, tracker: Tracker, decision: Decision, text: str) -> Decision:
    """The decision with the entry for this person first, and none that is only for others behind it."""
    found = _likeliest(library, tracker, decision, text)
    if speaks_english(tracker) or names_person(text):
        return found
    persons, entries = person_in_talk(tracker), library.content
    theirs = [
        item
        for place, item in enumerate(found.candidates)
        if not place or (entry := entries.entry(item.entry_id)) is None or not persons.excludes(entry.title)
    ]
    return found if len(theirs) == len(found.candidates) else replace(found, candidates=tuple(theirs))


def _likeliest(library: Library, tracker: Tracker, decision: Decision, text: str) -> Decision:
    """The decision with the entry for this person, where the likeliest is for others or only for anybody."""
    clauses = [] if speaks_english(tracker) else clauses_of_person(tracker, text)
    plain = decision.band in ("answer", "clarify") and decision.second is None and decision.reason != CAREFUL
    if not clauses or not plain or not decision.candidates:
        return decision
    persons, first = person_in_talk(tracker), library.content.entry(decision.candidates[0].entry_id)
    foreign = first is not None and persons.excludes(first.title)
    if first is None or (persons.fits(first.title) and not foreign):
        return decision
    near = {item.entry_id for item in decision.candidates[:_AMONG]} | set(neighbours(first, library.content.entries))
    for clause in dict.fromkeys(("，".join(clauses), *clauses)):  # whoever told two things is both
        together = library.decide(f"{clause}，{text}", previous=Memory.of(tracker).last_answer)
        entry = library.content.entry(together.candidates[0].entry_id) if together.band == "answer" else None
        if entry is None or entry is first or persons.excludes(entry.title):
            continue
        if foreign or (persons.fits(entry.title) and entry.id in near):
            return replace(together, text=text, second=None)
    others = [
        item
        for item in decision.candidates[1:_AMONG]
        if item.score >= _LEAST and (entry := library.content.entry(item.entry_id)) and persons.fits(entry.title)
    ]
    if not foreign:
        return decision
    if not others:  # a short question stays with the matter that is theirs
        last = library.content.entry(Memory.of(tracker).last_answer or "")
        theirs = last is not None and persons.fits(last.title) and not persons.excludes(last.title)
        if last is None or not theirs or first not in (library.content.entry(name) for name in last.related):
            return decision
        others = [Candidate(last.id, _LEAST)]
    rest = tuple(item for item in decision.candidates if item is not others[0])
    return replace(decision, band="answer", candidates=(others[0], *rest), reason=LEANING)


def asked_for_person(library: Library, tracker: Tracker) -> Decision | None:
    """The question before asked again for who only tells what they are; None where no answer is for such a person."""
    text, memory = in_mandarin(message_text(tracker)), Memory.of(tracker)
    told, before = told_of_person([text]), in_mandarin(str(tracker.get_slot("last_question") or ""))
    if not told.kinds or not before or not memory.last_answer or asks(text) or speaks_english(tracker):
        return None
    clause = next(iter(told.clauses.values()))
    rest = [part for part in split_clauses(before) if not set(names_person(part)) & set(told.kinds) or asks(part)]
    together = library.decide("，".join([clause, *rest]), previous=memory.last_answer)
    first = library.content.entry(together.candidates[0].entry_id) if together.band == "answer" else None
    return replace(together, text=clause, second=None) if first is not None and told.fits(first.title) else None
