"""The order of what is left to do."""

from __future__ import annotations

import pytest

from actions.in_talk.followups import ActionFollowUp
from dialogue.turns.variety import remembered
from faq.content.loader import Content
from faq.saying.answer import render_plain
from tests.actions.trackers import make_tracker, run
from tests.fakes.library import FakeLibrary
from tests.real_content import real_content, real_guidance


@pytest.fixture(scope="module")
def real() -> Content:
    return real_content()


def said_to(real: Content, text: str, entry_id: str) -> str:
    entry = real.entry(entry_id)
    assert entry is not None
    tracker = make_tracker(
        text,
        "follow_up",
        entities=[{"entity": "kind", "value": "aspect_first"}],
        last_answer=entry_id,
        recent=remembered([], render_plain(entry, real), entry_id),
    )
    said, _ = run(ActionFollowUp(FakeLibrary(real, guidance=real_guidance())), tracker)
    return str(said[0]["text"])


def test_the_deeds_stand_in_their_order(real: Content) -> None:
    lines = said_to(real, "第一步先找谁 带什么", "gaokao_info_wrong").splitlines()
    assert lines[0].endswith("先做第 1 件，再往下：")
    assert lines[1].startswith("1. 联系生源地省招办")


def test_of_two_the_first_is_the_one_that_is_written_first(real: Content) -> None:
    said = said_to(real, "先去学校还是先去省招办", "gaokao_info_wrong")
    assert said.startswith("先去省招办：")
    assert "\n再去学校：" in said


def test_that_no_order_is_written_is_said(real: Content) -> None:
    assert "没有查到写明的先后" in said_to(real, "先吃药还是先打针", "gaokao_info_wrong")


def test_one_deed_is_named_alone(real: Content) -> None:
    said = said_to(real, "到底第一步干嘛", "lost_diploma")
    assert said.startswith("先做这一件：")
    assert "常要" not in said
