"""Facts of the case: the answer to what a guide just asked, several at once, and what is put right later."""

from __future__ import annotations

import re

from dialogue.heard import Act, ConversationState, Heard
from dialogue.ticket_words import is_asked
from faq.guiding.guidance import Guidance

_LATER = re.compile(
    r"(?:那|好|好的|行|嗯|我|先|等|去|马上|这就|现在|回头|晚点|待会儿?|等下|等会儿?)*(?:试试|试一?下|去试|试试看|去弄|弄一?下|看看|去看|操作一?下|等我一?下|问问|先去问问)(?:看|吧|再说|哈|先|去)*"
)
_WAIT = re.compile(r"(?:等等|等一?下|稍等|等会儿?|我找找|我想想|正在弄|在弄了|弄着呢|还没弄|还没试)(?:啊|哈|吧|呢|我)*")
_LOST = re.compile(
    r"(?:那|这|这下|我|可|该|要|现在|接下来|就)*(?:怎么办|怎么弄|怎么整|没法了?|没办法了?|没辙了?|没救了?|完了|没戏了?)(?:了|吗|呢|啊|吧|就没法了|没救了|么)*"
)
_ASKS = re.compile("怎么|什么|哪|多久|多少|能不能|可不可以|会不会|吗$|谁|几天")
_QUESTION_LETTERS = 12


def facts_text(facts: dict[str, str]) -> str:
    """Facts as one entity carries them."""
    return " ".join(f"{name}={value}" for name, value in facts.items())


def facts_of(text: str) -> dict[str, str]:
    """What `facts_text` wrote."""
    return dict(pair.split("=", 1) for pair in text.split())


def said_facts(heard: Heard, state: ConversationState, guidance: Guidance) -> dict[str, str]:
    """What a message tells, read with what was just asked."""
    if heard.option or not heard.text:
        return {}
    asked = guidance.engine.asked(state.case) if state.case.running else None
    return guidance.extractor.facts(heard.text, asked)


def read_answer(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """The answer to the step a guide stands at, or anything else that moves it on."""
    if state.form or not state.case.running:
        return None
    asked = guidance.engine.asked(state.case)
    facts = said_facts(heard, state, guidance)
    if not facts:
        key = heard.key
        if len(key) <= _QUESTION_LETTERS and (_LATER.fullmatch(key) or _WAIT.fullmatch(key)):
            return Act("will_try")
        return Act("resume", {"kind": "reassure"}) if _LOST.fullmatch(key) else None
    if asked not in facts:
        open_question = is_asked(heard.text) and _ASKS.search(heard.key)
        facts = {name: value for name, value in facts.items() if name in guidance.guides.asked_in(state.case.guide)}
        if open_question or not _moves(facts, state):
            return None
    return Act("tell_fact", {"facts": facts_text(facts)})


def read_correction(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """After a guide has ended: what was said there is put right, so the way is walked again."""
    if state.form or state.case.running or not state.case.guide:
        return None
    facts = said_facts(heard, state, guidance)
    asked = {place_fact for place_fact in state.case.known if "@" not in place_fact}
    changed = {name for name, value in facts.items() if name in asked and state.case.known[name] != value}
    return Act("tell_fact", {"facts": facts_text(facts)}) if changed and not is_asked(heard.text) else None


def _moves(facts: dict[str, str], state: ConversationState) -> bool:
    return any(state.case.known.get(name) != value for name, value in facts.items())
