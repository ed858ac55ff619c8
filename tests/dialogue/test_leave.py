"""Courtesies, leave-taking, and the question behind them; who asks what comes first; whom to believe."""

from __future__ import annotations

import pytest

from dialogue.leave import question_alone
from dialogue.moods.rumours import asks_whether_true
from dialogue.moods.whole_messages import puts_off
from dialogue.questions.next_steps import asks_what_first, told_beside_first


@pytest.mark.parametrize("text", ["先吃饭去了，等会说", "先睡了 明天说", "回头弄", "我先去开会，晚点聊"])
def test_somebody_goes_for_a_while(text: str) -> None:
    assert puts_off(text)


@pytest.mark.parametrize("text", ["先登录试试", "明天能办吗", "晚上几点关门", "先去哪里办"])
def test_what_is_no_leave_taking(text: str) -> None:
    assert not puts_off(text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("好的 我看见有个填学校的 回头弄 我想问91年的大专能查到不", "我想问91年的大专能查到不"),
        ("回来了，刚才那个在哪里点？", "刚才那个在哪里点？"),
        ("说错了，专升本的学籍在哪看", "专升本的学籍在哪看"),
        ("回头弄", "回头弄"),
        ("好的，学籍在哪看", "好的，学籍在哪看"),
        ("I will do it later", "I will do it later"),
    ],
)
def test_only_the_question_counts(text: str, asked: str) -> None:
    assert question_alone(text) == asked


@pytest.mark.parametrize(
    "text", ["那我今天到底先干哪样", "接下来干嘛", "截止之前到底先干啥", "行 现在先做什么 次数快用完了"]
)
def test_what_comes_first_is_asked(text: str) -> None:
    assert asks_what_first(text)


@pytest.mark.parametrize("text", ["先做什么认证", "现在办什么手续", "我做什么工作能查吗", "怎么先登录"])
def test_what_asks_for_no_order(text: str) -> None:
    assert not asks_what_first(text)


def test_what_is_told_beside_it_is_kept() -> None:
    assert told_beside_first("现在先做什么，次数快用完了") == "次数快用完了"


@pytest.mark.parametrize(
    "text",
    [
        "有人来电话说交500能恢复学籍，是真的不",
        "群里的人叫我转账解冻，能信吗",
        "收到短信让点链接，是不是骗子",
        "中介说给钱包过，靠谱吗",
    ],
)
def test_whether_somebody_can_be_believed(text: str) -> None:
    assert asks_whether_true(text)


@pytest.mark.parametrize("text", ["真的收不到", "收到了", "这个要交钱吗", "老师说要交材料", "报告是真的吗"])
def test_what_is_no_rumour(text: str) -> None:
    assert not asks_whether_true(text)
