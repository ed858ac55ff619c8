"""How often in a row somebody said that nothing helped, and the way out that a guide names beside its next step."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.lines.holder import texts_said
from dialogue.moods.in_vain import ENOUGH, times_in_vain

_OR_A_PERSON = "不想再试，就找学信网人工客服（服务号 chsi_chesicc → 帮助中心 → 问题咨询），或回复“人工”。还想试：\n"
_OR_HERE = "不想再试，就回复“人工”。还想试：\n"
_THEIR_SERVICE = "chsi_chesicc"


def has_tried_enough(tracker: Tracker) -> bool:
    """Whether the latest messages say, several times in a row, that nothing helped."""
    return times_in_vain(texts_said(tracker)) >= ENOUGH


def way_out(tracker: Tracker, *, english: bool) -> str:
    """What stands before the next step of a guide for who has tried enough, once; empty for all others."""
    if english or times_in_vain(texts_said(tracker)) != ENOUGH:
        return ""
    return _OR_HERE if their_staff_named(tracker) else _OR_A_PERSON


def their_staff_named(tracker: Tracker) -> bool:
    """Whether the way to 学信网's own staff was said in this conversation."""
    return any(_THEIR_SERVICE in str(event.get("text") or "") for event in tracker.events if event["event"] == "bot")
