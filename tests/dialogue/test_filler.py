"""What tells nothing of a problem, what has not happened, and where a text is cut."""

from __future__ import annotations

import pytest

from dialogue.facts.story import ClauseJudge, read_story
from dialogue.facts.told import read_told
from dialogue.text.filler import is_filler
from dialogue.text.shortening import fitted, shortened
from faq.text.phone import line_count


@pytest.mark.parametrize(
    "text",
    [
        "老师您好",
        "麻烦您了",
        "您慢慢讲",
        "慢慢来",
        "我不太会弄这个",
        "谢谢老师",
        "Please reply in English",
        "Thanks a lot",
    ],
)
def test_filler(text: str) -> None:
    assert is_filler(text) or not read_told(text).clauses


@pytest.mark.parametrize("text", ["报告打不开", "不太会用的是学信网 App 的刷脸", "I cannot read the page"])
def test_a_problem_is_none(text: str) -> None:
    assert not is_filler(text)


def test_what_has_not_happened_is_asked_and_not_told() -> None:
    assert read_told("报告打不开，万一过期了怎么办").clauses == ("报告打不开",)
    assert read_told("那我就换张卡吧，收不到短信怎么办").asked == "收不到短信怎么办？"
    assert read_told("收不到短信怎么办").clauses == ("收不到短信",)


def test_a_plan_given_up_is_not_told() -> None:
    story = read_story(
        ["报告打不开，打印店等着要", "那我就换台电脑吧", "算了不想换台电脑了"], ClauseJudge(lambda _: True)
    )
    assert story.told == "报告打不开，打印店等着要"


def test_no_word_is_cut() -> None:
    assert shortened("Register the passport", 12) == "Register the"
    assert shortened("老号〔手机号〕停了", 4) == "老号"
    told = read_story(
        ["The report of my degree stays blank in every browser that I tried on both computers"],
        ClauseJudge(lambda _: True),
    )
    assert told.told.endswith("computers")
    assert line_count(fitted("I tried it again " * 30, "“{}”", 3)) <= 3
