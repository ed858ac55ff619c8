"""Every question of a message gets its line: from the matter under way, from what was shown, or that none is known."""

from __future__ import annotations

from typing import Any

import pytest

from actions.answering.questions import ActionAnswerQuestion
from actions.guiding.guides import ActionTellFact
from actions.in_talk.aspects import NO_WORD, unless_told
from actions.in_talk.beside import lead_of_step
from actions.in_talk.followups import ActionFollowUp
from dialogue.mixed.asides import questions_beside
from dialogue.questions.aspect_texts import HELPER
from faq.content.entry import FollowUp
from faq.content.loader import Content
from faq.follow_ups.asked_next import AskedNext
from faq.guiding.state import GuideState
from faq.text.phone import SCREEN_LINES, line_count
from tests.actions.trackers import make_tracker, run
from tests.fakes.library import FakeLibrary, decided
from tests.real_content import real_content, real_guidance

GUIDANCE = real_guidance()
FAR = ("cert_time", 0.5)


@pytest.fixture(scope="module")
def real() -> Content:
    return real_content()


def forgotten() -> dict[str, Any]:
    known = {"phone": "unusable", "mail": "unusable", "security": "unusable"}
    return GUIDANCE.engine.begin(GuideState(facts=known), "forgot_password")[0].as_dict()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("没有绑，多久能弄完啊", ["多久能弄完啊"]),
        ("邮箱没绑。我不会弄脸，我老伴替我弄行不行嘛", ["我老伴替我弄行不行嘛"]),
        ("没绑过，收费吗", ["收费吗"]),
        ("没绑，让孩子去办，行吗", ["让孩子去办行吗"]),
        ("没绑，那怎么办呢", []),
        ("不知道有没有绑", []),
        ("是在 App 里做的。我去年改过名，是不是这个原因", ["我去年改过名，是不是这个原因"]),
    ],
)
def test_the_questions_beside_a_fact(text: str, asked: list[str]) -> None:
    assert questions_beside(text, GUIDANCE) == asked


def beside(real: Content, text: str, **decisions: Any) -> str:
    library = FakeLibrary(real, decisions, guidance=GUIDANCE)
    entities = [{"entity": "facts", "value": "scan=unbound"}]
    tracker = make_tracker(text, "tell_fact", entities=entities, last_answer="reset_password", case=forgotten())
    said, _ = run(ActionTellFact(library), tracker)
    return str(said[0]["text"])


def test_each_question_beside_a_fact_has_its_line_before_the_step(real: Content) -> None:
    asked = "能盖上钢印吗"
    said = beside(real, f"没有绑。这个要多久才办好呀，{asked}", **{asked: decided(asked, "clarify", FAR)})
    time, print_out, *step = said.splitlines()
    assert "没有查到官方时限" in time
    assert print_out == f"“{asked.rstrip('吗')}吗”这一点，我没有查到专门的说法。"
    assert any("报名" in line for line in step)
    assert line_count(said) <= SCREEN_LINES


def test_a_relative_who_would_stand_in_is_answered_in_the_guide(real: Content) -> None:
    assert beside(real, "没有绑，我外甥替我弄行不行嘛").startswith(HELPER)


def test_all_that_a_follow_up_asks_is_told(real: Content) -> None:
    text = "我能替她弄吗？收费吗？"
    entities = [{"entity": "kind", "value": "aspect_helper"}]
    tracker = make_tracker(text, "follow_up", entities=entities, last_answer="record_missing")
    said, _ = run(ActionFollowUp(FakeLibrary(real)), tracker)
    assert said[0]["text"].splitlines() == [HELPER, "我查到的步骤里没有收费这一项；有人要收，先问清是谁收、收的什么。"]


@pytest.mark.parametrize(
    ("text", "told"),
    [("快两年了还没有，我该打电话给谁", "问省级自考机构"), ("自考在考期间有没有学籍", "在考期间没有学籍")],
)
def test_what_an_answer_shown_before_tells_comes_before_a_list(real: Content, text: str, told: str) -> None:
    unsure = decided(text, "clarify", ("cert_materials", 0.4), ("contact_support", 0.3))
    tracker = make_tracker(text, last_answer="self_study_record", recent=["=self_study_record"])
    said, _ = run(ActionAnswerQuestion(FakeLibrary(real, {text: unsure}, guidance=GUIDANCE)), tracker)
    assert told in said[0]["text"]
    assert "您是不是想问" not in said[0]["text"]


def test_two_questions_on_an_answer_given_before_are_both_answered(real: Content) -> None:
    first, second = "注销以后还能恢复吗", "我的照片会不会也没了"
    text = f"{first}？{second}"
    decisions = {
        text: decided(text, "answer", ("cancel_account", 0.95)),
        first: decided(first, "answer", ("cancel_account", 0.95)),
        second: decided(second, "none"),
    }
    tracker = make_tracker(text, last_answer="cancel_account", recent=["=cancel_account"])
    said, _ = run(ActionAnswerQuestion(FakeLibrary(real, decisions, guidance=GUIDANCE)), tracker)
    assert "没有查到能恢复" in said[0]["text"].splitlines()[0]
    assert f"“{second}”这一点，我没有查到专门的说法。" in said[0]["text"]


