"""Pages that are not open yet, have nothing yet, or say that it is done; and whose they are when little can be read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faq.content.entry import FollowUp
from faq.follow_ups.asked_next import AskedNext
from faq.pages.answering import answer_page
from faq.pages.page import PageReading, Verdict, read_page
from faq.pages.replying import page_reply
from faq.pages.saying import lead
from faq.pages.standing import asked_for_time, asked_to_do, is_done, what_now
from tests.fakes.library import FakeLibrary, decided
from tests.faq.pages.asking import CONTENT, GUIDANCE, PLACES, PROMPTS, answered, reading
from tests.faq.pages.seen import Seen, page


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("虚构证下载尚未开始，请在规定时间内登录", "虚构证下载什么时候开始"),
        ("当前不在虚构证下载时间内", "虚构证下载什么时候开始"),
        ("虚构单位暂未公布成绩", "虚构单位成绩什么时候公布"),
        ("尚未开放", "某页什么时候开始"),
        ("费用未到账", ""),
        ("照片大小不在允许范围内", ""),
        ("不在籍（毕业）", ""),
    ],
)
def test_a_page_whose_time_has_not_come_asks_for_the_time(said: str, asked: str) -> None:
    assert asked_for_time(said, "某页") == asked
    assert (what_now(said) == "，现在还没到时候") is bool(asked)


@pytest.mark.parametrize(
    ("said", "name", "asked"),
    [
        ("您还没有申请过虚构报告", "", "怎么申请虚构报告"),
        ("登记状态：未登记", "虚构登记", "虚构登记怎么做"),
        ("尚未绑定虚构邮箱，不能发送", "", "怎么绑定虚构邮箱"),
        ("申请未通过", "虚构登记", ""),
        ("未登记", "", ""),
    ],
)
def test_what_was_not_done_yet_asks_how_to_do_it(said: str, name: str, asked: str) -> None:
    assert asked_to_do(said, name) == asked


@pytest.mark.parametrize(
    ("said", "done"),
    [("注册成功", True), ("您已完成虚构验证", True), ("验证通过后可查看", False), ("人像比对未通过", False)],
)
def test_what_is_done_is_told_from_what_was_refused(said: str, done: bool) -> None:
    assert is_done(said) is done


def test_the_time_is_asked_for_first() -> None:
    shown = reading(Seen("准考证下载", top=90, height=60), "!准考证下载尚未开始，请按规定时间来")
    when = decided("准考证下载什么时候开始", "answer", ("yz_ticket", 0.9))
    assert answered(shown, "", "", when).decision is when


def test_what_is_done_is_not_taught_again() -> None:
    shown = reading(Seen("注册成功", top=90, height=60), "欢迎来到虚构的一页")
    assert shown.name == "注册成功"
    told = decided("注册成功", "answer", ("register_account", 0.9))
    books = FakeLibrary(CONTENT, {told.text: told}, guidance=GUIDANCE)
    found = answer_page(books, shown)  # type: ignore[arg-type]
    assert found.done
    assert page_reply(found, CONTENT).text.endswith("这一步办成了。\n接下来要办什么，用一句话告诉我。")
    follow_up = FollowUp(("然后呢",), "虚构的下一步。")
    books.next_ones = {"，接下来做什么": AskedNext("register_account", follow_up, 0.7)}
    found = answer_page(books, shown)  # type: ignore[arg-type]
    assert page_reply(found, CONTENT).text.endswith("这一步办成了。\n虚构的下一步。")


def test_a_question_beside_a_page_is_answered_from_its_entry() -> None:
    shown = reading(Seen("第三方账号", top=90, height=60), "解绑后将不能使用虚构登录")
    asked = "解了还绑得回来吗"
    decision = decided(f"{asked}，第三方账号", "answer", ("unbind_third_party", 0.9))
    books = FakeLibrary(CONTENT, {decision.text: decision}, guidance=GUIDANCE)
    books.next_ones = {asked: AskedNext("unbind_third_party", FollowUp(("再绑",), "虚构的一句。"), 0.9)}
    found = answer_page(books, shown, asked)  # type: ignore[arg-type]
    assert found.said == "虚构的一句。"
    assert "虚构的一句。" in page_reply(found, CONTENT).text


def test_services_that_may_be_bound_are_not_whose_page_it_is() -> None:
    rows = (Seen("支付宝", top=200, left=40, width=90), Seen("未绑定", top=200, left=300, width=90))
    shown = read_page(page("绑定管理", *rows), PROMPTS, PLACES)
    assert shown.facts.elsewhere == ""
    assert read_page(page("支付宝", "付款失败"), PROMPTS, PLACES).facts.elsewhere.startswith("这是支付宝的页面")


def test_an_address_of_ours_that_was_misread_is_no_other_site() -> None:
    shown = read_page(page("https://www.chisi.com.cn/xlcx/", "学历查询", "没有虚构到的结果"), PROMPTS, PLACES)
    assert (shown.facts.elsewhere, shown.facts.site) == ("", "chsi")
    other = read_page(page("https://www.xugou.com/", "学历查询", "没有虚构到的结果"), PROMPTS, PLACES)
    assert other.facts.elsewhere.startswith("这是别的网站的页面")


def test_a_bare_code_is_read_by_the_field_of_its_form() -> None:
    sent = reading("注册", "手机号", "验证码已发送，请查收")
    assert sent.complaint == "短信验证码已发送，请查收"
    assert reading("注册", "手机号", "邮箱", "验证码已发送，请查收").complaint == "验证码已发送，请查收"


def test_the_page_of_a_new_number_shows_what_it_wants() -> None:
    told = reading("修改手机号", "原手机号", "短信验证码", "新手机号").facts.told
    assert told == ("已经登录进去了", "页面要旧手机号的验证码")


def test_where_only_the_title_can_be_read_the_prompt_is_asked_for() -> None:
    lines = page("学历查询", "虚构蒙糊的一行字", "又一行蒙糊的字", "再一行蒙糊的字")
    blurred = [line if line.text == "学历查询" else replace(line, confidence=0.55) for line in lines]
    shown = read_page(blurred, {})
    assert (shown.verdict, shown.likely, shown.bare) == (Verdict.UNSURE, "学历查询", True)
    assert "请用一句话说说" in lead(shown)


def test_what_cannot_be_read_is_asked_for_beside_the_answer() -> None:
    said = lead(PageReading(Verdict.UNREADABLE), answered=True)
    assert "打成一句话" in said and said.endswith("先按您说的回答：")
