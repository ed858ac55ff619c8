"""What is asked next word for word is known by its letters alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from faq.content.entry import FollowUp
from faq.content.loader import load_content
from faq.follow_ups.asked_next import FollowUps
from faq.follow_ups.next_by_letters import NextByLetters
from tests.small_project import write_small_project

FEE = FollowUp(("重置密码要花钱吗", "找回一次收费不"), "不用钱。")
LATE = FollowUp(("学校一直拖着不给办", "老师说再等等"), "先问清哪天办。")
OLD = FollowUp(("我是98年毕业的", "老早以前毕业的"), "多半不在网上。", years="-2000")


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> NextByLetters:
    content = load_content(write_small_project(tmp_path_factory.mktemp("letters")))
    asked = {"reset_password": (FEE, LATE, OLD), "contact_support": (LATE,)}
    return NextByLetters([replace(entry, follow_ups=asked.get(entry.id, ())) for entry in content.entries])


@pytest.mark.parametrize(
    ("text", "say"),
    [
        ("重置密码要花钱吗", FEE.say),
        ("重置密码要花钱吗？谢谢", FEE.say),
        ("老师说再等等", LATE.say),
        ("学校一直拖着不给办呀", LATE.say),
        ("我是98年毕业的", OLD.say),
        ("我是08年毕业的", ""),
        ("老师说等下午", ""),
        ("学信网密码忘了", ""),
    ],
)
def test_only_what_is_nearly_word_for_word_is_found(known: NextByLetters, text: str, say: str) -> None:
    found = known.find(text, ["reset_password"])
    assert (found.follow_up.say if found else "") == say


@pytest.mark.parametrize(
    "text", ["重置密码要花钱", "找回一次要收费不", "老师说再等等吧", "学校拖着不给办", "不用钱", ""]
)
def test_whoever_is_left_out_beforehand_would_not_be_found(
    known: NextByLetters, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = known.find(text, ["reset_password", "contact_support"])
    monkeypatch.setattr(FollowUps, "may_be", lambda *_: True)
    assert known.find(text, ["reset_password", "contact_support"]) == found


def test_most_texts_are_weighed_for_no_entry(known: NextByLetters, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FollowUps, "weighed", lambda *_: pytest.fail("weighed"))
    assert known.find("学信网密码忘了", ["reset_password", "contact_support"]) is None


def test_of_several_entries_the_first_that_has_it(known: NextByLetters) -> None:
    found = known.find("老师说再等等", ["nobody", "contact_support", "reset_password"])
    assert found is not None
    assert found.entry_id == "contact_support"
    assert known.find("重置密码要花钱吗", ["contact_support"]) is None


def test_without_entries_nothing_is_found() -> None:
    assert NextByLetters().find("要钱吗", ["reset_password"]) is None


def test_a_guide_stands_for_the_entry_it_names_or_the_first_that_leads_into_it(tmp_path: Path) -> None:
    first, second, *_ = load_content(write_small_project(tmp_path)).entries
    known = NextByLetters([replace(first, guide="way"), replace(second, guide="way")])
    assert known.matter_of("way", "") == first.id
    assert known.matter_of("way", second.id) == second.id
    assert known.matter_of("other", "") == ""
