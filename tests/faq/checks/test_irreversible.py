"""An answer that tells to do what cannot be taken back names what it costs."""

from __future__ import annotations

import pytest

from faq.guiding.tree import Irreversible

ACTION = Irreversible("erase", "注销", ("点“注销”",), ("收不回。", "回不来。"), (("作废", "注销后"), ("征兵",)))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("先点“注销”", 1),
        ("别点“注销”", None),
        ("千万不要点“注销”", None),
        ("别点“注销”。想好了再点“注销”", 11),
        ("找不回的，点“注销”", 5),
        ("看看再说", None),
    ],
)
def test_where_a_text_tells_to_do_it(text: str, place: int | None) -> None:
    assert ACTION.told_at(text) == place


@pytest.mark.parametrize(
    ("text", "missing"),
    [("点“注销”", ("作废", "征兵")), ("点“注销”，账号作废", ("征兵",)), ("注销后不能征兵", ())],
)
def test_what_it_leaves_out(text: str, missing: tuple[str, ...]) -> None:
    assert ACTION.unmentioned(text) == missing
