"""What of a talk never gets into a ticket, and what looks like it and does."""

from __future__ import annotations

import pytest

from dialogue.facts.no_part import is_bare, is_no_part
from dialogue.facts.story import ClauseJudge, Story, read_story, wished
from dialogue.facts.told import read_told
from dialogue.questions.deadlines import says_until
from dialogue.readers.control import without_denied


@pytest.mark.parametrize(
    "clause",
    [
        "前面那条讲过了",
        "就告诉我能还是不能",
        "我没问这个",
        "你们抓紧给我处理一下",
        "工单里千万不要写我的电话",
        "把最后那句去掉",
        "说清楚一点",
        "我要举报你们",
        "please answer in English",
        "不补了",
        "没有截图",
        "第1个和第3个都是",
        "别再跟我提换手机",
        "讲了半天没一句管用的",
        "你们这群",
    ],
)
def test_what_is_no_part(clause: str) -> None:
    assert is_no_part(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "学籍照片显示成了别人",
        "请客服把入学日期改一下",
        "系统不让我提交材料",
        "学校说已经上报了",
        "人脸比对总不过",
        "把人在国外也写上",
        "〔手机号〕上一条短信都没收到",
    ],
)
def test_what_is_part(clause: str) -> None:
    assert not is_no_part(clause)


@pytest.mark.parametrize("clause", ["12月5号要交材料", "这周五之前得用", "后天就要入职", "公司急用"])
def test_by_when_it_is_needed(clause: str) -> None:
    assert says_until(clause)


@pytest.mark.parametrize("clause", ["今天收不到验证码", "去年毕业", "明天能好吗", "急死我了"])
def test_no_day_by_which_it_is_needed(clause: str) -> None:
    assert not says_until(clause)


@pytest.mark.parametrize(
    ("clause", "what"),
    [
        ("我想换绑定的邮箱", "换绑定的邮箱"),
        ("就是想查入学日期", "查入学日期"),
        ("我想找人工客服", ""),
        ("想问一下怎么弄", ""),
        ("我不想注销账号", ""),
    ],
)
def test_wish(clause: str, what: str) -> None:
    assert wished(clause) == what


def test_a_talk_is_sorted_by_what_it_tells() -> None:
    messages = [
        "报告申请按钮是灰的，别跟我绕",
        "清了缓存也没反应，页面提示“网络异常，请重试”",
        "我问的是学历的报告",
        "如果重新注册，会不会好",
        "周五之前得交给单位",
    ]
    assert read_story(messages, ClauseJudge(lambda _: True)) == Story(
        told="报告申请按钮是灰的；学历的报告",
        tried="清了缓存也没反应；页面提示“网络异常，请重试”",
        until="周五之前得交给单位",
    )


def test_what_only_tells_facts_stands_among_them() -> None:
    story = read_story(["登录一直失败", "旧号停机了"], ClauseJudge(lambda _: True, lambda clause: "停机" in clause))
    assert story.told == "登录一直失败"


def test_what_has_not_happened_is_not_told() -> None:
    assert read_told("万一是别人冒用，账号里的东西会不会被看到").clauses == ()
    assert read_told("万一是别人冒用。照片已经不是我了").clauses == ("照片已经不是我了",)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("我不找客服，我就想知道编号在哪", "我就想知道编号在哪"),
        ("不是问工单，问的是报告", "问的是报告"),
        ("没有找到客服在哪", "没有找到客服在哪"),
        ("转人工", "转人工"),
    ],
)
def test_what_is_denied_is_not_asked_for(text: str, rest: str) -> None:
    assert without_denied(text) == rest


@pytest.mark.parametrize("text", ["那我问的第二个事呢", "所以到底行不行啊", "还是给我转人工吧", "怎么办呢"])
def test_a_question_without_content_is_not_quoted(text: str) -> None:
    assert is_bare(text)


@pytest.mark.parametrize("text", ["我该干嘛", "我该咋整"])
def test_what_to_do_alone_is_not_quoted(text: str) -> None:
    assert is_bare(text)


@pytest.mark.parametrize("text", ["第二个报告怎么续期", "到底收不收费", "还能报名吗"])
def test_a_question_with_content_is(text: str) -> None:
    assert not is_bare(text)
