"""What is turned to in the middle of a guide: answered, with nothing asked of the one that was left."""

from __future__ import annotations

from typing import Any

import pytest

from actions.human_lines import ActionSmallTalk
from actions.questions import ActionAnswerQuestion
from faq.guiding.state import GuideState
from tests.actions.trackers import make_tracker, run, slots_set
from tests.fakes.library import FakeLibrary, decided
from tests.real_content import real_content, real_guidance

GUIDANCE = real_guidance()


def case(guide: str, **facts: str) -> dict[str, str]:
    return GUIDANCE.engine.begin(GuideState(facts=facts), guide)[0].as_dict()


@pytest.mark.parametrize(
    ("text", "wish", "first"),
    [
        ("算了不换了，想打印学籍报告", "想打印学籍报告", "好，刚才那件先放下。\n"),
        ("登上了，怎么打印学籍报告？", "怎么打印学籍报告", "太好了，那件事办成了。\n"),
    ],
)
def test_what_is_wanted_now_is_answered_and_the_guide_is_left(text: str, wish: str, first: str) -> None:
    library: Any = FakeLibrary(
        real_content(), {wish: decided(wish, "answer", ("report_apply", 0.97))}, guidance=GUIDANCE
    )
    said, events = run(
        ActionAnswerQuestion(library), make_tracker(text, "ask_report", case=case("change_info", change_what="phone"))
    )
    assert said[0]["text"].startswith(first)
    assert "能收短信" not in said[0]["text"]
    left = GuideState.from_dict(slots_set(events)["case"])
    assert (left.running, left.over, left.known["change_what"]) == (False, True, "phone")


def test_a_step_answered_beside_a_question_about_privacy_goes_on() -> None:
    told = [{"entity": "kind", "value": "privacy_face"}, {"entity": "facts", "value": "app=official"}]
    tracker = make_tracker("是在App里。刷脸的照片会存着吗", "small_talk", entities=told, case=case("real_person"))
    library: Any = FakeLibrary(real_content(), guidance=GUIDANCE)
    said, events = run(ActionSmallTalk(library), tracker)
    assert "照片不到我们这里" in said[0]["text"]
    assert "通过了吗" in said[0]["text"]
    assert GuideState.from_dict(slots_set(events)["case"]).known["app"] == "official"
