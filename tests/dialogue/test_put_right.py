"""Who means another matter than the one that was told or answered."""

from __future__ import annotations

import pytest

from dialogue.facts.put_right import PutRight, changed_facts, meant_instead, without_mistaken
from dialogue.facts.retold import put_right
from dialogue.heard import ConversationState, Heard
from dialogue.readers.case import said_facts
from dialogue.text.siblings import put_in_place
from faq.guiding.state import GuideState
from tests.real_content import real_guidance


@pytest.mark.parametrize(
    ("text", "meant", "wrong"),
    [
        ("不是不是，讲错了，学籍里是对的，是账号上名字打错", "账号上名字打错", "学籍"),
        ("说错了，是我儿子的学籍看不到", "我儿子的学籍看不到", ""),
        ("不是验证码，我是说邮件收不到", "邮件收不到", "验证码"),
        ("是邮箱，不是手机号", "邮箱", "手机号"),
        ("我问的不是学历，是学位在哪查，急", "学位在哪查，急", "学历"),
        ("学历没错，是照片错了", "照片错了", "学历"),
    ],
)
def test_what_is_meant_instead(text: str, meant: str, wrong: str) -> None:
    found = meant_instead(text)
    assert found is not None
    assert (found.meant, found.wrong) == (meant, wrong)


@pytest.mark.parametrize(
    "text",
    [
        "不是",
        "不对",
        "不是，我没收到",
        "学籍没错",
        "不是新生",
        "是的，我是应届生",
        "不是不清楚，是根本没有照片",
        "没有，是在电脑上弄的",
    ],
)
def test_what_only_answers_puts_nothing_right(text: str) -> None:
    assert meant_instead(text) is None


def test_what_it_points_to_and_asks() -> None:
    found = meant_instead("不是刷脸，我问手机号那个，审完要再注册吗")
    assert found is not None
    assert (found.points_to, found.asks) == ("手机号", "审完要再注册吗")


def test_the_facts_that_are_otherwise() -> None:
    known = {"change_what": "phone", "graduated": "done", "worked@change_info.phone": "failed"}
    assert changed_facts(PutRight("邮箱", "手机号"), known, real_guidance()) == {"change_what": "mail"}
    assert changed_facts(PutRight("邮箱，收不到信", asks="收不到信"), known, real_guidance()) == {}


def test_a_ticket_tells_what_is_meant() -> None:
    assert put_right(["我学籍上名字错了一个字", "说错了，学籍没错，是登录账号里的名字打错了"]) == [
        "学籍没错，是登录账号里的名字打错了",
        "",
    ]
    assert put_right(["查不到我的学历，急", "讲错了，是我女儿的学籍查不到"]) == ["我女儿的学籍查不到"]


@pytest.mark.parametrize(
    ("text", "meant", "wrong"),
    [
        ("不是问我怎么申请，是老师，他只有我学号", "老师，他只有我学号", "我怎么申请"),
        ("我没要注册，我问学籍", "学籍", "注册"),
        ("我问的是锁定，不是什么时候填", "锁定", "什么时候填"),
        ("照片有的，我问的是还要不要重采", "还要不要重采", ""),
    ],
)
def test_a_reading_that_is_refused_in_so_many_words(text: str, meant: str, wrong: str) -> None:
    found = meant_instead(text)
    assert found is not None
    assert (found.meant, found.wrong, found.refuses) == (meant, wrong, True)


def test_a_mistake_of_ones_own_refuses_no_answer() -> None:
    found = meant_instead("打错了，我要的是学位的")
    assert found == PutRight("学位的")
    assert found is not None
    assert not found.refuses
    assert found.said == "学位的"


@pytest.mark.parametrize("text", ["我没要求退款，我是想问下", "我没说完", "我没想到要钱"])
def test_what_only_looks_like_a_refused_reading(text: str) -> None:
    assert meant_instead(text) is None


def test_a_word_of_regret_tells_of_no_wrong_record() -> None:
    assert without_mistaken("哦我说错了，他不是新生，是专升本的") == "他不是新生，是专升本的"
    assert without_mistaken("名字打错了怎么改") == "名字打错了怎么改"
    assert without_mistaken("说错了") == "说错了"


def test_what_was_misread_by_us_strikes_nothing_that_was_told() -> None:
    assert put_right(["缓存清了也没反应", "我问的是学历的报告"])[0] == "缓存清了也没反应"


def test_what_is_to_be_changed_is_put_right_without_naming_what_was_wrong() -> None:
    assert changed_facts(PutRight("邮箱"), {"change_what": "phone"}, real_guidance()) == {"change_what": "mail"}


@pytest.mark.parametrize(
    ("said", "question", "whole"),
    [
        ("学历的", "怎么申请学籍验证报告", "怎么申请学历验证报告"),
        ("学位的", "在线验证报告怎么申请", "学位在线验证报告怎么申请"),
        ("邮箱", "怎么改手机号", "怎么改邮箱"),
    ],
)
def test_a_word_takes_the_place_of_its_sibling(said: str, question: str, whole: str) -> None:
    assert put_in_place(said, question) == whole


def test_a_no_before_what_is_told_otherwise_answers_no_step() -> None:
    guidance = real_guidance()
    moved, _ = guidance.engine.begin(GuideState(facts={"prompt": "id_registered", "phone": "usable"}), "id_registered")
    state = ConversationState(case=moved)
    assert guidance.engine.asked(moved) == "found"
    told = said_facts(Heard("哦不是，手机换了，以前那个号注销了"), state, guidance)
    assert told["phone"] == "unusable"
    assert "found" not in told
    assert said_facts(Heard("没有"), state, guidance) == {"found": "nothing"}
