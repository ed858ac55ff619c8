"""What the form answers to a remark about itself: a question, a refusal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.ticket.notes import FORM_ANSWERS, SKIPPED_ON_REQUEST
from actions.ticket.parts import Field, FormReading, Said, TicketDraft, skipped
from dialogue.people.others_contact import OTHERS_CONTACT, asks_others_contact
from dialogue.text.clauses import MARK, is_asked, marked_clauses, split_clauses
from dialogue.text.languages import in_mandarin
from dialogue.ticket.form_remarks import FormQuestion, asks_about_form, declines_field, insists_on_person, is_remark
from faq.text.normalise import matching_key

_MAY_BE_LEFT_OUT: tuple[Field, ...] = ("ticket_username", "ticket_screenshot")
_LEAST_ASKED = 6
"""What is shorter is a sigh («还要问多少») rather than a question."""
_NAMED = re.compile("用户名|账号|帐号|手机|邮箱|身份证|account|user|phone|mail", re.IGNORECASE)


def read_remark(draft: TicketDraft, asked: str | None, said: Said, promise: str) -> FormReading | None:
    """What a remark changes and is told; None when the message is no remark, or tells something beside it."""
    if said.option or said.private or not said.text:
        return None
    text = in_mandarin(said.text)
    clauses = split_clauses(text)
    if whose := asks_others_contact(text):
        return FormReading(draft, OTHERS_CONTACT[whose], then="answered")
    if kind := asks_about_form(text) or _asked_beside(clauses):
        if kind == "why_username" and asked == "ticket_screenshot" and not _NAMED.search(text):
            kind = "why_picture"  # «为什么要这个» is about what was just asked for
        answer = FORM_ANSWERS[kind].format(promise)
        if kind == "without" and (left_out := _left_out(asked)):
            return FormReading(skipped(draft, left_out), answer)
        return FormReading(draft, answer, then="answered")
    field = _left_out(asked)
    if field is None:
        return None
    refuses = any(map(declines_field, clauses)) and all(is_remark(item) or declines_field(item) for item in clauses)
    if insists_on_person(text) or (field == "ticket_username" and refuses):
        return FormReading(skipped(draft, field), SKIPPED_ON_REQUEST[field])
    return None


def asked_with_values(said: Said, promise: str) -> tuple[str, Said] | None:
    """The answer to what a message asks about the form beside a username, and the message without that; else None."""
    if said.option or not said.private:
        return None
    marked = marked_clauses(in_mandarin(said.text))
    asked = [clause for clause, _ in marked if not MARK.search(clause) and is_asked(clause)]
    kind = next((found for clause in asked if (found := asks_about_form(clause))), None)
    if kind is None:
        return None
    rest = "".join(f"{clause}{mark}" for clause, mark in marked if clause not in asked or not asks_about_form(clause))
    return FORM_ANSWERS[kind].format(promise), replace(said, text=rest)


def _asked_beside(clauses: Sequence[str]) -> FormQuestion | None:
    """What a longer message asks about the form, when it asks nothing else: the rest of it tells of the matter."""
    asked = [clause for clause in clauses if is_asked(clause) and len(matching_key(clause)) >= _LEAST_ASKED]
    kinds = [asks_about_form(clause) for clause in asked]
    return next(iter(kinds), None) if len(clauses) > 1 and all(kinds) else None


def _left_out(asked: str | None) -> Field | None:
    return next((name for name in _MAY_BE_LEFT_OUT if name == asked), None)
