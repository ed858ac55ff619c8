"""What a message means inside the ticket form: a pure reading, without Rasa and without a database.

The form holds references, never personal data: a username is `{"kind", "ref"}`, a description its
masked text with the references of what was masked, in order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from actions.ticket_reading import (
    ENOUGH_CHARS,
    WRONG,
    is_asked,
    is_content,
    read_pieces,
    says_no_picture,
    split_clauses,
)
from faq.choice import HUMAN
from faq.normalise import matching_key
from tickets.errors import SubmissionError
from tickets.fields import read_description, read_username

MOST_PICTURES = 5
Field = Literal["ticket_username", "ticket_screenshot", "ticket_description", "ticket_confirm"]
FIELDS: tuple[Field, ...] = ("ticket_username", "ticket_screenshot", "ticket_description", "ticket_confirm")

NOT_A_USERNAME = "这看起来不像用户名。手机号、邮箱、身份证号或用户名都可以；不记得就回复“忘了”。"
SEND_PICTURE = "请直接发图片；没有截图就回复“没有”。"
IN_HAND = "正在给您填的就是交给人工的工单，填完马上转过去。"
NOTED = "问题描述记下了。"
NAME_CHANGED = "用户名已改。"

_CANCEL = re.compile(
    r"(?:那|还是|先)*(?:算了|取消|不填了?|不弄了?|退出|放弃|不想?提交了?|不想?填了?|不要了|结束|停止|不用了)(?:吧|了|工单|提交|填写|我自己.{0,6})*"
)
_NO_PICTURE = re.compile(
    r"(?:我|现在|暂时|真的?)*(?:没有?|木有|无|发不了|发不出|截不了|不会截|不会|不方便|跳过|不发|不用|没法发|没截|不需要)(?:截?图|截图|图片|了|的|呢|啊|吧)*"
)
_LATER = re.compile(r"(?:等|稍).{0,4}(?:下|等|会儿?|我|发).{0,6}|(?:我|马上|现在).{0,3}(?:去截|截图|找找|发).{0,4}")
_PICTURES_DONE = re.compile(r"(?:就|都|已经)*(?:发完|发好|发了|就这些|就这张|就这几张|没有了|没了|好了)(?:了|吧|啊)?")
_USE_DRAFT = re.compile(
    r"(?:就|可以|好的?|行|对|是的?|嗯|用|ok)*(?:就?用?这[个段条句]|就?用草稿|这样|可以|行|好的?|对的?|是的?|ok|嗯+)(?:吧|了|啊)?"
)
_SUBMIT = re.compile(
    r"(?:确认|确定|好的?|对|没错|没问题|可以|是的?|行|就|直接|不用?改了?|这样)*(?:提交|交|确认|确定|没错|没问题|可以|好的?|对的?|行|是的?|ok|嗯+)(?:吧|了|啊)?"
)
_EDIT_USERNAME = re.compile(
    r".{0,4}(?:改|换|重填|修改|更正).{0,4}(?:用户名|账号|手机号|邮箱).{0,4}|(?:用户名|账号).{0,3}(?:错|不对|写错|填错|要改).{0,3}"
)
_EDIT_DESCRIPTION = re.compile(
    r".{0,4}(?:改|换|重写|修改|重填|更正).{0,4}(?:描述|说明|内容|问题).{0,4}|描述.{0,3}(?:错|不对|要改).{0,3}"
)
_NEW_DESCRIPTION = re.compile(
    r"^.{0,4}(?:问题)?(?:描述|说明|内容)(?:改成|改为|换成|应该是)[：:，, “\"]*(?P<text>.+?)[”\"]?$", re.DOTALL
)
_EDIT_PICTURES = re.compile(
    r".{0,4}(?:改|换|重发|删掉?|重传).{0,4}(?:截图|图片|图|照片).{0,4}|截图.{0,3}(?:错|不对|发错).{0,3}"
)
_HUMAN = re.compile(r"(?:转|找|要|叫|我要|快|给我|接)*(?:人工|客服|真人)(?:客服|服务)?(?:吧|呢|啊)?")
_PERSON = re.compile(r"人|客服|工单|领导|老师")
_REFERS = re.compile(r"按|照|试|这个|那个|没用|没解决|还是")
_SHORT = 8


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

    @property
    def begun(self) -> bool:
        """Whether there is something in it that would be a pity to lose."""
        return bool(self.username or self.screenshot or self.description)


@dataclass(frozen=True)
class Said:
    """One message as the form sees it; `option` is the id of a tapped or typed choice.

    `hint` says what is wrong with a username that was typed wrong; its text is kept from Rasa.
    """

    text: str
    intent: str = ""
    option: str | None = None
    private: tuple[Mapping[str, str], ...] = ()
    pictures: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Reading:
    """The draft after a message, what to say about it, and whether it was a question of its own."""

    draft: Draft
    note: str = ""
    is_question: bool = False


def begin(draft: Draft, said: Said) -> Draft:
    """Take what is there already: pictures sent before, and all that the starting message says."""
    draft = _take_pictures(draft, said)
    if draft.pictures and draft.screenshot is None:
        draft = replace(draft, screenshot="sent")
    if said.option:
        return draft
    taken, described = _take_pieces(draft, said)
    text = str((taken.description or {}).get("text", ""))
    if described and draft.suggestion and len(text) <= 12 and _REFERS.search(text):
        # «按这个做还是不行» says nothing without the question before it.
        return replace(taken, description=None, suggestion=f"{draft.suggestion}；{text}")
    return taken


def read(draft: Draft, asked: str | None, said: Said) -> Reading:
    """What one message changes in a form that is under way."""
    key = matching_key(said.text)
    if said.option == "cancel" or (not said.option and _cancels(key, said, asked)):
        return Reading(replace(draft, confirm="cancelled"))
    if said.option in (HUMAN, "ticket") or (not said.option and _asks_for_person(key, said)):
        return Reading(_take_pictures(draft, said), IN_HAND)
    note = ""
    if said.pictures:
        note = _picture_note(draft, said)
        draft = _take_pictures(draft, said)
        if not key:
            return Reading(draft, note)
    reading = _ANSWERS.get(asked or "", _read_confirm)(draft, said, key)
    return replace(reading, note="\n".join(filter(None, (note, reading.note))))


def _cancels(key: str, said: Said, asked: str | None) -> bool:
    if _CANCEL.fullmatch(key):
        return True
    return said.intent == "cancel" and len(key) <= _SHORT and asked != "ticket_description"


def _asks_for_person(key: str, said: Said) -> bool:
    if _HUMAN.fullmatch(key):
        return True
    return said.intent == "contact_support" and len(key) <= _SHORT and _PERSON.search(key) is not None


def _take_pictures(draft: Draft, said: Said) -> Draft:
    if not said.pictures:
        return draft
    pictures = tuple(dict.fromkeys((*draft.pictures, *said.pictures)))[:MOST_PICTURES]
    return replace(draft, pictures=pictures, screenshot="sent")


def _picture_note(draft: Draft, said: Said) -> str:
    count = len(dict.fromkeys((*draft.pictures, *said.pictures)))
    if count > MOST_PICTURES:
        return f"最多带 {MOST_PICTURES} 张图片，先收下前 {MOST_PICTURES} 张。"
    return f"收到图片，现在有 {count} 张。"


def _take_pieces(draft: Draft, said: Said) -> tuple[Draft, bool]:
    """The draft with all a sentence gives that was still missing; whether a description was among it."""
    pieces = read_pieces(said.text, said.private)
    if pieces.username is not None:
        draft = replace(draft, username=pieces.username)
    if pieces.no_picture and draft.screenshot is None:
        draft = replace(draft, screenshot="none")
    described = bool(pieces.rest) and draft.description is None and not is_asked(said.text)
    if described:
        draft = replace(draft, description={"text": pieces.rest, "refs": list(pieces.refs)})
    return draft, described


def _read_username(draft: Draft, said: Said, key: str) -> Reading:
    if said.option == "forgot":
        return Reading(replace(draft, username={"kind": "forgotten"}))
    if said.option:
        return Reading(draft, is_question=True)
    if any(item["kind"] == WRONG for item in said.private):
        return Reading(draft, said.hint or NOT_A_USERNAME)
    taken, described = _take_pieces(draft, said)
    if taken.username is not None:
        return Reading(taken)
    try:
        username = read_username(said.text)
    except SubmissionError as error:
        return Reading(taken, str(error))
    if username.kind == "forgotten":
        return Reading(replace(taken, username={"kind": "forgotten"}))
    if described:
        return Reading(taken, NOTED)
    return Reading(draft, NOT_A_USERNAME, is_question=True)


def _read_screenshot(draft: Draft, said: Said, key: str) -> Reading:
    if said.option == "no_picture" or _NO_PICTURE.fullmatch(key) or (said.intent == "deny" and len(key) <= _SHORT):
        return Reading(replace(draft, screenshot="none"))
    if said.option:
        return Reading(draft, is_question=True)
    first, *others = split_clauses(said.text) or [""]
    if _NO_PICTURE.fullmatch(matching_key(first)) or says_no_picture(said.text):
        rest, described = _take_pieces(draft, replace(said, text="，".join(others)))
        return Reading(replace(rest, screenshot="none"), NOTED if described else "")
    if is_asked(said.text):
        return Reading(draft, SEND_PICTURE, is_question=True)
    if len(key) <= 12 and _LATER.fullmatch(key):
        return Reading(draft, "好的，不急，我等您的图片。")
    taken, described = _take_pieces(draft, said)
    if taken != draft:
        changed = draft.username is not None and taken.username != draft.username
        notes = ((changed, NAME_CHANGED), (described, NOTED))
        return Reading(taken, "".join(note for happened, note in notes if happened))
    return Reading(draft, SEND_PICTURE, is_question=True)


def _read_description(draft: Draft, said: Said, key: str) -> Reading:
    if draft.suggestion and (said.option == "use_draft" or (not said.option and _USE_DRAFT.fullmatch(key))):
        return Reading(replace(draft, description={"text": draft.suggestion, "refs": []}))
    if said.option:
        return Reading(draft, is_question=True)
    if draft.pictures and _PICTURES_DONE.fullmatch(key):
        return Reading(draft, f"好的，一共 {len(draft.pictures)} 张。")
    pieces = read_pieces(said.text, said.private)
    if pieces.corrects and pieces.username is not None and not pieces.rest:
        return Reading(replace(draft, username=pieces.username), NAME_CHANGED)
    try:
        text = read_description(said.text)
    except SubmissionError as error:
        return Reading(draft, str(error))
    refs = [item["ref"] for item in said.private]
    described = replace(draft, description={"text": text, "refs": refs})
    # A short question is answered first; when that does not help, its words are the draft.
    return Reading(described, is_question=is_asked(text) and len(key) <= 25)


def _read_confirm(draft: Draft, said: Said, key: str) -> Reading:
    if said.option == "submit" or (not said.option and _SUBMIT.fullmatch(key)):
        return Reading(replace(draft, confirm="submit"))
    for option, pattern, emptied in _EDITS:
        if said.option == option or (not said.option and not said.private and pattern.fullmatch(key)):
            return Reading(replace(draft, **emptied))
    if said.option:
        return Reading(draft, is_question=True)
    if any(item["kind"] == WRONG for item in said.private):
        return Reading(draft, said.hint or NOT_A_USERNAME)
    new = _NEW_DESCRIPTION.match(said.text)
    if new and len(matching_key(new["text"])) >= ENOUGH_CHARS:
        refs = [item["ref"] for item in said.private]
        return Reading(replace(draft, description={"text": new["text"].strip(), "refs": refs}), "描述已改。")
    pieces = read_pieces(said.text, said.private)
    if pieces.username is not None and not pieces.rest:
        return Reading(replace(draft, username=pieces.username), NAME_CHANGED)
    if is_asked(said.text) or len(key) < ENOUGH_CHARS or not is_content(said.text):
        return Reading(draft, is_question=True)
    before = draft.description or {"text": "", "refs": []}
    added = {
        "text": f"{before['text']}\n{said.text.strip()}".strip(),
        "refs": [*before["refs"], *(item["ref"] for item in said.private)],
    }
    return Reading(replace(draft, description=added), "已加到问题描述里。")


_EDITS: tuple[tuple[str, re.Pattern[str], dict[str, Any]], ...] = (
    ("edit_username", _EDIT_USERNAME, {"username": None}),
    ("edit_description", _EDIT_DESCRIPTION, {"description": None}),
    ("edit_pictures", _EDIT_PICTURES, {"pictures": (), "screenshot": None}),
)
_ANSWERS = {
    "ticket_username": _read_username,
    "ticket_screenshot": _read_screenshot,
    "ticket_description": _read_description,
}
