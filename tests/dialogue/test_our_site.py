"""«这网站» is 学信网, unless another site is named."""

from __future__ import annotations

import pytest

from dialogue.text.our_site import with_our_name


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("这网站收不收钱", "学信网收不收钱"),
        ("你们平台靠谱吗", "学信网靠谱吗"),
        ("你们这个网站能查到吗", "学信网能查到吗"),
        ("这网站是假的吗", "这网站是假的吗"),
        ("征兵网这网站登不上", "征兵网这网站登不上"),
        ("这个网址能点吗", "这个网址能点吗"),
        ("网站打不开", "网站打不开"),
        ("学校的网站打不开", "学校的网站打不开"),
    ],
)
def test_a_site_that_is_pointed_at_is_ours(text: str, named: str) -> None:
    assert with_our_name(text) == named
