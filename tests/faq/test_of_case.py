"""Which follow-ups are for whom."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from faq.content.conditions import Condition, read_condition
from faq.content.entry import Entry, FollowUp
from faq.engine.library import Library
from faq.follow_ups.of_case import fitting_case, meant_for
from tests.real_content import real_content
from tests.small_project import write_small_project


def _when(written: str) -> Condition:
    condition = read_condition(written)
    assert condition is not None
    return condition


ASKS = ("找谁改", "谁能改", "问谁")
STUDYING = FollowUp(ASKS, "找学籍部门。", when=_when("graduated is studying"))
DONE = FollowUp(ASKS, "找毕业的学校。", when=_when("graduated is done"))
CLOSED = FollowUp(("学校没了",), "找档案馆。", when=_when("graduated is done and school_phone is dead"))
ANYBODY = FollowUp(("要钱吗",), "不要。")
ENTRY: Entry = replace(real_content().entries[0], follow_ups=(ANYBODY, STUDYING, DONE, CLOSED))


@pytest.mark.parametrize(
    ("case", "meant"),
    [
        ({}, None),
        ({"graduated": "studying"}, STUDYING),
        ({"graduated": "done"}, DONE),
        ({"graduated": "done", "school_phone": "dead"}, CLOSED),
        ({"school_phone": "dead"}, None),
    ],
)
def test_who_is_in_a_case_is_meant_by_what_looks_at_most_of_it(case: dict[str, str], meant: FollowUp | None) -> None:
    assert meant_for(ENTRY, case) is meant


def test_of_two_that_look_at_as_much_neither_is_meant() -> None:
    other = replace(ANYBODY, when=_when("mail is usable"))
    entry = replace(ENTRY, follow_ups=(DONE, other))
    assert meant_for(entry, {"graduated": "done", "mail": "usable"}) is None


def test_what_is_for_others_gives_way_to_the_same_question_in_ones_own_case() -> None:
    assert fitting_case(ENTRY, STUDYING, {"graduated": "done"}) is DONE
    assert fitting_case(ENTRY, STUDYING, {}) is STUDYING
    assert fitting_case(ENTRY, ANYBODY, {"graduated": "done"}) is ANYBODY
    assert fitting_case(ENTRY, CLOSED, {"graduated": "studying"}) is None


def test_the_library_tells_each_what_is_for_them(tmp_path: Path) -> None:
    root = write_small_project(tmp_path)
    path = root / "faq/entries/small.yml"
    asks = "  follow_ups:\n" + "".join(
        f"  - asks: [要多久, 几天能好, 等多长时间]\n    say: {say}\n    when: {when}\n"
        for say, when in (("当场就好。", "phone is usable"), ("要等客服。", "phone is unusable"))
    )
    path.write_text(path.read_text(encoding="utf-8").replace("  related:", f"{asks}  related:", 1), encoding="utf-8")
    library = Library.open(root)

    def said(case: dict[str, str], *, beside: bool = False) -> str:
        text = "忘了密码" if beside else "要多久"
        told = library.asked_next(text, ["reset_password"], case, beside=beside)
        return told.follow_up.say if told is not None else ""

    assert said({"phone": "usable"}) == "当场就好。"
    assert said({"phone": "unusable"}) == "要等客服。"
    assert said({"phone": "unusable"}, beside=True) == "要等客服。"
    assert said({}, beside=True) == ""
