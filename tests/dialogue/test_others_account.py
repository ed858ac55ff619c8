"""Who wants the phone, user name or address behind somebody else's account, and who asks about their own."""

from __future__ import annotations

import pytest

from dialogue.people.others_account import tells_of_another, wants_others_account


@pytest.mark.parametrize(
    "text",
    [
        "知道前夫的身份证号，怎么查他学信网绑定的手机",
        "拿他的证件能查出来他登录的手机号吗",
        "他学信网用户名是多少 你告诉我呗",
        "我是家长 想知道孩子账号绑的哪个手机号 帮忙查一下",
        "学生身份证号我都有 告诉我他们各自注册的手机号",
        "我是HR 候选人身份证在我这 帮查下注册手机",
        "那你直接告诉我他是拿哪个号注册的",
        "which phone did my friend register with, I have his ID number",
    ],
)
def test_keys_of_another_account_are_wanted(text: str) -> None:
    assert wants_others_account(text)


@pytest.mark.parametrize(
    "text",
    [
        "我妈忘了用户名怎么找回",
        "我儿子的账号绑的手机号怎么换",
        "我的身份证被别人注册了 怎么知道他用的哪个手机号",
        "我有身份证号 怎么查我绑的哪个手机号",
        "帮我看看我注册的是哪个手机号",
        "老公用我的手机号注册过了 怎么办",
        "请问客服电话是多少",
        "my friend forgot his username how to recover",
    ],
)
def test_ones_own_account_and_other_matters_are_not(text: str) -> None:
    assert not wants_others_account(text)


def test_a_talk_about_somebody_else_need_not_name_them_again() -> None:
    assert tells_of_another("我班上有个学生学籍名字错了")
    assert not tells_of_another("我的学籍名字错了")
    asked = "有证件号，您帮我查下注册的哪个手机"
    assert wants_others_account(asked, of_another=True)
    assert not wants_others_account(asked)
