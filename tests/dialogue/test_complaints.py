"""Who only tells that nobody answered, however often they wrote."""

from __future__ import annotations

import pytest

from dialogue.moods.complaints import complained_elsewhere, is_ignored


@pytest.mark.parametrize(
    "text",
    [
        "工单交了四次，石沉大海",
        "我都反映过五六遍了还是没人管",
        "联系客服十几次，没有任何回复",
        "是死的吗 写了三回没人理",
    ],
)
def test_nobody_answered(text: str) -> None:
    assert is_ignored(text, opening=True)


@pytest.mark.parametrize(
    "text",
    ["问了学校好几次没人理", "我刷脸失败三次没人管怎么办", "发了两封邮件都没人回", "提交了三次", "报名提交三次没反应"],
)
def test_another_matter_is_told(text: str) -> None:
    assert not is_ignored(text, opening=True)


def test_in_a_matter_it_must_name_us() -> None:
    assert not is_ignored("提交三次没人理", opening=False)
    assert is_ignored("工单提交三次没人理", opening=False)


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("宿舍停电投诉没人理 你们管管", True),
        ("食堂饭难吃投诉了没人管", True),
        ("我要投诉你们客服", False),
        ("我要投诉，没人理我", False),
        ("投诉了客服没人理", False),
        ("举报代办骗人的，在哪举报", False),
    ],
)
def test_a_complaint_made_elsewhere_wishes_for_none_of_ours(text: str, elsewhere: bool) -> None:
    assert complained_elsewhere(text) is elsewhere
