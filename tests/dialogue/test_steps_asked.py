"""The order of what was said, or one step of it, is asked for; a number alone chooses from a list."""

from __future__ import annotations

import pytest

from dialogue.heard import ConversationState, Heard
from dialogue.questions.steps_asked import LAST_STEP, asks_order, step_asked
from dialogue.table import read
from faq.guiding.state import GuideState
from faq.text.choice import Option
from tests.real_content import real_guidance


@pytest.mark.parametrize(
    "text",
    [
        "帮我排个先后",
        "你给我捋一捋",
        "先找哪个后找哪个呀",
        "按顺序给我说一遍",
        "把先后给我理一理",
        "what order",
        "which one should I do first?",
    ],
)
def test_an_order_is_wanted(text: str) -> None:
    assert asks_order(text)


@pytest.mark.parametrize("text", ["先登录再改行吗", "先把手机号换了再找密码", "顺序码是多少", "I did it first"])
def test_what_only_has_such_words_wants_none(text: str) -> None:
    assert not asks_order(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("刚才说的第三步是啥", 3),
        ("第二步呢", 2),
        ("上面第一条说的什么", 1),
        ("最后一步再说一遍", LAST_STEP),
        ("what was step two again", 2),
        ("第二个吧", 0),
        ("第二条", 0),
        ("第二步点不动", 0),
    ],
)
def test_which_step_is_asked_for(text: str, number: int) -> None:
    assert step_asked(text) == number


def test_behind_a_list_a_step_is_no_choice_and_before_anything_no_step() -> None:
    listed = (Option("reset_password", "忘记密码怎么找回？"), Option("recover_username", "忘记用户名怎么找回？"))
    act = read(Heard("第二步说的啥"), ConversationState(offered=listed, listed=listed), real_guidance())
    assert act is not None
    assert (act.intent, act.detail) == ("follow_up", {"kind": "step_2"})
    assert read(Heard("第二步说的啥"), ConversationState(), real_guidance()) is None


def test_a_step_told_as_done_goes_on() -> None:
    guidance = real_guidance()
    case, _ = guidance.engine.begin(GuideState(facts={"phone": "unusable"}), "forgot_password")
    asked = guidance.engine.asked(case)
    act = read(Heard("这些我都弄过了"), ConversationState(case=case, topic="reset_password"), guidance)
    assert act is not None
    assert act.intent == "tell_fact"
    assert act.detail["facts"].startswith(f"{asked}=")
