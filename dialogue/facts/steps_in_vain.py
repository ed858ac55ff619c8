"""What says that a step of a guide was done, or in vain: tried, or failed where the page is asked for."""

from __future__ import annotations

import re

from dialogue.facts.done_already import deed_told
from dialogue.heard import ConversationState, Heard
from dialogue.moods.whole_messages import asks_other_way_besides
from dialogue.text.clauses import is_asked, split_clauses
from dialogue.text.languages import in_mandarin
from dialogue.turns.next_matter import says_done
from faq.guiding.guidance import Guidance
from faq.guiding.situation import UNKNOWN, Fact
from faq.text.normalise import matching_key

IN_VAIN = "in_vain"
"""The kind of a fact that is not known, for what it is asked for was tried and failed."""
_WENT_WELL = "弄好了"
"""An answer to every step that asks how it went, and to no other."""
_MOST_CHARS = 20
_TRIED = (
    r"(?:(?:刚才?|才|我|又|再|去|按|照|你们?|您|说的|已经|都|全|也|就){0,6}(?:试|弄|点|取|发|获取|搞|做|操作)"
    r"(?:了|过|完|几[次遍]|好[几多][次遍]|很多[次遍]|一?[遍次]|下){0,3})"
)
_NO_USE = (
    r"(?:(?:还是|也|都|仍然?|依然|照样|一样|结果|就是|反正){0,3}"
    r"(?:不行|没用|没有用|收不到|没收到|没来|不来|不成|那样|老样子|不好使|没好使|白搭|不管用|没效果)(?:了|啊|呢|呀|的){0,2})"
)
_FAILED = re.compile(rf"{_TRIED}?{_NO_USE}|(?:{_TRIED}){{1,2}}")

_STILL_TO_COME = re.compile(
    "(?:明[天早]|后天|下下?个?(?:周|礼拜|星期|月)[一二三四五六日天初底]?|[这月年周]底|(?:这个?)?周[一二三四五六日末]|过[几两]天|[0-9]{1,2}[号日]|晚上)"
    "[^没不]{0,3}才(?:能|会|可以)?(?:[拿到收去开办给寄发下送领取有回换补来弄]|上班)"
)


def asks_how_it_went(fact: str, guidance: Guidance) -> bool:
    """Whether a fact is the answer to how a step went."""
    return guidance.extractor.facts(_WENT_WELL, fact).get(fact, UNKNOWN) != UNKNOWN


def told_in_vain(heard: Heard, facts: dict[str, str], asked: str | None, guidance: Guidance) -> dict[str, str]:
    """«拦截也翻过了», «手机用不了» after «成了吗？»: what was done, or is of no use, says that it did not work."""
    known = guidance.guides.situation.facts
    step = known.get(asked or "")
    if step is None or not step.local or step.no is None:
        return {}
    useless = all(known[name].no == value for name, value in facts.items())
    tried = any(known[name].in_vain for name in facts)
    return {step.id: step.no} if useless or tried or asks_other_way_besides(heard.text) else {}


def not_done_behind(facts: dict[str, str], asked: str | None, text: str, guidance: Guidance) -> dict[str, str]:
    """The facts, where the step asks how it went and a yes stands before what says otherwise.

    «收到了，填进去说不对» did not work, and «对，新号下周才拿到» does not say yet.
    """
    known = guidance.guides.situation.facts
    step = known.get(asked or "")
    if step is None or not step.local or step.no is None or facts.get(step.id) != step.yes:
        return facts
    behind = [*facts][[*facts].index(step.id) + 1 :]
    if any(known[name].in_vain and known[name].page for name in behind):
        return {**facts, step.id: step.no}
    if not is_still_to_come(text):
        return facts
    return {name: value for name, value in facts.items() if name != step.id}


def is_still_to_come(text: str) -> bool:
    """Whether a message tells of something that a step waits for: «新号下周才拿到»."""
    return any(_STILL_TO_COME.search(matching_key(clause)) for clause in split_clauses(text)) and not is_asked(text)


def tried_without_word(text: str, fact: Fact) -> bool:
    """«刚去试了还是收不到» where it is asked what the page says: it failed, and what the page says is not known."""
    key = matching_key(in_mandarin(text))
    return fact.page and fact.no is None and len(key) <= _MOST_CHARS and _FAILED.fullmatch(key) is not None


def tells_it_went(heard: Heard, state: ConversationState, asked: str, guidance: Guidance) -> bool:
    """Whether a message only says that a step is done, be it by the deed it asks for: «改了» to «改成了吗»."""
    step, deed = guidance.guides.step(state.case.step), deed_told(heard.core_key)
    named = bool(deed) and step is not None and deed in (step.ask or "")
    return asks_how_it_went(asked, guidance) and (named or says_done(heard.text))
