"""«要多久», «要钱吗», «在哪改», «怎么改» behind an answer or inside a guide: about that matter, never about another."""

from __future__ import annotations

import re

from dialogue.facts.steps_in_vain import asks_how_it_went
from dialogue.heard import Act, ConversationState, Heard
from dialogue.questions.aspects import aspect_in, aspect_of_thing, is_of_guides
from dialogue.questions.deadlines import pleads
from dialogue.questions.next_steps import asks_what_first, first_of_two
from dialogue.readers.case import facts_text
from dialogue.text.clauses import is_asked, split_clauses
from dialogue.turns.next_matter import wanted_besides
from faq.guiding.guidance import Guidance
from faq.text.choice import NONE_OF_THESE, choose

ASPECT = "aspect_"
"""How the kind of such a follow-up begins."""
BESIDE = "beside"
"""What such a follow-up says before it asks."""
THING = "thing"
"""What such a follow-up asks about, where it names it."""
_ASKED_LAST = ("fee", "time", "in_time", "whom", "phone", "self", "helper", "fast", "effect", "place", "papers")
"""Aspects of any matter: what is told before them is mostly the circumstance."""
_BOUND = "phone"
"""The fact (faq/situation.yml) that every guide back into an account asks for."""
_LONGEST = 30
_ASKS_FAST = re.compile("加急|催|优先")
_NOT_YET = re.compile("还没(?!用|有|收|来)|还未|没开始|正在")
"""Who has not begun says nothing of whether it worked."""
_DOES_WITH = re.compile("^(?:用|走|找)(?=..)")
"""What stands before the thing that is asked about: «用客服审核要什么材料»."""
_GOES_THERE = re.compile("(?:那|我|就|先){0,3}(?:去|到|找|跟|过去)")
"""«那去学校带什么» asks of the matter in talk, and of no thing called 学校."""
_AT_A_LOSS = ("怎么办", "怎么弄", "怎么整", "咋办", "咋整", "咋弄", "怎么搞", "怎么处理")

_SO_WHAT = re.compile(
    "(?:那|这|这下|那这|那我|这可){1,2}(?:该|又|可|要|现在){0,2}(?:怎么办|咋办|怎么整|咋整|咋弄|怎么弄)(?:了|呢|啊|呀|才好){0,2}"
)
"""What says behind a step that it is of no help: the next way is wanted, and not the first ones again."""


def _without_first(text: str) -> str:
    return "，".join(clause for clause in split_clauses(text) if not asks_what_first(clause))


def read_aspect(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """What a short question asks about the matter before it; None when there is none or a list is open."""
    if heard.option or heard.pictures or state.form:
        return None
    key = heard.core_key
    if not (state.topic or state.case.guide):
        return None
    aspect = "first" if asks_what_first(heard.text) else aspect_in(key)
    if not aspect and pleads(key) and not _is_locked_out(state, guidance):
        aspect = "in_time"
    if not aspect:
        return _asked_last(heard, state, guidance)
    if aspect == "first" and state.case.running and not first_of_two(heard.text):
        step, told = guidance.engine.asked(state.case), _without_first(heard.text)
        facts = guidance.extractor.facts(told, step) if told and step else {}
        if step in facts:  # «9 月刚在研招网报了名，那现在先干啥» answers the step
            return Act("tell_fact", {"facts": facts_text(facts)})
        return Act("resume", {"kind": "first"})
    if is_of_guides(aspect) and state.case.running:
        fact = guidance.guides.situation.facts.get(guidance.engine.asked(state.case) or "")
        in_vain = fact is not None and fact.local and fact.no is not None and aspect != "undo"
        return Act("tell_fact", {"facts": f"{fact.id}={fact.no}"}) if fact is not None and in_vain else None
    listed = any(option.id == NONE_OF_THESE for option in state.offered)
    if listed and choose(heard.key, state.offered) is not None:
        return None
    if aspect == "fast" and state.case.running and not _ASKS_FAST.search(key):
        return None  # in a hurry for the next step
    lost = aspect == "how" and key.endswith(_AT_A_LOSS)
    if lost and not state.case.running and state.leads in guidance.guides.guides and state.leads != state.case.guide:
        return None  # the guide of the matter begins
    ended = bool(state.case.guide) and not state.case.running and not state.case.over
    if lost and ended and state.leads == state.case.guide:  # the way has come to its end
        return Act("resume")
    if lost and state.case.running:
        asked = guidance.guides.situation.facts.get(guidance.engine.asked(state.case) or "")
        if asked is not None and not asked.local:  # the open question is the way on
            return None
        if asked is not None and asked.no and _SO_WHAT.fullmatch(key) and asks_how_it_went(asked.id, guidance):
            return Act("tell_fact", {"facts": f"{asked.id}={asked.no}"})
    return Act("follow_up", {"kind": f"{ASPECT}{aspect}"})


def _is_locked_out(state: ConversationState, guidance: Guidance) -> bool:
    """Whether the matter is an account nobody gets into: what to do before a deadline then is a matter of its own."""
    guide = state.case.guide or state.leads
    return guide in guidance.guides.guides and _BOUND in guidance.guides.asked_in(guide)


def _asked_last(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """«我人在外地，能让家里人去办吗»: the last clause asks an aspect, what stands before it tells and asks nothing.

    What stands before it may answer the step of a guide: then that is taken, and the question answered beside it.
    """
    *told, last = split_clauses(heard.text) or [""]
    aspect = aspect_in(Heard(last).core_key)
    if told and not aspect:  # «本人去吗，我在外地»
        *told, last = [*told[1:], last, told[0]]
        aspect = aspect_in(Heard(last).core_key)
    helped = len(heard.key) <= _LONGEST and any(aspect_in(Heard(clause).core_key) == "helper" for clause in told)
    if helped:  # «我闺女能帮我吗，用她的手机»
        aspect, told = "helper", [clause for clause in told if aspect_in(Heard(clause).core_key) != "helper"]
    elif not told or len(heard.key) > _LONGEST or aspect not in _ASKED_LAST or any(map(is_asked, told)):
        return None
    asked = guidance.engine.asked(state.case) if state.case.running else None
    said = "，".join(told)
    if asked is not None and asked in guidance.extractor.facts(said, asked) and not _NOT_YET.search(said):
        return None
    beside = {BESIDE: "，".join(told)} if told else {}
    return Act("follow_up", {"kind": f"{ASPECT}{aspect}", **beside})


def read_thing(heard: Heard, state: ConversationState, _: Guidance) -> Act | None:
    """«证明书要多少钱»: an aspect of a thing, which the matter before may name."""
    if heard.option or heard.pictures or state.form or not state.topic or wanted_besides(heard.text):
        return None
    *told, last = split_clauses(heard.text) or [""]
    aspect, thing = aspect_of_thing(Heard(last).core_key if told and not any(map(is_asked, told)) else heard.core_key)
    thing = "" if _GOES_THERE.match(thing) else _DOES_WITH.sub("", thing)
    return Act("follow_up", {"kind": f"{ASPECT}{aspect}", THING: thing}) if aspect else None
