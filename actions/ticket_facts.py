"""The facts that a message inside the ticket form tells of the case, and those it takes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rasa_sdk import Tracker

from actions.leading import case_of
from actions.ticket_case import said_in
from actions.ticket_notes import CHANGED, DELETED, RECORDED
from actions.ticket_parts import NO_ACCOUNT, NOT_GIVEN, FormReading, Said, TicketDraft
from actions.ticket_story import has_account, other_day, without_contradicted
from actions.ticket_writeup import asked_for_in
from dialogue.corrections import read_corrections
from dialogue.form_remarks import declines_field
from dialogue.form_wishes import read_wish
from dialogue.no_account import has_no_account, only_says_none
from dialogue.no_part import is_no_part
from dialogue.ticket_words import ENOUGH_CHARS, split_clauses
from dialogue.told import without_said
from faq.guiding.guidance import Guidance
from faq.guiding.situation import UNKNOWN
from faq.normalise import matching_key

_LEAST_NAMED = 2


@dataclass(frozen=True)
class FactsTold:
    """Facts that were told, and the names of those that were taken back."""

    facts: Mapping[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()


def facts_told(
    tracker: Tracker, guidance: Guidance, before: TicketDraft, said: Said, reading: FormReading
) -> tuple[FactsTold, FormReading]:
    """The facts a message tells; one that was known otherwise takes the old one's place, in the words too.

    What a correction says was wrong is told by nobody any more.
    """
    known = case_of(tracker).known
    if reading.tells is None:
        return _told(tracker, guidance, before, said, reading)
    if reading.then == "whole" and (found := _struck(said.text, known, guidance)):
        gone, shown = found
        return FactsTold({}, frozenset(gone)), FormReading(reading.draft, DELETED.format(shown), then="changed")
    if reading.then == "whole" and (whose := _struck_whose(tracker)):
        return FactsTold(), FormReading(reading.draft, DELETED.format(whose), then="changed")
    facts = guidance.extractor.facts(reading.tells) if reading.tells else {}
    gone = {name for name, value in guidance.extractor.facts(reading.gone).items() if known.get(name) == value}
    changed = {name: value for name, value in facts.items() if known.get(name, value) not in (value, UNKNOWN)}
    if changed and not reading.gone:  # what was wrong stood among the facts only
        titles = (f"{title}：{value}" for title, value in guidance.guides.situation.described(changed))
        reading = replace(reading, note=CHANGED.format("；".join(titles)))
    return FactsTold(facts, frozenset(gone - facts.keys())), reading


def _struck(text: str, known: Mapping[str, str], guidance: Guidance) -> tuple[set[str], str] | None:
    """The facts that somebody wants out of the ticket, and how they were written; None when none is named."""
    for item in read_corrections(text):
        what = matching_key(item.what)
        lines = {
            name: f"{title}：{shown}"
            for name, value in known.items()
            for title, shown in guidance.guides.situation.described({name: value})
        }
        named = {name: line for name, line in lines.items() if what in matching_key(line)}
        if len(what) >= _LEAST_NAMED and named and not item.instead:
            return set(named), "；".join(named.values())
    return None


def _struck_whose(tracker: Tracker) -> str:
    """That it was for somebody else, when the latest message takes that back; empty when it does not."""
    said = [message.text for message in said_in(tracker)]
    return "" if asked_for_in(said) else asked_for_in(said[:-1])


def _told(
    tracker: Tracker, guidance: Guidance, before: TicketDraft, said: Said, reading: FormReading
) -> tuple[FactsTold, FormReading]:
    clauses = [] if said.option else split_clauses(read_wish(said.text).rest)
    none = has_no_account(said.text)  # what answers «which username?» tells nothing of the case
    telling = [
        without_said(clause)
        for clause in clauses
        if not (is_no_part(clause) or declines_field(clause) or (none and only_says_none(clause)))
    ]
    told = "，".join(telling)
    if len(matching_key(told)) < ENOUGH_CHARS or reading.draft.confirm == "cancelled":
        return FactsTold(), reading
    if len(told) < len("，".join(clauses)) and not said.private:  # «不对，我是下周三入职»
        reading = replace(reading, draft=other_day(reading.draft, told))
    facts = guidance.extractor.facts(told)
    only_facts = all(map(guidance.extractor.says_only_facts, telling))  # else something else is told, too
    known = case_of(tracker).known
    if has_account(facts) and reading.draft.username == NO_ACCOUNT:
        reading = replace(reading, draft=replace(reading.draft, username=NOT_GIVEN))
    changed = {name: value for name, value in facts.items() if known.get(name, value) not in (value, UNKNOWN)}
    described = reading.draft.description
    protests = len(told) < len("，".join(clauses)) and only_facts
    if facts and not changed and protests and before.description is not None and not said.private:
        titles = (f"{title}：{value}" for title, value in guidance.guides.situation.described(facts))
        kept = replace(reading.draft, description=before.description)  # «我手机号好好的，改掉»: it says so
        known_before = facts.keys() <= known.keys()
        note = (RECORDED if known_before else CHANGED).format("；".join(titles))
        return FactsTold(facts), FormReading(kept, note, then="changed")
    if not changed or not described:
        return FactsTold(facts), reading
    text = without_contradicted(str(described["text"]), changed, guidance)
    if only_facts and before.description is not None and not said.private:  # what is put right stands among the facts
        text = without_contradicted(str((before.description or {})["text"]), changed, guidance) or text
    titles = (f"{title}：{value}" for title, value in guidance.guides.situation.described(changed))
    draft = replace(reading.draft, description={**described, "text": text or str(described["text"])})
    return FactsTold(facts), FormReading(draft, CHANGED.format("；".join(titles)), then="changed")
