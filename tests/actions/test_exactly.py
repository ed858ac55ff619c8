"""Which of two ways it is, and the order of what is left, from the matters in talk."""

from __future__ import annotations

from actions.answering.questions import ActionAnswerQuestion
from faq.content.loader import Content
from faq.text.markup import to_plain
from tests.actions.trackers import make_tracker, run
from tests.fakes.library import FakeLibrary, decided
from tests.real_content import real_content

_SCHOOL, _PHOTO = "verify_school_name", "photo_requirements"


def _said(content: Content, text: str, topic: str) -> str:
    library = FakeLibrary(content, {text: decided(text, "clarify", (topic, 0.3))})
    said, _ = run(ActionAnswerQuestion(library), make_tracker(text, last_answer=topic))
    return str(said[0]["text"])


def test_the_sentence_that_tells_the_ways_apart_is_the_answer() -> None:
    assert _said(real_content(), "是手里拿着拍还是光拍身份证", _PHOTO).startswith("手持本人身份证")


def test_of_a_matter_not_yet_answered_the_sentence_heads_its_answer() -> None:
    text = "是手里拿着拍还是光拍身份证"
    library = FakeLibrary(real_content(), {text: decided(text, "answer", (_PHOTO, 0.7))})
    said, _ = run(ActionAnswerQuestion(library), make_tracker(text))
    assert str(said[0]["text"]).startswith("手持本人身份证")
    assert str(said[0]["text"]).count("\n") > 0


def test_a_story_that_asks_it_too_gets_the_answer_to_the_whole() -> None:
    text = "上传的照片没通过，说看不清，我重拍了，是手里拿着拍还是光拍身份证"
    library = FakeLibrary(real_content(), {text: decided(text, "answer", (_PHOTO, 0.7))})
    said, _ = run(ActionAnswerQuestion(library), make_tracker(text))
    entry = real_content().entry(_PHOTO)
    assert entry is not None
    assert str(said[0]["text"]).splitlines()[0] in to_plain(entry.answer)


def test_that_nothing_is_written_of_two_ways_is_said() -> None:
    said = _said(real_content(), "用蓝墨水写还是黑墨水写", _SCHOOL)
    assert said.startswith("“用蓝墨水写还是黑墨水写”，没有查到官方的说法。")


def test_the_cause_that_is_written_is_the_answer() -> None:
    assert "没注册完核验不过" in _said(real_content(), "是不是就因为没注册完", "railway_check_failed")
