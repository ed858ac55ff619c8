"""What is turned to in the middle of a guide: answered, with nothing asked of the one that was left."""

from __future__ import annotations

from typing import Any

import pytest

from actions.answering.questions import ActionAnswerQuestion
from actions.guiding.guides import ActionTellFact
from actions.lines.human import ActionSmallTalk
from dialogue.said import Utterance, as_stored
from dialogue.turns.reminders import GO_ON
from faq.guiding.phrases import CHINESE
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


def test_the_matter_before_the_guide_is_the_one_in_talk_when_it_is_over() -> None:
    """«那个表在哪下» behind «进去了» asks of the report that the talk began with, not of the password."""
    walked = GUIDANCE.engine.begin(GuideState(facts={"scan": "bound"}), "forgot_password")[0]
    said = [Utterance("那个备案表怎么弄", "report_apply"), Utterance("密码忘了", "reset_password")]
    told = [{"entity": "facts", "value": "worked=done"}]
    tracker = make_tracker(
        "进去了，那表在哪下", "tell_fact", entities=told, case=walked.as_dict(), last_answer="reset_password"
    )
    tracker.slots["said_before"] = as_stored(said)
    tracker.events.append({"event": "user", "text": "进去了，那表在哪下"})
    library: Any = FakeLibrary(
        real_content(),
        {
            "表在哪下": decided("表在哪下", "clarify", ("report_extend", 0.4)),
            "那个备案表怎么弄，表在哪下": decided("", "answer", ("report_apply", 0.97)),
        },
        guidance=GUIDANCE,
    )
    text, events = run(ActionTellFact(library), tracker)
    assert text[0]["text"].startswith("太好了，那件事办成了。\n")
    assert text[0]["custom"]["trace"]["faq_id"] == "report_apply"
    left = slots_set(events)
    assert (left["last_answer"], GuideState.from_dict(left["case"]).over) == ("report_apply", True)


def test_the_words_of_a_page_lead_to_their_own_guide() -> None:
    told = [{"entity": "facts", "value": "prompt=id_registered"}, {"entity": "guide", "value": "id_registered"}]
    before = case("cannot_login", trouble="wrong")
    library: Any = FakeLibrary(real_content(), guidance=GUIDANCE)
    text, events = run(
        ActionTellFact(library), make_tracker("证件号码已被注册", "tell_fact", entities=told, case=before)
    )
    assert "登上了没有" not in text[0]["text"]
    left = slots_set(events)
    assert (GuideState.from_dict(left["case"]).guide, left["last_answer"]) == ("id_registered", "id_registered")


def test_who_is_told_to_wait_is_not_asked_how_it_went() -> None:
    state = GUIDANCE.engine.begin(GuideState(facts={"trouble": "wrong"}), "cannot_login")[0]
    moved, reply = GUIDANCE.engine.tell(state, {"prompt": "frequent"})
    assert reply.text.endswith(CHINESE.waits.format("提示有误"))
    assert [option.title for option in reply.options] == ["成了", "还是不行"]  # for when they know
    assert (moved.step, moved.known["prompt"]) == (state.step, "frequent")
    assert GUIDANCE.engine.heard_last(moved)


def test_the_question_of_a_step_does_not_stand_behind_another_matter() -> None:
    walked = case("format_error", prompt="name_format")
    question = "账号密码能给老师登吗"
    library: Any = FakeLibrary(
        real_content(), {question: decided(question, "answer", ("share_account", 0.97))}, guidance=GUIDANCE
    )
    text, _ = run(ActionAnswerQuestion(library), make_tracker(question, "ask_other_service", case=walked))
    assert text[0]["buttons"][-1]["title"] == GO_ON.title
    assert not {"过了没有", CHINESE.waits} & set(text[0]["text"].splitlines())
    assert "过了没有" not in text[0]["text"]
