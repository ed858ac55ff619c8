"""Agreement: what is written bears a statement out, says the contrary, leaves it open, or is about something else."""

from __future__ import annotations

import pytest

from dialogue.text.agreement import agreement, bare_statement


@pytest.mark.parametrize(
    ("statement", "told", "verdict"),
    [
        ("所以只能让学校开证明书", "不能补原件，只能由学校出证明书。", "yes"),
        ("还能补一本原件", "不能补原件，只能由学校出证明书。", "no"),
        ("那就是不用花钱", "在网上办，免费。", "yes"),
        ("那就是要交钱", "在网上办，免费。", "no"),
        ("提交了还能改", "选好再交；提交后不能改。", "no"),
        ("学籍还在的", "账号还在，学籍学历不受影响。", "yes"),
        ("旧号就废了", "审核通过后，旧账号会被注销。", "yes"),
        ("我选六个月", "申请时选 1 到 6 个月。", "yes"),
        ("我选九个月", "申请时选 1 到 6 个月。", ""),
        ("肄业也能查到", "能查到：结业也做学历注册。", ""),
        ("女生也要登记", "适龄男性要登记；不登记要承担责任。", ""),
        ("交没盖章的报告", "不一定：没盖章的报告收不收看单位。", "open"),
        ("全数字也可以", "连续数字也容易被猜到。", ""),
        ("交上学费就没事了", "学费交上以后由学校补注册。", ""),
        ("两天就能好", "多久能好没有查到官方说法。", ""),
        ("换一个号注册", "是老号就找回；不是就换一个号注册。", "yes"),
        ("有效期三个月", "多在入学后约三个月内出来。", ""),
        ("在公众号里点延长", "不能，公众号里没有；请在学信档案里点延长。", ""),
        ("今天吃面", "选好再交；提交后不能改。", ""),
    ],
)
def test_how_a_sentence_stands_to_a_statement(statement: str, told: str, verdict: str) -> None:
    assert agreement(statement, told).verdict == verdict


def test_the_name_of_the_matter_alone_confirms_nothing() -> None:
    told = "弹出“人工审核”，照样例上传照片。"
    assert agreement("要我自己申请人工审核", told, "人工审核怎么申请").verdict == ""


def test_what_is_known_to_be_alike_needs_few_words() -> None:
    said = "不能永久，最长选 6 个月。"
    assert agreement("永久有效", said).verdict == ""
    assert agreement("永久有效", said, alike=True).verdict == "no"


def test_a_statement_without_the_words_that_lead_to_it() -> None:
    assert bare_statement("也就是说要找学校改就行了吧") == "找学校改"
