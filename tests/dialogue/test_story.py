"""The story of a conversation: never without its first words, and without what the person is done with."""

from __future__ import annotations

import pytest

from dialogue.facts.story import ClauseJudge, Story, read_story
from dialogue.said import GIVEN, OPEN


def story(*messages: str, untrue: str = "-") -> Story:
    return read_story(messages, ClauseJudge(lambda clause: untrue not in clause))


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        # the first message stands whole, whatever is asked on the way or answered to something else
        (
            ["入学日期早了一年，我是专升本的", "教务处不肯改，你们能改吗", "登记照也旧了"],
            Story("入学日期早了一年，我是专升本的；教务处不肯改；登记照也旧了"),
        ),
        # who began with a question has it told first
        (["在线验证报告怎么申请", "点了申请一直转圈"], Story("在线验证报告怎么申请？点了申请一直转圈")),
        # what the talk turned from stays
        (["手机号被陌生人占着", "毕业照片显示成了别人"], Story("手机号被陌生人占着；毕业照片显示成了别人")),
        # what is solved or given up in so many words does not
        (["密码重设不了", "成了，谢谢", "毕业照片显示成了别人"], Story("毕业照片显示成了别人")),
        (["账号想注销掉", "不注销了，毕业照片显示成了别人"], Story("毕业照片显示成了别人")),
        (["密码重设不了", "登上了，谢谢"], Story(done=True)),
        # anger and the wish for a person tell nothing
        (["登记照是别人的", "气死我了，我不想跟机器说话", "有没有人管"], Story("登记照是别人的")),
        # what is given up is a plan; the problem stays
        (
            ["邮箱绑成前同事的了", "我想解绑这个邮箱", "算了不解绑了，换成新的就行"],
            Story("邮箱绑成前同事的了；换成新的就行"),
        ),
        # what is put right later is told rightly
        (["照片总传不上去，传了两台电脑", "不是照片，是视频传不上去"], Story("视频传不上去，传了两台电脑")),
        ([], Story()),
        (["你好", "谢谢"], Story()),
    ],
)
def test_story(messages: list[str], expected: Story) -> None:
    assert story(*messages) == expected


def test_the_question_that_was_asked_last_is_told() -> None:
    assert story("密码重设不了", "旧号会不会一直占着账号").asked == "旧号会不会一直占着账号？"
    assert story("旧号会不会一直占着账号", "密码重设不了").asked == ""


@pytest.mark.parametrize(
    ("messages", "answers", "asked"),
    [
        (["密码重设不了，旧号会不会一直占着账号"], [GIVEN], ""),
        (["密码重设不了", "旧号会不会一直占着账号", "邮箱也进不去了"], ["", OPEN, ""], "旧号会不会一直占着账号？"),
        (["密码重设不了，你们会保存我的身份证号吗"], [""], ""),
        (["密码重设不了", "旧号会不会一直占着账号", "邮箱也进不去了"], ["", GIVEN, ""], ""),
    ],
)
def test_only_what_nobody_answered_is_asked(messages: list[str], answers: list[str], asked: str) -> None:
    assert read_story(messages, ClauseJudge(lambda _: True), answers).asked == asked


def test_the_first_open_question_and_the_last_are_asked() -> None:
    said = ["她的自考毕业证要怎么认证", "她没有注册过", "用我的手机注册可以吗"]
    judge = ClauseJudge(lambda _: True)
    told = read_story(said, judge, [OPEN, "", OPEN])
    assert told.told.startswith("她的自考毕业证要怎么认证？") and told.asked == "用我的手机注册可以吗？"
    told = read_story(["我妈考的自考，她的毕业证要怎么认证", *said[1:]], judge, [OPEN, "", OPEN])
    assert told.asked == "她的毕业证要怎么认证？用我的手机注册可以吗？"


def test_what_only_tells_facts_stays_in_its_place() -> None:
    said = ("登不上去了", "手机号早换了", "没绑过邮箱", "密码忘了进不去")
    assert story(*said).told == "；".join(said)


def test_what_was_put_right_is_left_out() -> None:
    told = story("登录提示密码错误", "手机停机了", "手机修好了能用", untrue="停机")
    assert told.told == "登录提示密码错误；手机修好了能用"


def test_what_began_it_and_was_put_right_leaves_room_for_what_holds() -> None:
    assert story("密码想不起来", "用户名才是想不起来的", untrue="密码").told == "用户名才是想不起来的"


def test_a_question_in_case_is_no_matter_once_something_is_told() -> None:
    assert story("如果重新注册会不会有影响", "证件号显示被占用").told == "证件号显示被占用"


def test_a_long_story_keeps_its_beginning_and_its_end() -> None:
    middle = [f"第{number}次弄到一半又退回到第一步去了" for number in range(30)]
    told = story("密码重设不了", *middle, "今天又锁住了").told
    assert told.startswith("密码重设不了；") and told.endswith("；今天又锁住了")
    assert len(told) <= 400 and "第29次" in told and "第5次" not in told


def test_what_was_found_ends_nothing_when_more_is_told_of_it() -> None:
    assert story("证件号显示被占用", "查到了，是个不认识的号").told == "证件号显示被占用；是个不认识的号"
    assert story("证件号显示被占用", "查到了，谢谢") == Story(done=True)


@pytest.mark.parametrize(
    ("messages", "told"),
    [
        # from the beginning, whatever came up since, and with the little that was done
        (
            ["短信叫我点个链接 我点了", "登录记录里有个外地的", "我转了钱"],
            "短信叫我点个链接，我点了；登录记录里有个外地的；我转了钱",
        ),
        # sighs, whose site it is, and what only points at something tell nothing
        (["你们学信网怎么回事 照片那一栏是空的", "完了完了", "这是啥意思"], "照片那一栏是空的"),
        (["这是啥意思", "照片那一栏是空的"], "照片那一栏是空的"),
        # what goes on behind «好了» is the same matter
        (["密码重设不了", "密码改好了，但还是登不上"], "密码重设不了；密码改好了，但还是登不上"),
        # a username has a field of its own
        (["用户名是〔手机号〕，密码重设不了"], "密码重设不了"),
    ],
)
def test_a_story_is_told_from_its_beginning(messages: list[str], told: str) -> None:
    assert story(*messages).told == told


def test_what_is_settled_is_left_out() -> None:
    judge = ClauseJudge(lambda _: True)
    english = ["My login fails with the new passport", "It works now. I need the report in English"]
    assert read_story(english, judge).told == "I need the report in English"
