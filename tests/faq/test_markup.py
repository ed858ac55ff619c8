# ruff: noqa: E501 - messages are compared whole, and a Chinese character counts twice
"""`faq.text.markup`: the small markup of answers as plain text and as HTML that nothing can break out of."""

from __future__ import annotations

import pytest

from faq.text.markup import Line, Span, leftovers, links, parse, to_html, to_plain

ANSWER = """
先看**这里**，再看[官网](https://www.chsi.com.cn/)。
第二行

1. 打开页面
2. 点[找回密码](faq:reset_password)
- 一
- 二
"""


def test_parse():
    assert parse(ANSWER) == [
        Line(
            "text",
            (
                Span("先看"),
                Span("这里", strong=True),
                Span("，再看"),
                Span("官网", target="https://www.chsi.com.cn/"),
                Span("。"),
            ),
        ),
        Line("text", (Span("第二行"),)),
        Line("blank"),
        Line("step", (Span("打开页面"),), 1),
        Line("step", (Span("点"), Span("找回密码", target="faq:reset_password")), 2),
        Line("item", (Span("一"),)),
        Line("item", (Span("二"),)),
    ]


def test_plain_text_keeps_addresses_and_names_of_answers():
    assert to_plain(ANSWER) == (
        "先看这里，再看官网（https://www.chsi.com.cn/）。\n第二行\n\n1. 打开页面\n2. 点“找回密码”\n· 一\n· 二"
    )


def test_address_that_is_its_own_name_is_not_repeated():
    assert to_plain("[https://my.chsi.com.cn](https://my.chsi.com.cn/)") == "https://my.chsi.com.cn"


def test_html():
    assert to_html(ANSWER) == (
        '<p>先看<strong>这里</strong>，再看<a href="https://www.chsi.com.cn/" rel="noopener noreferrer" target="_blank">'
        '官网</a>。<br>第二行</p><ol start="1"><li>打开页面</li><li>点<a data-faq="reset_password" href="#">找回密码</a>'
        "</li></ol><ul><li>一</li><li>二</li></ul>"
    )


@pytest.mark.parametrize(
    ("answer", "html"),
    [
        ("", ""),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ('[x](https://a.cn/"onclick="y)', None),
        (
            "[<b>](https://a.cn/)",
            '<p><a href="https://a.cn/" rel="noopener noreferrer" target="_blank">&lt;b&gt;</a></p>',
        ),
        ("**<i>**", "<p><strong>&lt;i&gt;</strong></p>"),
        ('[x](faq:a"b)', "<p>[x](faq:a&quot;b)</p>"),
        ("[x](data:text/html,1)", "<p>[x](data:text/html,1)</p>"),
        ("5. 五\n6. 六", '<ol start="5"><li>五</li><li>六</li></ol>'),
        ("一\n\n二", "<p>一</p><p>二</p>"),
    ],
)
def test_nothing_an_editor_types_becomes_html(answer, html):
    result = to_html(answer)
    if html is None:
        assert result == (
            '<p><a href="https://a.cn/&quot;onclick=&quot;y" rel="noopener noreferrer" target="_blank">x</a></p>'
        )
    else:
        assert result == html


def test_links():
    assert links(ANSWER) == ["https://www.chsi.com.cn/", "faq:reset_password"]
    assert links("[x](ftp://a) [y](faq:A)") == []


def test_leftovers_keep_places_and_show_only_what_was_mistyped():
    assert leftovers("看**这里**和[官网](https://a.cn)。") == "看      和                  。"
    assert leftovers("**没有成对") == "**没有成对"
