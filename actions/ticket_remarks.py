"""What the form answers to a remark about itself: a question, a refusal, that nobody wanted a person."""

from __future__ import annotations

import re
from collections.abc import Mapping

from actions.ticket_parts import Field, FormReading, Said, TicketDraft, skipped
from dialogue.form_remarks import (
    FormQuestion,
    asks_about_form,
    declines_field,
    denies_person,
    insists_on_person,
    is_remark,
)
from dialogue.others_contact import OTHERS_CONTACT, asks_others_contact
from dialogue.ticket_words import split_clauses

LEAVE = "是我会错意了。不填工单就回复“取消”（或点下面），填了一半的也不会提交。"
_MAY_BE_LEFT_OUT: tuple[Field, ...] = ("ticket_username", "ticket_screenshot")
_NAMED = re.compile("用户名|账号|帐号|手机|邮箱|身份证")
SKIPPED_ON_REQUEST: Mapping[str, str] = {
    "ticket_username": "好的，用户名先不填，客服需要时会再问您。",
    "ticket_screenshot": "好，没有截图。",
}
FORM_ANSWERS: Mapping[FormQuestion, str] = {
    "hours": "学信网客服的接听时间没有查到，工作日白天把握大；在这里提交的工单，{}答复。",
    "how_long": "提交以后{}答复；很急的话，在问题描述里写上原因和期限。",
    "why_username": "客服靠它找到您的账号；不想填就回复“跳过”。",
    "why_picture": "客服看了截图，就知道页面上是哪句提示；没有就回复“没有”。",
    "safe": "您填的加密保存，客服平时看到的是打了码的；不想填就回复“跳过”。密码和验证码别发。",
}


def read_remark(draft: TicketDraft, asked: str | None, said: Said, promise: str) -> FormReading | None:
    """What a remark changes and is told; None when the message is no remark, or tells something beside it."""
    if said.option or said.private or not said.text:
        return None
    clauses = split_clauses(said.text)
    if denies_person(said.text):
        others = [clause for clause in clauses if not is_remark(clause)]
        return FormReading(draft, LEAVE, is_question=bool(others), leaves=True)
    if whose := asks_others_contact(said.text):
        return FormReading(draft, OTHERS_CONTACT[whose])
    if kind := asks_about_form(said.text):
        if kind == "why_username" and asked == "ticket_screenshot" and not _NAMED.search(said.text):
            kind = "why_picture"  # «为什么要这个» is about what was just asked for
        return FormReading(draft, FORM_ANSWERS[kind].format(promise))
    field = next((name for name in _MAY_BE_LEFT_OUT if name == asked), None)
    if field is None:
        return None
    refuses = any(map(declines_field, clauses)) and all(is_remark(item) or declines_field(item) for item in clauses)
    if insists_on_person(said.text) or (field == "ticket_username" and refuses):
        return FormReading(skipped(draft, field), SKIPPED_ON_REQUEST[field])
    return None
