"""One step of what was said once more, and whether the staff do what the matter is about."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.in_talk.followups import ActionFollowUp
from faq.content.loader import Content
from tests.actions.trackers import make_tracker, run
from tests.fakes.library import FakeLibrary
from tests.real_content import real_content, real_guidance


@pytest.fixture(scope="module")
def real() -> Content:
    return real_content()


def asked(kind: str, text: str, said: str, buttons: tuple[str, ...] = (), guide: str = "", **slots: Any) -> Tracker:
    tracker = make_tracker(text, "follow_up", entities=[{"entity": "kind", "value": kind}], **slots)
    custom = {"trace": {"guide_id": guide}} if guide else {}
    data = {"buttons": [{"title": title} for title in buttons], "custom": custom}
    tracker.events = [{"event": "bot", "text": said, "data": data}, {"event": "user", "text": text}]
    return tracker


def answer(real: Content, tracker: Tracker) -> str:
    said, _ = run(ActionFollowUp(FakeLibrary(real, guidance=real_guidance())), tracker)
    return str(said[0]["text"])


def test_the_step_that_was_said_is_said_again(real: Content) -> None:
    tracker = asked("step_2", "第二步是啥", "能。\n1. 打开官网。\n2. 点“找回密码”。", last_answer="reset_password")
    assert answer(real, tracker) == "第 2 步：点“找回密码”。"


def test_there_are_no_more_steps_than_were_said(real: Content) -> None:
    tracker = asked("step_4", "第四步呢", "能。\n1. 打开官网。\n2. 点“找回密码”。", last_answer="reset_password")
    assert answer(real, tracker).startswith("刚才说的一共 2 步：\n1. 打开官网。")


def test_what_could_be_chosen_is_no_step(real: Content) -> None:
    said = "换个浏览器，重填图片码再取。\n收到了吗？\n1. 成了\n2. 还是不行"
    tracker = asked("step_2", "第二步是啥", said, ("成了", "还是不行"), "sms_code", last_answer="sms_not_received")
    assert answer(real, tracker) == "第 2 步：重填图片码再取"


def test_whether_the_staff_do_it_has_a_verdict_first(real: Content) -> None:
    said = answer(real, asked("staff", "能不能直接找人工给改", "能。", last_answer="change_phone"))
    assert said.startswith("能找人工；能不能办成，由他们核对后定。")
    assert "学校报的，他们改不了" in said
