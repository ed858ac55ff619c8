"""Our site may be named only to say that all is well there."""

from __future__ import annotations

import pytest

from dialogue.text.contrast import names_a_site, without_contrast


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("那个报名网站老提示密码错误，可我学信网用这个密码就能进", "那个报名网站老提示密码错误"),
        ("教务系统说我密码不对，可是学信网就是这个密码啊", "教务系统说我密码不对"),
        ("学信网明明能登，公司系统账号登不上", "公司系统账号登不上"),
        ("单位平台让输密码，我用微信能登学信网", "单位平台让输密码"),
    ],
)
def test_what_is_well_with_us_is_left_out(text: str, rest: str) -> None:
    assert without_contrast(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "学信网密码不对，登不上",
        "学信网能登，但查不到学历",
        "学信网登不上，研招网能登",
        "12306核验不过，学信网里信息都对",
        "学信网能登吗，密码不对",
        "学信网能登",
        "",
    ],
)
def test_a_trouble_of_ours_stays(text: str) -> None:
    assert without_contrast(text) == text


def test_a_site_needs_no_name() -> None:
    assert names_a_site("那个系统要密码")
    assert not names_a_site("就是验证码收不到")
