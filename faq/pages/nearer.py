"""What a page means more exactly than the prompt on it: why it was refused, that it waits, whose record it is.

A prompt stands on many pages. Only an entry beside the prompt's own may take its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from faq.content.entry import Entry
from faq.engine.followup import neighbours
from faq.engine.library import Library
from faq.pages.deciding import SETTLED, top
from faq.pages.page import PageReading
from faq.pages.prompts import SUBJECTS, PromptMatch
from faq.pages.records import is_unusual
from faq.pages.sentences import REASON_FIRST, is_verdict
from faq.pages.shown_case import HAS_RECORD
from faq.pages.standing import is_in_hand
from faq.pages.whose import NAMES_OF_SITE, SISTERS, names_our_matter
from faq.ranking.decision import Decision
from faq.text.normalise import normalise

_STEERING = 3
_NEAR = 0.5
"""Share of the likeliest entry's score from which the one of the site may stand for it."""
_STUDENTS = re.compile("学生|在校")
"""What other places call the people whose 学籍 we keep."""


def is_of_other_site(entry: Entry | None, site: str | None) -> bool:
    """Whether an entry is about another of the sites beside 学信网 than the page, by its title."""
    other = (pattern for name, pattern in NAMES_OF_SITE.items() if name != SISTERS.get(site or ""))
    return entry is not None and site in SISTERS and any(pattern.search(entry.title) for pattern in other)


def nearer_answer(library: Library, reading: PageReading, entry: Entry, site: str, context: str) -> Decision | None:
    """The answer of an entry beside the prompt's own that suits the whole page better; None to keep the prompt's."""
    near = {*neighbours(entry, library.content.entries), *(action.entry_id for action in entry.actions)}
    for words in _readings(reading):
        asked = "，".join(filter(None, (site, words)))
        decision = library.decide(asked, context=context)
        if decision.band == "answer" and decision.candidates[0].entry_id in near - {entry.id}:
            return decision
    return None


def answer_of_both(library: Library, reading: PageReading, context: str) -> Decision | None:
    """The answer about somebody else's page that asks for what we keep: 12306 finds no 学籍; None without one."""
    place = next((place for place in library.places if place.name == reading.facts.place), None)
    if place is None or not (names_our_matter(reading.quote) or _STUDENTS.search(reading.quote)):
        return None
    decision = library.decide(f"{place.name}，{reading.quote}", context=context)
    entry = library.content.entry(decision.candidates[0].entry_id) if decision.band == "answer" else None
    names = (*place.words, *place.brands)
    return decision if entry is not None and any(word in normalise(entry.title) for word in names) else None


def _readings(reading: PageReading) -> Iterator[str]:
    said = reading.quote
    reasons = [text for text in reading.details if REASON_FIRST.match(text)]
    if is_verdict(said) and reasons:
        yield "，".join(filter(None, (reading.name, said, reasons[0])))
        yield reasons[0]
    waits = [line for line in (*reading.likely.split("\n"), *reading.around.split("\n")) if is_in_hand(line)]
    if waits and not is_in_hand(said):
        yield "，".join(filter(None, (reading.name, waits[0])))
    if HAS_RECORD in reading.facts.told and "学历" in said and not is_unusual(said):
        studies = [told for told in reading.facts.told if "毕业" in told]
        yield "，".join((*studies[-1:], HAS_RECORD, said))


def entry_of_site(library: Library, site: str, match: PromptMatch, context: str) -> Entry | None:
    """What a prompt that many sites show means on this one; None when nothing is written about it there.

    One about what we keep (学籍) means the same everywhere, unless an entry is about just that on the site.
    """
    decision = library.decide(f"{site}{match.quote}", context=context)
    if decision.band == "none" or top(decision) < SETTLED:
        return None
    near = [item for item in decision.candidates[:_STEERING] if item.score >= _NEAR * top(decision)]
    found = [library.content.entry(item.entry_id) for item in near]
    names = NAMES_OF_SITE.get(site, re.compile(re.escape(site)))
    about = set(SUBJECTS.findall(match.prompt)) if names_our_matter(match.prompt) else None
    return next(
        (
            entry
            for entry in found
            if entry is not None
            and names.search(entry.title)
            and (about is None or not about.isdisjoint(SUBJECTS.findall(entry.title)))
        ),
        None,
    )
