"""What a ticket says, for who writes English: labels and facts in English, the person's own words as they are."""

from __future__ import annotations

from actions.ticket.writeup import TicketSection
from faq.guiding.situation import UNKNOWN, Situation
from tickets.fields import KIND_LABELS
from tickets.written import ASKED, CASE, MATTER, TRIED, UNTIL, WORDS

_LABELS = {
    MATTER: "Matter: ",
    CASE: "Situation: ",
    TRIED: "Tried: ",
    UNTIL: "Urgent: ",
    ASKED: "Question: ",
    WORDS: "In your words: ",
}
_LEFT_OUT = "left out"


def section_in_english(section: TicketSection, situation: Situation) -> str:
    """One part of a ticket with its label."""
    return text_in_english(str(section), situation)


def text_in_english(text: str, situation: Situation) -> str:
    """A ticket's text; a line that has no label is the person's own and stays."""
    return "\n".join(_line(line, situation) for line in text.splitlines())


def username_in_english(shown: str | None) -> str | None:
    """A username as it is shown; the word for one that was left out in English."""
    return _LEFT_OUT if shown in (KIND_LABELS["forgotten"], KIND_LABELS["not_given"]) else shown


def _line(line: str, situation: Situation) -> str:
    label = next((label for label in _LABELS if line.startswith(label)), None)
    if label is None:
        return line
    told = line.removeprefix(label)
    if label == CASE:
        told = _facts(told, situation)
    return f"{_LABELS[label]}{told}"


def _facts(told: str, situation: Situation) -> str:
    english = situation.in_english()
    names = {
        f"{fact.title}：{fact.title_of(value)}": f"{other.title}: {other.title_of(value)}"
        for name, fact in situation.facts.items()
        for other in [english.facts[name]]
        for value in (*(item.id for item in fact.values), UNKNOWN)
    }
    return "; ".join(names.get(fact, fact) for fact in told.split("；"))
