"""Options as numbers, links and menu messages."""

from __future__ import annotations

from wechat.options import NumberedOption, OptionStyle, option_lines, option_link, option_message
from wechat.outgoing import MenuMessage, Text

OPTIONS = (NumberedOption(101, "忘记密码"), NumberedOption(102, '手机号 <已注册> & "占用"'))


def test_numbers_are_typed_lines() -> None:
    assert option_lines(OPTIONS) == '1. 忘记密码\n2. 手机号 ＜已注册> & "占用"'


def test_a_link_sends_the_title_and_brings_back_the_number() -> None:
    assert option_link(OPTIONS[0]) == (
        '<a href="weixin://bizmsgmenu?msgmenucontent=%E5%BF%98%E8%AE%B0%E5%AF%86%E7%A0%81&msgmenuid=101">忘记密码</a>'
    )


def test_nothing_in_a_title_can_leave_the_link() -> None:
    assert option_link(OPTIONS[1]) == (
        '<a href="weixin://bizmsgmenu?msgmenucontent=%E6%89%8B%E6%9C%BA%E5%8F%B7%20%3C%E5%B7%B2%E6%B3%A8%E5%86%8C%3E'
        '%20%26%20%22%E5%8D%A0%E7%94%A8%22&msgmenuid=102">手机号 ＜已注册> & "占用"</a>'
    )


def test_a_message_in_each_style() -> None:
    links = f"1. {option_link(OPTIONS[0])}\n2. {option_link(OPTIONS[1])}"
    assert option_message("请选择", OPTIONS, OptionStyle.LINKS, "或直接回复数字") == Text(
        f"请选择\n{links}\n或直接回复数字"
    )
    assert option_message("请选择", OPTIONS, OptionStyle.NUMBERS) == Text(f"请选择\n{option_lines(OPTIONS)}")
    assert option_message("请选择", OPTIONS, OptionStyle.MENU, "回复数字也行") == MenuMessage(
        "请选择", ((101, "1. 忘记密码"), (102, '2. 手机号 <已注册> & "占用"')), "回复数字也行"
    )


def test_a_menu_wechat_would_refuse_becomes_links() -> None:
    eleven = [NumberedOption(number, "选项") for number in range(11)]
    assert isinstance(option_message("选", eleven, OptionStyle.MENU), Text)
    assert isinstance(option_message("选", [NumberedOption(1, "长" * 43)], OptionStyle.MENU), Text)
    assert option_message("没有选项", [], OptionStyle.MENU) == Text("没有选项")
