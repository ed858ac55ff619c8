"""What the gateway keeps of a talk for the turns that Rasa does not answer."""

from __future__ import annotations

from typing import Any

from bot.conversation.known import case_known, kept_of_turn, led_by, step_after
from tests.real_content import real_content, real_guidance


def state_of(*turns: tuple[str, str | None, dict[str, Any]]) -> dict[str, Any]:
    state: dict[str, Any] = {}
    for text, option, trace in turns:
        state = kept_of_turn(state, trace, text, option)
    return state


def known(*turns: tuple[str, str | None, dict[str, Any]]) -> dict[str, str]:
    return dict(case_known(state_of(*turns), real_guidance(), english=False).known)


def test_facts_are_known_from_words_taps_and_what_rasa_said() -> None:
    assert known(("手机号停用了", None, {})) == {"phone": "unusable"}
    assert known(("没绑", "fact:mail=unusable", {})) == {"mail": "unusable"}
    assert known(("嗯", None, {"facts": {"security": "unusable"}})) == {"security": "unusable"}


def test_what_is_said_last_holds() -> None:
    turns = [("手机号停用了", None, {"facts": {"phone": "unusable"}}), ("手机号还能收短信", None, {})]
    assert known(*turns)["phone"] == "usable"


def test_a_guide_waits_only_where_it_is_known_to_stand() -> None:
    trace = {"guide_id": "forgot_password", "step": "mail", "step_number": 2, "facts": {"phone": "unusable"}}
    guidance = real_guidance()
    case = case_known(state_of(("手机号停用了", None, trace)), guidance, english=False)
    assert case.running and guidance.engine.asked(case) == "mail"
    elsewhere = case_known(state_of(("手机号停用了", None, trace | {"step": "looked"})), guidance, english=False)
    assert not elsewhere.running
    ended = case_known(state_of(("手机号停用了", None, trace | {"step_number": None})), guidance, english=False)
    assert not ended.running


def test_only_an_answer_moves_a_step() -> None:
    trace = {"guide_id": "forgot_password", "step": "mail", "step_number": 2, "facts": {"phone": "unusable"}}
    guidance = real_guidance()
    case = case_known(state_of(("手机号停用了", None, trace)), guidance, english=False)
    assert step_after(case, guidance, "要收费吗", None) is None
    moved = step_after(case, guidance, "没绑过邮箱", None)
    assert moved is not None and moved[0].known["mail"] == "unusable"


def test_an_entry_is_led_by_what_is_known_of_its_guide() -> None:
    guidance, entry = real_guidance(), real_content().entry("reset_password")
    assert entry is not None
    nothing = case_known({}, guidance, english=False)
    assert led_by(entry, nothing, guidance) is None
    case = case_known(state_of(("手机号停用了，邮箱没绑", None, {})), guidance, english=False)
    moved = led_by(entry, case, guidance)
    assert moved is not None and guidance.engine.asked(moved[0]) == "security"
