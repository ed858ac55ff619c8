"""What holds once something has happened: the way there is not answered, what is told of another matter stays."""

from __future__ import annotations

import pytest

from faq.engine.afterwards import AFTERWARDS, moved_on, superseded, told_afterwards
from faq.guiding.situation import Afterwards, Fact, Situation, Value
from faq.ranking.decision import Candidate, Decision
from tests.real_content import real_guidance

SENT = Value(
    "sent",
    "交了",
    {},
    then=(Afterwards("by_mistake", given={"mistaken": "yes"}), Afterwards("pending", "多久")),
    instead=("howto", "price"),
)
SITUATION = Situation(
    {
        "deed": Fact("deed", "申请", "交了吗？", "交了没有？", (SENT, Value("open", "没交", {}))),
        "mistaken": Fact("mistaken", "误点", "误点吗？", "是误点？", (Value("yes", "是", {}),)),
    },
    {},
)
DONE = {"deed": "sent"}


def decision(band: str, *entries: str) -> Decision:
    return Decision(band, tuple(Candidate(name, 0.6) for name in entries), "sure", "说的话")  # type: ignore[arg-type]


def moved(found: Decision, told: dict[str, str], known: dict[str, str], *talk: str, only: bool = False) -> Decision:
    return moved_on(found, told, known, SITUATION, talk, tells_only=only)


def test_what_leads_up_to_it_gives_way() -> None:
    found = moved(decision("answer", "howto", "price", "other"), {}, DONE)
    assert (found.band, found.reason) == ("answer", AFTERWARDS)
    assert [item.entry_id for item in found.candidates] == ["pending", "other"]


def test_the_case_chooses_what_holds() -> None:
    known = {**DONE, "mistaken": "yes"}
    assert moved(decision("clarify", "price", "other"), {}, known).candidates[0].entry_id == "by_mistake"
    assert superseded(known, SITUATION)["howto"].entry_id == "by_mistake"


def test_who_only_tells_it_hears_what_holds_where_it_is_the_matter() -> None:
    assert moved(decision("none"), DONE, {}, "howto").candidates[0].entry_id == "pending"
    assert moved(decision("none"), DONE, {}).band == "none"  # nothing of the kind is in talk


def test_another_question_is_answered_as_it_is() -> None:
    found = decision("answer", "other", "howto")
    assert [item.entry_id for item in moved(found, DONE, {}, "howto").candidates] == ["other"]
    assert moved(found, {"deed": "open"}, {}) is found
    assert moved(found, DONE, {}, "howto", only=True).reason == AFTERWARDS


def test_nothing_has_happened() -> None:
    assert told_afterwards({"deed": "open"}, {}, SITUATION) is None
    assert superseded({"deed": "open"}, SITUATION) == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("重新注册我前天就提交了", {"reregistered": "sent"}),
        ("手一抖误勾了重新注册，还提交上去了", {"reregistered": "sent", "by_mistake": "mistaken"}),
        ("重新注册怎么提交", {}),
        ("如果提交了重新注册呢", {}),
        ("复学手续我都办完了", {"resumed": "done"}),
        ("教务处让我找你们学信网", {"school_says": "refers"}),
        ("热线一直占线，公众号也没人回", {"hotline": "dead", "service": "dead"}),
        ("更正申请被驳回", {"corrected": "refused"}),
        ("书面认证的材料被退回了", {"certified": "returned"}),
        ("换绑成功了", {"phone_changed": "done"}),
        ("手机号怎么改绑", {}),
    ],
)
def test_what_has_happened_is_read(text: str, told: dict[str, str]) -> None:
    names = {"reregistered", "by_mistake", "resumed", "school_says", "hotline", "service", "corrected", "certified"}
    found = real_guidance().extractor.facts(text)
    assert {name: value for name, value in found.items() if name in names | {"phone_changed"}} == told
