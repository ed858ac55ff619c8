"""What is asked about the matter before: which aspect, and what a text says of it."""

from __future__ import annotations

import pytest

from dialogue.questions.aspect_texts import (
    SAID_LINES,
    affected,
    closest_sentence,
    counted_on,
    sentences_about,
    sentences_in,
    sentences_naming,
)
from dialogue.questions.aspects import aspect_in, aspect_mentioned, aspect_of_thing
from faq.text.phone import line_count

TEXTS = [
    "自己登录就能申请，中文版免费。\n1. 登录学信档案，点“在线验证报告”。\n"
    "2. 设有效期，1 到 6 个月。\n3. 一般 2 个工作日出结果。",
    "找学校更正。",
]


@pytest.mark.parametrize(
    ("key", "aspect"),
    [
        ("要钱不", "fee"),
        ("办这个收费吗", "fee"),
        ("一共多少钱呀", "fee"),
        ("那要多久啊", "time"),
        ("多久能出来", "time"),
        ("好久能出来", "time"),
        ("要好久才办得好嘛", "time"),
        ("换完网上多久变", "time"),
        ("啥时候能出来", "time"),
        ("第一步先干啥子", "first"),
        ("进去点哪里", "place"),
        ("要审核多久", "time"),
        ("在哪点啊", "place"),
        ("去哪办", "place"),
        ("该到哪去领", "place"),
        ("哪里能办", "place"),
        ("那找谁问", "whom"),
        ("归哪里管啊", "whom"),
        ("应该先问哪位老师", "whom"),
        ("有电话吗", "phone"),
        ("给个电话嘛", "phone"),
        ("我问的是客服电话", "phone"),
        ("要带什么材料", "papers"),
        ("必须本人去吗", "self"),
        ("能不能叫我老婆去弄", "self"),
        ("可以委托别人办吗", "self"),
        ("我爸去行不行", "self"),
        ("能加急不", "fast"),
        ("可不可以快一点", "fast"),
        ("手机上能弄吗", "device"),
        ("要登录吗", "login"),
        ("具体怎么改", "how"),
        ("那要带什么", "papers"),
        ("需要交哪些啊", "papers"),
        ("那没有呢", "other_way"),
        ("还有别的办法吗", "other_way"),
        ("都用不了怎么办", "other_way"),
        ("要是没通过呢", "failed"),
        ("学校不给改怎么办", ""),
        ("不给改怎么办", "failed"),
        ("填错了能改吗", "undo"),
        ("能撤回吗", "undo"),
        ("能用多久", "valid"),
        ("会过期吗", "valid"),
        ("要不要去学校办", "online"),
        ("网上能办吗", "online"),
        ("非得办吗", "must"),
        ("不弄会怎么样", "must"),
        ("为什么不给改", "why"),
        ("什么原因呀", "why"),
        ("能不能叫我闺女帮我弄一下", "helper"),
        ("我侄子能帮我吗", "helper"),
        ("我帮我妈弄行吗", "helper"),
        ("找谁开", "whom"),
        ("多久能有", "time"),
        ("还来得及吗", "in_time"),
        ("今天来得及吗", "in_time"),
        ("明天能办好吗", "in_time"),
        ("赶得上吗", "in_time"),
        ("我能用我的手机帮她弄吗", "helper"),
        ("我可以代我妈办理吗", "helper"),
        ("我儿子用他手机帮我点行吗", "helper"),
        ("忘记密码怎么找回", ""),
        ("学历认证要多久", ""),
        ("好", ""),
    ],
)
def test_a_short_question_names_one_aspect(key: str, aspect: str) -> None:
    assert aspect_in(key) == aspect


@pytest.mark.parametrize(
    ("aspect", "told"),
    [
        ("fee", "自己登录就能申请，中文版免费。"),
        ("place", "登录学信档案，点“在线验证报告”。"),
        ("time", "一般 2 个工作日出结果。"),
        ("whom", "找学校更正。"),
        ("papers", ""),
        ("how", ""),
    ],
)
def test_the_sentences_of_an_aspect_are_told_without_their_numbers(aspect: str, told: str) -> None:
    assert sentences_about(aspect, TEXTS) == told


def test_no_more_than_a_few_lines_are_told() -> None:
    text = "\n".join(f"第{number}种情形要先找学校的教务部门问清楚再说下一步。" for number in range(20))
    assert 1 < line_count(sentences_about("whom", [text])) <= SAID_LINES


def test_a_longer_question_mentions_an_aspect() -> None:
    assert aspect_mentioned("刚才那个报告在哪下载来着") == "place"
    assert aspect_mentioned("我的报告打不开") == ""


@pytest.mark.parametrize(
    ("question", "told", "said"),
    [
        ("我 9 月报到的，哪个月能有", "入校约三个月内能查到。", "从 9 月算起，大约到 12 月。"),
        ("11月交的材料，几月有", "约两个月。", "从 11 月算起，大约到 1 月。"),
        ("哪个月能有", "入校约三个月内能查到。", ""),
        ("9 月报到的，哪个月能有", "以学校通知为准。", ""),
        ("33月", "约两个月。", ""),
    ],
)
def test_months_are_counted_only_when_both_ends_are_said(question: str, told: str, said: str) -> None:
    assert counted_on(question, told) == said


def test_the_sentence_that_holds_what_is_asked() -> None:
    texts = ["自己登录就能申请。\n1. 设有效期，到期前可以延长。\n2. 报告编号印在右上角。"]
    assert closest_sentence("报告编号印在哪个角", "怎么申请报告", texts) == "报告编号印在右上角。"
    assert closest_sentence("怎么申请呢", "怎么申请报告", texts) == ""


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("证明书要多少钱", ("fee", "证明书")),
        ("登记表去哪领", ("place", "登记表")),
        ("怎么改要多久", ("", "")),
        ("要多久", ("", "")),
        ("毕业证丢了要去派出所开证明吗", ("", "")),
    ],
)
def test_an_aspect_of_a_thing_that_is_named_first(key: str, found: tuple[str, str]) -> None:
    assert aspect_of_thing(key) == found


def test_the_sentences_that_name_a_word() -> None:
    texts = ["一般三个月。\n1. 函授的问继续教育学院。\n2. 普通的问教务处。"]
    assert sentences_naming("函授", texts) == "函授的问继续教育学院。"
    assert sentences_naming("自考", texts) == ""
    assert sentences_naming("教务处", texts) == ""


def test_what_might_be_affected() -> None:
    assert affected("那解了会不会影响学历啊") == "学历"
    assert affected("有没有影响") == ""


def test_a_sentence_cut_out_of_a_text_ends_like_one() -> None:
    assert list(sentences_in(["1. 先打印备案表；\n查不到的，再申请。"])) == ["先打印备案表。", "查不到的，再申请。"]
