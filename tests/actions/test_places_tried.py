"""The way on for who has been to an office in vain."""

from __future__ import annotations

import pytest

from actions.answering.questions import ActionAnswerQuestion
from faq.content.loader import Content
from tests.actions.trackers import make_tracker, run
from tests.fakes.library import FakeLibrary, decided
from tests.real_content import real_content, real_guidance

IDLE, REPORTED = "还不理，问省级教育部门", "查实际上报的姓名"


@pytest.fixture(scope="module")
def real() -> Content:
    return real_content()


def said_to(real: Content, text: str, last: str | None, entry: str, score: float) -> str:
    library = FakeLibrary(real, {text: decided(text, "answer", (entry, score))}, guidance=real_guidance())
    said, _ = run(ActionAnswerQuestion(library), make_tracker(text, "ask_other_service", last_answer=last))
    return str(said[0]["text"])


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("学校找过了，老师说他们不管", IDLE),
        ("学校也问了，说早就注册了", REPORTED),
        ("派出所跑了三趟了", "派出所问过了"),
    ],
)
def test_nobody_is_sent_back_to_an_office(real: Content, text: str, way: str) -> None:
    said = said_to(real, text, "image_missing", "contact_whom", 0.95)
    assert way in said
    assert "先问学校" not in said


def test_another_matter_that_is_surely_meant_and_the_beginning_of_a_talk_are_answered(real: Content) -> None:
    text = "学校找过了，老师说他们不管"
    assert IDLE not in said_to(real, text, "image_missing", "report_apply", 0.97)
    assert IDLE not in said_to(real, text, None, "image_missing", 0.95)
