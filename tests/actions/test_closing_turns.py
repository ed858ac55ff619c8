"""What ends a talk: how it does not happen again, what only others can do, what was understood; each by its matter."""

from __future__ import annotations

from typing import Any, cast

import pytest
from rasa_sdk import Tracker

from actions.in_talk.beside import with_open_step
from actions.in_talk.confirming import confirmed
from actions.in_talk.of_us import told_we_cannot
from actions.in_talk.prevention import WORDING, told_prevention
from actions.in_talk.what_to_say import told_what_to_say
from dialogue.turns.reminders import GO_ON
from faq.guiding.state import GuideReply
from faq.ranking.decision import Decision
from faq.saying.reply import Reply
from faq.text.choice import Option
from tests.actions.trackers import make_tracker
from tests.fakes.library import FakeLibrary, decided
from tests.real_content import real_content, real_guidance

CONTENT, GUIDANCE = real_content(), real_guidance()


def library(**decisions: Decision) -> Any:
    return FakeLibrary(CONTENT, dict(decisions), guidance=GUIDANCE)


def talked(text: str, topic: str, said: str = "", **entities: str) -> Tracker:
    found = [{"entity": name, "value": value} for name, value in entities.items()]
    tracker = make_tracker(text, "follow_up", entities=found, last_answer=topic)
    tracker.events = [
        {"event": "user", "text": said or "刚才那句", "parse_data": {}},
        {"event": "bot", "text": "好。"},
        {"event": "user", "text": text, "parse_data": {}},
    ]
    return tracker


@pytest.mark.parametrize(
    ("text", "topic", "written"),
    [
        ("以后怎么才不会这样", "reset_password", "reset_password"),
        ("下回怎么防", "reset_no_method", "reset_password"),
        ("今后要注意点什么", "cancel_loan_scam", "account_stolen"),
        ("以后咋才不会又过期", "site_down", "report_extend"),
    ],
)
def test_the_nearest_matter_tells_how_it_does_not_happen_again(text: str, topic: str, written: str) -> None:
    told, entry = told_prevention(library(), talked(text, topic)), CONTENT.entry(written)
    assert told is not None and entry is not None
    assert told.entry_id == written
    assert told.text == next(item.say for item in entry.follow_ups if WORDING in item.asks)


def test_where_nothing_of_the_kind_is_written_nothing_is_told() -> None:
    text = "以后怎么避免再出这种事"
    assert told_prevention(library(), talked(text, "changed_name_in_school")) is None


@pytest.mark.parametrize(
    ("topic", "line"), [("record_missing", "学籍学历只能由学校报上来"), ("lost_diploma", "这个我办不了")]
)
def test_what_we_cannot_do_is_said_first(topic: str, line: str) -> None:
    text = "你们后台给加上去不就完了"
    told = told_we_cannot(library(**{text: decided(text, "none")}), talked(text, topic))
    assert told is not None and told.text.startswith("不行，") and line in told.text


def test_another_matter_that_is_surely_meant_is_its_own() -> None:
    text = "你们给我解绑微信不就完了"
    sure = decided(text, "answer", ("unbind_third_party", 0.99))
    assert told_we_cannot(library(**{text: sure}), talked(text, "record_missing")) is None


def test_what_was_wanted_of_us_is_not_said_there() -> None:
    tracker = talked("那我去教务处要说些啥", "record_missing", "毕业一年了学历查不到，你们后台给加上去不就完了")
    told = told_what_to_say(library(), tracker)
    assert told is not None and "学历查不到" in told.text and "后台" not in told.text


def test_what_nothing_decides_is_told_once_more() -> None:
    told = confirmed(library(), talked("", "lost_diploma", confirms="猫把它吃了"))
    assert told is not None and not told.decides
    assert told.line.startswith("前面说的是：不能补原件")


def test_the_way_back_is_a_button_and_under_a_list_a_sentence() -> None:
    answer, note = Reply("免费。", (Option("a", "详细说明"),), "answer", "x"), "\n要接着刚才那一步，回复“继续”。"
    assert with_open_step(answer, None, note).options == (Option("a", "详细说明"), GO_ON)
    assert with_open_step(answer, None, note).text == "免费。"
    listed = Reply("是不是：\n1. 详细说明", (Option("a", "详细说明"),), "clarify")
    assert with_open_step(listed, None, note).text.endswith(note)
    step = GuideReply("能收短信吗？", (Option("fact:phone=usable", "能"),))
    assert with_open_step(answer, step, note).text == "免费。\n能收短信吗？"
    assert with_open_step(answer, step, note, "好。\n能收短信吗？") == Reply("免费。", step.options, "answer", "x")


def test_a_talk_without_a_matter_has_nothing_to_say_of_it() -> None:
    tracker = cast(Any, make_tracker("你们后台给加上去不就完了"))
    assert told_we_cannot(library(), tracker) is None
    assert confirmed(library(), make_tracker("对吧")) is None
