"""The last words of a talk: it is done, or it is understood, and nothing is asked."""

from __future__ import annotations

import pytest

from dialogue.people.offices import office_beside
from dialogue.questions.steps_asked import asks_list, asks_order
from dialogue.text.clauses import split_clauses
from dialogue.turns.closings import closing_in
from dialogue.turns.last_words import is_over, tells_success, understood_as

DONE = [
    "交上了",
    "交上去了",
    "换了手机浏览器 收到了",
    "行 充了 登上了",
    "下载下来了 发给人事了",
    "材料寄走了",
    "终于刷过了 累死我了",
    "我妈帮我改好了",
]
NOT_DONE = [
    "学籍查到了 学位没有",
    "照片传上去了 显示审核中",
    "报上了 那要交钱吗",
    "手机号换好了 邮箱怎么换",
    "已经认证过了 还要再弄吗",
    "交了三次",
    "外卖来了 我先吃",
    "手续上个月就办完了",
]


@pytest.mark.parametrize("text", DONE)
def test_who_says_that_it_is_done_has_no_trouble(text: str) -> None:
    assert tells_success(text)


@pytest.mark.parametrize("text", NOT_DONE)
def test_what_is_open_still_is_not_done(text: str) -> None:
    assert not tells_success(text)


def test_the_matter_itself_is_over_whatever_step_waits() -> None:
    assert is_over("ok 找回来了")
    assert not is_over("能收到了")
    assert not tells_success("新号办好了", named=False)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("懂了 填最新那条就行", "填最新那条"),
        ("知道了 等三个月就好", "等三个月"),
        ("懂了 那学位呢", ""),
        ("填最新那条就行", ""),
    ],
)
def test_what_is_understood_stands_behind_a_nod(text: str, what: str) -> None:
    assert understood_as(text) == what


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("我妈说她去营业厅办", "family"),
        ("知道了我让她明天去教务处问问", "others"),
        ("明白了 打电话给学校档案室", "call"),
        ("那我把毕业证带去学校档案馆", "go"),
        ("那我先等一个月再看", "wait"),
        ("那我明天白天再刷一次", "later"),
    ],
)
def test_a_plan_is_heard_whoever_carries_it_out(text: str, plan: str) -> None:
    found = closing_in(text)
    assert found is not None
    assert found.plan == plan


@pytest.mark.parametrize("text", ["那我去哪里改", "我妈说学校不给办", "那我先去试试", "我下午去过了"])
def test_what_asks_tells_or_only_tries_is_no_plan(text: str) -> None:
    assert closing_in(text) is None


@pytest.mark.parametrize(
    "text", ["给我列个单子", "那总结一下我先干啥", "那给我写个清单 先后顺序", "你总结下", "所以一共几步"]
)
def test_a_list_of_all_is_wanted(text: str) -> None:
    assert asks_list(text)
    assert asks_order(text)


@pytest.mark.parametrize("text", ["毕业总结怎么写", "单子丢了", "报告清单在哪下载"])
def test_what_only_names_a_list_wants_none(text: str) -> None:
    assert not asks_list(text)


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("哎说错了她是大二的", ["哎说错了", "她是大二的"]),
        ("不对那邮箱呢", ["不对", "那邮箱呢"]),
        ("打错了两次密码", ["打错了两次密码"]),
        ("弄错了我的名字", ["弄错了我的名字"]),
        ("知道了我让她去问", ["知道了", "我让她去问"]),
        ("不对劲啊", ["不对劲啊"]),
    ],
)
def test_what_puts_right_is_a_clause_of_its_own(text: str, clauses: list[str]) -> None:
    assert split_clauses(text) == clauses


def test_an_office_that_the_matter_does_not_name_is_beside_it() -> None:
    assert office_beside("我爸说他去派出所改", ["找学校学籍部门更正。"]) == "派出所"
    assert office_beside("我爸说他去派出所改", ["先到公安机关办好户籍变更。"]) == ""
    assert office_beside("我去学校问", ["找客服。"]) == ""
