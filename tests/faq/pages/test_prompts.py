"""Prompts found in lines: misread letters, sentences broken in two, look-alikes, links, which one blocks."""

from __future__ import annotations

import pytest

from faq.pages.prompts import match_prompts, says_what_blocks
from tests.faq.pages.seen import page, seen

PROMPTS = {
    "id_registered": ["证件号码已被注册", "我要重新注册"],
    "reregister_pending": ["证件号码已经被注册，客服审核通过后才能被再次注册"],
    "phone_registered": ["手机号码已被注册"],
    "id_format": ["证件号码格式有误"],
    "login_wrong_password": ["您输入的用户名或密码有误", "用户名或密码错误"],
    "reset_password": ["找回密码", "用户名 图片验证码 下一步"],
    "account_completeness": ["账号完善度"],
}


def best(*rows: object) -> list[str]:
    return [match.entry_id for match in match_prompts(page(*rows), PROMPTS)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("证件号码已被注册", ["id_registered"]),
        ("证件号码己被注册", ["id_registered"]),
        ("證件號碼已被註冊", ["id_registered"]),
        ("证件号码已被注册！请核对后重新填写", ["id_registered"]),
        ("提示：手机号码已被注册", ["phone_registered"]),
        ("您输入的用户名或密码有误", ["login_wrong_password"]),
        ("您输人的用户名或密吗有误", ["login_wrong_password"]),
        ("证件号码格式有误", ["id_format"]),
        ("证件号码未被注册", []),
        ("邮箱已被注册", []),
        ("证件号码", []),
        ("账号或密码错误，请重新输入", ["login_wrong_password"]),
        ("", []),
    ],
)
def test_one_line(text: str, expected: list[str]) -> None:
    assert best(text) == expected


def test_a_sentence_over_two_lines_is_one_prompt() -> None:
    lines = [seen("证件号码已经被注册，客服审核通过", top=100), seen("后才能被再次注册", top=134)]
    (match,) = match_prompts(lines, PROMPTS)
    assert (match.entry_id, match.numbers) == ("reregister_pending", (0, 1))
    assert match.quote == "证件号码已经被注册，客服审核通过后才能被再次注册"
    apart = [seen("证件号码已经被注册，客服审核通过", top=100), seen("后才能被再次注册", top=400)]
    assert [match.entry_id for match in match_prompts(apart, PROMPTS)] == ["id_registered"]


def test_the_quote_is_what_stands_there() -> None:
    (match,) = match_prompts(page("提示：“证件号码已被注册”，详见下方"), PROMPTS)
    assert (match.quote, match.prompt, match.errors) == ("证件号码已被注册", "证件号码已被注册", 0)


def test_what_catches_the_eye_comes_first() -> None:
    both = ("证件号码已被注册", "手机号码已被注册")
    assert best(*both)[0] == "id_registered"
    assert best(both[0], "!" + both[1])[0] == "phone_registered"
    assert best("!" + both[0], seen(both[1], 5, dialog=True))[0] == "phone_registered"
    assert best(both[0], seen(both[1], 5, marked=True))[0] == "phone_registered"


def test_what_blocks_comes_before_where_one_is() -> None:
    rows = (seen("账号完善度", 0, height=44), "请补全信息", "证件号码格式有误")
    assert best(*rows) == ["id_format", "account_completeness"]


def test_links_count_as_the_heading_of_their_page_only() -> None:
    assert best("登录学信网", "用户名", "找回密码", "注册") == []
    heading = seen("找回密码", 0, height=44)
    assert [match.entry_id for match in match_prompts([heading, *page("", "用户名", "请输入")[1:]], PROMPTS)] == [
        "reset_password"
    ]


def test_words_apart_are_a_page_that_shows_all_of_them() -> None:
    assert best("用户名", "图片验证码", "下一步") == ["reset_password"]
    assert best("用户名", "下一步") == []


def test_an_english_sentence_is_no_list_of_words() -> None:
    prompts = {"site_down": ["502 Bad Gateway"]}
    assert [match.entry_id for match in match_prompts(page("502 Bad Gateway", "nginx"), prompts)] == ["site_down"]


def test_each_entry_is_named_once_and_shared_prompts_name_all() -> None:
    assert best("证件号码已被注册", "□ 我要重新注册") == ["id_registered"]
    shared = {"one": ["该报告已过有效期"], "two": ["该报告已过有效期"]}
    assert [match.entry_id for match in match_prompts(page("该报告已过有效期"), shared)] == ["one", "two"]


def test_the_clock_and_the_address_are_no_prompts() -> None:
    assert match_prompts(page("14:07", "5G 78%", "account.chsi.com.cn"), {"x": ["account.chsi.com.cn", "14:07"]}) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("该手机号已注册", ["phone_registered"]),
        ("您的身份证号码已经注册过", ["id_registered"]),
        ("您填写的证件号码格式不正确，请核对后重新输入", ["id_format"]),
        ("账户或密码不正确", ["login_wrong_password"]),
        ("证件号码未注册", []),
        ("邮箱格式不正确", []),
        ("账号不完善", []),
    ],
)
def test_the_same_prompt_in_other_usual_words(said: str, expected: list[str]) -> None:
    assert best(said) == expected


def test_what_is_reworded_is_quoted_whole_and_counts_less_than_the_words_of_staff() -> None:
    (match,) = match_prompts(page("该手机号已注册，可直接登录"), PROMPTS)
    assert (match.quote, match.reworded) == ("该手机号已注册", True)
    (exact,) = match_prompts(page("手机号码已被注册，可直接登录"), PROMPTS)
    assert not exact.reworded
    assert exact.weight > match.weight


def test_a_complaint_after_a_word_means_what_it_means_on_a_page_with_that_word() -> None:
    prompts = {**PROMPTS, "new_number_taken": ["新手机号 手机号码已被注册"]}
    both = [
        [match.entry_id for match in match_prompts(page(*rows), prompts)]
        for rows in (("新手机号", "该手机号已被注册"), ("手机号", "该手机号已被注册"), ("新手机号", "手机号格式有误"))
    ]
    assert both == [["new_number_taken"], ["phone_registered"], []]


def test_what_is_alike_but_about_something_else_is_no_prompt() -> None:
    prompts = {"new_number_taken": ["该手机号已绑定其他学信网账号"], "sms_valid_time": ["短信验证码错误"]}
    assert match_prompts(page("该微信号已绑定其他学信网账号"), prompts) == []
    assert match_prompts(page("请输入短信验证码", "短信验证码已发送"), prompts) == []


def test_what_a_page_demands_in_red_is_a_complaint() -> None:
    prompts = {"password_rule": ["新密码 同时包含字母和数字"]}
    rows = ("新密码", "!密码须同时包含字母和数字")
    (match,) = match_prompts(page(*rows), prompts)
    assert (match.blocks, match.quote) == (True, "密码须同时包含字母和数字")
    assert [found.blocks for found in match_prompts(page(*(row.strip("!") for row in rows)), prompts)] == [False]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("该手机号已注册", True),
        ("手机号：已注册", True),
        ("已注册", False),
        ("2024-2025 学年 已注册", False),
        ("学年已注册", False),
    ],
)
def test_a_record_that_is_registered_complains_of_nothing(text: str, blocks: bool) -> None:
    assert says_what_blocks(text) is blocks
