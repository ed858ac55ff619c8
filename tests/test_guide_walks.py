"""Every edge of every guide, walked through the running system: the step, its options, its warnings."""

from __future__ import annotations

import pytest

from faq.guiding.state import GuideReply, GuideState
from faq.text.phone import SCREEN_LINES, line_count
from tests.conversation_runner import Turn
from tests.conversation_stack import ConversationStack
from tests.conversation_talkers import WebTalker
from tests.guide_walks import Walk, all_edges, begin, begins_in, fact_of, passed_edges, plan_walks
from tests.real_content import real_content, real_guidance

GUIDANCE = real_guidance()
CONTENT = real_content()
HOW_ON = "那怎么办"


@pytest.fixture(scope="module")
def walks() -> list[Walk]:
    return plan_walks(GUIDANCE, CONTENT)


@pytest.mark.slow  # planning them alone takes two minutes of a slow processor: once, for the running system too
@pytest.mark.timeout(600)
def test_the_walks_pass_every_edge(walks: list[Walk]) -> None:
    passed = set[tuple[str, str]]().union(*(passed_edges(GUIDANCE, CONTENT, walk) for walk in walks))
    assert all_edges(GUIDANCE) - passed == set()


@pytest.mark.slow
@pytest.mark.stack
@pytest.mark.timeout(600)
@pytest.mark.parametrize("guide_id", sorted(GUIDANCE.guides.guides))
def test_every_edge_through_the_running_system(
    conversation_stack: ConversationStack, walks: list[Walk], guide_id: str
) -> None:
    """The walks that begin in one guide: all of them in one test took longer than a slow machine is given."""
    here = [walk for walk in walks if begins_in(CONTENT, walk) == guide_id]
    faults = [fault for walk in here if (fault := _walked(conversation_stack, walk))]
    assert faults == []


def _walked(stack: ConversationStack, walk: Walk) -> str:
    """What is wrong with one walk; empty when nothing is."""
    person = WebTalker(stack)
    for option in walk.before:
        person.tap(option, option)
    state, reply = begin(GUIDANCE, CONTENT, walk)
    turn = person.tap(walk.entry, walk.entry)
    if turn.trace["guide_id"] is None:
        turn = person.say(HOW_ON)
    if fault := _fault(turn, state, reply):
        return f"{walk}: {fault}"
    for option in walk.taps:
        state, reply = GUIDANCE.engine.tell(state, fact_of(option))
        if fault := _fault(person.tap(option, option), state, reply):
            return f"{walk} 到 {option}: {fault}"
    return ""


def _fault(turn: Turn, state: GuideState, reply: GuideReply) -> str:
    text = "\n".join(turn.texts)
    place = state.step or state.path[-1:][0] if state.path else state.step
    if (turn.trace["guide_id"], turn.trace["step"]) != (state.guide, place.partition(".")[2] or None):
        return f"在 {turn.trace['guide_id']}.{turn.trace['step']}，应当在 {place}"
    offered = {option for option, _ in turn.options} - {"human"}
    if offered != {option.id for option in reply.options}:
        return f"选项是 {offered}"
    if reply.ended and reply.text.splitlines()[-1] not in text:
        return f"结束时说的是 {text!r}"
    if line_count(text) > SCREEN_LINES:
        return f"{line_count(text)} 行：{text!r}"
    for action in GUIDANCE.guides.irreversible.values():
        told = action.told_at(text)
        warned = [text.index(warning) for warning in action.warnings if warning in text]
        if told is not None and not (warned and min(warned) < told):
            return f"没有先警告：{text!r}"
    return ""
