"""Somebody goes: «我这就打电话去，谢谢», «那我就等着对吧», «确认» behind a ticket that is sent: one line ends it."""

from __future__ import annotations

from dialogue.heard import Act, ConversationState, Heard
from dialogue.moods.whole_messages import nods
from dialogue.text.languages import in_mandarin
from dialogue.turns.closings import closing_in, confirmed_in, sums_up
from dialogue.turns.last_words import is_over, tells_success, understood_as
from faq.guiding.guidance import Guidance
from faq.text.choice import HUMAN, NONE_OF_THESE

PLAN = "plan_"
"""How the kind of a plan begins."""
PUT_OFF = f"{PLAN}later"
"""The kind of what is put off: a step that waits is named then."""
CONFIRMS = "confirms"
"""The plan that somebody asks to have confirmed."""
THANKS = "thanks"
SENT = "sent"
"""The kind of a bare «确认» behind a ticket that is sent."""
CONFIRM = "confirm"
"""The kind of a follow-up that wants something confirmed; `confirms` is what."""
KEEP_OPEN = "settle_no"
"""The option not to close a ticket, where that was asked."""
_CONFIRMED = ("确认", "确定", "确认无误", "没问题", "确认好了", "好的确认", "确认了")


def read_closing(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """One human line is enough; what answers the step of a guide is left to it."""
    if heard.option or heard.pictures or state.form:
        return None
    settled = heard.key in _CONFIRMED or (not state.topic and (nods(heard.key) or heard.key.startswith("收到")))
    if heard.key in _CONFIRMED and any(option.id == KEEP_OPEN for option in state.offered):
        return Act("affirm")  # whether to close the ticket was asked
    if state.ticket and settled and not state.case.running and not _is_asked(state):
        return Act("small_talk", {"kind": SENT, **({THANKS: "yes"} if "谢" in heard.text else {})})
    text = in_mandarin(heard.text)
    closing = closing_in(text)
    if state.ticket and not (state.topic or state.case.running) and closing is not None and closing.plan == "wait":
        return Act("small_talk", {"kind": SENT})
    later = closing is not None and closing.plan == "later"  # asks for nothing, whatever was talked of
    if not (state.topic or state.case.guide or later):
        return None
    asked = guidance.engine.asked(state.case) if state.case.running else None
    answers = not (later or sums_up(text)) and asked is not None
    if answers and not is_over(text) and asked in guidance.extractor.facts(text, asked):
        return None
    if closing is None and not _asks_how_it_went(asked, guidance) and tells_success(text, named=not asked):
        return Act("helpful")
    if closing is None:
        what = confirmed_in(text) or understood_as(text)
        return Act("follow_up", {"kind": CONFIRM, CONFIRMS: what}) if what else None
    confirms = {CONFIRMS: closing.confirms} if closing.confirms else {}
    thanks = {THANKS: "yes"} if closing.thanks else {}
    return Act("will_try", {"kind": f"{PLAN}{closing.plan}", **confirms, **thanks})


def _asks_how_it_went(asked: str | None, guidance: Guidance) -> bool:
    """Whether the step that waits asks just that: then it is answered, and the guide has a word for it."""
    fact = guidance.guides.situation.facts.get(asked or "")
    return fact is not None and fact.local


def _is_asked(state: ConversationState) -> bool:
    """Whether something on offer can be agreed to."""
    return any(option.id in (HUMAN, NONE_OF_THESE) for option in state.offered)
