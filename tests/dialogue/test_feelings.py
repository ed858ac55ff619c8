"""Who is in distress beside what they ask reads one human clause; who only says that something is urgent does not."""

from __future__ import annotations

import pytest

from dialogue.moods.feelings import CALM, CALM_FRIGHT, comfort


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("人脸试了好多次，我都快哭了", CALM),
        ("完了完了，旧号没了密码也忘了", CALM),
        ("急死我了，明天就截止", CALM),
        ("说我学籍要注销，我好害怕", CALM_FRIGHT),
        ("吓死了，学历怎么没了", CALM_FRIGHT),
        ("急用，怎么申请报告", ""),
        ("不着急，下周弄也行", ""),
        ("怕是要等到明年了", ""),
        ("担心影响考研，能改吗", ""),
        ("别急死了", ""),
    ],
)
def test_distress_is_heard(text: str, said: str) -> None:
    assert comfort(text) == said
