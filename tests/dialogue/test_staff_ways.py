from __future__ import annotations

import pytest

from dialogue.people.staff_ways import ruled_out


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("我没有微信", {"service"}),
        ("老人机，不用微信的", {"service"}),
        ("I don’t have WeChat", {"service"}),
        ("电话一直占线，微信也没有", {"service", "hotline"}),
        ("你们热线打不通", {"hotline"}),
        ("学校电话打不通", set()),
        ("没有绑定微信", set()),
        ("没有微信通知", set()),
        ("怎么解绑微信", set()),
    ],
)
def test_ways_that_are_none_for_somebody(text: str, ways: set[str]) -> None:
    assert ruled_out([text]) == ways
