"""How each question of the ticket form is answered: username, screenshot, description, the summary."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from actions.ticket.notes import (
    DESCRIBED_ANEW,
    HEARD,
    NAME_CHANGED,
    NO_NAME,
    NO_PICTURE_NOTED,
    NOT_A_USERNAME,
    NOTED,
    SEND_NUMBER,
    SEND_PICTURE,
    WAITS_FOR_PICTURE,
    added,
    pictures_in_all,
)
from actions.ticket.parts import (
    FORGOTTEN,
    NO_ACCOUNT,
    NOT_GIVEN,
    FormReading,
    Said,
    TicketDraft,
    offered_words,
    skipped,
)
from actions.ticket.reading import WRONG, Addition, read_addition, read_pieces
from dialogue.moods.whole_messages import nods
from dialogue.people.no_account import knows_none
from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from dialogue.ticket.corrections import new_description
from dialogue.ticket.form_remarks import declines_username
from dialogue.ticket.form_wishes import declines_here, skips_picture
from dialogue.ticket.pieces import forgets_it, means_number
from dialogue.ticket.words import (
    EDITS,
    ENOUGH_CHARS,
    comes_later,
    declines_picture,
    says_pictures_done,
    submits,
    takes_draft,
    wants_to_add,
)
from faq.text.normalise import matching_key
from tickets.errors import SubmissionError
from tickets.fields import read_description, read_username

_SHORT = 8
_SHORT_QUESTION_CHARS = 25
Reader = Callable[[TicketDraft, Said, str], FormReading]
"""The draft, the message and its key (read as everybody writes) give what the message changes."""


def take_pieces(draft: TicketDraft, said: Said) -> tuple[TicketDraft, bool]:
    """The draft with all a sentence gives that was still missing; whether a description was among it."""
    pieces = read_pieces(said.text, said.private)
    if pieces.username is not None:
        draft = replace(draft, username=pieces.username)
    if pieces.no_picture and draft.screenshot is None:
        draft = replace(draft, screenshot="none")
    described = bool(pieces.rest) and not said.asks
    return (draft.told_more(pieces.rest, pieces.refs) if described else draft), described


def noted(before: TicketDraft, after: TicketDraft) -> str:
    """What happened to the words of a description, seen from the drafts before and after them."""
    lines = str((before.description or {}).get("text", "")).splitlines()
    new = [line for line in str((after.description or {}).get("text", "")).splitlines() if line not in lines]
    return added("\n".join(new)) if before.description and new else NOTED


def added_to(draft: TicketDraft, more: Addition) -> FormReading:
    """The draft with words that are added in so many words."""
    return FormReading(draft.told_more(more.text, more.refs), added(more.text))


def read_name(draft: TicketDraft, said: Said, key: str) -> FormReading:
    """The answer to «which username?»."""
    if said.option == "forgot":
        return FormReading(replace(draft, username=FORGOTTEN))
    if said.option:
        return FormReading(draft, is_question=True)
    if any(item["kind"] == WRONG for item in said.private):
        return FormReading(draft, said.hint or NOT_A_USERNAME, missed=True)
    if declines_username(key):
        return FormReading(replace(draft, username=NOT_GIVEN), NO_NAME)
    if knows_none(key):
        return FormReading(replace(draft, username=NOT_GIVEN), NO_NAME)
    if means_number(key) and not said.private:
        return FormReading(draft, SEND_NUMBER)
    told = [clause for clause in split_clauses(said.text) if not forgets_it(in_mandarin(clause))]
    if said.text and len(told) < len(split_clauses(said.text)):
        taken, described = take_pieces(draft, replace(said, text="，".join(told)))
        forgotten = taken.username or FORGOTTEN
        return FormReading(replace(taken, username=forgotten), noted(draft, taken) if described else "")
    taken, described = take_pieces(draft, said)
    if taken.username is not None:
        asked = taken.username == NO_ACCOUNT and said.asks
        note = NO_NAME if taken.username == NO_ACCOUNT and not asked else ""
        return FormReading(taken, note or (noted(draft, taken) if described else ""), is_question=asked)
    if taken.screenshot != draft.screenshot and not described:
        return FormReading(taken, NO_PICTURE_NOTED)
    try:
        username = read_username(said.text)
    except SubmissionError as error:
        return FormReading(taken, str(error), missed=True)
    if username.kind == "forgotten":
        return FormReading(replace(taken, username=FORGOTTEN))
    if described:
        return FormReading(taken, noted(draft, taken))
    return FormReading(draft, NOT_A_USERNAME, is_question=True, missed=True)


def read_screenshot(draft: TicketDraft, said: Said, key: str) -> FormReading:
    """The answer to «a screenshot?»."""
    refuses = declines_picture(key) or declines_here(key) or (said.intent == "deny" and len(key) <= _SHORT)
    if said.option == "no_picture" or (not said.option and (refuses or skips_picture(said.text))):
        return FormReading(replace(draft, screenshot="none"))
    if said.option:
        return FormReading(draft, is_question=True)
    if said.asks:
        return FormReading(draft, SEND_PICTURE, is_question=True, missed=True)
    if comes_later(key) or nods(key):
        return FormReading(draft, WAITS_FOR_PICTURE)
    taken, described = take_pieces(draft, said)
    if taken != draft:
        changed = draft.username is not None and taken.username != draft.username
        notes = ((changed, NAME_CHANGED), (described, noted(draft, taken)))
        return FormReading(taken, "".join(note for happened, note in notes if happened))
    return FormReading(draft, SEND_PICTURE, is_question=True, missed=True)


def read_problem(draft: TicketDraft, said: Said, key: str) -> FormReading:
    """The answer to «what is the problem?»."""
    if draft.suggestion and (said.option == "use_draft" or (not said.option and takes_draft(key))):
        return FormReading(replace(draft, description={"text": offered_words(draft.suggestion), "refs": []}))
    if said.option:
        return FormReading(draft, is_question=True)
    if declines_username(key):  # «跳过», «skip»: the summary can still be changed
        return FormReading(skipped(draft, "ticket_description"))
    if draft.pictures and says_pictures_done(key):
        return FormReading(draft, pictures_in_all(len(draft.pictures)))
    if new := new_description(said.text):
        said = replace(said, text=new)
    pieces = read_pieces(said.text, said.private)
    if pieces.corrects and pieces.username is not None and not pieces.rest:
        return FormReading(replace(draft, username=pieces.username), NAME_CHANGED)
    try:
        text = read_description(said.text)
    except SubmissionError as error:
        too_short = len(key) < ENOUGH_CHARS  # asked again is said enough
        return FormReading(draft, "" if too_short else str(error), missed=True)
    refs = [item["ref"] for item in said.private]
    described = replace(draft, description={"text": text, "refs": refs})
    # A short question is answered first; when that does not help, its words are the draft.
    return FormReading(described, is_question=said.asks and len(key) <= _SHORT_QUESTION_CHARS)


def read_confirm(draft: TicketDraft, said: Said, key: str) -> FormReading:
    """The answer to the summary."""
    if said.option == "submit":
        return FormReading(replace(draft, confirm="submit"))
    if said.option in _THEN:
        return FormReading(draft, then="whole" if said.option == "see_all" else "changing")
    for option, emptied in _EMPTIED.items():
        if said.option == option or (not said.option and not said.private and EDITS[option].fullmatch(key)):
            kept = draft.with_description_kept() if option == "edit_description" else draft
            return FormReading(replace(kept, **emptied))
    if said.option:
        return FormReading(draft, is_question=True)
    if submits(key):  # «好的» after an answer may only mean the answer
        return FormReading(replace(draft, confirm="submit")) if said.nod_sends else FormReading(draft, HEARD)
    if any(item["kind"] == WRONG for item in said.private):
        return FormReading(draft, said.hint or NOT_A_USERNAME)
    if new := new_description(said.text):
        refs = [item["ref"] for item in said.private]
        return FormReading(replace(draft, description={"text": new, "refs": refs}), DESCRIBED_ANEW)
    pieces = read_pieces(said.text, said.private)
    if pieces.username is not None and not pieces.rest:
        return FormReading(replace(draft, username=pieces.username), NAME_CHANGED)
    more = read_addition(said.text, said.private)
    if wants_to_add(said.text) and not more.text:
        return FormReading(draft, then="changing")
    if said.asks or len(matching_key(more.text)) < ENOUGH_CHARS:
        return FormReading(draft, is_question=True)
    return added_to(draft, more)


_THEN = ("change", "see_all")
_EMPTIED: Mapping[str, dict[str, Any]] = {
    "edit_username": {"username": None},
    "edit_description": {"description": None},
    "edit_pictures": {"pictures": (), "screenshot": None},
}
ANSWERS: Mapping[str, Reader] = {
    "ticket_username": read_name,
    "ticket_screenshot": read_screenshot,
    "ticket_description": read_problem,
}
"""The reader of each field; whatever else is asked is the summary (`read_confirm`)."""
