"""The error table."""

from __future__ import annotations

import pytest

from wechat.codes import ERROR_TABLE, Outcome, judge
from wechat.errors import ApiError


@pytest.mark.parametrize(
    ("outcome", "codes"),
    [
        (Outcome.TOKEN, {40001, 40014, 41001, 42001}),
        (Outcome.RETRY, {-1, 45011}),
        (Outcome.HOLD, {45015, 45047}),
        (Outcome.ALARM, {40002, 40013, 40125, 40164, 40243, 45009, 45087, 45094, 48001, 48004}),
    ],
)
def test_what_to_do_about_which_code(outcome: Outcome, codes: set[int]) -> None:
    assert {code for code, verdict in ERROR_TABLE.items() if verdict.outcome is outcome} == codes


def test_every_code_of_the_facts_is_there() -> None:
    assert {
        -1, 40001, 40003, 40007, 40013, 40014, 40033, 40125, 40164, 40200, 40243, 41001, 42001, 43004, 43019, 44002,
        44004, 45002, 45008, 45009, 45011, 45015, 45047, 45087, 45094, 45098, 45099, 47001, 47002, 48001, 48002, 48004,
        50002, 70000, 45086, 40029, 40163, 43101, 47003, 45109,
    } <= set(ERROR_TABLE)  # fmt: skip


def test_a_code_nobody_wrote_down_is_not_retried() -> None:
    assert judge(99999).outcome is Outcome.UNKNOWN


def test_waiting_times() -> None:
    assert {code: judge(code).wait_s for code in (-1, 45011)} == {-1: 1.0, 45011: 60.0}


def test_an_error_says_in_chinese_what_to_mend() -> None:
    error = ApiError("/cgi-bin/stable_token", 40164, "203.0.113.7")
    assert str(error) == (
        "微信接口 /cgi-bin/stable_token 返回 40164："
        "服务器的出口 IP 不在 IP 白名单里，请到微信开发者平台添加（203.0.113.7）"
    )
