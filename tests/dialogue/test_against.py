"""A fact that stands against a person's own words does not get into their ticket."""

from __future__ import annotations

import pytest

from dialogue.facts.against import against


@pytest.mark.parametrize(
    ("facts", "text", "left_out"),
    [
        ({"matches": "same"}, "孩子名字中间那个字被学校写成别的了", {"matches"}),
        ({"matches": "same"}, "名字和证件核对过，都对", set()),
        ({"matches": "same"}, "是不是名字写错了？", set()),
        ({"studies": "graduated"}, "今年夏天毕业的", {"studies"}),
        ({"studies": "graduated"}, "毕业很多年了", set()),
        ({"phone": "usable", "found": "stranger"}, "", {"phone"}),
        ({"phone": "usable", "found": "mine"}, "", set()),
    ],
)
def test_what_is_left_out(facts: dict[str, str], text: str, left_out: set[str]) -> None:
    assert against(facts, [text]) == left_out
