"""The last line of a talk: what this matter still wants minded, once, and where a plan goes astray."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from actions.lines.last_line import last_line, to_bring, wrong_plan
from tests.actions.trackers import make_tracker
from tests.fakes.library import FakeLibrary
from tests.real_content import real_content, real_guidance

CONTENT = real_content()


def library() -> Any:
    return FakeLibrary(CONTENT, {}, guidance=real_guidance())


def talked(text: str, topic: str, said: str = "好。") -> Tracker:
    tracker = make_tracker(text, "helpful", last_answer=topic)
    tracker.events = [
        {"event": "user", "text": "刚才那句", "parse_data": {}},
        {"event": "bot", "text": said},
        {"event": "user", "text": text, "parse_data": {}},
    ]
    return tracker


def test_what_is_left_to_mind_is_of_the_matter_in_talk() -> None:
    entry = CONTENT.entry("report_apply")
    assert entry is not None
    assert entry.done
    assert last_line(library(), talked("弄好了", "report_apply")) == entry.done


def test_what_was_said_already_is_no_reminder() -> None:
    entry = CONTENT.entry("report_apply")
    assert entry is not None
    assert last_line(library(), talked("弄好了", "report_apply", said=entry.done)) == ""


def test_a_matter_of_whom_to_ask_has_nothing_to_mind() -> None:
    assert last_line(library(), talked("弄好了", "contact_whom")) == ""


def test_what_to_take_along_is_of_the_answer() -> None:
    assert to_bring(library(), talked("那我明天去学校", "freshman_record")) == "带上身份证、录取通知书。"


def test_an_office_that_has_no_say_is_told() -> None:
    assert wrong_plan(library(), talked("我爸说他去派出所改", "record_wrong")).startswith("先别急着跑派出所：")
