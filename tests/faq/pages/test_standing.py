"""How far a page says something is: told first, and what was done already is not advised again."""

from __future__ import annotations

import pytest

from faq.guiding.state import GuideState
from faq.pages.case import case_facts
from faq.pages.quoting import MOST_QUOTED, quoted
from faq.pages.saying import lead
from faq.pages.standing import may_be_others, on_state, what_now
from tests.faq.pages.asking import GUIDANCE, reading

ANSWER = "先在网上申请。\n1. 登录，选材料。\n2. 等结果，别重复提交；照片要清楚。\n3. 锁定最长一天。"


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("申请正在等待学校审核", "，已经交上去了，等结果，别重复提交"),
        ("当前进度：受理中", "，已经交上去了，等结果，别重复提交"),
        ("离解锁还有 5 小时", "，等到那时再操作"),
        ("审核不通过", ""),
        ("证件号码已被注册", ""),
    ],
)
def test_what_is_left_to_do(quote: str, said: str) -> None:
    assert what_now(quote) == said


def test_only_the_lines_for_who_waits_are_said() -> None:
    assert on_state("材料审核中", ANSWER) == "等结果，别重复提交"
    assert on_state("志愿已锁定，还有3小时", ANSWER) == "锁定最长一天。"
    assert on_state("审核不通过", ANSWER) == ""


def test_the_wait_stands_behind_the_quotation() -> None:
    assert lead(reading("网上报名", "您的申请正在等待审核"), answered=True).endswith("，等结果，别重复提交。")


def test_what_the_page_asks_to_do_was_not_done_yet() -> None:
    limited = reading("找回密码", "!获取短信验证码过于频繁，该手机号已受限，请24小时后再试")
    assert case_facts(limited, GUIDANCE)["prompt"] == "limited"
    assert "light" not in case_facts(reading("实人验证", "!人脸比对失败，请在光线充足的地方再试"), GUIDANCE)


def test_who_was_not_found_is_not_sent_to_look_once_more() -> None:
    _, step = GUIDANCE.engine.begin(GuideState(facts={"found": "nothing"}), "forgot_username")
    assert "找回用户名" not in step.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("提交失败。", "提交失败"),
        (
            "说明一二三四五六七八九十，另外一二三四五六七八九十，还有一二三四五六七八九十，提交失败，请重试",
            "提交失败，请重试",
        ),
        (
            "提交失败，请核对一二三四五六七八九十，再核对一二三四五六七八九十，再核对一二三四五六七八九十",
            "提交失败，请核对一二三四五六七八九十，再核对一二三四五六七八九十",
        ),
    ],
)
def test_a_quotation_is_cut_at_a_clause_and_keeps_the_complaint(text: str, said: str) -> None:
    assert quoted(text) == said
    assert len(quoted("一" * 90)) == MOST_QUOTED


def test_a_notice_that_asks_whether_it_was_oneself_is_an_alarm_unless_it_may_be_ignored() -> None:
    assert may_be_others("您的账号改了虚构的设置，如非本人操作，请找回密码")
    assert not may_be_others("您正在绑定邮箱，如非本人操作请忽略")
    assert not may_be_others("您的账号改了虚构的设置")
