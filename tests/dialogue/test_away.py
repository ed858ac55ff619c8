"""Who goes for a while, and who is back: read by how the sentence is built."""

from __future__ import annotations

import pytest

from dialogue.turns.away import comes_back, goes_away


@pytest.mark.parametrize(
    "text",
    [
        "我先去开个会 晚点再看",
        "要上课了 先不说了",
        "老板叫我 等我一会",
        "手机快没电了，充个电再来",
        "我出去食饭先，一阵返嚟",
        "宝宝哭了我先去哄",
        "我去拿个身份证 马上回来",
        "brb",
        "I have to go to class, back in an hour",
    ],
)
def test_somebody_goes(text: str) -> None:
    assert goes_away(text)


@pytest.mark.parametrize(
    "text",
    [
        "先登录试试",
        "先不要",
        "先这样填",
        "先问一下多少钱",
        "报名要截止了",
        "我先报警",
        "去营业厅补卡",
        "先把密码改了",
        "晚点再看报告",
        "先别急，先说第一个",
        "下周要出国 先办什么",
        "我去年好像弄过一份，那份废了？",
        "我去年办过",
    ],
)
def test_what_goes_nowhere(text: str) -> None:
    assert not goes_away(text)


@pytest.mark.parametrize(
    "text",
    ["我又来了，刚才讲到哪一步", "人呢？我回来了", "我返嚟喇，头先讲到边", "忙完了 咱继续", "I'm back, where were we?"],
)
def test_somebody_is_back(text: str) -> None:
    assert comes_back(text)


@pytest.mark.parametrize("text", ["洗完了 刚刚问我啥来着", "拿到了 接着来", "充好电了 继续吧"])
def test_what_says_so_only_after_a_leave(text: str) -> None:
    assert comes_back(text, after_leave=True)


@pytest.mark.parametrize(
    "text", ["收到了", "在吗", "审核到哪一步了", "刚才那个在哪里点", "密码改好了", "回来了，那该找谁"]
)
def test_what_is_another_word(text: str) -> None:
    assert not comes_back(text, after_leave=text == "密码改好了")


@pytest.mark.parametrize("text", ["等会儿，我姓名是错的", "等下我名字写错了", "等等，学校是师大"])
def test_who_only_stops_to_tell_stays(text: str) -> None:
    assert not goes_away(text)


@pytest.mark.parametrize("text", ["等下，孩子哭了", "等会儿再说", "等会儿，先吃饭去"])
def test_who_stops_to_go_goes(text: str) -> None:
    assert goes_away(text)
