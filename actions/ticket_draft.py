"""What a message means inside the ticket form: a pure reading, without Rasa and without a database.

The form holds references, never personal data: a username is `{"kind", "ref"}`, a description its
masked text with the references of what was masked, in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions.ticket_parts import FormReading, Said, TicketDraft, skipped
from actions.ticket_reading import WRONG, Addition, read_addition, read_pieces
from actions.ticket_remarks import FORM_ANSWERS, SKIPPED_ON_REQUEST, read_remark
from common.help_desk import HelpDesk
from common.settings import Settings
from common.settings_allowances import TicketSettings
from dialogue.languages import in_mandarin
from dialogue.moods import goes_to_try
from dialogue.readers.control import goes_on, wants_person, wants_person_in_english, without_english_wish
from dialogue.ticket_pieces import adds_outright, forgets, wishes_person_only
from dialogue.ticket_words import (
    EDITS,
    ENOUGH_CHARS,
    asks_for_person,
    asks_how_long,
    begins_to_add,
    cancels,
    comes_later,
    declines_picture,
    declines_username,
    is_asked,
    new_description,
    repeats_submit,
    says_no_picture,
    says_pictures_done,
    says_settled,
    split_clauses,
    submits,
    takes_draft,
    wants_to_add,
)
from faq.choice import HUMAN
from faq.normalise import matching_key
from tickets.errors import SubmissionError
from tickets.fields import read_description, read_username

NOT_A_USERNAME = "这看起来不像用户名。"
SEND_PICTURE = "这一步只要图片。"
IN_HAND = "正在给您填的就是交给人工的工单，填完马上转过去。"
GO_ON = "好的，接着填。"
NO_HURRY = "好，不急，填了一半的给您留着。"
NOTED = "问题描述记下了。"
ADDED = "已加到问题描述里。"
NAME_CHANGED = "用户名已改。"
NO_PICTURE_NOTED = SKIPPED_ON_REQUEST["ticket_screenshot"]
NO_NAME = SKIPPED_ON_REQUEST["ticket_username"]
ADD_WHAT = "请直接把要补充的文字或图片发过来，我加进去。"

_SHORT = 8
_POLITE = ("thank", "greet", "goodbye")
"""What answers no question of the form."""
_DEFAULTS = TicketSettings()
_PROMISE = HelpDesk.of(Settings()).promise


def how_long(promise: str) -> str:
    """The promise, for who asks in the middle of the form."""
    return FORM_ANSWERS["how_long"].format(promise)


def begin(draft: TicketDraft, said: Said, settings: TicketSettings = _DEFAULTS) -> TicketDraft:
    """Take what is there already: pictures sent before, and all that the starting message says."""
    draft = _take_pictures(draft, said, settings)
    if draft.pictures and draft.screenshot is None:
        draft = replace(draft, screenshot="sent")
    if said.option:
        return draft
    said = replace(said, text=without_english_wish(said.text)) if wants_person_in_english(said.text) else said
    return _take_pieces(draft, said)[0]


def read(
    draft: TicketDraft, asked: str | None, said: Said, settings: TicketSettings = _DEFAULTS, promise: str = _PROMISE
) -> FormReading:
    """What one message changes in a form that is under way."""
    key = matching_key(said.text)
    if said.option == "cancel" or (not said.option and _cancels(key, said)):
        return FormReading(replace(draft, confirm="cancelled"))
    told = bool(draft.description or draft.suggestion)
    sends_now = not said.option and told and asked != "ticket_confirm" and repeats_submit(said.text)
    if said.option == "submit_now" or sends_now:
        return FormReading(_sent_as_it_is(draft))
    taken = _take_pictures(draft, said, settings)
    if (remark := read_remark(taken, asked, said, promise)) is not None:
        return remark
    if said.option in (HUMAN, "ticket") or (not said.option and _only_a_person(key, said)):
        return FormReading(_take_pictures(draft, said, settings), IN_HAND)
    if not said.option and goes_on(key) and not said.pictures:
        return FormReading(draft, GO_ON)
    waits_for_picture = asked == "ticket_screenshot" and comes_later(key)
    if not said.option and not said.pictures and goes_to_try(key) and not waits_for_picture:
        return FormReading(draft, NO_HURRY)
    polite = not said.option and said.intent in _POLITE and len(key) <= _SHORT
    if polite and not said.private and not said.pictures:
        return FormReading(draft, GO_ON)
    if not said.option and asks_how_long(key):
        return FormReading(_take_pictures(draft, said, settings), how_long(promise))
    note = ""
    if said.pictures:
        note = _picture_note(draft, said, settings)
        draft = _take_pictures(draft, said, settings)
        if not key:
            return FormReading(draft, note)
    adds = not said.option and (adds_outright(said.text) or begins_to_add(said.text))
    added = read_addition(said.text, said.private) if adds else None
    if added and added.text:
        reading = _added(draft, added)
        return replace(reading, note="\n".join(filter(None, (note, reading.note))))
    reading = _ANSWERS.get(asked or "", _read_confirm)(draft, said, key)
    return replace(reading, note="\n".join(filter(None, (note, reading.note))))


def _only_a_person(key: str, said: Said) -> bool:
    """Whether a person is asked for and nothing told: «请客服看一下，照片不是我» is what the ticket is about."""
    if wants_person_in_english(said.text):
        return not without_english_wish(said.text)
    wished = wants_person(key) or asks_for_person(key, said.intent) or wishes_person_only(key)
    return wished and not read_pieces(said.text, said.private).rest


def _sent_as_it_is(draft: TicketDraft) -> TicketDraft:
    """All that is known is enough: what is missing stays empty."""
    description = draft.description or {"text": draft.suggestion, "refs": []}
    username = draft.username or {"kind": "forgotten"}
    screenshot = draft.screenshot or "none"
    return replace(draft, username=username, screenshot=screenshot, description=description, confirm="submit")


def _cancels(key: str, said: Said) -> bool:
    """Only a clear no: what merely sounds like one («提交吧») must never throw a ticket away."""
    return cancels(key) or (says_settled(said.text) and len(key) <= _SHORT)


def _take_pictures(draft: TicketDraft, said: Said, settings: TicketSettings) -> TicketDraft:
    if not said.pictures:
        return draft
    pictures = tuple(dict.fromkeys((*draft.pictures, *said.pictures)))
    pictures = pictures[: settings.pictures_per_ticket]
    return replace(draft, pictures=pictures, screenshot="sent")


def _picture_note(draft: TicketDraft, said: Said, settings: TicketSettings) -> str:
    count, most = len(dict.fromkeys((*draft.pictures, *said.pictures))), settings.pictures_per_ticket
    if count > most:
        return f"最多带 {most} 张图片，先收下前 {most} 张。"
    return f"收到图片，现在有 {count} 张。"


def _take_pieces(draft: TicketDraft, said: Said) -> tuple[TicketDraft, bool]:
    """The draft with all a sentence gives that was still missing; whether a description was among it."""
    pieces = read_pieces(said.text, said.private)
    if pieces.username is not None:
        draft = replace(draft, username=pieces.username)
    if pieces.no_picture and draft.screenshot is None:
        draft = replace(draft, screenshot="none")
    described = bool(pieces.rest) and not is_asked(said.text)
    return (draft.told_more(pieces.rest, pieces.refs) if described else draft), described


def _noted(before: TicketDraft) -> str:
    """What happened to words of the description, seen from the draft before them."""
    return ADDED if before.description else NOTED


def _read_username(draft: TicketDraft, said: Said, key: str) -> FormReading:
    if said.option == "forgot":
        return FormReading(replace(draft, username={"kind": "forgotten"}))
    if said.option:
        return FormReading(draft, is_question=True)
    if any(item["kind"] == WRONG for item in said.private):
        return FormReading(draft, said.hint or NOT_A_USERNAME, missed=True)
    if declines_username(key):
        return FormReading(replace(draft, username={"kind": "forgotten"}), NO_NAME)
    first, *others = split_clauses(said.text) or [""]
    if others and forgets(in_mandarin(first)):
        draft, said = replace(draft, username={"kind": "forgotten"}), replace(said, text="，".join(others))
    taken, described = _take_pieces(draft, said)
    if taken.username is not None:
        return FormReading(taken)
    if taken.screenshot != draft.screenshot and not described:
        return FormReading(taken, NO_PICTURE_NOTED)
    try:
        username = read_username(said.text)
    except SubmissionError as error:
        return FormReading(taken, str(error), missed=True)
    if username.kind == "forgotten":
        return FormReading(replace(taken, username={"kind": "forgotten"}))
    if described:
        return FormReading(taken, _noted(draft))
    return FormReading(draft, NOT_A_USERNAME, is_question=True, missed=True)


def _read_screenshot(draft: TicketDraft, said: Said, key: str) -> FormReading:
    refuses = declines_picture(key) or repeats_submit(said.text) or (said.intent == "deny" and len(key) <= _SHORT)
    if said.option == "no_picture" or (not said.option and refuses):
        return FormReading(replace(draft, screenshot="none"))
    if said.option:
        return FormReading(draft, is_question=True)
    first, *others = split_clauses(said.text) or [""]
    if declines_picture(matching_key(first)) or says_no_picture(said.text):
        rest, described = _take_pieces(draft, replace(said, text="，".join(others)))
        return FormReading(replace(rest, screenshot="none"), _noted(draft) if described else "")
    if is_asked(said.text):
        return FormReading(draft, SEND_PICTURE, is_question=True, missed=True)
    if comes_later(key):
        return FormReading(draft, "好的，不急，我等您的图片。")
    taken, described = _take_pieces(draft, said)
    if taken != draft:
        changed = draft.username is not None and taken.username != draft.username
        notes = ((changed, NAME_CHANGED), (described, _noted(draft)))
        return FormReading(taken, "".join(note for happened, note in notes if happened))
    return FormReading(draft, SEND_PICTURE, is_question=True, missed=True)


def _read_description(draft: TicketDraft, said: Said, key: str) -> FormReading:
    agrees = not said.option and (takes_draft(key) or repeats_submit(said.text))
    if draft.suggestion and (said.option == "use_draft" or agrees):
        return FormReading(replace(draft, description={"text": draft.suggestion, "refs": []}))
    if said.option:
        return FormReading(draft, is_question=True)
    if declines_username(key):  # «跳过», «skip»: the summary can still be changed
        return FormReading(skipped(draft, "ticket_description"))
    if draft.pictures and says_pictures_done(key):
        return FormReading(draft, f"好的，一共 {len(draft.pictures)} 张。")
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
    return FormReading(described, is_question=is_asked(text) and len(key) <= 25)


def _read_confirm(draft: TicketDraft, said: Said, key: str) -> FormReading:
    if said.option == "submit" or (not said.option and submits(key)):
        return FormReading(replace(draft, confirm="submit"))
    for option, emptied in _EMPTIED.items():
        if said.option == option or (not said.option and not said.private and EDITS[option].fullmatch(key)):
            kept = draft.with_description_kept() if option == "edit_description" else draft
            return FormReading(replace(kept, **emptied))
    if said.option:
        return FormReading(draft, is_question=True)
    if any(item["kind"] == WRONG for item in said.private):
        return FormReading(draft, said.hint or NOT_A_USERNAME)
    if new := new_description(said.text):
        refs = [item["ref"] for item in said.private]
        return FormReading(replace(draft, description={"text": new, "refs": refs}), "描述已改。")
    pieces = read_pieces(said.text, said.private)
    if pieces.username is not None and not pieces.rest:
        return FormReading(replace(draft, username=pieces.username), NAME_CHANGED)
    added = read_addition(said.text, said.private)
    if wants_to_add(said.text) and not added.text:
        return FormReading(draft, ADD_WHAT)
    if is_asked(said.text) or len(matching_key(added.text)) < ENOUGH_CHARS:
        return FormReading(draft, is_question=True)
    return _added(draft, added)


def _added(draft: TicketDraft, added: Addition) -> FormReading:
    return FormReading(draft.told_more(added.text, added.refs), ADDED)


_EMPTIED: Mapping[str, dict[str, Any]] = {
    "edit_username": {"username": None},
    "edit_description": {"description": None},
    "edit_pictures": {"pictures": (), "screenshot": None},
}
_ANSWERS = {
    "ticket_username": _read_username,
    "ticket_screenshot": _read_screenshot,
    "ticket_description": _read_description,
}
