"""An answer without the steps that were taken already."""

import pytest

from dialogue.facts.done_already import beyond_done, deed_told, left_undone
from dialogue.moods.feelings import tells_feeling

ANSWER = "不用申请，会自动弹出。\n1. 打开页面，选“核验”。\n2. 照样例上传照片。\n3. 等结果。\n4. 别反复提交。"
CASES = "看情况。\n1. 在读的：找学校改密码。\n2. 毕业的：找客服。"


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ("照片也传了 现在等", "不用申请，会自动弹出。\n1. 等结果。\n2. 别反复提交。"),
        ("照片怎么传", ANSWER),
        ("照片还没传", ANSWER),
        ("照片传了吗", ANSWER),
    ],
)
def test_what_was_done_is_not_told_again(told: str, left: str) -> None:
    assert beyond_done(ANSWER, told) == left


@pytest.mark.parametrize(
    ("answer", "told", "left"),
    [
        ("能找回：打开网页，点“找回密码”，填新的。", "找回密码我点过了", "能找回：填新的。"),
        ("能换：先过身份核验，再填新号。", "刷脸也过了", "能换：填新号。"),
        ("先过身份核验，再填新号。", "刷脸也过了", "填新号。"),
        ("能换。\n1. 先过身份核验。\n2. 填新号。", "人脸识别过了", "能换。\n填新号。"),
        ("还要两样：核对手机，改密码。看志愿。", "密码已经改了", "还要两样：核对手机，改密码。看志愿。"),
        ("先过身份核验，再填新号。", "刷脸还没过", "先过身份核验，再填新号。"),
    ],
)
def test_a_deed_by_any_name_and_in_the_first_sentence(answer: str, told: str, left: str) -> None:
    assert beyond_done(answer, told) == left


def test_options_are_no_steps() -> None:
    listed = "怎么了？\n1. 密码改了\n2. 换手机"
    assert beyond_done(listed, "密码改了", ["密码改了", "换手机"]) == listed
    assert beyond_done(listed, "密码改了") != listed


def test_lines_for_different_cases_stay() -> None:
    assert beyond_done(CASES, "密码已经改了") == CASES


@pytest.mark.parametrize(
    ("text", "feels"),
    [("好的吓死我了", True), ("松了口气", True), ("急死了", True), ("照片传了", False), ("怕收不到短信", False)],
)
def test_a_feeling_is_no_fact(text: str, feels: bool) -> None:
    assert tells_feeling(text) is feels


@pytest.mark.parametrize(
    ("key", "deed"),
    [
        ("改了改了", "改"),
        ("我已经解绑了", "解绑"),
        ("换了", "换"),
        ("改不了", ""),
        ("没改", ""),
        ("改了还是不对", ""),
        ("改了吗", ""),
    ],
)
def test_a_bare_deed_is_told_and_nothing_else(key: str, deed: str) -> None:
    assert deed_told(key) == deed


def test_what_was_warned_of_and_not_done_is_no_riddle() -> None:
    assert left_undone("没点") and left_undone("我还没付呢")
    assert not left_undone("没点到那个按钮") and not left_undone("没收到")
