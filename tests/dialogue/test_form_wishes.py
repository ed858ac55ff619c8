"""What a message inside the ticket form does as a whole."""

from __future__ import annotations

import pytest

from dialogue.ticket.form_wishes import FormWish, declines_here, has_no_picture, nothing_more, read_wish, skips_picture


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("没截图，直接交了吧", FormWish(sends=True)),
        ("账号不记得啦，就这样交给客服", FormWish(sends=True, rest="账号不记得啦")),
        ("不补喇，提交", FormWish(sends=True, rest="")),
        ("换过电脑，就这样提交吧，谢谢", FormWish(sends=True, rest="换过电脑")),
        ("提交吧，几天能回？", FormWish(sends=True)),
        ("填好资料，提交，页面就空白了", FormWish(rest="填好资料，页面就空白了")),
        ("工单不开了，那去哪里改？", FormWish(leaves=True, asks="那去哪里改")),
        ("不填了", FormWish(leaves=True)),
        ("算了", FormWish(leaves=True)),
        ("算了，没有图", FormWish()),
        ("只要真人，不填", FormWish()),
        ("cancel it please. Where is my record?", FormWish(leaves=True, asks="Where is my record")),
        ("不提交，直接提交", FormWish()),
        ("不用你们处理了", FormWish(leaves=True)),
        ("页面不用处理就好了", FormWish(rest="页面不用处理就好了")),
        ("", FormWish()),
        ("工单先放着", FormWish(aside=True)),
        ("先别交", FormWish(aside=True)),
        ("晚点再填吧", FormWish(aside=True)),
        ("先不交了，问个别的：采集码在哪", FormWish(aside=True, asks="采集码在哪")),
        ("单子先搁着，我该先弄哪个？", FormWish(aside=True, asks="我该先弄哪个")),
        ("let me finish it later", FormWish(aside=True)),
        ("another question first: how do I bind it", FormWish(aside=True, asks="how do I bind it")),
        ("等会儿再填，按钮是灰的", FormWish(rest="按钮是灰的")),
        ("提交 你们看了是不是就能改", FormWish(sends=True, asks="你们看了是不是就能改")),
        ("just submit. also the translation how much", FormWish(sends=True, asks="also the translation how much")),
    ],
)
def test_wishes(text: str, wish: FormWish) -> None:
    assert read_wish(text) == wish


@pytest.mark.parametrize(
    "text",
    [
        "我还是打他们电话算了",
        "打個電話就搞掂，唔該",
        "发邮件问就行了",
        "加他们公众号问问吧",
        "有热线就够了",
        "我自己想办法吧",
        "太麻烦了，不弄了",
        "懒得填表",
        "算了，不要新的",
        "不用再开新单了",
        "莫填了嘛",
        "唔使开单喇",
        "I'd rather phone them",
        "no need to open a ticket, thanks",
        "forget the form",
        "an e-mail is enough",
    ],
)
def test_who_goes_another_way_leaves_the_form(text: str) -> None:
    assert read_wish(text).leaves


@pytest.mark.parametrize(
    "text",
    [
        "打过电话了，没人接",
        "我打电话问了学校",
        "我要找人工客服",
        "直接转人工",
        "我自己试了两次",
        "截图免了",
        "不想写用户名",
        "不要新的手机号",
        "I called them and nobody answered",
        "skip",
    ],
)
def test_who_tells_or_skips_stays_in_the_form(text: str) -> None:
    assert not read_wish(text).leaves


@pytest.mark.parametrize("text", ["算了不找了", "不找人工了", "那就不麻烦你们了"])
def test_the_person_is_wanted_no_more(text: str) -> None:
    assert read_wish(f"{text}，学籍和学历有啥区别") == FormWish(leaves=True, asks="学籍和学历有啥区别")
    assert not read_wish(f"学校说他们{text}").leaves


def test_not_for_now_lets_it_wait() -> None:
    assert read_wish("先不填，我问下密码怎么找回").aside


@pytest.mark.parametrize("text", ["先不发图了", "截图就算了", "照片这次不传了", "没图"])
def test_without_a_picture(text: str) -> None:
    assert skips_picture(text)


@pytest.mark.parametrize("text", ["图传不清楚", "不发短信", "截图发了"])
def test_not_without_a_picture(text: str) -> None:
    assert not skips_picture(text)


def test_bare_words() -> None:
    assert nothing_more("没有什么要补充的") and nothing_more("就这些了") and not nothing_more("没有收到短信")
    assert declines_here("不用了") and not declines_here("不用手机")


@pytest.mark.parametrize(
    ("text", "none"),
    [
        ("I have no screenshot", True),
        ("Sorry, I can't take a screenshot right now", True),
        ("no picture", True),
        ("I don't have any", True),
        ("The picture code is not shown", False),
        ("I can't upload", False),
    ],
)
def test_no_picture_in_english(text: str, none: bool) -> None:
    assert has_no_picture(text) is none


@pytest.mark.parametrize("text", ["啥截图 我不会弄啊", "什么截图，不会弄", "截图 我不会弄"])
def test_who_cannot_make_a_picture_asks_nothing(text: str) -> None:
    assert skips_picture(text)
    assert read_wish(text).asks == ""


def test_who_puts_the_ticket_aside_asks_all_that_is_told_besides() -> None:
    wish = read_wish("工单先放一放，我就问你，报告被人打开了，验证码要改吗")
    assert wish.aside and wish.besides == "报告被人打开了，验证码要改吗"
