"""Who presses for a yes or no of what was answered, and who asks something new."""

from __future__ import annotations

import pytest

from actions.in_talk.verdicts import pressed_line
from dialogue.questions.verdicts import presses_for_verdict
from dialogue.turns.closings import closing_in, confirmed_in
from tests.real_content import real_content

CONTENT = real_content()


@pytest.mark.parametrize(
    ("text", "presses"),
    [
        ("别绕了，直接说我能不能报", True),
        ("那是不是就考不了了", True),
        ("到底会不会影响", True),
        ("说白了还能改吗", True),
        ("你就说我这样还登得上不，给个准话", True),
        ("能不能用护照注册", False),
        ("到底怎么改", False),
        ("是不是要先核验", False),
    ],
)
def test_a_verdict_is_pressed_for(text: str, presses: bool) -> None:
    assert presses_for_verdict(text) is presses


@pytest.mark.parametrize(
    ("text", "plan", "confirms"),
    [
        ("好的，那我先让女儿帮我传上去，再带上户口本，您看这样行吧，谢谢，您真有耐心", "family", True),
        ("懂了，材料我找学院是吧", "others", True),
        ("算了我等着就行吗", "wait", True),
        ("那我明天去学校问问，不行再找你", "go", False),
        ("那我告诉孩子让他自己登", "family", False),
    ],
)
def test_a_plan_ends_a_talk(text: str, plan: str, confirms: bool) -> None:
    closing = closing_in(text)
    assert closing is not None
    assert (closing.plan, bool(closing.confirms)) == (plan, confirms)


def test_what_is_to_be_confirmed_is_no_plan() -> None:
    assert confirmed_in("换成毕业证上的编号就行了吧") == "换成毕业证上的编号"
    assert confirmed_in("能改吗") == ""


def test_the_matter_that_decides_is_told_in_other_words() -> None:
    vague, decisive = (CONTENT.entry(name) for name in ("name_id_mismatch", "yz_check_failed"))
    assert vague is not None and decisive is not None
    assert pressed_line(vague, [vague, decisive]).startswith("不等于不能报名。")
