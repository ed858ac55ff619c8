"""What a message means inside the ticket form: a pure reading, without Rasa and without a database.

The form holds references, never personal data: a username is `{"kind", "ref"}`, a description its
masked text with the references of what was masked, in order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from common.masking import PLACEHOLDERS
from faq.normalise import matching_key
from tickets.errors import SubmissionError
from tickets.fields import read_description, read_username

MOST_PICTURES = 5
Field = Literal["ticket_username", "ticket_screenshot", "ticket_description", "ticket_confirm"]
FIELDS: tuple[Field, ...] = ("ticket_username", "ticket_screenshot", "ticket_description", "ticket_confirm")
USERNAME_KINDS = ("phone", "id_number", "email", "name")

_CANCEL = re.compile(r"(?:算了|取消|不填了|不弄了|退出|放弃|不提交了?|不要了|结束|停止)(?:吧|了|工单|提交)*")
_NO_PICTURE = re.compile(
    r"(?:我|现在|暂时)*(?:没有?|木有|无|发不了|发不出|截不了|不会截|不方便|跳过|不发|不用|没法发|没截)(?:图|截图|图片|了|的|呢|啊|吧)*"
)
_PICTURES_DONE = re.compile(
    r"(?:就|都|已经)*(?:发完|发好|好|完|可以|没|齐)了?(?:没有?了|这些|这张|这几张)?(?:了|吧|啊)?|就这些|就这张|没有了|没了"
)
_USE_DRAFT = re.compile(
    r"(?:就|可以|好的?|行|对|是的?|嗯|用|ok)*(?:就?用?这[个段条句]|这样|可以|行|好的?|对的?|是的?|ok|嗯+)(?:吧|了|啊)?"
)
_SUBMIT = re.compile(
    r"(?:确认|确定|好的?|对|没错|没问题|可以|是的?|行|就)*(?:提交|交|确认|确定|没错|没问题|可以|好的?|对的?|行|是的?|ok|嗯+)(?:吧|了|啊)?"
)
_EDIT_USERNAME = re.compile(
    r".{0,4}(?:改|换|重填|修改|更正).{0,4}(?:用户名|账号|手机号|邮箱).{0,4}|用户名.{0,3}(?:错|不对).{0,3}"
)
_EDIT_DESCRIPTION = re.compile(
    r".{0,4}(?:改|换|重写|修改|重填|更正).{0,4}(?:描述|说明|内容|问题).{0,4}|描述.{0,3}(?:错|不对).{0,3}"
)
_EDIT_PICTURES = re.compile(r".{0,4}(?:改|换|重发|删掉?|重传).{0,4}(?:截图|图片|图|照片).{0,4}")
_ABOUT_TICKET = re.compile(r"工单|提交|用户名(?:是|为|：|:)|账号(?:是|为|：|:)|人工|客服|投诉|反馈")
_CLAUSE_END = re.compile(r"[，,。；;！!？?\n]+")
_QUESTION_END = re.compile(r"[?？]\s*$|(?:吗|呢|么|多久|怎么办|啥)\s*$")


@dataclass(frozen=True)
class Draft:
    """A ticket being filled in; None means not asked or not answered yet."""

    username: Mapping[str, str] | None = None
    pictures: tuple[str, ...] = ()
    screenshot: str | None = None
    description: Mapping[str, Any] | None = None
    suggestion: str = ""
    confirm: str | None = None

    def missing(self) -> Field | None:
        """The field to ask for next; None when the ticket can be opened."""
        values = (self.username, self.screenshot, self.description, self.confirm)
        return next((name for name, value in zip(FIELDS, values, strict=True) if value is None), None)


@dataclass(frozen=True)
class Said:
    """One message as the form sees it; `option` is the id of a tapped or typed choice."""

    text: str
    intent: str = ""
    option: str | None = None
    private: tuple[Mapping[str, str], ...] = ()
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """The draft after a message, what to say about it, and whether it was a question of its own."""

    draft: Draft
    note: str = ""
    is_question: bool = False


def begin(draft: Draft, said: Said) -> Draft:
    """Take what the message that started the form says already (several things at once)."""
    draft = _take_pictures(draft, said)
    username = next((item for item in said.private if item["kind"] in USERNAME_KINDS), None)
    if username is not None:
        draft = replace(draft, username=dict(username))
    clauses = [clause.strip() for clause in _CLAUSE_END.split(said.text)]
    rest = "，".join(
        clause
        for clause in clauses
        if clause and not _ABOUT_TICKET.search(clause) and not any(mark in clause for mark in PLACEHOLDERS.values())
    )
    if draft.description is None and len(matching_key(rest)) >= 6 and not said.option:
        draft = replace(draft, description={"text": rest, "refs": []})
    return draft


def read(draft: Draft, asked: str | None, said: Said) -> Reading:
    """What one message changes in a form that is under way."""
    key = matching_key(said.text)
    if said.option == "cancel" or (
        not said.option and (_CANCEL.fullmatch(key) or (said.intent == "cancel" and len(key) <= 8))
    ):
        return Reading(replace(draft, confirm="cancelled"))
    if said.pictures:
        taken = _take_pictures(draft, said)
        note = f"收到图片，现在有 {len(taken.pictures)} 张。"
        if len(draft.pictures) + len(said.pictures) > MOST_PICTURES:
            note = f"最多带 {MOST_PICTURES} 张图片，先收下前 {MOST_PICTURES} 张。"
        if not key:
            return Reading(taken, note)
        draft = taken
    if said.intent == "contact_support" and len(key) <= 8 and not said.option:
        return Reading(draft, "正在给您填的就是交给人工的工单，填完马上转过去。")
    match asked:
        case "ticket_username":
            return _read_username(draft, said, key)
        case "ticket_screenshot":
            return _read_screenshot(draft, said, key)
        case "ticket_description":
            return _read_description(draft, said, key)
        case _:
            return _read_confirm(draft, said, key)


def _take_pictures(draft: Draft, said: Said) -> Draft:
    if not said.pictures:
        return draft
    pictures = tuple(dict.fromkeys((*draft.pictures, *said.pictures)))[:MOST_PICTURES]
    return replace(draft, pictures=pictures, screenshot="sent")


def _read_username(draft: Draft, said: Said, key: str) -> Reading:
    if said.option == "forgot":
        return Reading(replace(draft, username={"kind": "forgotten"}))
    found = next((item for item in said.private if item["kind"] in USERNAME_KINDS), None)
    if found is not None:
        return Reading(replace(draft, username=dict(found)))
    try:
        username = read_username(said.text)
    except SubmissionError as error:
        return Reading(draft, str(error), is_question=not re.search(r"\d{6,}|@", said.text))
    if username.kind == "forgotten":
        return Reading(replace(draft, username={"kind": "forgotten"}))
    # Names on 学信网 are phone numbers, ID numbers and addresses: other words are a question or a slip.
    return Reading(draft, "这看起来不像用户名。手机号、邮箱或身份证号都可以；不记得就回复“忘了”。", is_question=True)


def _read_screenshot(draft: Draft, said: Said, key: str) -> Reading:
    if said.option == "no_picture" or _NO_PICTURE.fullmatch(key) or (said.intent == "deny" and len(key) <= 6):
        return Reading(replace(draft, screenshot="none"))
    if draft.pictures and (_PICTURES_DONE.fullmatch(key) or said.intent == "affirm"):
        return Reading(replace(draft, screenshot="sent"))
    return Reading(draft, "请直接发图片；没有截图就回复“没有”。", is_question=True)


def _read_description(draft: Draft, said: Said, key: str) -> Reading:
    if draft.suggestion and (said.option == "use_draft" or _USE_DRAFT.fullmatch(key)):
        return Reading(replace(draft, description={"text": draft.suggestion, "refs": []}))
    if said.option:
        return Reading(draft)
    try:
        text = read_description(said.text)
    except SubmissionError as error:
        return Reading(draft, str(error))
    described = replace(draft, description={"text": text, "refs": [item["ref"] for item in said.private]})
    # A question may be a description in the form of one: it is taken, unless it asks for something new.
    return Reading(described, is_question=bool(_QUESTION_END.search(text)) and len(key) <= 20)


def _read_confirm(draft: Draft, said: Said, key: str) -> Reading:
    if said.option == "submit" or _SUBMIT.fullmatch(key):
        return Reading(replace(draft, confirm="submit"))
    if said.option == "edit_username" or _EDIT_USERNAME.fullmatch(key):
        return Reading(replace(draft, username=None))
    if said.option == "edit_description" or _EDIT_DESCRIPTION.fullmatch(key):
        return Reading(replace(draft, description=None))
    if said.option == "edit_pictures" or _EDIT_PICTURES.fullmatch(key):
        return Reading(replace(draft, pictures=(), screenshot=None))
    if said.pictures:
        return Reading(draft)
    return Reading(draft, "", is_question=True)


def placeholders_filled(text: str, values: Sequence[str]) -> str:
    """A masked text with its values back in place, for the ticket itself."""
    pattern = re.compile("|".join(map(re.escape, PLACEHOLDERS.values())))
    remaining = iter(values)
    return pattern.sub(lambda match: next(remaining, match[0]), text)
