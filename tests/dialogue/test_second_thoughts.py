"""Somebody goes on after all, drops what was said beside the step, or would rather have another thing."""

from __future__ import annotations

import pytest

from dialogue.facts.put_right import meant_instead
from dialogue.turns.second_thoughts import drops_aside, given_up_for, takes_up_again


@pytest.mark.parametrize("text", ["诶还是弄吧，我急着报名", "算了还是弄吧", "唉，要不还是继续弄", "还是接着办吧"])
def test_what_was_given_up_is_taken_up_again(text: str) -> None:
    assert takes_up_again(text)


@pytest.mark.parametrize("text", ["还是弄不了", "还是弄吧，要多久？", "算了不弄了", "还是不行", "我再问一下学校"])
def test_what_only_sounds_like_it_takes_nothing_up(text: str) -> None:
    assert not takes_up_again(text)


@pytest.mark.parametrize(
    ("text", "dropped"),
    [("哦那个不管了", True), ("先别管它", True), ("不管了", False), ("那个人不管了，学校也不管", False)],
)
def test_only_what_was_said_beside_is_dropped(text: str, dropped: bool) -> None:
    assert drops_aside(text) is dropped


@pytest.mark.parametrize(
    ("clause", "rather"),
    [
        ("算了就中文的吧", "中文的"),
        ("算了还是四级吧", "四级"),
        ("算了就这样吧", ""),
        ("算了不弄了", ""),
        ("算了还是人工吧", ""),
        ("算了我去学校吧", ""),
    ],
)
def test_something_else_is_wanted_in_its_place(clause: str, rather: str) -> None:
    assert given_up_for(clause) == rather
    assert ((found := meant_instead(clause)) is not None and found.meant == rather) is bool(rather)
