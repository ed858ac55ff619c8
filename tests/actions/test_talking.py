from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.events import FollowupAction, SlotSet
from sqlalchemy import select
from sqlalchemy.engine import Engine

from actions.support import TICKET
from actions.talking import ActionContactSupport, ActionRecordFeedback, ActionShowHelp
from bot.conversation.heard import HeardMessage
from bot.conversation.outcomes import turn_outcome
from common.clock import FakeClock
from dialogue.people.others_contact import OTHERS_CONTACT, asks_others_contact
from dialogue.turns.variety import fingerprint
from faq.content.loader import Content
from faq.guiding.state import GuideState
from faq.saying.answer import render_plain
from faq.text.phone import SCREEN_LINES, line_count
from learning.figures import Period
from learning.misses import MissKind
from learning.rows.misses import gather_misses
from learning.rows.periods import read_figures
from learning.working_time import working_time
from tests.actions.trackers import make_tracker, message, offered, run, slots_set, trace
from tests.fakes.library import FakeLibrary, decided
from tests.ready_database import ready_database
from tickets.model import Person
from tickets.outcomes import Ending, TurnOutcome, record_outcome
from tickets.promise import OwnDays
from tickets.schema import feedback

HOT = [("reset_password", "忘记密码怎么办？"), ("find_username", "忘记用户名怎么办？")]
TICKET_OFFER = (TICKET.id, TICKET.title)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return ready_database("sqlite:///bot.db", tmp_path)


def test_help_says_what_it_is_and_offers_the_popular_questions(content: Content) -> None:
    said, events = run(ActionShowHelp(FakeLibrary(content)), make_tracker("你好", "greet"))
    assert said == [
        message(
            "您好，我是学信机器人，按公开资料自动回答，不是学信网工作人员。\n"
            "直接打字问，或点下面的；找人回复“人工”。\n1. 忘记密码怎么办？\n2. 忘记用户名怎么办？",
            HOT,
        )
    ]
    assert events == [SlotSet("offered", offered(*HOT))]


def test_help_reminds_of_a_ticket_that_was_begun(content: Content) -> None:
    said, _ = run(ActionShowHelp(FakeLibrary(content)), make_tracker("你好", "greet", ticket_key="t1"))
    assert said[0]["text"].endswith("\n您有一张没填完的工单，回复“继续填工单”就能接着填。")


HERE = "好的，转人工：给您填一张工单，客服三个工作日内答复。"
THEIRS = "急就找学信网服务号 chsi_chesicc 的人工客服，或官网页脚的热线。"
BEGUN = [SlotSet("offered", []), SlotSet("misses", 0), FollowupAction("ticket_form")]


def asking(kind: str, text: str = "人工", **slots: Any) -> Any:
    entities = [{"entity": "kind", "value": kind}] if kind else []
    return make_tracker(text, "contact_support", entities=entities, misses=2, **slots)


def test_who_wants_a_person_reads_two_lines_and_the_ticket_is_begun(content: Content) -> None:
    assert run(ActionContactSupport(FakeLibrary(content)), asking("person")) == (
        [message(f"{HERE}\n{THEIRS}")],
        BEGUN,
    )


def test_what_is_told_with_the_wish_for_a_person_goes_into_the_ticket(content: Content) -> None:
    entities = [{"entity": "kind", "value": "person"}, {"entity": "facts", "value": "phone=unusable mail=unusable"}]
    tracker = make_tracker("卡注销了，邮箱没绑，请转人工", "contact_support", entities=entities)
    _, events = run(ActionContactSupport(FakeLibrary(content)), tracker)
    assert events[0]["value"]["facts"] == "phone=unusable mail=unusable"
    assert events[-1] == FollowupAction("ticket_form")


def test_the_second_time_the_ways_to_a_person_are_said_in_other_words(content: Content) -> None:
    tracker = asking("person", recent=[fingerprint(f"{HERE}\n{THEIRS}")])
    said, events = run(ActionContactSupport(FakeLibrary(content)), tracker)
    assert said[0]["text"].startswith("已经在转了。")
    assert "kefu@chsi.com.cn" in said[0]["text"]
    assert events == BEGUN


def test_who_asks_whether_anybody_is_there_is_answered_first(content: Content) -> None:
    said, events = run(ActionContactSupport(FakeLibrary(content)), asking("person", "这么晚了客服有人在线吗"))
    assert said[0]["text"].startswith("这会儿不一定有人：")
    assert HERE in said[0]["text"]
    assert events == BEGUN


