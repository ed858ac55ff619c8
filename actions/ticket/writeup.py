"""A ticket as a good colleague writes it up: the matter, the case, what was tried, by when, the person's own words.

The one place that puts these in order; the person sees them in the summary, cut to its room, the desk reads the same.
What frames the words (`【…】` lines) stands in the draft's suggestion, the words with their masked values in its
description, and the case is put in as it is known now: a correction in words reaches each where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rasa_sdk import Tracker

from actions.guiding.traces import case_lines
from actions.ticket.case import said_in, stated_case, told_case
from actions.ticket.parts import TicketDraft, frame_of, offered_words
from dialogue.facts.retold import put_right
from dialogue.people.on_behalf import first_asked_for
from dialogue.people.whose_case import asked_for_last
from dialogue.questions.deadlines import says_until
from dialogue.text.clauses import MARK, split_clauses
from dialogue.text.languages import in_mandarin
from faq.guiding.guidance import Guidance
from faq.text.normalise import matching_key
from tickets.written import ASKED, CASE, MATTER, ORDER, TRIED, UNTIL, WORDS

_ON_BEHALF, _AND_OWN = "代{}问", "代{}问，也问自己的"
_NAMED = {UNTIL: "期限", CASE: "各项情况", ASKED: "您的问题"}
"""How the parts of a ticket are called to the person, beside their words."""
_WALKED = "已走过"


@dataclass(frozen=True)
class TicketSection:
    """One part of a ticket: its label and its lines as one text."""

    label: str
    text: str

    def __str__(self) -> str:
        """As it is written."""
        return f"{self.label}{self.text}"


def framed(**parts: str) -> str:
    """The lines around a person's words, of the parts that say anything: `matter`, `tried`, `until`, `asked`."""
    labels = {"matter": MATTER, "tried": TRIED, "until": UNTIL, "asked": ASKED}
    return "\n".join(f"{label}{parts[name]}" for name, label in labels.items() if parts.get(name))


def written_up(draft: TicketDraft, known: str) -> list[TicketSection]:
    """The parts of a ticket in their order; `known` is the case in words. Words with nothing around need no label.

    Masked values stay in their order: only lines without one leave the person's words for a part of their own.
    """
    if draft.exact:
        return [TicketSection("", str((draft.description or {})["text"]))]
    parts: dict[str, list[str]] = {label: [] for label in ORDER}
    for line in frame_of(draft.suggestion).splitlines():
        label = next(item for item in ORDER if line.startswith(item))
        parts[label].append(line.removeprefix(label))
    parts[CASE] += [known] if known else []
    for line in str((draft.description or {}).get("text", "")).splitlines():
        parts[_part_of(line)].append(line.removeprefix(ASKED))
    words = [line for line in parts[WORDS] if not _said_in(line, parts[MATTER])]
    parts[WORDS] = words or ([] if any(map(parts.get, (MATTER, UNTIL, ASKED))) else parts[WORDS])
    around = any(texts for label, texts in parts.items() if label != WORDS)
    sections = (
        TicketSection(label if around else "", "\n".join(texts))
        if label == WORDS
        else TicketSection(label, "；".join(_once(texts)))
        for label, texts in parts.items()
        if texts
    )
    return list(sections)


def beside_words(draft: TicketDraft, known: str) -> str:
    """What a ticket says beside the person's words, by name, for who is shown these only; empty when nothing."""
    names = [name for label, name in _NAMED.items() if label in draft.suggestion or (label == CASE and known)]
    return f"（{'、'.join(names)}也写上了）" if names else ""


def known_words(guidance: Guidance, tracker: Tracker) -> str:
    """For whom the person asks, and what they tapped or answered of the case; empty when nothing is known."""
    others = asked_for_in([said.text for said in said_in(tracker)])
    facts = (f"{title}：{value}" for title, value in stated_case(tracker, guidance))
    return "；".join([*([others] if others else []), *facts])


def asked_for_in(texts: Sequence[str]) -> str:
    """For whom the person asks, as a ticket says it; empty for oneself."""
    texts = put_right(texts)
    others, last = first_asked_for(texts), asked_for_last(texts)
    if others and not last:
        return _AND_OWN.format(others)
    return _ON_BEHALF.format(others) if others else ""


def context_of(draft: TicketDraft, guidance: Guidance, tracker: Tracker) -> str:
    """What agents read beside the ticket: the way that was walked through a guide, and words that were not taken."""
    walked = [line for line in case_lines(guidance, told_case(tracker, guidance)) if line.startswith(_WALKED)]
    described = str((draft.description or {}).get("text", "")).splitlines()
    words = [line for line in offered_words(draft.suggestion).splitlines() if line not in described]
    return "\n".join([*words, *walked])


def _part_of(line: str) -> str:
    if MARK.search(line):
        return WORDS
    if line.startswith(ASKED):
        return ASKED
    return UNTIL if all(map(says_until, split_clauses(in_mandarin(line)))) else WORDS


def _once(lines: Sequence[str]) -> list[str]:
    """The lines without what an earlier one says too."""
    kept: list[str] = []
    for line in lines:
        if not any(matching_key(line) in matching_key(other) for other in kept):
            kept.append(line)
    return kept


def _said_in(line: str, others: Sequence[str]) -> bool:
    return any(matching_key(line) == matching_key(other) for other in others)
