from __future__ import annotations

import pytest

from faq.text.choice import HUMAN, NONE_OF_THESE, Option, choose, numbered_option_lines

PASSWORD = Option("reset_password", "忘记密码怎么办？")
USERNAME = Option("find_username", "忘记用户名怎么办？")
RECORD = Option("no_record", "查不到学籍怎么办？")
NONE = Option(NONE_OF_THESE, "都不是")
PERSON = Option(HUMAN, "人工客服")
OFFERED = (PASSWORD, USERNAME, RECORD, NONE)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *(
            (text, PASSWORD)
            for text in (
                "1",
                "１",
                "①",
                "1.",
                "1、",
                "一",
                "第一个",
                "第1个",
                "选1",
                "我选第一个",
                "a",
                "A",
                "上面那个",
                "第一条吧",
                "忘记密码怎么办",
                "忘记密码",
                "密码",
                "忘記密碼怎麼辦？",
            )
        ),
        *(
            (text, USERNAME)
            for text in (
                "2",
                "二",
                "第二个",
                "第二個",
                "第二个吧",
                "我要2",
                "选项2",
                "序号2",
                "2号",
                "2吧",
                "b",
                "是第二个",
                "忘记用户名怎么办？",
                "用户名",
            )
        ),
        *(
            (text, RECORD)
            for text in ("3", "第三项", "最后一个", "最后那个", "最下面那个", "学籍", "我查不到学籍怎么办")
        ),
        *(
            (text, NONE)
            for text in ("4", "都不是", "都不是。", "都不对", "这些都不是我想问的", "没有我要的", "不是这些")
        ),
    ],
)
def test_what_people_type_to_choose(text: str, meant: Option) -> None:
    assert choose(text, OFFERED) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "？？",
        "5",
        "第六个",
        "0",
        "7",
        "12",
        "第一次登录怎么弄",
        "怎么办",  # in every title
        "忘记",  # in two titles
        "号",
        "密码和用户名都忘了",
        "2021年入学的查不到",
        "手机号被注册了",
        "一直收不到验证码",
        "/choose_option",
        "查不到学籍但是我同学都能查到这是为什么",
    ],
)
def test_what_is_no_choice(text: str) -> None:
    assert choose(text, OFFERED) is None


@pytest.mark.parametrize("text", ["1", "都不是", "最后一个", "忘记密码"])
def test_nothing_offered_nothing_chosen(text: str) -> None:
    assert choose(text, ()) is None


def test_none_of_these_must_have_been_offered() -> None:
    assert choose("都不是", (PASSWORD, USERNAME)) is None


def test_the_last_is_the_last_real_one() -> None:
    assert choose("最后一个", (PERSON, PASSWORD)) == PASSWORD
    assert choose("最后一个", (NONE,)) is None


def test_a_long_text_with_a_no_in_it_is_not_a_no() -> None:
    assert choose("我试过的办法都没有用密码还是不对，登不进去怎么办呢", OFFERED) is None


def test_the_lines_can_be_answered_with_their_numbers() -> None:
    assert (
        numbered_option_lines(OFFERED) == "1. 忘记密码怎么办？\n2. 忘记用户名怎么办？\n3. 查不到学籍怎么办？\n4. 都不是"
    )
    assert numbered_option_lines(()) == ""
    for number, option in enumerate(OFFERED, 1):
        assert choose(str(number), OFFERED) == option
