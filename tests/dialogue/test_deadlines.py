"""Days that people name as their deadline, read on a Thursday."""

from __future__ import annotations

from datetime import date

import pytest

from dialogue.heard import Heard
from dialogue.questions.deadlines import deadline_named, needed_by, pleads, says_until

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("下周一前要用", date(2026, 11, 30)),
        ("急，周五就截止了", date(2026, 11, 27)),
        ("星期二要签约", date(2026, 12, 1)),
        ("后天面试", date(2026, 11, 28)),
        ("12月3号之前要交", date(2026, 12, 3)),
        ("验证码收不到，28号报名截止", date(2026, 11, 28)),
        ("5号前要交材料", date(2026, 12, 5)),
        ("2月30号前要", None),
        ("11月20号报名时就这样", None),
        ("周一打过电话没人接", None),
        ("2024年入学", None),
        ("", None),
    ],
)
def test_needed_by(text: str, day: date | None) -> None:
    assert needed_by(text, TODAY) == day


@pytest.mark.parametrize(
    ("clause", "until"),
    [
        ("评职称月底要交", True),
        ("最晚下周给我", True),
        ("马上要入职了", True),
        ("下个月毕业", False),
        ("月底才发工资", False),
    ],
)
def test_who_says_by_when(clause: str, until: bool) -> None:
    assert says_until(clause) == until


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("那我报名后天就截止了咋整", True),
        ("快截止了咋办", True),
        ("公司下周一就要报告了怎么办", True),
        ("明天怎么办", False),
        ("密码明天就到期怎么办", False),
        ("后天就截止了，手机号也换了怎么办", False),
        ("单位周五要", False),
    ],
)
def test_nothing_but_a_deadline_and_a_plea(text: str, only: bool) -> None:
    assert pleads(Heard(text).core_key) == only


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("单位这周五要，查不到", "这周五"),
        ("登录不上，今晚必须进去", "今晚"),
        ("下午5点报到前要打印", "下午5点"),
        ("收不到短信，马上面试", "面试"),
        ("还有两天就截止了", "截止"),
        ("报告有效期只剩一天了", ""),
        ("报名几号截止", ""),
        ("昨天截止了", ""),
        ("我2022年6月毕业的", ""),
    ],
)
def test_the_day_by_which_it_is_needed(text: str, day: str) -> None:
    assert deadline_named(text) == day
