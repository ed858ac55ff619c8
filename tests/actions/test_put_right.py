"""«不是学籍，是账号里名字打错了»: what is meant is answered, and what was refused is not."""

from __future__ import annotations

from typing import Any

from actions.answering.questions import ActionAnswerQuestion
from dialogue.said import Utterance, as_stored
from faq.follow_ups.asked_next import AskedNext
from faq.guiding.state import GuideState
from tests.actions.trackers import make_tracker, run, slots_set
from tests.fakes.library import FakeLibrary, decided
from tests.real_content import real_content, real_guidance

GUIDANCE = real_guidance()


def guided(guide: str, **facts: str) -> dict[str, Any]:
    return GUIDANCE.engine.begin(GuideState(facts=facts), guide)[0].as_dict()


def library(*decisions: Any, **more: Any) -> Any:
    return FakeLibrary(real_content(), {item.text: item for item in decisions}, guidance=GUIDANCE, **more)


def test_the_matter_that_is_meant_leads() -> None:
    meant = "账号上的名字打错了"
    known = library(decided(meant, "clarify", ("record_wrong", 0.5), ("change_name_or_id", 0.45)))
    tracker = make_tracker(f"不对，学籍没错，是{meant}", case=guided("sms_code"), last_answer="record_wrong")
    said, events = run(ActionAnswerQuestion(known), tracker)
    assert said[0]["custom"]["trace"]["faq_id"] == "change_name_or_id"
    left = slots_set(events)
    assert left["last_question"] == meant
    assert GuideState.from_dict(left["case"]).guide == "change_info"


def test_a_bare_word_is_read_in_the_question_before() -> None:
    known = library(decided("学位查不到怎么办", "answer", ("degree_missing", 0.9)))
    tracker = make_tracker("不是学历，是学位", last_question="学历查不到怎么办", last_answer="record_missing")
    said, _ = run(ActionAnswerQuestion(known), tracker)
    assert said[0]["custom"]["trace"]["faq_id"] == "degree_missing"


def test_an_earlier_matter_is_asked_what_was_taken_for_another() -> None:
    content = real_content()
    entry = content.entry("phone_registered_by_other")
    assert entry is not None
    asked = AskedNext(entry.id, entry.follow_ups[0], 0.95)
    said = [Utterance("新号说被注册了", entry.id), Utterance("审完以后呢", "manual_review")]
    known = library(decided("手机号，审完以后呢", "clarify", (entry.id, 0.3)), next_ones={"审完以后呢": asked})
    tracker = make_tracker("不是刷脸，我问手机号那个", last_answer="manual_review")
    tracker.slots["said_before"] = as_stored(said)
    tracker.events.append({"event": "user", "text": "不是刷脸，我问手机号那个"})
    text, events = run(ActionAnswerQuestion(known), tracker)
    assert text[0]["custom"]["trace"]["faq_id"] == entry.id
    assert slots_set(events)["last_answer"] == entry.id
