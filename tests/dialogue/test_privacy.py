"""Questions about the data that people leave here, and those about other places."""

from __future__ import annotations

import pytest

from dialogue.questions.privacy import asks_privacy


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("你们会把我的证件号存下来吗", ("kept",)),
        ("聊天记录你们留多久", ("kept",)),
        ("我刚才发的身份证号你们记住了没", ("kept",)),
        ("你们拿我的照片去干嘛", ("kept",)),
        ("发给你们的截图安全不安全", ("seen",)),
        ("能帮我把刚才说的记下来给你们客服吗", ()),
        ("用户名记在哪儿找不到了，你们能查吗", ()),
        ("我发的截图你们什么时候删", ("kept",)),
        ("我在这里说的话谁看得到", ("seen",)),
        ("你们不会把我手机号卖给别人吧？", ("seen",)),
        ("会不会存我的手机号，你们谁能看到", ("kept", "seen")),
        ("我发给你的东西能删掉吗", ("erased",)),
        ("能不能把我和机器人的聊天都清空", ("erased",)),
        ("你们要不要身份证号", ("needed",)),
        ("我的证件号用不用发给你们", ("needed",)),
        ("你们留不留我的聊天", ("kept",)),
        ("你们把刚才的身份证号存下了吗", ("kept",)),
        ("证件号发错了，可以删掉吗", ("erased",)),
        ("单位会不会看到我在这里说的话", ("seen",)),
        ("你们会保存我刷脸的照片吗", ("face",)),
        ("do you store my passport number?", ("kept",)),
        ("who can read this chat?", ("seen",)),
        # other places, and what asks nothing
        ("学信网会不会泄露我的信息", ()),
        ("公司会保存我的学历报告多久", ()),
        ("报告保存多久", ()),
        ("你们的验证码怎么收不到", ()),
        ("怎么删除安全邮箱", ()),
        ("你这里能看到我的毕业记录吗", ()),
        ("客服在哪里能看到", ()),
        ("我把截图删了", ()),
        # who holds an account or a link is nobody here
        ("那个人还能看到我女儿的东西吗，要把证件发给你吗", ()),
        ("冒用的人拿到我发的照片了吗，你们帮我看看他能不能看到", ()),
        ("其他人能看到我发的截图吗", ("seen",)),
        ("你们这个人工客服能看到我的手机号吗", ("seen",)),
        ("how do I delete my account?", ()),
    ],
)
def test_privacy(text: str, kinds: tuple[str, ...]) -> None:
    assert asks_privacy(text) == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("会不会泄露啊", ("seen",)),
        ("这个填了存多久", ("kept",)),
        ("号码谁看得到", ("seen",)),
        ("多久删", ("kept",)),
        ("那聊天记录呢", ("kept",)),
        ("登录不上怎么办", ()),
    ],
)
def test_in_the_form_it_need_not_say_where(text: str, kinds: tuple[str, ...]) -> None:
    assert asks_privacy(text, going_on=True) == kinds
