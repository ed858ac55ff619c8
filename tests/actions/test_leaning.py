"""A small question that decides nothing by itself is answered by the matter in talk, or said not to be known."""

from __future__ import annotations

from typing import Any

import pytest

from actions.answering.questions import ActionAnswerQuestion
from dialogue.turns.variety import remembered
from faq.content.entry import FollowUp
from faq.follow_ups.asked_next import AskedNext
from tests.actions.trackers import make_tracker, run
from tests.fakes.library import FakeLibrary, decided
from tests.real_content import real_content, real_guidance

BEFORE, TOPIC = "93年的大专怎么办书面认证", "written_cert_old"


def said_to(
    text: str, band: str, *alone: tuple[str, float], chance: float = 0.0, topic: str = TOPIC, of: str = ""
) -> dict[str, Any]:
    """The reply to a question behind an answer; `chance` is how likely it is a follow-up, `of` of which entry."""
    decisions = {both: decided(both, band, *alone) for both in (text, f"{BEFORE}，{text}")}
    library = FakeLibrary(real_content(), decisions, guidance=real_guidance())
    if chance:
        library.next_ones[text] = AskedNext(of or topic, FollowUp((text,), "说给这一问的话。"), chance)
    talk = make_tracker(text, ranking=[], last_answer=topic, recent=remembered([], "上一句。", topic))
    talk.events = [
        {"event": "user", "text": BEFORE},
        {"event": "bot", "text": "上一句。"},
        {"event": "user", "text": text},
    ]
    (said,), _ = run(ActionAnswerQuestion(library), talk)  # type: ignore[arg-type]
    return said


@pytest.mark.parametrize("text", ["弄好了是寄过来吗", "最后拿到是纸质的不"])
def test_the_sentence_that_tells_it_comes_before_a_list(text: str) -> None:
    said = said_to(text, "clarify", ("cert_progress", 0.35), ("cert_apply", 0.3))
    assert "报告自己下载" in said["text"]
    assert "都不是" not in said["text"]


def test_what_is_asked_next_of_the_matter_needs_less_to_be_meant() -> None:
    assert said_to("两本一道办成不", "clarify", ("cert_apply", 0.3), chance=0.7)["text"] == "说给这一问的话。"


def test_what_a_neighbour_is_asked_must_be_surer() -> None:
    asked = ("两本一道办成不", "clarify", ("degree_query", 0.3), ("cet_score", 0.2))
    assert "说给这一问的话" in said_to(*asked, chance=0.95, of="cert_progress")["text"]
    assert "没有查到" in said_to(*asked, chance=0.7, of="cert_progress")["text"]


def test_what_nothing_tells_is_said_in_two_lines_and_no_list() -> None:
    said = said_to("会不会查到老家去", "clarify", ("degree_query", 0.3), ("cet_score", 0.2))
    assert said["text"].splitlines()[0] == "“会不会查到老家去”这一点，我没有查到专门的说法。"
    assert [button["title"] for button in said["buttons"]] == ["详细说明", "人工客服"]


@pytest.mark.parametrize("text", ["四六级成绩在哪查", "六级成绩哪能查到"])
def test_another_matter_that_is_decided_by_itself_is_answered(text: str) -> None:
    said = said_to(text, "answer", ("cet_score", 0.96))
    assert said["custom"]["trace"]["faq_id"] == "cet_score"


def test_another_matter_that_is_named_stays_a_list() -> None:
    said = said_to("四六级成绩单能补吗", "clarify", ("cet_report", 0.6), ("cet_score", 0.3))
    assert "四六级" in said["text"]
    assert "没有查到" not in said["text"]
