"""Who asks for another person hears once what only the holder of the account can do."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.lines.for_others import line_for_helper, needs_holder
from tests.real_content import real_content

LINE = "替女儿办：手机号、刷脸都要本人的，您陪着点就行。"


def talked(*said: tuple[str, str]) -> Tracker:
    events: list[dict[str, Any]] = [{"event": who, "text": text, "parse_data": {}} for who, text in said]
    return Tracker("web-k", {}, {"text": said[-1][1]}, events, False, None, {}, "action_listen")


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ([("user", "给女儿注册，收不到验证码")], LINE),
        ([("user", "我妈忘了密码，怎么找回")], "替妈妈办：手机号、刷脸都要本人的，您陪着点就行。"),
        (
            [("user", "女儿在军训没手机，怎么验证身份")],
            "替女儿办：手机号、刷脸都要本人的，等本人能用手机了再做。",
        ),
        ([("user", "给女儿注册"), ("bot", "哪一种？"), ("user", "收不到验证码")], LINE),
        ([("user", "给女儿注册"), ("bot", f"{LINE}\n先看页面。"), ("user", "收不到验证码")], ""),
        ([("user", "我忘了密码")], ""),
        ([("user", "I am asking for my daughter")], ""),
    ],
)
def test_the_line_is_said_once_to_who_asks_for_another(said: list[tuple[str, str]], line: str) -> None:
    tracker = talked(*said)
    assert line_for_helper(tracker) == line


@pytest.mark.parametrize(
    ("entry_id", "needs"),
    [("reset_password", True), ("sms_not_received", True), ("parent_operate", False), ("enlist_age", False)],
)
def test_only_steps_of_the_account_need_its_holder(entry_id: str, needs: bool) -> None:
    entry = real_content().entry(entry_id)
    assert entry is not None
    assert needs_holder(entry) is needs
