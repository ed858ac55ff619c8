"""What is wished of the staff: a complaint and a question of hours open no ticket, a wish for a person does."""

from __future__ import annotations

import pytest

from dialogue.readers.person import staff_wish


@pytest.mark.parametrize(
    "text",
    ["怎么没有人管啊", "有没有人", "你们这样不行", "这都没人理的吗", "你们这么糊弄人太不像话了", "有没有人能管管"],
)
def test_a_complaint_is_heard_and_is_no_ticket(text: str) -> None:
    assert staff_wish(text) == "complaint"


@pytest.mark.parametrize("text", ["转人工", "找真人", "人工呢", "有没有真人", "你们这样不行，给我转人工"])
def test_who_names_a_person_wants_one(text: str) -> None:
    assert staff_wish(text) == "person"


@pytest.mark.parametrize(
    "text", ["星期天有人工吗", "人工几点上班", "周末客服上班吗", "人工客服的上班时间", "客服24小时在线吗"]
)
def test_when_people_are_there_is_a_question(text: str) -> None:
    assert staff_wish(text) == "hours"


@pytest.mark.parametrize(
    "text",
    [
        "登了三天登不上，有没有人管",
        "有没有人知道照片怎么换",
        "客服几点回我",
        "人工审核几点上班",
        "没有人脸照片",
        "不找人工行不行",
    ],
)
def test_a_problem_and_other_questions_are_left_to_others(text: str) -> None:
    assert staff_wish(text) == ""


def test_a_ticket_with_all_it_needs_is_one() -> None:
    assert staff_wish("提交工单，用户名是〔手机号〕，照片一直不显示") == "ticket"


@pytest.mark.parametrize(
    "text",
    [
        "几百个人的事我得跟真人谈，先给我登记下，有效期能设多长",
        "找回都试过了，你让客服联系我吧，顺便问下学位在哪查",
        "我要跟客服说一下照片不是我的事，客服几点上班",
    ],
)
def test_a_wish_beside_a_question_is_one(text: str) -> None:
    assert staff_wish(text) == "person"


@pytest.mark.parametrize("text", ["有没有电话 人工的", "有电话吗，真人接的", "宿舍停电投诉没人理 你们管管"])
def test_a_number_with_a_person_and_a_complaint_made_elsewhere_wish_for_nobody(text: str) -> None:
    assert staff_wish(text) == ""