@pytest.mark.parametrize(
    ("facts", "names", "leaves_out"),
    [
        ("scan=unbound phone=unusable enrolment=postgraduate", ["邮箱", "密保", "报考点", "别勾"], ["扫码"]),
        ("mail=unusable enrolment=enlist", ["扫码", "武装部"], ["选邮箱"]),
        ("", ["报名单位"], ["扫码", "别勾"]),
    ],
)
def test_who_has_hours_left_is_told_what_can_still_be_done(
    content: Content, facts: str, names: list[str], leaves_out: list[str]
) -> None:
    case = {"guide": "", "step": "", "facts": facts, "shown": "", "path": ""}
    tracker = asking("person", "转人工", case=case, last_question="报名只剩两个小时了，进不去")
    said, events = run(ActionContactSupport(FakeLibrary(content)), tracker)
    text = said[0]["text"]
    assert "工单赶不上今天的截止（三个工作日内答复）" in text
    assert "chsi_chesicc" in text
    assert [name for name in names if name not in text] == []
    assert [name for name in leaves_out if name in text] == []
    assert line_count(text) <= SCREEN_LINES
    assert events == BEGUN


def test_what_only_sounds_like_it_finds_a_person_too(content: Content) -> None:
    library = FakeLibrary(content, {"管事的在哪": decided("管事的在哪", "none")})
    assert run(ActionContactSupport(library), asking("", "管事的在哪"))[1] == BEGUN


def test_a_problem_behind_a_greeting_is_answered(content: Content) -> None:
    library = FakeLibrary(content, {"密码忘了": decided("密码忘了", "answer", ("reset_password", 0.9))})
    said, _ = run(ActionShowHelp(library), make_tracker("你好 密码忘了", "greet"))
    assert said[0]["custom"]["trace"]["faq_id"] == "reset_password"
    said, _ = run(ActionShowHelp(library), make_tracker("你好呀", "greet"))
    assert "trace" not in said[0].get("custom", {})


def test_what_nobody_knows_opens_no_ticket_by_chance(content: Content) -> None:
    text = "页面能不能换成夜间的颜色"
    library = FakeLibrary(content, {text: decided(text, "none")})
    ranking = [{"name": "contact_support", "confidence": 0.33}]
    said, events = run(ActionContactSupport(library), make_tracker(text, "contact_support", ranking=ranking))
    assert FollowupAction("ticket_form") not in events
    assert said


def test_who_asks_how_to_reach_them_gets_the_answer(content: Content) -> None:
    text = "学信网客服怎么联系"
    library = FakeLibrary(content, {text: decided(text, "answer", ("contact_support", 0.9))})
    said, events = run(ActionContactSupport(library), asking("", text))
    assert said[0]["custom"]["trace"]["faq_id"] == "contact_support"
    assert FollowupAction("ticket_form") not in events


def test_who_asks_for_the_number_gets_the_number(content: Content) -> None:
    entry = content.entry("contact_support")
    assert entry is not None
    phone = replace(entry, id="support_phone", title="客服电话是多少？", answer="打热线。")
    library = FakeLibrary(
        replace(content, entries=(*content.entries, phone)),
        {"客服电话多少": decided("客服电话多少", "answer", ("support_phone", 0.95))},
    )
    said, events = run(ActionContactSupport(library), make_tracker("客服电话多少", "contact_support"))
    assert said == [
        message(render_plain(phone, content), (), trace("answer", "support_phone", ("support_phone", 0.95)))
    ]
    assert slots_set(events) == {
        "offered": [],
        "misses": 0,
        "previous_answer": None,
        "last_answer": "support_phone",
        "last_question": "客服电话多少",
    }


def test_a_search_that_finds_another_topic_does_not_stand_in_the_way(content: Content) -> None:
    assert run(ActionContactSupport(FakeLibrary(content)), asking("person", "密码的事我要找人工"))[1] == BEGUN


def test_who_asks_for_a_ticket_gets_the_form(content: Content) -> None:
    tracker = asking("ticket", "帮我开个单子")
    assert run(ActionContactSupport(FakeLibrary(content)), tracker) == ([], [FollowupAction("ticket_form")])


def stored(engine: Engine) -> list[tuple[Any, ...]]:
    columns = (feedback.c.at, feedback.c.conversation_key, feedback.c.faq_id, feedback.c.helpful, feedback.c.comment)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(*columns))]


@pytest.mark.parametrize(
    ("text", "solved"),
    [("有用", False), ("行，我看明白了", False), ("弄好了，谢谢", True), ("登进去了", True), ("还没解决", False)],
)
def test_only_who_says_that_it_is_done_is_congratulated(engine: Engine, text: str, solved: bool) -> None:
    said, _ = run(ActionRecordFeedback(engine, FakeClock()), make_tracker(text, "helpful"))
    assert said[0]["text"].startswith("太好了") is solved


def test_a_yes_is_kept_and_thanked(engine: Engine) -> None:
    tracker = make_tracker("有用", "helpful", last_answer="reset_password", misses=1)
    said, events = run(ActionRecordFeedback(engine, FakeClock()), tracker)
    assert said == [message("好的，有用就好。办的时候卡住了，或者还有别的问题，直接打字问。")]
    assert events == [SlotSet("misses", 0)]
    assert stored(engine) == [(datetime(2026, 11, 2, 2, 0, tzinfo=UTC), "web-k", "reset_password", True, "")]


