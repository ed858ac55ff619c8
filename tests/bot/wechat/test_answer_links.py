"""What leads out of a WeChat answer: a button to an official page, and the article with the sources."""

from __future__ import annotations

from bot.channels.base import Outbound, OutboundMessage
from bot.channels.wechat.render import render, with_page
from faq.text.choice import Option
from wechat.options import OptionStyle
from wechat.outgoing import Text

PAGE = Option("open:a:0", "打开官网", "https://www.chsi.com.cn/")
DETAILS = Option("more:a", "详细说明")


def shown(style: OptionStyle, *options: Option, page: str = "") -> list[str]:
    messages = render([OutboundMessage("先查。", options, page)], lambda some: [7] * len(some), style)
    return [message.content if isinstance(message, Text) else f"menu:{message.tail}" for message in messages]


def test_a_button_to_a_page_opens_it_and_the_others_choose() -> None:
    assert shown(OptionStyle.LINKS, PAGE, DETAILS) == [
        '先查。\n1. <a href="https://www.chsi.com.cn/">打开官网</a>\n'
        '2. <a href="weixin://bizmsgmenu?msgmenucontent=%E8%AF%A6%E7%BB%86%E8%AF%B4%E6%98%8E&msgmenuid=7">详细说明</a>'
    ]
    assert shown(OptionStyle.NUMBERS, PAGE) == ["先查。\n1. 打开官网：https://www.chsi.com.cn/"]


def test_a_menu_cannot_hold_pages_so_links_stand_in() -> None:
    [said] = shown(OptionStyle.MENU, PAGE)
    assert said.startswith("先查。\n1. <a href=")
    assert shown(OptionStyle.MENU, DETAILS) == ["menu:"]


def test_the_article_is_the_last_line_of_an_answer() -> None:
    link = '<a href="https://help.example.com/help/a">来源与全文</a>'
    assert shown(OptionStyle.NUMBERS, page="https://help.example.com/help/a") == [f"先查。\n{link}"]
    assert shown(OptionStyle.MENU, DETAILS, page="https://help.example.com/help/a") == [f"menu:{link}"]


def test_only_answers_have_an_article_and_only_where_pages_are_found() -> None:
    replies = (OutboundMessage("一"), OutboundMessage("二"))
    answer = Outbound(replies, {"band": "answer", "faq_id": "a"})
    assert with_page(answer, "https://help.example.com/") == (
        OutboundMessage("一"),
        OutboundMessage("二", (), "https://help.example.com/help/a"),
    )
    assert with_page(answer, "") == replies
    assert with_page(Outbound(replies, {"band": "clarify", "faq_id": None}), "https://help.example.com") == replies
