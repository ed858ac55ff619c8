"""A value told anew stands in the place of the one told before; the story around it stays."""

from __future__ import annotations

import pytest

from dialogue.facts.retold import put_right
from dialogue.facts.story import ClauseJudge, read_story
from dialogue.facts.values import value_in_place

_TRUE = ClauseJudge(lambda _: True)


@pytest.mark.parametrize(
    ("told", "text", "now"),
    [
        ("我08年函授毕业的，证书编号查不到", "打错字了，是98年毕业", "我98年函授毕业的，证书编号查不到"),
        ("我2013年毕业", "不是13年，是03年", "我03年毕业"),
        ("我2013年毕业", "说错了，是03", "我03年毕业"),
        ("我爸高中毕业证丢了想补", "讲错了，是我妈，不是我爸", "我妈高中毕业证丢了想补"),
        ("我弟的学籍没有了", "前面讲错了，是我自己的", "我自己的学籍没有了"),
        ("本科毕业的报告打不开", "哦不是本科，是大专的", "大专毕业的报告打不开"),
        ("我户口在云南，报考点选贵州行不行", "不好意思打错了户口是四川的", "我户口在四川，报考点选贵州行不行"),
        ("照片是别人的，我是大一的", "不对，大二，大二了现在", "照片是别人的，我是大二的"),
        ("刷脸失败了四次", "记错了，是七次", "刷脸失败了七次"),
        ("去年6月毕业的查不到", "记错了，是前年12月", "前年12月毕业的查不到"),
        ("15年毕业的学历核验不过", "是05年的，刚才打错了", "05年毕业的学历核验不过"),
        ("我個仔零八年入學嘅，學籍查唔到", "唔係零八年，係一八年先啱", "我個仔一八年入學嘅，學籍查唔到"),
        ("旧号137开头，收不到短信", "不对，是139开头的", "旧号139开头，收不到短信"),
        (
            "I graduated in 2011 and the report is wrong",
            "Sorry, I meant 2012",
            "I graduated in 2012 and the report is wrong",
        ),
        ("my daughter cannot log in", "oops, it's my son", "my son cannot log in"),
    ],
)
def test_the_value_that_holds_stands_where_the_wrong_one_stood(told: str, text: str, now: str) -> None:
    put = value_in_place([told], text)
    assert put is not None
    assert (put.changed, put.rest) == (now, "")


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("我是15年毕业的", "不对"),
        ("我是15年毕业的", "不对吗，15年的不能查吗"),
        ("试了三次还是不行", "我打错了两次密码"),
        ("我在湖北读的大专", "毕业证是湖南发的"),
        ("密码忘了", "我记错了密码"),
        ("查不到我的学历", "讲错了，是我女儿的学籍查不到"),
        ("I graduated in 2011", "my sister graduated in 2015"),
    ],
)
def test_what_says_of_no_value_that_it_was_wrong_changes_nothing(told: str, text: str) -> None:
    assert value_in_place([told], text) is None


def test_words_that_name_another_matter_are_no_facts() -> None:
    assert value_in_place(["学籍查不到"], "说错了，是学历", facts=True) is None
    assert value_in_place(["学籍查不到"], "说错了，是学历") is not None


def test_a_masked_value_put_right_leaves_the_story_as_it_was() -> None:
    told = ["换号收不到验证码，尾号〔部分号码〕的不用了", "记错了，尾号是〔部分号码〕"]
    assert put_right(told) == [told[0], ""]


def test_the_first_trouble_is_told_with_the_fact_put_right_messages_later() -> None:
    said = ["我2016年成教毕业，人社局核验不过", "谢谢", "好的", "哎呀写错了，是2006年", "也不行"]
    assert read_story(said, _TRUE).told == "我2006年成教毕业，人社局核验不过"


def test_what_is_told_beside_the_value_is_kept() -> None:
    said = ["我在河南读的，学籍不见了", "搞错了，是山东，读的函授"]
    assert read_story(said, _TRUE).told == "我在山东读的，学籍不见了；读的函授"


def test_a_trouble_told_anew_keeps_the_others() -> None:
    assert put_right(["验证码收不到", "换手机号", "我说错了，是邮箱收不到"]) == ["验证码收不到", "换邮箱", "邮箱收不到"]
