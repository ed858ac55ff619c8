"""What was missed: from all five sources, grouped the same way every time, gone when dealt with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from cryptography.fernet import Fernet
from numpy.typing import NDArray
from sqlalchemy.engine import Engine

import learning.rows.backlog
from common.clock import FakeClock
from common.settings import Settings
from faq.ranking.decision import Candidate
from learning.groups import Group, Grouping, group_id
from learning.misses import MissedText, MissKind
from learning.rows.backlog import Backlog
from learning.rows.misses import gather_misses
from learning.rows.records import Records
from learning.suggestions import LikelyEntry, suggested
from tickets.agents import AgentDesk
from tickets.desk import Desk
from tickets.feedback import record_feedback
from tickets.model import Person, Submission
from tickets.outcomes import Ending, TurnOutcome, forget_person, forget_texts, record_outcome
from tickets.searches import record_miss
from tickets.ticket_texts import set_topics, without_topic
from tickets.vault import Vault

NOW = FakeClock().now()
TODAY = date(2026, 11, 2)


def turn(
    engine: Engine,
    key: str,
    outcome: Ending,
    text: str = "",
    faq_id: str | None = None,
    at: datetime = NOW,
    led: bool | None = None,
) -> None:
    with engine.begin() as connection:
        record_outcome(connection, TurnOutcome("web", key, outcome, faq_id, None, text, led), at)


def test_every_source_is_read(engine: Engine) -> None:
    for key in ("a", "b"):
        turn(engine, key, Ending.MISSED, "学生票核验不通过", "student_ticket")
    turn(engine, "c", Ending.CLARIFIED, "别的会话问的")
    turn(engine, "d", Ending.CLARIFIED, "早先问的")
    turn(engine, "d", Ending.CLARIFIED, "密码咋改", "reset_password")
    turn(engine, "d", Ending.REJECTED)
    turn(engine, "e", Ending.ANSWERED, "密码改了登不上", "reset_password")
    for comment in ("还是提示错误", ""):
        record_feedback(
            engine,
            at=NOW,
            conversation_key="e",
            entry_id="reset_password",
            helpful=False,
            reason="其他",
            comment=comment,
        )
    record_feedback(engine, at=NOW, conversation_key="e", entry_id="reset_password", helpful=True)
    record_miss(engine, "学生证", NOW)
    turn(engine, "f", Ending.MISSED, "太久以前", at=NOW - timedelta(days=20))
    assert gather_misses(engine, TODAY - timedelta(days=6), NOW) == [
        MissedText("学生票核验不通过", MissKind.MISSED, 2, NOW, "student_ticket"),
        MissedText("密码改了登不上", MissKind.UNHELPFUL, 2, NOW, "reset_password", ("其他", "其他：还是提示错误")),
        MissedText("学生证", MissKind.SEARCH, 1, NOW),
        MissedText("密码咋改", MissKind.REJECTED, 1, NOW, "reset_password"),
    ]


def test_what_was_picked_or_led_a_list_and_did_not_help_is_a_miss_of_the_question(engine: Engine) -> None:
    turn(engine, "a", Ending.CLARIFIED, "密码那个怎么弄", "find_username")
    turn(engine, "a", Ending.PICKED, faq_id="reset_password")
    turn(engine, "b", Ending.CLARIFIED, "新密码收不到", "reset_password")
    turn(engine, "b", Ending.MISSED, "后来又问的")
    for key in "ab":
        record_feedback(engine, at=NOW, conversation_key=key, entry_id="reset_password", helpful=False)
    unhelpful = [miss for miss in gather_misses(engine, TODAY, NOW) if miss.kind is MissKind.UNHELPFUL]
    assert [miss.text for miss in unhelpful] == ["密码那个怎么弄", "新密码收不到"]


HOUR = timedelta(hours=1)


def test_what_was_asked_back_and_left_alone_is_a_miss(engine: Engine) -> None:
    early = NOW - 3 * HOUR
    turn(engine, "b", Ending.CLARIFIED, "那个怎么弄", "reset_password", early - HOUR, led=False)
    turn(engine, "a", Ending.CLARIFIED, "那个怎么弄", "reset_password", early, led=False)
    turn(engine, "c", Ending.CLARIFIED, "先答了再列的", "reset_password", early, led=True)
    turn(engine, "d", Ending.CLARIFIED, "升级以前的", "reset_password", early)
    turn(engine, "e", Ending.CLARIFIED, "点了一个", "reset_password", early, led=False)
    turn(engine, "e", Ending.PICKED, faq_id="reset_password", at=early + HOUR / 60)
    turn(engine, "f", Ending.CLARIFIED, "过了很久说别的事", "sms_code", early, led=False)
    turn(engine, "f", Ending.TALK, at=early + 2 * HOUR)
    turn(engine, "g", Ending.CLARIFIED, "换了个说法", "sms_code", early, led=False)
    turn(engine, "g", Ending.ANSWERED, "收不到短信", "sms_code", early + HOUR / 60)
    turn(engine, "h", Ending.CLARIFIED, "刚刚问的", "sms_code", NOW, led=False)
    assert gather_misses(engine, TODAY, NOW) == [
        MissedText("那个怎么弄", MissKind.LEFT, 2, early, "reset_password"),
        MissedText("过了很久说别的事", MissKind.LEFT, 1, early, "sms_code"),
    ]
    later = [miss.text for miss in gather_misses(engine, TODAY, NOW + 2 * HOUR)]
    assert later == ["那个怎么弄", "刚刚问的", "过了很久说别的事"]


def test_a_list_is_left_alone_once_an_hour_is_over(engine: Engine) -> None:
    """Nothing is written when somebody does nothing: the groups are made anew all the same."""
    clock = FakeClock()
    backlog = Backlog(engine, Vault([Fernet.generate_key().decode()]), lambda texts: None, clock)
    turn(engine, "a", Ending.CLARIFIED, "那个怎么弄", led=False)
    assert backlog.groups() == []
    clock.advance(2 * HOUR.total_seconds())
    (group,) = backlog.groups()
    assert group.kinds == {MissKind.LEFT: 1}


def test_what_a_forgotten_person_said_is_no_miss(engine: Engine) -> None:
    turn(engine, "a", Ending.MISSED, "只有我这样问")
    turn(engine, "b", Ending.MISSED, "很久以前问的", at=NOW - timedelta(days=5))
    with engine.begin() as connection:
        forget_person(connection, "a", "erased:1")
        forget_texts(connection, NOW - timedelta(days=4))
    assert gather_misses(engine, TODAY - timedelta(days=9), NOW) == []


def miss(text: str, times: int = 1) -> MissedText:
    return MissedText(text, MissKind.MISSED, times, datetime(2026, 11, 2, tzinfo=UTC))


def by_topic(texts: Sequence[str]) -> NDArray[np.float32]:
    """A model that knows two matters: tickets and passwords."""
    return np.array([[1, 0.1, 0] if "票" in text else [0, 0.1, 1] for text in texts], np.float32) / np.float32(1.005)


def test_groups_by_meaning_and_largest_first() -> None:
    misses = [miss("学生票核验"), miss("车票优惠没了", 3), miss("密码咋改", 5)]
    for order in (misses, misses[::-1]):
        groups = Grouping(by_topic).group(order)
        assert [(group.title, group.times, group.texts) for group in groups] == [
            ("密码咋改", 5, ("密码咋改",)),
            ("车票优惠没了", 4, ("车票优惠没了", "学生票核验")),
        ]


def test_the_surest_entries_are_suggested_with_the_text_that_makes_them_so() -> None:
    """A share that another text of the group has is not told as that of the title; the nearest is always there."""
    scores = {
        "甲": [Candidate("a", 0.3), Candidate("b", 0.2)],
        "乙": [Candidate("b", 0.9), Candidate("c", 0.1)],
        "丙": [],
    }
    near = MissedText("丁", MissKind.MISSED, 1, NOW, "old")
    group = Group("g", (miss("甲", 5), miss("乙", 3), miss("丙", 2), near))
    assert suggested(group, scores.__getitem__) == [
        LikelyEntry("old"),
        LikelyEntry("b", 0.9, "乙"),
        LikelyEntry("a", 0.3, "甲"),
        LikelyEntry("c", 0.1, "乙"),
    ]


def test_groups_by_characters_without_a_model() -> None:
    texts = ["图像校对打不开", "图像校对一直打不开", "研究生复试名单在哪查"]
    groups = Grouping(lambda _: None).group([miss(text) for text in texts])
    assert sorted(len(group.texts) for group in groups) == [1, 2]
    assert Grouping(lambda _: None).group([]) == []
    assert len(Grouping(lambda _: None).group([miss("一句")])) == 1


def test_a_vector_is_computed_once() -> None:
    asked: list[str] = []

    def counted(texts: Sequence[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        return by_topic(texts)

    grouping = Grouping(counted)
    grouping.group([miss("甲票"), miss("乙")])
    grouping.group([miss("甲票"), miss("乙"), miss("丙")])
    assert sorted(asked) == sorted(["甲票", "乙", "丙"])


def test_vectors_of_another_knowledge_base_are_not_compared() -> None:
    """Each entry is a part of a vector: a new one makes them longer, also while a text is being read."""
    state = {"entries": 3}

    def beside_the_entries(texts: Sequence[str]) -> NDArray[np.float32]:
        if "丙" in texts:
            state["entries"] = 5
        return np.eye(len(texts), state["entries"], dtype=np.float32)

    grouping = Grouping(beside_the_entries, lambda: str(state["entries"]))
    grouping.group([miss("甲"), miss("乙")])
    state["entries"] = 4
    assert len(grouping.group([miss("甲"), miss("乙"), miss("丁")])) == 3
    assert len(grouping.group([miss("甲"), miss("乙"), miss("丙")])) == 3


def test_a_ticket_is_there_with_the_words_of_the_person_alone(engine: Engine) -> None:
    clock, vault = FakeClock(), Vault([Fernet.generate_key()])
    desk = Desk(engine, vault, Settings(), clock)
    desk.open(
        Person("web", "k"), Submission("f", None, "【原话】照片一直是空白\n【情况】错在哪里：学历\n【试过】看过答案")
    )
    desk.open(Person("web", "k"), Submission("g", None, "报告打不开\n换了浏览器也一样"))
    backlog = Backlog(engine, vault, lambda _: None, clock)
    assert {group.title for group in backlog.groups()} == {"照片一直是空白", "报告打不开\n换了浏览器也一样"}
    [photo] = [group.misses[0] for group in backlog.groups() if "照片" in group.title]
    assert not photo.answered
    AgentDesk(engine, vault, Settings(), clock).reply("小林", photo.ticket, "学校在补报")
    backlog.warm()
    assert [group.misses[0].answered for group in backlog.groups() if "照片" in group.title] == [True]


def test_the_backlog_follows_what_happens_and_what_is_dealt_with(engine: Engine) -> None:
    """Tickets stand in it without personal data; a group that was dealt with is gone, and back after an undo."""
    clock, vault = FakeClock(), Vault([Fernet.generate_key()])
    desk = Desk(engine, vault, Settings(), clock)
    backlog = Backlog(engine, vault, lambda _: None, clock)
    assert backlog.groups() == []
    number = desk.open(Person("web", "k"), Submission("f", None, "报告打不开，电话13800138000")).ticket.number
    turn(engine, "a", Ending.MISSED, "密码咋改")
    found = {group.title: group for group in backlog.groups()}
    assert set(found) == {"报告打不开，电话〔手机号〕", "密码咋改"}
    assert found["报告打不开，电话〔手机号〕"].tickets == (number,)
    # What a ticket is about is looked up a little later, and then seen.
    set_topics(engine, dict.fromkeys(without_topic(engine, vault), "在线验证报告"))
    assert [group.topics for group in backlog.groups()] == [{}, {"在线验证报告": 1}]
    assert backlog.find(group_id("密码咋改")) == found["密码咋改"]
    records = Records(engine, clock)
    change = records.add("编辑", "wording", "reset_password", "加成问法", [], ["密码咋改"])
    assert [group.title for group in backlog.groups()] == ["报告打不开，电话〔手机号〕"]
    assert backlog.find(found["密码咋改"].id) is None
    records.undone(change, "编辑")
    assert {group.title for group in backlog.groups()} == set(found)
    records.dismiss("编辑", list(found))
    assert backlog.groups() == []


def test_where_there_is_much_nobody_waits_for_what_is_new(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning.rows.backlog, "_QUICK_S", -1.0)
    backlog, records = Backlog(engine, Vault([Fernet.generate_key()]), lambda _: None, FakeClock()), Records(engine)

    def titles() -> list[str]:
        return [group.title for group in backlog.groups()]

    turn(engine, "a", Ending.MISSED, "密码咋改")
    with backlog._lock:
        assert backlog.is_gathering()
    assert not backlog.is_gathering()
    assert titles() == ["密码咋改"]  # the first has nothing else to see
    turn(engine, "b", Ending.MISSED, "报告打不开")
    assert titles() == ["密码咋改"]
    backlog.warm()
    assert sorted(titles()) == sorted(["密码咋改", "报告打不开"])
    # What somebody dealt with is gone at once, also before it is gathered anew, and back at once when taken back.
    change = records.add("编辑", "wording", "reset_password", "加成问法", [], ["密码咋改"])
    assert titles() == ["报告打不开"]
    backlog.warm()
    assert titles() == ["报告打不开"]
    records.undone(change, "编辑")
    assert sorted(titles()) == sorted(["密码咋改", "报告打不开"])
