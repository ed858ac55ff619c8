"""The fields of a ticket that a message says are forgotten, refused or not there, wherever in it that is said."""

from __future__ import annotations

from dataclasses import replace

from actions.ticket.parts import FORGOTTEN, NOT_GIVEN, Said, TicketDraft
from dialogue.text.asking import asks_in_form
from dialogue.text.clauses import MARK, marked_clauses
from dialogue.text.languages import in_mandarin
from dialogue.ticket.form_remarks import is_remark, refuses_username
from dialogue.ticket.form_wishes import has_no_picture
from dialogue.ticket.pieces import forgets_it
from dialogue.ticket.words import declines_picture, is_forgotten
from faq.text.normalise import matching_key


def take_fields(draft: TicketDraft, asked: str | None, said: Said) -> tuple[TicketDraft, Said]:
    """The draft without these fields, and the message without the clauses that say so.

    A message that says nothing else but remarks on the form, or that holds a value, is left as it is: it answers what
    was asked.
    """
    if said.option or said.private or not said.text:
        return draft, said
    told, kept, says_more = draft, [], False
    for clause, mark in marked_clauses(said.text):
        plain = in_mandarin(clause)
        left_out = None if asks_in_form(plain) or MARK.search(clause) else _left_out(plain, asked)
        if left_out == "ticket_username":
            told = replace(told, username=told.username or (NOT_GIVEN if refuses_username(plain) else FORGOTTEN))
        elif left_out == "ticket_screenshot":
            told = replace(told, screenshot=told.screenshot or "none")
        else:
            kept.append(f"{clause}{mark}")
            says_more = says_more or not is_remark(plain)
    rest = "".join(kept).strip()
    return (told, replace(said, text=rest)) if says_more and rest != said.text.strip() else (draft, said)


def _left_out(plain: str, asked: str | None) -> str | None:
    """The field that a clause leaves out; what names none leaves out what was just asked for."""
    key = matching_key(plain)
    if refuses_username(plain) or (is_forgotten(plain) and _names_username(plain)):
        return "ticket_username"
    if asked == "ticket_username" and (forgets_it(plain) or is_forgotten(plain)):
        return "ticket_username"
    bare = asked == "ticket_screenshot" and declines_picture(key)
    return "ticket_screenshot" if bare or has_no_picture(plain) else None


def _names_username(plain: str) -> bool:
    return any(name in plain.lower() for name in ("用户名", "账号名", "登录名", "username"))
