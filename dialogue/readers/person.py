"""The way to a person: what is wished of the staff, read before all else outside a form."""

from __future__ import annotations

import re
from typing import Literal

from dialogue.facts.no_part import is_no_part
from dialogue.heard import Act, ConversationState, Heard
from dialogue.moods.complaints import complained_elsewhere, complains_of_us, is_ignored, only_complains
from dialogue.people.calling_people import (
    asks_for_staff,
    calls_person_mistyped,
    orders_to_pass_on,
    takes_offer_of_person,
)
from dialogue.people.others_contact import asks_others_contact
from dialogue.people.staff_ways import asks_hours
from dialogue.readers.control import wants_person, wants_person_besides, wants_person_in_english, without_denied
from dialogue.text.clauses import is_asked, split_clauses
from dialogue.text.languages import in_mandarin
from dialogue.ticket.dictating import dictated, heads_ticket
from dialogue.ticket.pieces import asks_for_ticket_in_english, wishes_person_only
from dialogue.ticket.words import opens_ticket, wants_ticket
from faq.guiding.guidance import Guidance
from faq.text.normalise import matching_key

StaffWish = Literal["person", "ticket", "hours", "complaint", "ignored", "unanswered", "police", "school", ""]
"""What a message wants of the staff: one of them, a ticket, to know when they are there, to be heard; or nothing."""
NEGLECT = "neglect"
"""The kind of a complaint that nobody answers, by who has sent a ticket."""
_PHONE_UNANSWERED = re.compile(
    "(?:我|都|就|从|今天|昨天|早上|上午|下午|刚才?|一直|已经|可是?|但是?|你们的?|客服|官方|那个?|010){0,6}"
    "(?:打|拨)?(?:了|过)?(?:一?(?:早上|上午|下午|整?天|晚上)|半天|好几?[次遍天]|[几两三四五六七八九十0-9]+[次遍个天]|无数次?|很?久)?(?:的)?"
    "(?:电话|热线|客服|座机|号码)?(?:都|也|就|一直|老是?|总是?|还是|根本|死活|始终|永远){0,3}"
    "(?:没人接听?|没人应|无人接听?|打不通|不通|接不通|拨不通|占线|忙音|打不进去?|没接)(?:了|啊|呀|的|呢){0,2}"
)
_ASKS_THEIR_PHONE = re.compile(
    "(?:请问|你们|您们|这里|这边|到底|有没有|有无|有|能不能|给我|给|要|一?个|官方|学信网|的){0,5}(?:客服)?(?:电话|热线)(?:号码?|号)?(?:吗|没有?|不|多少|是多少)?"
    "(?:要|是|得|得是|要是)?(?:人工|真人|活人|有人)(?:客服|服务)?(?:接听?|应答)?的(?:吗|那种|啊|呀|呢){0,2}"
)
"""The number of a hotline where a person answers: «有没有电话 人工的»."""
_BY_PHONE = re.compile("电话|座机|联系方式|联系办法|微信|邮箱")
"""How a school is to be reached; which of its offices sees to a matter, the matter tells."""
STAFF = "staff"
"""The kind of a follow-up that asks whether the staff do what the matter in talk is about."""
_DEED = "(?:改|换|重置|解绑|解锁|解除|注销|合并|开通|修改|更正|删|撤|绑|补|处理|弄|办|搞)"
_STAFF_MAY = re.compile(
    "(?:能不能|可不可以|能否|可以|能|行不行)(?:直接)?(?:让|叫|请|找|由)?(?:学信网)?(?:的)?(?:客服|人工|你们|后台)(?:那边)?(?:直接)?"
    f"(?:帮忙?|替|给|代)?(?:我|他|她|孩子)?(?:直接)?{_DEED}"
    "|(?:直接)?(?:让|叫|请|找|联系|转)(?:学信网)?(?:的)?(?:客服|人工)(?:那边|的话)?(?:直接)?(?:能不能|可不可以|能否|可以|能|会)(?:直接)?"
    f"(?:帮忙?|替|给|代)?(?:我|他|她|孩子)?(?:直接)?{_DEED}[^，。]{{0,4}}(?:[吗么不]|没有?)"
)
"""Whether the staff may do a certain deed: «能不能让客服帮我改»."""

_STAFF_MAY_IN_ENGLISH = re.compile(
    r"\b(?:can|could|may|will)(?: i)?(?: just)?(?: (?:have|get|ask|let))?(?: (?:a|the|your|some))?"
    r" (?:staff|person|human|agent|someone|somebody|customer service)(?: (?:just|to)){0,2}"
    r" (?:change|reset|fix|do|unbind|merge|update|correct|edit|unlock|delete)\b"
)


def read_person(heard: Heard, state: ConversationState, _: Guidance) -> Act | None:
    """The way to a person: always first, whatever is under way."""
    if heard.option or state.form:
        return None
    if (state.topic or state.case.guide) and _asks_of_staff(heard.text):
        return Act("follow_up", {"kind": STAFF})  # asked of the matter, and no wish for them
    ignored = is_ignored(heard.text, opening=not (state.topic or state.case.guide))
    wish = "ignored" if ignored else staff_wish(heard.text)
    if wish in ("complaint", "ignored") and state.ticket:  # when somebody answers, their ticket tells
        return Act("ticket_status", {"kind": NEGLECT})
    return Act("contact_support", {"kind": wish}) if wish else None


def _asks_of_staff(text: str) -> bool:
    if text.isascii():
        return _STAFF_MAY_IN_ENGLISH.search(text.lower()) is not None
    return _STAFF_MAY.search(matching_key(in_mandarin(text))) is not None


def staff_wish(text: str) -> StaffWish:
    """What a message wants of the staff; «星期天有人工吗» asks for hours, and a complaint alone opens no ticket."""
    key = Heard(text).key
    if asks_hours(key) and not asks_for_staff(text):  # who asks both gets the form, which says when
        return "hours"
    whose = asks_others_contact(text)
    if whose == "police" or (whose == "school" and _BY_PHONE.search(key)):
        return whose
    if _ASKS_THEIR_PHONE.fullmatch(key):  # a number is wished for, and told
        return ""
    if _is_phone_unanswered(text):
        return "unanswered"
    if (rest := without_denied(text)) != text:
        return staff_wish(rest) if rest else ""
    if only_complains(text):
        return "complaint"
    if (
        any(map(opens_ticket, (text, *split_clauses(text))))
        or heads_ticket(text)
        or dictated(text)
        or asks_for_ticket_in_english(text)
        or (wants_ticket(text) and not is_asked(text) and not complained_elsewhere(text))
    ):
        return "ticket"
    wished = wants_person(key) or wants_person_in_english(text) or wants_person_besides(text)
    wished = (
        wished
        or asks_for_staff(text)
        or calls_person_mistyped(text)
        or orders_to_pass_on(text)
        or takes_offer_of_person(text)
    )
    return "person" if wished or any(map(_only_wishes_person, split_clauses(text))) else ""


def _only_wishes_person(clause: str) -> bool:
    return wishes_person_only(matching_key(clause)) and not complains_of_us(clause)


def _is_phone_unanswered(text: str) -> bool:
    """Whether somebody only tells that nobody answered the hotline, whatever stands around it."""
    clauses = split_clauses(text)
    others = [clause for clause in clauses if not _PHONE_UNANSWERED.fullmatch(matching_key(clause))]
    if len(others) == len(clauses) or is_asked(text):
        return False
    return all(map(is_no_part, others)) and not all(map(is_no_part, clauses))
