"""The facts that a message inside the ticket form tells of the case, and those it takes back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from rasa_sdk import Tracker

from actions.guiding.leading import case_of
from actions.ticket.case import said_in
from actions.ticket.notes import CHANGED, DELETED
from actions.ticket.parts import NO_ACCOUNT, NOT_GIVEN, FormReading, Said, TicketDraft
from actions.ticket.story import has_account, other_day, without_contradicted
from actions.ticket.writeup import asked_for_in
from dialogue.facts.no_part import is_no_part
from dialogue.facts.told import without_said
from dialogue.people.no_account import has_no_account, only_says_none
from dialogue.text.asking import asks_in_form
from dialogue.text.clauses import split_clauses
from dialogue.ticket.corrections import read_corrections
from dialogue.ticket.form_remarks import declines_field
from dialogue.ticket.form_wishes import read_wish
from dialogue.ticket.words import ENOUGH_CHARS
from faq.guiding.guidance import Guidance
from faq.guiding.situation import UNKNOWN
from faq.text.normalise import matching_key

_LEAST_NAMED = 2


@dataclass(frozen=True)
class FactsTold:
    """Facts that were told, and the names of those that were taken back."""

    facts: Mapping[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()


def facts_told(tracker: Tracker, guidance: Guidance, said: Said, reading: FormReading) -> tuple[FactsTold, FormReading]:
    """The facts a message tells; one that was known otherwise takes the old one's place, in the words too.

    What a correction says was wrong is told by nobody any more.
    """
    known = case_of(tracker).known
    if reading.tells is None:
        return _told(tracker, guidance, said, reading)
    if reading.then == "whole" and (found := _struck(said.text, known, guidance)):
        gone, shown = found
        draft = _without_clauses(reading.draft, gone, guidance)
        return FactsTold({}, frozenset(gone)), FormReading(draft, DELETED.format(shown), then="changed")
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


def _without_clauses(draft: TicketDraft, gone: Collection[str], guidance: Guidance) -> TicketDraft:
    """The draft without the words that only tell these facts; one that says nothing else keeps them."""
    described = draft.description or {"text": ""}
    left = without_contradicted(str(described["text"]), dict.fromkeys(gone, ""), guidance)
    return replace(draft, description={**described, "text": left}) if left else draft


def _struck_whose(tracker: Tracker) -> str:
    """That it was for somebody else, when the latest message takes that back; empty when it does not."""
    said = [message.text for message in said_in(tracker)]
    return "" if asked_for_in(said) else asked_for_in(said[:-1])


def _told(tracker: Tracker, guidance: Guidance, said: Said, reading: FormReading) -> tuple[FactsTold, FormReading]:
    """What is told beside the form's questions; what was known otherwise makes room for the person's new words."""
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
    if not changed or not only_facts or reading.draft.description is None:
        return FactsTold(facts), reading
    draft = reading.draft
    if told not in str((draft.description or {})["text"]):
        if said.private or asks_in_form(said.text):
            return FactsTold(facts), reading
        draft = draft.told_more(told, ())
    described = draft.description or {}
    lines = str(described["text"]).splitlines()
    lines = [line if told in line else without_contradicted(line, changed, guidance) for line in lines]
    draft = replace(draft, description={**described, "text": "\n".join(filter(None, lines))})
    return FactsTold(facts), FormReading(draft, CHANGED.format(told), then="changed")
