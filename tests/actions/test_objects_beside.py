"""A second thing that is told to be wrong is answered beside the first, once, and only where it is sure."""

from __future__ import annotations

from actions.answering.objects_beside import objects_beside
from faq.ranking.decision import Candidate, Decision
from tests.real_content import real_content

CONTENT = real_content()
PHOTO, RECORD = CONTENT.entry("photo_not_me"), CONTENT.entry("record_wrong")
TEXT = "学历照片是我姐的，摄影师弄混了，而且学制也写错了，找谁"


def decided(entry_id: str, score: float) -> Decision:
    return Decision("answer", (Candidate(entry_id, score),), "sure", TEXT)


def test_another_thing_is_told_to_be_wrong() -> None:
    assert RECORD is not None
    asked: list[str] = []

    def decide(text: str) -> Decision:
        asked.append(text)
        return decided("record_wrong", 0.9)

    assert objects_beside(TEXT, "photo_not_me", CONTENT, decide, ()) == (RECORD,)
    assert asked == ["学制也写错了"]
    assert objects_beside(TEXT, "photo_not_me", CONTENT, decide, (RECORD,)) == ()


def test_what_is_unsure_or_the_same_matter_is_left() -> None:
    assert objects_beside(TEXT, "photo_not_me", CONTENT, lambda _: decided("record_wrong", 0.55), ()) == ()
    assert objects_beside(TEXT, "photo_not_me", CONTENT, lambda _: decided("photo_not_me", 0.9), ()) == ()


def test_the_thing_that_the_answer_is_about_is_no_second_one() -> None:
    told = "学历照片是别人的，照片上不是我"
    assert objects_beside(told, "photo_not_me", CONTENT, lambda _: decided("record_wrong", 0.9), ()) == ()
