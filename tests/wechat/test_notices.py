"""Notices through templates."""

from __future__ import annotations

import pytest

from tests.wechat.conftest import OPENID, Bench
from wechat.notices import Notice, TemplateNotifier, fit_value


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("thing1", "短", "短"),
        ("thing1", "长" * 21, "长" * 19 + "…"),
        ("thing12", " 两\n行 ", "两 行"),
        ("character_string2", "工单 XX-001", "XX-001"),
        ("character_string2", "X" * 40, "X" * 32),
        ("phrase3", "等待客服处理", "等待客服…"),
        ("time4", "2026-11-02 10:00", "2026-11-02 10:00"),
        ("thing1", "", "-"),
        ("character_string1", "中文", "-"),
    ],
)
def test_values_are_cut_to_their_types(name: str, value: str, expected: str) -> None:
    assert fit_value(name, value).strip() == expected


async def test_a_notice_fills_the_places_the_template_has(bench: Bench) -> None:
    notifier = TemplateNotifier(bench.client, "T1", {"number": "character_string1", "status": "phrase2", "at": "time3"})
    notice = Notice({"number": "XX-001", "status": "已回复", "extra": "不用"}, "https://example.com/t", "XX-001-2")
    number = await notifier.notify(OPENID, notice)
    assert number.isdigit()
    assert bench.platform.calls[-1].payload == {
        "touser": OPENID,
        "template_id": "T1",
        "data": {"character_string1": {"value": "XX-001"}, "phrase2": {"value": "已回复"}},
        "url": "https://example.com/t",
        "client_msg_id": "XX-001-2",
    }
