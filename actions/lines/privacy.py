"""The answers about the data that people leave here; the numbers are the settings, the rest is what `/privacy` says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from common.settings import Settings
from dialogue.questions.privacy import PrivacyQuestion
from dialogue.text.clauses import MARK

_MOST = 2
_LINES: Mapping[PrivacyQuestion, str] = {
    "kept": (
        "聊天记录打码后留 {conversation_days} 天；说到的证件号、手机号加密存 {private_value_hours} 小时，只给工单用；"
        "密码、验证码不存。工单关闭 {retention_days} 天后删除。想现在就删，回复“删除我的资料”。"
    ),
    "seen": "只有处理工单的客服看得到，平时是打了码的；看完整号码要写理由，每次都有记录。不给别人，也不做广告。",
    "erased": (
        "能删：回复“删除我的资料”，再点一次确认，马上全部删掉，处理中的工单也会关闭。"
        "不删的话，聊天 {conversation_days} 天、工单关闭 {retention_days} 天后自动删除。"
    ),
    "needed": "不用：这里不收身份证号和证件照。开工单只问用户名（手机号、邮箱都行），不填也能提交。",
    "face": (
        "刷脸在学信网 App 里做，照片不到我们这里；它那边留不留、留多久，没有查到官方说法，以 App 里的隐私政策为准。"
    ),
}
_ENGLISH: Mapping[PrivacyQuestion, str] = {
    "kept": (
        "The chat is kept masked for {conversation_days} days; ID and phone numbers encrypted for"
        " {private_value_hours} hours, for a ticket only; no passwords or codes."
        " A ticket goes {retention_days} days after it is closed."
    ),
    "seen": "Only the staff who handle your ticket, masked; each look at a full number is recorded. Nobody else.",
    "erased": "Yes: reply “删除我的资料” (delete my data) and confirm; all of it goes at once, tickets are closed.",
    "needed": (
        "No: ID numbers and ID photos are not taken here. A ticket asks only for a username (phone or e-mail will do),"
        " and you may leave it out."
    ),
    "face": (
        "The face check compares your own face and runs only in the 学信网 app; the picture does not reach us."
        " I found no official word on how long it is kept there: see the app's privacy policy.\n"
        "Without it: on a computer, see whether the page offers ID photos or the school name instead."
    ),
}

_PASTED: Mapping[str, str] = {
    "number": (
        "号码不用发在这里，那条能撤回就撤回。存了：聊天里只留打码后的，号码本身加密存 {private_value_hours} 小时，"
        "到时自动删，只给工单用。要现在就删，回复“删除我的资料”，再点一次确认。"
    ),
    "secret": (
        "没有存：密码、验证码的值当场丢掉，聊天里只剩打了码的。发出来过就不稳妥了，能撤回就撤回，密码马上改一次。"
    ),
}
"""What is said to who asks whether we keep what the same message holds."""
_PASTED_IN_ENGLISH: Mapping[str, str] = {
    "number": (
        "Numbers need not be sent here; take the message back if you can. It is kept: masked in the chat, and encrypted"
        " for {private_value_hours} hours, for a ticket only. To delete it now, reply “删除我的资料” and confirm."
    ),
    "secret": (
        "It is not kept: passwords and codes are thrown away at once. Still, take the message back and change the"
        " password."
    ),
}
_SECRETS = ("〔密码〕", "〔验证码〕")
_OF_WHAT_IS_KEPT: frozenset[PrivacyQuestion] = frozenset({"kept", "erased", "seen"})

_AGAIN_IN_ENGLISH = (
    "All of it is on the privacy page (隐私): chats are kept {} days, tickets {} days after they are closed;"
    " reply “删除我的资料” to delete at once."
)


def privacy_told(kinds: Sequence[PrivacyQuestion], settings: Settings, *, english: bool = False) -> str:
    """What is said to these questions, two at most; empty when there is none."""
    lines = _ENGLISH if english else _LINES
    numbers = {
        "conversation_days": settings.privacy.conversation_days,
        "private_value_hours": settings.privacy.private_value_hours,
        "retention_days": settings.tickets.retention_days,
    }
    told = [lines[kind].format(**numbers) for kind in kinds[:_MOST] if kind in lines]
    if kinds[0:2] == ("kept", "seen"):  # one after the other fills a phone: the way to erase is said when asked for
        told[0] = told[0].removesuffix("想现在就删，回复“删除我的资料”。")
    return "\n".join(told)


def pasted_told(kinds: Sequence[PrivacyQuestion], text: str, settings: Settings, *, english: bool = False) -> str:
    """What becomes of a number or a password in the very message that asks it; empty when there is none in it."""
    if not MARK.search(text) or not _OF_WHAT_IS_KEPT & set(kinds):
        return ""
    lines = _PASTED_IN_ENGLISH if english else _PASTED
    told = lines["secret" if any(mark in text for mark in _SECRETS) else "number"]
    return told.format(private_value_hours=settings.privacy.private_value_hours)


def privacy_again(settings: Settings, *, english: bool = False) -> tuple[str, ...]:
    """The same in other words, for who asks once more."""
    if english:
        return (_AGAIN_IN_ENGLISH.format(settings.privacy.conversation_days, settings.tickets.retention_days),)
    days = f"聊天 {settings.privacy.conversation_days} 天，工单关闭后 {settings.tickets.retention_days} 天"
    return (
        f"打码后存着，到期自动删：{days}。要马上删，回复“删除我的资料”。",
        "都写在“隐私”那一页上；要马上删，回复“删除我的资料”。",
    )
