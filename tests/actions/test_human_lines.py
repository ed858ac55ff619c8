"""Safety, small talk and numbers beyond the list: short, and never the same twice in a row."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.lines.human import SAFETY, ActionKeepSafe, ActionSayRange, ActionSmallTalk
from actions.lines.others import OTHERS
from actions.lines.privacy import pasted_told, privacy_told
from actions.lines.small_talk import SMALL_TALK, chat_lines
from common.help_desk import HelpDesk
from common.settings import Settings
from dialogue.turns.variety import fingerprint
from faq.content.loader import Content
from tests.actions.trackers import make_tracker, message, offered, run
from tests.fakes.library import FakeLibrary

LIST = offered(("reset_password", "忘记密码怎么办？"), ("find_username", "忘记用户名怎么办？"))


def heard(intent: str, kind: str, **slots: Any) -> Tracker:
    return make_tracker("", intent, entities=[{"entity": "kind", "value": kind}], **slots)


@pytest.mark.parametrize("kind", SAFETY)
def test_what_must_not_be_sent_is_said_so_each_time_in_other_words(content: Content, kind: str) -> None:
    first, second = (line.replace("{hours}", "72") for line in SAFETY[kind])
    action = ActionKeepSafe(FakeLibrary(content))
    assert run(action, heard("send_secret", kind)) == ([message(first)], [])
    assert run(action, heard("send_secret", kind, recent=[fingerprint(first)])) == ([message(second)], [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("身份证号〔身份证号〕发错了，你们存了吗", "号码本身加密存 72 小时"),
        ("密码是〔密码〕，你们会存吗", "没有存：密码、验证码的值当场丢掉"),
        ("你们会存多久", "聊天记录打码后留 30 天"),
    ],
)
def test_what_becomes_of_what_was_pasted_is_told(text: str, said: str) -> None:
    assert said in pasted_told(("kept",), text, Settings()) or said in privacy_told(("kept",), Settings())
    assert bool(pasted_told(("kept",), text, Settings())) == ("〔" in text)
    assert pasted_told(("needed",), text, Settings()) == ""


def test_nobody_else_is_looked_up_also_when_they_are_said_to_agree(content: Content) -> None:
    action = ActionKeepSafe(FakeLibrary(content))
    assert run(action, heard("look_up_other", "record"))[0] == [message(OTHERS["record"][0])]
    assert run(action, heard("look_up_other", "consent"))[0] == [message(OTHERS["consent"][0])]


def test_small_talk_leaves_on_offer_what_was(content: Content) -> None:
    said, events = run(ActionSmallTalk(FakeLibrary(content)), heard("small_talk", "laugh", offered=LIST))
    assert (said, events) == ([message(SMALL_TALK["laugh"][0])], [])


def test_chat_gets_one_line_and_the_way_on(content: Content) -> None:
    action = ActionSmallTalk(FakeLibrary(content))
    said, _ = run(action, heard("small_talk", "chat_food"))
    assert (said[0]["text"], "继续" in said[0]["text"]) == (chat_lines("chat_food", "")[0], False)
    waiting = {"guide": "forgot_password", "step": "forgot_password.begin"}
    said, _ = run(action, heard("small_talk", "chat_food", case=waiting))
    assert said[0]["text"] == chat_lines("chat_food", "")[0]  # the guide is not there any more


def test_who_is_talking_is_what_the_settings_say(content: Content) -> None:
    ours = HelpDesk("小蓝", "", "", "当天", official=False)
    theirs = replace(ours, official=True)
    said = [
        run(ActionSmallTalk(FakeLibrary(content), None, desk), heard("ask_identity", ""))[0] for desk in (ours, theirs)
    ]
    assert said[0][0]["text"].startswith("我是小蓝，自动回答的，不是真人，也不是学信网官方。")
    assert said[1][0]["text"].startswith("我是小蓝，自动回答的，不是真人。")


def test_a_number_beyond_the_list(content: Content) -> None:
    said, events = run(ActionSayRange(FakeLibrary(content)), heard("choose_nothing", "9", listed=LIST))
    assert said[0]["text"] == "没有第 9 项，请选 1–2：\n1. 忘记密码怎么办？\n2. 忘记用户名怎么办？"
    assert events[0]["value"] == LIST