def test_what_the_answer_takes_for_granted_gives_way_to_what_was_said(real: Content) -> None:
    text = "我侄女今年七月中专毕业的，网上查不到学历"
    library = FakeLibrary(real, {text: decided(text, "answer", ("old_graduate", 0.9))}, guidance=GUIDANCE)
    facts = [{"entity": "facts", "value": "graduated_when=late"}]
    said, _ = run(ActionAnswerQuestion(library), make_tracker(text, entities=facts))
    assert "2001" not in said[0]["text"]
    assert said[0]["custom"]["trace"]["faq_id"] == "record_missing"


def test_the_number_in_somebody_elses_account_is_left_alone() -> None:
    cases = (
        ({"found": "stranger", "phone": "usable"}, "change_info", "not_yours"),
        ({"registered_before": "other"}, "phone_registered", "other_phone"),
    )
    for facts, guide, step in cases:
        state, reply = GUIDANCE.engine.begin(GuideState(facts=facts), guide)
        assert state.shown == {f"{guide}.{step}": 1}
        assert "别登录" in reply.text


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("孩子这会儿在军训呀", "好，这一句我记着，找人工时一起带上。"),
        ("哈哈", "这句我没听懂。"),
        ("xyz", "这句我没听懂。"),
        ("那这个算不算数啊？", "这一点我没有查到专门的说法，要问准就回复“人工”。"),
    ],
)
def test_what_is_told_to_a_step_is_heard_and_what_is_asked_is_not_passed_over(text: str, lead: str) -> None:
    assert lead_of_step(text) == lead


def test_what_the_warning_below_says_is_not_said_twice(real: Content) -> None:
    warned = FollowUp(("会影响考研吗", "影响报名不", "碍不碍事"), "会影响：旧账号会被注销，不能再用于征兵、研招报名。")
    asked = "会影响以后考研吗"
    case = GUIDANCE.engine.begin(GuideState(), "reregister")[0].as_dict()
    next_ones = {asked: AskedNext("reregister_howto", warned, 0.95)}
    library = FakeLibrary(real, {asked: decided(asked, "none")}, guidance=GUIDANCE, next_ones=next_ones)
    entities = [{"entity": "facts", "value": "enrolment=nothing"}]
    text = f"没有在报名，{asked}"
    tracker = make_tracker(text, "tell_fact", entities=entities, last_answer="reregister_howto", case=case)
    said, _ = run(ActionTellFact(library), tracker)
    assert said[0]["text"].splitlines()[0] == "会影响，看下面。"
    assert said[0]["text"].count("旧账号会被注销") == 1


def test_a_fact_told_with_a_question_is_not_asked_again(real: Content) -> None:
    case = GUIDANCE.engine.begin(GuideState(), "real_person")[0]
    entities = [{"entity": "kind", "value": "aspect_fee"}, {"entity": "facts", "value": "app=official"}]
    tracker = make_tracker("在App里，要钱吗", "follow_up", entities=entities, case=case.as_dict())
    _, events = run(ActionFollowUp(FakeLibrary(real, guidance=GUIDANCE)), tracker)
    kept = GuideState.from_dict(next(event["value"] for event in events if event["name"] == "case"))
    _, step = GUIDANCE.engine.resume(kept)
    assert "白墙" in step.text


def test_the_price_of_another_matter_that_is_named_is_told_from_it(real: Content) -> None:
    text = "人工审核要不要钱"
    entities = [{"entity": "kind", "value": "aspect_fee"}, {"entity": "thing", "value": "人工审核"}]
    library = FakeLibrary(real, {text: decided(text, "answer", ("manual_review", 0.95))}, guidance=GUIDANCE)
    tracker = make_tracker(text, "follow_up", entities=entities, last_answer="real_person_fails")
    said, _ = run(ActionFollowUp(library), tracker)
    assert said[0]["text"].startswith("我查到的步骤里没有收费这一项")
    assert "也可能是" not in said[0]["text"]


def test_a_number_that_is_gone_gets_no_code_however_long_one_waits() -> None:
    begun, _ = GUIDANCE.engine.begin(GuideState(), "sms_code")
    gone, asked = GUIDANCE.engine.tell(begun, {"phone": "unusable"})
    assert asked.asked == "login"
    assert "码就不会来" in asked.text
    _, changing = GUIDANCE.engine.tell(gone, {"login": "in"})
    assert "“手机号”后面的“修改”" in changing.text
    _, mail = GUIDANCE.engine.begin(GuideState(facts={"phone": "unusable", "password": "forgotten"}), "sms_code")
    assert mail.asked == "mail"


def test_what_the_step_explains_is_not_said_to_be_unknown() -> None:
    unknown = NO_WORD.format("零散查询在哪里查")
    assert unless_told(f"中文版免费。\n{unknown}", "先用网站的“零散查询”，填证书编号和姓名。") == "中文版免费。"
    assert unless_told(unknown, "看到的是哪一种？") == unknown
