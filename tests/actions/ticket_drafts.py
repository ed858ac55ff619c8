"""Drafts and messages of the ticket form, as its tests take them."""

from __future__ import annotations

from typing import Any

from actions.ticket.parts import Said, TicketDraft

HOW_LONG_NOW = "提交以后三个工作日内答复；很急的话，在问题描述里写上原因和期限。"
PHONE = {"kind": "phone", "ref": "p1"}
NAME = {"kind": "name", "ref": "n1"}
WRONG = {"kind": "wrong", "ref": "w1"}
FORGOTTEN = {"kind": "forgotten"}
PROBLEM = "注册时一直提示证件号已注册"


def said(text: str = "", *private: dict[str, str], intent: str = "", **more: Any) -> Said:
    """One message."""
    return Said(text, intent, private=private, **more)


def described(text: str, *refs: str) -> dict[str, Any]:
    """A description with the references of what is masked in it."""
    return {"text": text, "refs": list(refs)}


FULL_BUT_DESCRIPTION = TicketDraft(PHONE, (), "none")
FULL = TicketDraft(PHONE, (), "none", described(PROBLEM))
NAMED = TicketDraft(PHONE)
PICTURED = TicketDraft(PHONE, ("a",), "sent")
SKIPPED = TicketDraft(PHONE, (), "none")
SUGGESTED = TicketDraft(PHONE, ("a",), "sent", suggestion="密码忘了")
