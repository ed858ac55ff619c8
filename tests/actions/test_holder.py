"""Steps that are said to who asks for somebody else."""

from __future__ import annotations

import pytest

from actions.lines.holder import holder_of, said_for
from tests.actions.trackers import make_tracker


@pytest.mark.parametrize(
    ("before", "text", "holder"),
    [
        ("给我女儿注册，提示手机号被注册", "她有自己的手机号", "女儿"),
        ("替我儿子问一下", "", "儿子"),
        ("帮老公弄学信网", "他密码忘了", "老公"),
        ("我女儿帮我注册的", "", ""),
        ("密码忘了", "给我妈打过电话了", ""),
    ],
)
def test_for_whom_somebody_asks(before: str, text: str, holder: str) -> None:
    said = [{"text": before, "topic": "", "facts": ""}]
    assert holder_of(make_tracker(text, said_before=said)) == holder


@pytest.mark.parametrize(
    ("text", "holder", "said"),
    [
        ("进去了吗，是您本人的账号吗？", "女儿", "进去了吗，是女儿本人的账号吗？"),
        ("进去看到的姓名不是您，马上退出。", "女儿", "进去看到的姓名不是女儿，马上退出。"),
        ("那可能是前一位机主的账号：别登录。", "儿子", "那可能是别人的账号：别登录。"),
        ("您有没有另一个本人名下的手机号？", "儿子", "您有没有另一个本人名下的手机号？"),
        ("进去了吗，是您本人的账号吗？", "", "进去了吗，是您本人的账号吗？"),
    ],
)
def test_a_step_names_the_holder(text: str, holder: str, said: str) -> None:
    assert said_for(text, holder) == said
