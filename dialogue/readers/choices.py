"""A choice among what is or was offered: a number in any dress, «第一个呢», a piece of a title; lists stay alive."""

from __future__ import annotations

import re

from dialogue.heard import Act, ConversationState, Heard
from dialogue.mixed.picked import picked_with_more, several_picked
from dialogue.turns.reminders import GO_ON
from faq.guiding.guidance import Guidance
from faq.guiding.situation import UNKNOWN
from faq.text.choice import HUMAN, NONE_OF_THESE, TICKET, choose, means_none

_ANY_NUMBER = re.compile(
    r"(?:选|点|看|我选|我要)?第?([0-9]{1,2}|[一二三四五六七八九十]{1,2})(?:个|条|项|号)?(?:呢|吧|的|呗|怎么弄)?"
)
_DETAIL = re.compile(
    r"(?:再|请|能|帮我)*(?:说|讲|看|展开)?(?:得|的)?(?:细|详细|仔细|清楚|具体)(?:点|一点|些|说说|讲讲|说一下)*(?:呢|吧)?"
)
_PIECE = re.compile(r"(第?[0-9一二三四五六](?:个|条|项))(.*)")
_ANOTHER = re.compile("(?:那|还有)?第[0-9一二三四五六](?:个|条|项)呢")
"""Behind a choice from a list it is another one of that list, whatever buttons the answer has."""
_CHINESE = {name: number for number, name in enumerate("一二三四五六七八九十", 1)}
_LONGEST = 14
MORE = "behind"
"""What is said behind a choice."""
ALSO = "also"
"""The ids of what is chosen along with a choice."""
_NO_ANSWERS = (NONE_OF_THESE, HUMAN, TICKET)


def read_choice(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """The option a message means, of the last reply or else of the last list; a number beyond both is said so."""
    if heard.option == GO_ON.id:
        return Act("resume")
    if heard.option:
        return Act("choose_option", {"option": heard.option})
    key = heard.key
    if not key or state.form:
        return None
    if (picked := _picked_with_more(heard, state, guidance)) is not None:
        return picked
    if len(key) > _LONGEST:
        return None
    if (several := _several_picked(heard, state, guidance)) is not None:
        return several
    asked, detail = _without_detail(key)
    number = _number(key)
    counted = state.case.running and number is not None  # the step of a guide can be answered by its number for ever
    step = guidance.engine.resume(state.case)[1].options if counted else ()
    again = state.listed if _ANOTHER.fullmatch(key) else ()
    for options in (again, state.offered, step, state.listed):
        chosen = choose(asked, options)
        if chosen is not None:
            return Act("choose_option", {"option": chosen.id, **({"kind": "more"} if detail else {})})
    options = state.offered or step or state.listed
    if options and not state.case.running and means_none(key):
        return Act("choose_option", {"option": NONE_OF_THESE})
    if options and number is not None and number > len(options):
        return Act("choose_nothing", {"kind": str(number)})
    return None


def _picked_with_more(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """«1吧，对了要钱不»: the choice counts, and what is said behind it is answered beside it."""
    which, more = picked_with_more(heard.text)
    if not which:
        return None
    step = guidance.engine.resume(state.case)[1].options if state.case.running else ()
    options = state.offered or step or state.listed
    chosen = choose(which, options)
    if chosen is None or chosen.id == NONE_OF_THESE:
        return None
    return Act("choose_option", {"option": chosen.id, **({MORE: more} if more else {})})


def _several_picked(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """«1和3», «两个都要»: both of a list; of what a step asks, which has one answer, the first that says something."""
    if state.case.running and not any(option.id == NONE_OF_THESE for option in state.offered):
        step = guidance.engine.resume(state.case)[1].options
        numbered = [step[place - 1] for place in several_picked(heard.text, len(step))]
        known = [option for option in numbered if not option.id.endswith(f"={UNKNOWN}")]
        return Act("choose_option", {"option": known[0].id}) if 0 < len(known) < len(step) - 1 else None
    options = state.offered or state.listed
    real = [option for option in options if option.id not in _NO_ANSWERS and ":" not in option.id]
    chosen = [options[place - 1] for place in several_picked(heard.text, len(real))]
    if not chosen:
        return None
    return Act("choose_option", {"option": chosen[0].id, ALSO: " ".join(option.id for option in chosen[1:])})


def _without_detail(key: str) -> tuple[str, bool]:
    """«第一个说细点» is «第一个», and the wish to hear more about it."""
    piece = _PIECE.fullmatch(key)
    if piece and piece[2] and _DETAIL.fullmatch(piece[2]):
        return piece[1], True
    return key.removesuffix("呢") or key, False


def _number(key: str) -> int | None:
    match = _ANY_NUMBER.fullmatch(key)
    if match is None:
        return None
    text = match[1]
    if text.isdigit():
        return int(text)
    if text.startswith("十"):
        return 10 + _CHINESE.get(text[1:], 0)
    return _CHINESE[text] if len(text) == 1 else None
