"""What a message asks beside the wish for a person or a ticket: «帮我转人工，另外这个要几天？»."""

from __future__ import annotations

import re

from dialogue.mixed.several import asks, questions_in
from dialogue.people.calling_people import asks_for_staff
from dialogue.readers.control import wants_person, wants_person_in_english
from dialogue.text.asking import asks_in_form
from dialogue.text.languages import in_mandarin
from dialogue.ticket.form_remarks import SAID_ANYWAY, asks_about_form
from dialogue.ticket.pieces import asks_for_ticket_in_english, wishes_person_only
from dialogue.ticket.words import opens_ticket, wants_ticket
from faq.text.normalise import matching_key

_ENGLISH_PART = re.compile(r"[.!?,;\n]+")
_ENGLISH_HEAD = re.compile(r"^(?:and|also|but|so|by the way|another question|one more question)\b[: ]*", re.IGNORECASE)
_COMMA = re.compile("[，,]+")
_OF_REACHING = re.compile("人工(?!审核|核验|认证)|客服|真人|活人|工单")


def question_along(text: str) -> str:
    """The last question that is none about reaching somebody; empty where nothing else is asked."""
    parts = _english(text) if text.isascii() else _chinese(text)
    return next((part for part in reversed(parts) if asks_about_form(part) not in SAID_ANYWAY), "")


def _chinese(text: str) -> list[str]:
    parts = [[clause for clause in _COMMA.split(question) if not _wishes(clause)] for question in questions_in(text)]
    asked = (clauses for clauses in parts if clauses and not _OF_REACHING.search(clauses[-1]))
    return ["，".join(clauses) for clauses in asked if asks_in_form(clauses[-1]) or asks(clauses[-1])]


def _wishes(clause: str) -> bool:
    """Whether a clause wishes for a person or a ticket, or asks how to get there."""
    key = matching_key(in_mandarin(clause))
    wishes = wants_person(key) or wishes_person_only(key) or asks_for_staff(clause)
    return wishes or wants_ticket(clause) or opens_ticket(clause)


def _english(text: str) -> list[str]:
    parts = [_ENGLISH_HEAD.sub("", part.strip()) for part in _ENGLISH_PART.split(text)]
    return [
        part
        for part in parts
        if part and asks_in_form(part) and not (wants_person_in_english(part) or asks_for_ticket_in_english(part))
    ]
