"""Who only tells that nobody answered, however often they wrote."""

from __future__ import annotations

import pytest

from dialogue.moods.complaints import is_ignored


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
