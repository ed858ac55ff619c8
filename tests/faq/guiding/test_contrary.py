"""What is told by its contrary is put outright; what only sounds alike stays."""

from __future__ import annotations

import pytest

from faq.guiding.contrary import outright
from tests.real_content import real_guidance


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("登得上我还找你", "登不上"),
        ("我哪知道用户名是啥", "我不知道用户名是啥"),
        ("我哪里还会记得密码", "我不记得密码"),
        ("能进得去我还用得着问你吗", "进不去"),
        ("要是收得到短信，我至于在这问你吗", "收不到"),
        ("手机号要是还在用我早就找回了好吧", "手机号不用了"),
        ("手机号没停我干嘛来找你们", "手机号停了"),
        ("绑过微信的话我早扫码进去了", "没绑微信"),
        ("要是有邮箱我早就用邮箱找了", "没有邮箱"),
        ("我要知道密码，我还会来这求你们吗，急死了", "不知道密码，急死了"),
        ("登得上了才怪", "登不上"),
        ("学籍查不到，要不我还找你们干嘛", "学籍查不到"),
        ("没转钱没转钱", "没转钱"),
    ],
)
def test_the_contrary_is_put_outright(text: str, told: str) -> None:
    assert outright(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "我还要找你们客服吗",
        "手机换了还要找学校吗",
        "登不上我该找谁",
        "能不能登上我早就试过了",
        "手机号我早就换了",
        "旧号能登，我早就换了手机号",
        "密码要是改了会怎么样",
        "学籍要是没注册我还能考研吗",
        "有没有没有绑的",
        "",
    ],
)
def test_what_only_sounds_alike_stays(text: str) -> None:
    assert outright(text) == text


@pytest.mark.parametrize(
    ("text", "asked", "told"),
    [
        ("登得上我还问你干嘛", "phone", {"login": "out"}),
        ("手机号还在用我至于找你吗", None, {"phone": "unusable"}),
        ("密码找回来了也登上了", None, {"login": "in"}),
    ],
)
def test_the_facts_are_what_is_so(text: str, asked: str | None, told: dict[str, str]) -> None:
    found = real_guidance().extractor.facts(text, asked)
    assert {name: found.get(name) for name in told} == told
