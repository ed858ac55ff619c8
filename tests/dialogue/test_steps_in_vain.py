"""That something was tried and failed, where a step asks what the page says."""

from __future__ import annotations

import pytest

from dialogue.facts.steps_in_vain import IN_VAIN, is_still_to_come
from dialogue.heard import ConversationState, Heard
from dialogue.readers.case import facts_of, read_answer
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


def _told(text: str, state: ConversationState) -> dict[str, str]:
    act = read_answer(Heard(text), state, real_guidance())
    return facts_of(act.detail.get("facts", "")) if act is not None else {}


def test_a_code_that_came_and_is_called_wrong_did_not_work() -> None:
    told = _told("收到了 填进去说不对", _at("forgot_password", {"phone": "usable"}))
    assert told["worked"] == "failed"
    assert told["code_typed"] == "wrong"


def test_a_code_typed_wrong_has_a_step_of_its_own() -> None:
    state, guidance = _at("forgot_password", {}), real_guidance()
    moved, reply = guidance.engine.tell(state.case, _told("收到了 填上去显示错误", state))
    assert moved.step == "forgot_password.code_wrong"
    assert "最后收到的那一条" in reply.text


@pytest.mark.parametrize("text", ["密码填上去显示错误", "图片验证码填进去不对", "在线验证码填进去不对"])
def test_another_thing_typed_wrong_is_no_code(text: str) -> None:
    assert "code_typed" not in real_guidance().extractor.facts(text)


def test_a_yes_before_what_is_still_to_come_is_not_done() -> None:
    state = _at("change_info", {"change_what": "phone", "phone": "usable"})
    act = read_answer(Heard("对 新号下周才拿到"), state, real_guidance())
    assert act is not None
    assert act.intent == "will_try"
    assert _told("对，换好了", state) == {"worked": "done"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("新号下周才拿到", True), ("卡15号才寄到", True), ("昨天才拿到的", False), ("下周才能拿到吗", False)],
)
def test_what_is_still_to_come(text: str, expected: bool) -> None:
    assert is_still_to_come(text) is expected
