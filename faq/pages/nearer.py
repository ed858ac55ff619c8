"""What a page means more exactly than the prompt on it: why it was refused, that it waits, whose record it is.

A prompt stands on many pages. Only an entry beside the prompt's own may take its place.
"""

from __future__ import annotations

from collections.abc import Iterator

from faq.decision import Decision
from faq.entry import Entry
from faq.followup import neighbours
from faq.library import Library
from faq.normalise import normalise
from faq.pages.page import PageReading
from faq.pages.sentences import REASON_FIRST, is_verdict
from faq.pages.shown_case import HAS_RECORD
from faq.pages.standing import is_in_hand
from faq.pages.whose import names_our_matter


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
    if place is None or not names_our_matter(reading.quote):
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
    if HAS_RECORD in reading.facts.told and "学历" in said:
        studies = [told for told in reading.facts.told if "毕业" in told]
        yield "，".join((*studies[-1:], HAS_RECORD, said))
