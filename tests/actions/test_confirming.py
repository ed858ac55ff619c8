"""What is said to who wants something confirmed: a verdict first where something written decides it."""

from __future__ import annotations

from typing import Any, cast

from actions.in_talk.confirming import confirmed_of
from faq.content.entry import Entry, FollowUp
from faq.follow_ups.asked_next import AskedNext
from tests.fakes.library import FakeLibrary
from tests.real_content import real_content

CONTENT = real_content()


def entry_of(name: str) -> Entry:
    found = CONTENT.entry(name)
    assert found is not None
    return found


def test_what_the_answer_says_is_confirmed_and_its_contrary_denied() -> None:
    library, talk = cast(Any, FakeLibrary(CONTENT)), [entry_of("yz_admission_accept")]
    yes, no = (confirmed_of(library, text, talk) for text in ("接受后就不能再填志愿了", "接受后还能再填志愿"))
    assert yes is not None and yes.line.startswith("对，") and yes.decides
    assert no is not None and no.line.startswith("不对，") and no.decides


def test_what_is_asked_next_decides_before_a_sentence() -> None:
    entry = entry_of("report_validity")
    found = AskedNext(entry.id, FollowUp(("能永久有效吗",), "不能永久，到期再延。"), 0.95)
    told = confirmed_of(cast(Any, FakeLibrary(CONTENT, next_ones={"永久有效吗": found})), "就是说永久有效", [entry])
    assert told is not None and told.line == "不对，不能永久，到期再延。"


def test_nothing_is_confirmed_that_nothing_decides() -> None:
    library = cast(Any, FakeLibrary(CONTENT))
    assert confirmed_of(library, "猫把它吃了", [entry_of("yz_admission_accept")]) is None
    assert confirmed_of(library, "接受后不能再填志愿", []) is None
    near = confirmed_of(library, "待录取确认三十天", [entry_of("yz_admission_accept")])
    assert near is None or not near.decides
