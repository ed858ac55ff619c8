"""A message that is what people ask next, nearly word for word, is that act and no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogue.heard import ConversationState, Heard
from dialogue.slots import state_of
from dialogue.table import read
from dialogue.turns.variety import remembered
from faq.content.entry import FollowUp
from faq.follow_ups.next_by_letters import NextByLetters
from faq.guiding.state import GuideState
from faq.text.choice import Option
from tests.real_content import real_content, real_guidance

ASKS = {
    "reset_password": (
        "找个客服替我重置行吗",
        "那个学校已经撤销了",
        "他们两边推来推去",
        "手机号停用了",
        "周末有没有人在",
        "老师只发来了截图",
        "人工审核周末做不做",
        "我把验证码告诉骗子了",
        "自称学信网客服的要我把验证码报给他",
    ),
    "cert_apply": ("单位那边急着要的",),
}
CONTENT = real_content()
ENTRIES = [
    replace(entry, follow_ups=tuple(FollowUp((text,), f"答{text}。") for text in ASKS.get(entry.id, ())))
    for entry in CONTENT.entries
]
GUIDANCE = replace(real_guidance(), next_asked=NextByLetters(ENTRIES))
ANSWERED = ConversationState(topic="reset_password")


def begun(guide: str, **facts: str) -> ConversationState:
    state, _ = GUIDANCE.engine.begin(GuideState(facts=facts), guide)
    return ConversationState(case=state, topic="reset_password", leads=guide)


def is_next(text: str, state: ConversationState) -> bool:
    act = read(Heard(text), state, GUIDANCE)
    return act is not None and act.intent == "follow_up" and act.detail.get("kind") == "asked_next"


@pytest.mark.parametrize(
    "text",
    ["找个客服替我重置行吗", "那个学校已经撤销了吧", "他们两边推来推去的", "周末有没有人在呀", "老师只发来了截图"],
)
@pytest.mark.parametrize("state", [ANSWERED, begun("forgot_password")])
def test_no_word_of_it_makes_another_act(text: str, state: ConversationState) -> None:
    assert is_next(text, state)


def test_the_act_names_the_entry_and_the_wording() -> None:
    act = read(Heard("那个学校已经撤销了"), ANSWERED, GUIDANCE)
    assert act is not None
    assert act.detail == {"kind": "asked_next", "of": "reset_password", "asked": "那个学校已经撤销了"}


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("那个学校已经撤销了", ConversationState()),  # nothing is in talk
        ("那个学校已经撤销了", replace(ANSWERED, form="ticket_form", asked="ticket_description")),
        ("转人工", ANSWERED),
        ("找人工，周末有没有人在", ANSWERED),
        ("我把验证码告诉骗子了", ANSWERED),  # danger comes first
        ("自称学信网客服的要我把验证码报给他", ANSWERED),
        ("手机号停用了", begun("forgot_password")),  # just the fact that the step asks for
        ("手机号停用了", replace(ANSWERED, leads="forgot_password")),  # and that the guide which begins asks for
        ("不是问密码，我问单位那边急着要的", ANSWERED),
    ],
)
def test_what_comes_before_it(text: str, state: ConversationState) -> None:
    assert not is_next(text, state)


def test_an_option_is_chosen_by_its_words_and_its_number() -> None:
    offered = (Option("reset_all_unusable", "他们两边推来推去"),)
    state = replace(ANSWERED, offered=offered)
    for text in ("他们两边推来推去", "1"):
        act = read(Heard(text), state, GUIDANCE)
        assert act is not None
        assert act.intent == "choose_option"


def test_a_call_for_a_person_that_only_asks_about_it_is_no_call() -> None:
    assert is_next("人工审核周末做不做", ANSWERED)


def test_what_names_no_matter_is_asked_of_the_last_one_alone() -> None:
    state = replace(ANSWERED, topic="phone_registered", talk=("cert_apply", "reset_password"))
    assert is_next("单位那边急着要的", state)
    assert not is_next("截图来了", state)


def test_the_slots_tell_what_is_in_talk() -> None:
    recent: list[str] = []
    for entry in ("id_registered", "cert_apply"):
        recent = remembered(recent, entry, entry)
    state = state_of({"last_answer": "cert_apply", "previous_answer": "id_registered", "recent": recent}, "")
    assert state.talk == ("id_registered", "cert_apply", "id_registered")
