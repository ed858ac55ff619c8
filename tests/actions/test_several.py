"""Two matters in one message: the first is answered, the other is said beside it or named, and never dropped."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from actions.answering.first_asked import best_of_part, of_two_matters
from actions.answering.several import Others, others_asked, others_lines, with_others
from faq.content.loader import Content
from faq.ranking.decision import Candidate, Decision
from faq.saying.reply import answer_of


def decided(text: str, entry_id: str, score: float, band: str = "answer") -> Decision:
    return Decision(band, (Candidate(entry_id, score),), "sure", text)  # type: ignore[arg-type]


TOGETHER = "验证码一直收不到，还有我名字错了一个字怎么办"
PARTS = {"验证码一直收不到": ("sms", 0.9), "我名字错了一个字怎么办": ("name", 0.8)}


@pytest.mark.parametrize(
    ("whole", "parts", "first"),
    [
        (("exam", 0.7), PARTS, "sms"),
        (("exam", 0.95), PARTS, None),
        (("name", 0.7), PARTS, None),
        (("exam", 0.7), {**PARTS, "我名字错了一个字怎么办": ("sms", 0.9)}, None),
        (("exam", 0.7), {**PARTS, "我名字错了一个字怎么办": ("name", 0.3)}, None),
    ],
)
def test_what_mixes_two_matters_gives_way_to_the_first_of_them(
    whole: tuple[str, float], parts: Mapping[str, tuple[str, float]], first: str | None
) -> None:
    found = of_two_matters(TOGETHER, decided(TOGETHER, *whole), lambda part: decided(part, *parts[part]))
    assert (found and found.candidates[0].entry_id) == first


def test_what_has_no_room_is_asked_for_again(content: Content) -> None:
    topic = content.entries[0]
    others = Others(left=("学校关门了谁给我盖章呢",))
    full = "\n".join(["一二三四五六七八九十一二三四五六七"] * 12)
    assert others_lines(others, topic, content, full) == "“学校关门了谁给我盖章呢”请再单独问我一次。"


def test_what_has_a_button_and_no_room_for_a_line_is_left_to_its_button(content: Content) -> None:
    topic, other = content.entries[:2]
    full = "\n".join(["一二三四五六七八九十一二三四五六七"] * 12)
    others = Others(entries=(other,), left=("学校关门了谁给我盖章呢",))
    assert others_lines(others, topic, content, full) == "“学校关门了谁给我盖章呢”请再单独问我一次。"


def test_a_long_answer_gives_way_to_what_else_was_asked(content: Content) -> None:
    topic, other = content.entries[:2]
    reply = answer_of(topic, content)
    shown = with_others(reply, Others(entries=(other,)), topic, content, lines=4)
    assert f"另外问的“{other.title}”" in shown.text
    assert other.id in [option.id for option in shown.options]


def test_what_may_be_asked_for_is_named_and_never_dropped(content: Content) -> None:
    topic, other = content.entries[:2]
    shown = with_others(answer_of(topic, content), Others(named=(other,)), topic, content)
    title = other.title.rstrip("？")
    assert f"另外问的“{title}”，点下面的按钮看。" in shown.text
    assert other.id in [option.id for option in shown.options]
    assert others_lines(Others(named=(other,)), topic, content, "") == f"“{title}”请再单独问我一次。"


@pytest.mark.parametrize(
    ("text", "named"), [("甲怎么办，另外周末还能不能办", True), ("甲怎么办，另外是你们的吗", False)]
)
def test_a_question_that_is_only_likely_another_matter_is_named(content: Content, text: str, named: bool) -> None:
    first, other = content.entries[0], content.entries[-1]
    scores = {"甲怎么办": (first.id, 0.95)}
    decide = lambda part: decided(part, *scores.get(part, (other.id, 0.6)), "clarify")  # noqa: E731
    found = others_asked(text, first.id, content, decide)
    assert found.named == ((other,) if named else ())


@pytest.mark.parametrize("in_whole", [True, False])
def test_what_the_whole_message_is_not_about_is_not_named(content: Content, *, in_whole: bool) -> None:
    first, other = content.entries[0], content.entries[-1]
    scores = {"甲怎么办": (first.id, 0.95)}
    decide = lambda part: decided(part, *scores.get(part, (other.id, 0.6)), "clarify")  # noqa: E731
    text = "甲怎么办，另外周末还能不能办"
    ranked = (Candidate(first.id, 0.95), Candidate(other.id, 0.1))[: 1 + in_whole]
    whole = Decision("answer", ranked, "sure", text)
    found = others_asked(text, first.id, content, decide, whole=whole)
    assert found.named == ((other,) if in_whole else ())


def test_what_is_not_known_stands_behind_what_is(content: Content) -> None:
    topic, other = content.entries[:2]
    lines = others_lines(Others(entries=(other,), aspects=("valid", "fast")), topic, content, "", 20).splitlines()
    unknown = [place for place, line in enumerate(lines) if "没有查到" in line]
    known = [place for place, line in enumerate(lines) if "没有查到" not in line]
    assert unknown and known and min(unknown) > max(known)


def test_a_clause_that_leans_on_what_was_told_before_means_one_of_what_that_may_be() -> None:
    part = "想下半年去当兵，他学籍会不会没了"

    def decide(text: str) -> Decision:
        whole = (Candidate("enlist_keep_record", 0.6), Candidate("suspended_student", 0.2))
        alone = (Candidate("reset_keeps_record", 0.88),)
        return Decision("clarify" if text == part else "answer", whole if text == part else alone, "unsure", text)

    assert best_of_part(part, decide).candidates[0].entry_id == "enlist_keep_record"
