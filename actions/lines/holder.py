"""A step of a guide as it is said to who asks for somebody else: the account is that person's, not theirs."""

from __future__ import annotations

import re

from rasa_sdk import Tracker

from actions.conversation import message_text
from dialogue.people.on_behalf import in_full
from dialogue.people.whose_case import asked_for_last, turned_case, without_turn
from dialogue.said import SAID_SLOT, said_from
from faq.guiding.state import GuideState

_YOURSELF = re.compile("您(?=本人)|(?<=姓名不是)您")
_OWN_NOW, _OTHERS_NOW = "好，现在说您自己的。", "好，现在说{}的。"
_FORMER_OWNER = "前一位机主的账号"
_SOMEBODY_ELSES = "别人的账号"
"""Who registers for their child knows whose the number is: nobody had it before."""


def holder_of(tracker: Tracker) -> str:
    """Who the person asks for, in their own word; empty for oneself."""
    return asked_for_last(texts_said(tracker))


def texts_said(tracker: Tracker) -> tuple[str, ...]:
    """All that the person wrote in this conversation, as far as it is kept, the latest message last."""
    kept = [said.text for said in said_from(tracker.get_slot(SAID_SLOT))]
    typed = []
    for event in tracker.events:
        if event["event"] == "user":
            missed = (event.get("metadata") or {}).get("missed") or ()
            typed += [str(item.get("text") or "") for item in (*missed, event)]
    return (*kept, *typed)


def turned_in(tracker: Tracker) -> tuple[str, str]:
    """The message without the words that turn to another person's case, and what is said first where it does so."""
    text, case = message_text(tracker), GuideState.from_dict(tracker.get_slot("case"))
    after = turned_case(text, case)
    if after is case:
        return text, ""
    return without_turn(text, case.whose), _OTHERS_NOW.format(in_full(after.whose)) if after.whose else _OWN_NOW


def said_for(text: str, holder: str) -> str:
    """A step's text with the holder of the account in the place of «您本人»; unchanged for oneself."""
    return _YOURSELF.sub(holder, text).replace(_FORMER_OWNER, _SOMEBODY_ELSES) if holder else text
