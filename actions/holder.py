"""A step of a guide as it is said to who asks for somebody else: the account is that person's, not theirs."""

from __future__ import annotations

import re

from rasa_sdk import Tracker

from dialogue.on_behalf import first_asked_for
from dialogue.said import SAID_SLOT, said_from

_YOURSELF = re.compile("您(?=本人)|(?<=姓名不是)您")
_FORMER_OWNER = "前一位机主的账号"
_SOMEBODY_ELSES = "别人的账号"
"""Who registers for their child knows whose the number is: nobody had it before."""


def holder_of(tracker: Tracker) -> str:
    """Who the person asks for, in their own word; empty for oneself."""
    return first_asked_for(texts_said(tracker))


def texts_said(tracker: Tracker) -> tuple[str, ...]:
    """All that the person wrote in this conversation, as far as it is kept, the latest message last."""
    kept = [said.text for said in said_from(tracker.get_slot(SAID_SLOT))]
    typed = []
    for event in tracker.events:
        if event["event"] == "user":
            missed = (event.get("metadata") or {}).get("missed") or ()
            typed += [str(item.get("text") or "") for item in (*missed, event)]
    return (*kept, *typed)


def said_for(text: str, holder: str) -> str:
    """A step's text with the holder of the account in the place of «您本人»; unchanged for oneself."""
    return _YOURSELF.sub(holder, text).replace(_FORMER_OWNER, _SOMEBODY_ELSES) if holder else text
