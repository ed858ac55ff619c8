"""Who asks for somebody else hears once that the holder of an account uses it, and what a helper can do."""

from __future__ import annotations

import re

from rasa_sdk import Tracker

from actions.english.leads import speaks_english
from actions.ticket.case import said_in
from dialogue.people.on_behalf import in_full, is_away
from dialogue.people.whose_case import asked_for_last
from faq.content.entry import Entry
from faq.text.markup import to_plain

_BESIDE = "替{}办：手机号、刷脸都要本人的，您陪着点就行。"
_LATER = "替{}办：手机号、刷脸都要本人的，等本人能用手机了再做。"
_SAID = re.compile("替.{1,4}办：")
_BY_HAND = re.compile("登录|刷脸|实人|短信|验证码|注册|找回")
_HOLDER = "本人"


def line_for_helper(tracker: Tracker) -> str:
    """The line for who asks for another person; empty for oneself, in English, and once it was said."""
    if speaks_english(tracker) or any(_SAID.search(str(event.get("text") or "")) for event in _bot_events(tracker)):
        return ""
    typed = [said.text for said in said_in(tracker) if not said.text.startswith("/")]
    who = asked_for_last(typed)
    if not who:
        return ""
    return (_LATER if any(map(is_away, typed)) else _BESIDE).format(in_full(who))


def needs_holder(entry: Entry) -> bool:
    """Whether an answer has steps that only the holder of the account can take, and does not say so itself."""
    answer = to_plain(entry.answer)
    return _BY_HAND.search(answer) is not None and _HOLDER not in answer


def _bot_events(tracker: Tracker) -> list[dict[str, object]]:
    return [event for event in tracker.events if event.get("event") == "bot"]
