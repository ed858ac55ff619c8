"""`faq.content.membership`: whose contacts a person may see."""

from __future__ import annotations

import time

import pytest

from faq.content.membership import claimed_school, with_claim
from tests.processor import allowed_s

SCHOOLS = (("某某大学嘉树学院", "嘉树学院", "某大嘉树"),)
OWN = "某某大学嘉树学院"


@pytest.mark.parametrize(
    "said",
    [
        "我是嘉树学院的",
        "我是某某大学嘉树学院的学生，查不到学籍",
        "某某大学嘉树学院大三，查不到学籍",
        "嘉树学院的，没有学籍",
        "嘉树学院2023级，照片不对",
        "您好，我在某大嘉树读大二",
        "我毕业于嘉树学院",
        "我今年考上了嘉树学院",
        "我们学校是嘉树学院，教务处电话多少",
        "我转学到嘉树学院了",
        "我是厦门大学的，后来我转到嘉树学院了",
        "嘉 樹 學 院 的",
    ],
)
def test_who_says_so_belongs_to_it(said: str) -> None:
    assert claimed_school(said, SCHOOLS) == OWN


@pytest.mark.parametrize(
    ("said", "school"),
    [
        ("查不到学籍", None),
        ("我不是嘉树学院的", None),
        ("我朋友是嘉树学院的", None),
        ("我朋友是嘉树学院的，我是厦门大学的", "厦门大学"),
        ("嘉树学院和厦门大学是一个学校吗", None),
        ("嘉树学院的教务处电话是多少", None),
        ("嘉树学院怎么样", None),
        ("我想考嘉树学院", None),
        ("我是不是嘉树学院的", None),
        ("我是人事，候选人是嘉树学院毕业的", None),
        ("我是嘉树学院的，后来我转学到厦门大学了", "厦门大学"),
        ("我表弟在嘉树学院读书", None),
        ("我是嘉树学院的，后来转到厦门大学了", "厦门大学"),
    ],
)
def test_naming_a_school_is_not_belonging_to_it(said: str, school: str | None) -> None:
    assert claimed_school(said, SCHOOLS) == school


def test_what_was_said_before_holds_until_another_school_is_said() -> None:
    assert claimed_school(with_claim("那图像校对呢", OWN), SCHOOLS) == OWN
    assert claimed_school(with_claim("我转到厦门大学了", OWN), SCHOOLS) == "厦门大学"
    assert claimed_school(with_claim("没有学籍", ""), SCHOOLS) is None


@pytest.mark.parametrize("piece", ["我是", "读是", "我大学", "学校是学校叫", "大学学院", "嘉树学院的"])
def test_no_wording_makes_it_slow(piece: str) -> None:
    began = time.process_time()
    claimed_school(piece * (1000 // len(piece)), SCHOOLS)
    claimed_school("，".join([piece * 6] * 80), SCHOOLS)
    took_s = time.process_time() - began
    assert took_s < allowed_s(0.2)