def test_a_no_is_kept_and_offers_a_person(engine: Engine) -> None:
    tracker = make_tracker("没用", "unhelpful", last_answer="reset_password")
    said, events = run(ActionRecordFeedback(engine, FakeClock()), tracker)
    assert said == [
        message(
            "抱歉没帮上忙。您可以说说做到哪一步、页面提示了什么，我换个答案再找；也可以直接转人工：\n1. 人工客服",
            [("human", "人工客服")],
            trace("none", None),
        )
    ]
    assert events == [SlotSet("offered", offered(("human", "人工客服"))), SlotSet("misses", 1)]
    assert [row[2:4] for row in stored(engine)] == [("reset_password", False)]


def test_a_guide_is_over_for_who_says_that_it_is_done(engine: Engine) -> None:
    case = GuideState("forgot_password", "reset_ways.mail", {"password": "forgotten"})
    _, events = run(
        ActionRecordFeedback(engine, FakeClock()), make_tracker("已经登上了，谢谢", "helpful", case=case.as_dict())
    )
    assert events == [SlotSet("misses", 0), SlotSet("case", replace(case, step="", over=True).as_dict())]


@pytest.mark.parametrize(("intent", "text"), [("helpful", "有用"), ("unhelpful", "没用"), ("unhelpful", "不是这个")])
def test_a_typed_verdict_is_counted_once_under_its_channel_and_is_no_miss(
    engine: Engine, intent: str, text: str
) -> None:
    """As the action and the turn keep it together."""
    person = Person("wechat", "web-k")
    with engine.begin() as connection:
        asked = TurnOutcome("wechat", "web-k", Ending.ANSWERED, "reset_password", None, "密码咋改")
        record_outcome(connection, asked, FakeClock().now())
    tracker = make_tracker(text, intent, last_answer="reset_password", metadata={"channel": "wechat"})
    said, _ = run(ActionRecordFeedback(engine, FakeClock()), tracker)
    told = {**said[0]["custom"].get("trace", {"band": None}), "intent": intent}
    with engine.begin() as connection:
        record_outcome(connection, turn_outcome(person, HeardMessage(text), told), FakeClock().now())
    today = date(2026, 11, 2)
    working = working_time("", time(17, 30), OwnDays())
    figures = read_figures(engine, Period(today, today), today, working)
    verdicts = {Ending.HELPFUL: figures.total.count(Ending.HELPFUL), "no": figures.total.count(Ending.UNHELPFUL)}
    assert verdicts == {Ending.HELPFUL: int(intent == "helpful"), "no": int(intent == "unhelpful")}
    assert (figures.total.asked, figures.total.missed, list(figures.channels)) == (1, 0, ["wechat"])
    missed = [] if intent == "helpful" else [("密码咋改", MissKind.UNHELPFUL, 1)]
    assert [(miss.text, miss.kind, miss.times) for miss in gather_misses(engine, today, FakeClock().now())] == missed


@pytest.mark.parametrize(("heading", "kept"), [("您是不是想问：", 0), ("答案。\n也可能是：", 1)])
def test_a_list_that_is_of_no_use_is_none_of_these_and_no_verdict_on_what_was_answered_before(
    engine: Engine, heading: str, kept: int
) -> None:
    tracker = make_tracker("没用", "unhelpful", last_answer="find_username", offered=offered(*HOT, ("none", "都不是")))
    said_before = {"event": "bot", "text": heading, "data": {}}
    tracker.events = [{"event": "user", "text": "密码"}, said_before, {"event": "user", "text": "没用"}]
    said, _ = run(ActionRecordFeedback(engine, FakeClock()), tracker)
    assert len(stored(engine)) == kept
    assert said[0]["custom"]["trace"].get("rejected", False) is not bool(kept)


@pytest.mark.parametrize("intent", ["helpful", "unhelpful"])
def test_a_verdict_on_nothing_is_not_kept(engine: Engine, intent: str) -> None:
    run(ActionRecordFeedback(engine, FakeClock()), make_tracker("好用", intent))
    assert stored(engine) == []


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("请问班主任的电话上哪找", "school"),
        ("教务处电话是多少", "school"),
        ("有没有辅导员联系方式", "school"),
        ("区武装部座机多少", "office"),
    ],
)
@pytest.mark.parametrize("found", [(), (("contact_support", 0.6),)])
def test_the_number_of_somebody_else_opens_no_ticket(content: Content, text: str, whose: Any, found: Any) -> None:
    library = FakeLibrary(content, {text: decided(text, "clarify" if found else "none", *found)})
    said, events = run(ActionContactSupport(library), asking("", text))
    assert [item["text"] for item in said] == [OTHERS_CONTACT[whose]]
    assert FollowupAction("ticket_form") not in events


@pytest.mark.parametrize(
    "text", ["学信网客服电话多少", "学校邮箱怎么绑定", "老师让我找人工", "大学那年换的手机号码不对"]
)
def test_our_own_number_and_accounts_are_no_number_of_somebody_else(text: str) -> None:
    assert asks_others_contact(text) is None
