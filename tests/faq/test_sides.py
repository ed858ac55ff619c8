"""Of two entries for either side of a matter the person's own is answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faq.content.loader import Content
from faq.engine.sides import of_told_year, on_the_right_side
from faq.ranking.decision import Decision
from tests.fakes.library import decided
from tests.real_content import real_content

REAL = real_content()
BEFORE = replace(
    REAL.entries[0], id="before", title="能勾这个框吗？", questions=("要不要勾", "想提交", "敢点吗"), answer="先别急。"
)
AFTER = replace(
    REAL.entries[0], id="after", title="手滑勾了怎么办？", questions=("误点了", "不小心提交了"), answer="先停手。"
)
CONTENT: Content = replace(REAL, entries=(BEFORE, AFTER))


def first(text: str, decision: Decision) -> str:
    return on_the_right_side(text, decision, CONTENT).candidates[0].entry_id


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("我不小心勾了那个框", "after"),
        ("昨天提交的，怎么办", "after"),
        ("这个框要不要勾", "before"),
        ("那个框怎么回事", "before"),
    ],
)
def test_who_has_done_it_does_not_ask_whether_to(text: str, entry: str) -> None:
    assert first(text, decided(text, "answer", ("before", 0.9), ("after", 0.3))) == entry


def test_an_unlikely_sibling_is_not_answered() -> None:
    text = "我不小心勾了那个框"
    assert first(text, decided(text, "answer", ("before", 0.9), ("after", 0.02))) == "before"


def test_what_was_named_in_so_many_words_stays() -> None:
    text = "我不小心勾了那个框"
    named = replace(decided(text, "answer", ("before", 1.0), ("after", 0.3)), reason="exact")
    assert first(text, named) == "before"


def test_a_list_stays_as_it_is() -> None:
    listed = decided("我勾错了", "clarify", ("before", 0.4), ("after", 0.3))
    assert on_the_right_side("我勾错了", listed, CONTENT) is listed


def test_of_several_the_one_that_is_most_for_this_side_is_answered() -> None:
    neutral = replace(BEFORE, id="neutral", title="那个框是什么？", questions=("框在哪",))
    content = replace(CONTENT, entries=(*CONTENT.entries, neutral))
    decision = decided("我不小心勾了", "answer", ("before", 0.9), ("neutral", 0.4), ("after", 0.2))
    assert on_the_right_side("我不小心勾了", decision, content).candidates[0].entry_id == "after"


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("有人打来让我报验证码", "asked"),
        ("他问我要登录密码", "asked"),
        ("我把验证码告诉他了", "given"),
        ("密码给出去了", "given"),
    ],
)
def test_who_is_asked_for_a_secret_has_not_given_it(text: str, entry: str) -> None:
    asked = replace(BEFORE, id="asked", questions=("让我报验证码", "要我发密码", "问我要验证码"), answer="别给。")
    given = replace(BEFORE, id="given", questions=("验证码给了人", "密码告诉他了", "把密码填进去了"), answer="马上改。")
    content = replace(REAL, entries=(asked, given))
    other = "given" if entry == "asked" else "asked"
    decision = decided(text, "answer", (other, 0.8), (entry, 0.3))
    assert on_the_right_side(text, decision, content).candidates[0].entry_id == entry


@pytest.mark.parametrize(
    ("said", "likely", "entry"),
    [
        (["我96年大专毕业", "登记表要交吗"], 0.3, "any"),
        (["我88年大专毕业", "登记表要交吗"], 0.3, "old"),
        (["登记表要交吗"], 0.3, "old"),
        (["我96年大专毕业", "登记表要交吗"], 0.02, "old"),
    ],
)
def test_who_told_a_later_year_is_not_answered_for_an_earlier_one(said: list[str], likely: float, entry: str) -> None:
    old = replace(BEFORE, id="old", title="1990 年以前毕业的要什么？")
    content = replace(REAL, entries=(old, replace(AFTER, id="any", title="要交哪些材料？")))
    decision = decided(said[-1], "answer", ("old", 0.6), ("any", likely))
    assert of_told_year(said, decision, content).candidates[0].entry_id == entry
