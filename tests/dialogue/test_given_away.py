"""A secret that went to a fake site, a person or a shared screen is heard as done, and only then."""

from __future__ import annotations

import pytest

from dialogue.people.given_away import given_away, strange_address

SITE = (
    "有人发我chsl.net.cn这个网址，我把密码输了，一直没反应",
    "在 www.xuexin-web.top 登录完就报错",
    "群里老师发的链接，账号密码我都填了",
    "误进了山寨网站，密码已经输了",
    "那边叫我登录，账号密码我全填了，这下糟了",
    "I typed my password on chs1-report.com",
    "来了条短信讲我账号有问题，我点进去填了验证码",
)
PERSON = (
    "登录密码我告诉中介了",
    "短信验证码念给电话里那个人了，要紧吗",
    "自称客服的要我报验证码，我就报了",
    "我一糊涂把码说出去了",
    "被人套走了密码怎么办",
    "我给了他我的密码",
    "I told the caller my verification code",
)
SCREEN = ("他说帮我认证，我共享屏幕了", "屏幕共享的时候我登录了学信网")
NEITHER = (
    "来了条短信让填验证码，我没点进去",
    "在 wq.ncss.cn 输了学信网账号密码就报错",
    "在 www.gatzs.com.cn 报名，密码输完就跳转了",
    "chsl.net.cn是官网吗",
    "客服要我的密码，要给吗",
    "没把验证码告诉他",
    "密码给忘了",
    "密码填了，还是说不对",
    "验证码一直发不到我手机上",
    "密码我告诉我妈了，让她帮我弄",
    "在线验证码发给公司人事了",
    "报告的验证码给单位了，他们说过期",
    "在 www.chsi.com.cn 填完密码就报错",
    "四六级报名网 cet-bm.neea.edu.cn 登录了说密码不对",
    "同学发来的链接我没敢点，密码没填",
    "万一把密码告诉别人了会怎样",
    "能共享屏幕给客服看吗",
    "账号给人注册了",
)


@pytest.mark.parametrize(
    ("text", "to"),
    [
        *((text, "site") for text in SITE),
        *((text, "person") for text in PERSON),
        *((text, "screen") for text in SCREEN),
        *((text, None) for text in NEITHER),
    ],
)
def test_it_is_heard_to_whom_a_secret_went(text: str, to: str | None) -> None:
    assert given_away(text) == to


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("打开my.chsi.com.cn看", ""),
        ("教育厅的 jyt.example.gov.cn", ""),
        ("写信给 kefu@chsi.com.cn", ""),
        ("点了http://www.chsi.com.cn.vip/login", "www.chsi.com.cn.vip"),
        ("fakechsi.com.cn", "fakechsi.com.cn"),
    ],
)
def test_an_address_is_strange_that_is_neither_ours_nor_a_public_bodys(text: str, host: str) -> None:
    assert strange_address(text) == host
