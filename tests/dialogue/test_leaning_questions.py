"""Questions for one thing more, or for the only way: both lean on the matter in talk."""

import pytest

from dialogue.questions.direct import asked_directly, asks_also, asks_must
from dialogue.questions.meanings import asks_of
from tests.real_content import real_guidance


@pytest.mark.parametrize(
    ("text", "thing"), [("成绩单也要吗", "成绩单"), ("照片还要不", "照片"), ("成绩单要吗", ""), ("也要什么", "")]
)
def test_one_thing_more(text: str, thing: str) -> None:
    assert asks_also(text) == thing


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("是不是非得做认证才能报", "做认证"),
        ("是不是只能打印出来交", "打印出来交"),
        ("要做认证吗", ""),
        ("怎么做认证", ""),
    ],
)
def test_the_only_way(text: str, thing: str) -> None:
    assert asks_must(text) == thing
    assert not thing or asked_directly(text) == "whether"


def test_what_the_page_says_is_no_word_of_the_step() -> None:
    prompt = real_guidance().guides.situation.facts["prompt"]
    assert asks_of("提示是啥意思", prompt)
    assert asks_of("啥意思", prompt)
    assert not asks_of("手机能用。现在又说账号被锁了，啥意思", prompt)
