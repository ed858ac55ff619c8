"""One line stands before an answer, and nothing under it says the contrary or the same again."""

from __future__ import annotations

from dataclasses import replace

from faq.saying.head import headed
from tests.real_content import real_content

ANSWER = """能改：在校时向学校申请。
1. 已毕业：不能，学历上网后不再改。
2. 先写申请。
3. 等审核。"""
ENTRY = replace(real_content().entries[0], title="校园卡上的名字怎么改？", questions=("名字怎么改",) * 9, answer=ANSWER)


def test_what_decides_otherwise_stands_alone() -> None:
    assert headed(ANSWER, ENTRY, "", "不能：照片不归学校管。") == "不能：照片不归学校管。"
    assert headed(ANSWER, ENTRY, "", "一般不能：照片不归学校管。") == "一般不能：照片不归学校管。"
    assert headed(ANSWER, ENTRY, "我已经毕业了，名字怎么改") == "已毕业：不能，学历上网后不再改。"


def test_what_decides_the_same_takes_the_place_of_the_first_sentence() -> None:
    said = headed(ANSWER, ENTRY, "", "能，大四也收。")
    assert said.split("\n")[:2] == ["能，大四也收。", "1. 已毕业：不能，学历上网后不再改。"]


def test_what_decides_nothing_stands_before_the_whole_and_is_the_only_line_there() -> None:
    assert headed(ANSWER, ENTRY, "我已经毕业了，名字怎么改", "带上户口本。") == f"带上户口本。\n{ANSWER}"


def test_nothing_told_leaves_the_answer_as_it_is() -> None:
    assert headed(ANSWER, ENTRY, "名字怎么改") == ANSWER


def test_what_holds_on_the_other_side_only_is_not_said() -> None:
    early = ANSWER.replace("能改：在校时", "在校时能改：")
    assert headed(early, ENTRY, "", "很难：毕业后一般不算学校的错。") == "很难：毕业后一般不算学校的错。"


def test_what_the_line_at_the_head_has_told_is_not_told_again_below_it() -> None:
    answer = "往年三四月开。\n1. 用网报账号登录。\n2. 锁定最长 36 小时，由招生单位定。\n3. 每次开放不少于 12 小时。"
    said = headed(answer, ENTRY, "", "锁定时不能改，最长锁 36 小时，由招生单位定。")
    assert said.count("36 小时") == 1
    assert said.split("\n")[-1] == "2. 每次开放不少于 12 小时。"


def test_what_is_not_known_stands_behind_what_is() -> None:
    first, second, *_ = headed(ANSWER, ENTRY, "", "没有查到上限；照页面选。").split("\n")
    assert (first, second) == ("能改：在校时向学校申请。", "没有查到上限；照页面选。")
