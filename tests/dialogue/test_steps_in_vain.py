"""That something was tried and failed, where a step asks what the page says."""

from __future__ import annotations

import pytest

from dialogue.heard import ConversationState, Heard
from dialogue.readers.case import facts_of, read_answer
from dialogue.steps_in_vain import IN_VAIN
from faq.guiding.state import GuideState
from tests.real_content import real_guidance


def _at(guide: str, facts: dict[str, str]) -> ConversationState:
    moved, _ = real_guidance().engine.begin(GuideState(facts=facts), guide)
    return ConversationState(leads=guide, case=moved)


@pytest.mark.parametrize("text", ["不行", "试过了", "刚去试了 还是收不到", "我又点了几次 还是没来", "没用"])
def test_what_the_page_says_is_not_known_then(text: str) -> None:
    act = read_answer(Heard(text), _at("sms_code", {"trouble": "code"}), real_guidance())
    assert act is not None
    assert act.detail == {"facts": "prompt=unknown", "kind": IN_VAIN}


@pytest.mark.parametrize("text", ["写着已发送", "不知道写的什么", "什么提示都没有"])
def test_what_tells_of_the_page_is_taken_as_it_is(text: str) -> None:
    act = read_answer(Heard(text), _at("sms_code", {"trouble": "code"}), real_guidance())
    assert act is None or act.detail.get("kind") != IN_VAIN


def test_the_answer_before_is_put_right() -> None:
    engine = real_guidance().engine
    moved, _ = engine.tell(engine.begin(GuideState(), "real_person")[0], {"app": "elsewhere"})
    act = read_answer(Heard("哦看错了 是App"), ConversationState(case=moved), real_guidance())
    assert act is not None
    assert facts_of(act.detail["facts"])["app"] == "official"
