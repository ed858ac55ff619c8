"""What is turned to in the middle of a matter."""

from __future__ import annotations

import pytest

from dialogue.turns.next_matter import (
    ends_talk,
    names_another,
    says_done,
    told_after_none,
    wanted_besides,
    wanted_instead,
    without_account_questions,
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("算了不绑了，干脆重新弄个号", "干脆重新弄个号"),
        ("不注销了，只改邮箱", "只改邮箱"),
        ("先不找回了。怎么打印学籍报告？", "怎么打印学籍报告"),
        ("别弄这个了，我想查学历", "我想查学历"),
        ("改主意了，还是用邮箱找回吧", "还是用邮箱找回吧"),
        ("密码我想起来了，但是登录说账号被锁", "登录说账号被锁"),
        ("想不起来了，怎么办", ""),
        ("算了", ""),
        ("算了，谢谢", ""),
        ("先不注册了，我想等孩子放假再弄", ""),  # put off, and nothing else is wanted
        ("手机号不用了，怎么换绑新的", ""),  # a fact of the case, not a change of mind
        ("不记得了，怎么找回", ""),
        ("算了不试了，还是不行", ""),
        ("登不上了，怎么办", ""),
    ],
)
def test_what_is_wanted_instead(text: str, wanted: str) -> None:
    assert wanted_instead(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("登上了。另外参军报名怎么填学历", "参军报名怎么填学历"),
        ("谢谢，改好了！对了，我想打印学籍报告", "我想打印学籍报告"),
        ("弄好了，多谢", ""),
        ("改好了，可是怎么还是旧的", ""),
        ("收到了，输进去了", ""),
        ("登不上了，怎么回事", ""),
        ("怎么还没弄好", ""),
    ],
)
def test_what_is_wanted_besides(text: str, wanted: str) -> None:
    assert wanted_besides(text) == wanted


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("换完了，谢谢", True),
        ("谢谢老师，弄好了", True),
        ("已经登上了", True),
        ("哦，想起来密码了", True),
        ("登录成功了！", True),
        ("我这边已经能登录了", True),
        ("进去了，谢谢", True),
        ("登上了，已经弄出来了", True),
        ("现在能查到了", True),
        ("不能登录了", False),
        ("ok下好了，谢啦", True),
        ("行，下载完了", True),
        ("能登录了吗", False),
        ("弄好了吗", False),
        ("弄好了？", False),
        ("没弄好", False),
        ("改好了，可是查不到", False),
        ("谢谢", False),
    ],
)
def test_a_closing_is_heard(text: str, done: bool) -> None:
    assert says_done(text) is done


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("研招网是不是也用这个账号", ""),
        ("手机不用了。征兵报名用的也是这个账号吗", "手机不用了。"),
        ("我正在应征报名", "我正在应征报名"),
        ("这个账号还能找回吗", "这个账号还能找回吗"),
    ],
)
def test_whose_account_a_platform_takes_is_no_fact(text: str, rest: str) -> None:
    assert without_account_questions(text) == rest


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("都不是，我毕业证在网上找不到", "我毕业证在网上找不到"),
        ("都不是呀。请问怎么打印报告？", "请问怎么打印报告？"),
        ("都不是", ""),
        ("都不是，谢谢", ""),
        ("同学都没有，就我有", ""),
        ("毕业证在网上找不到", ""),
    ],
)
def test_what_is_told_behind_none_of_a_list(text: str, told: str) -> None:
    assert told_after_none(text) == told


@pytest.mark.parametrize(
    "text", ["绑的就是新号，不用改。没别的事了谢谢", "没什么要问的了，辛苦", "不用了，我自己找到了"]
)
def test_who_has_nothing_more_ends_the_talk(text: str) -> None:
    assert ends_talk(text)


@pytest.mark.parametrize("text", ["没别的事了，报告在哪下载", "手机号没了，没别的事", "密码没问题", "不用了"])
def test_who_has_something_left_does_not(text: str) -> None:
    assert not ends_talk(text)


@pytest.mark.parametrize(
    ("text", "another"),
    [
        ("另一个2000年毕业的，也说查不到", True),
        ("还有个香港的学历呢", True),
        ("还有个问题", False),
        ("还有别的办法吗", False),
        ("同一个号", False),
    ],
)
def test_another_one_is_not_what_was_in_talk(text: str, another: bool) -> None:
    assert names_another(text) is another
