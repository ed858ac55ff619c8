"""Who wants the words to say there, and who only tells what somebody said."""

from __future__ import annotations

import pytest

from dialogue.questions.what_to_say import asks_what_to_say


@pytest.mark.parametrize(
    "text",
    [
        "那我跟武装部怎么讲",
        "周一去了我跟教务处咋说",
        "打过去该说啥",
        "我去了怎么跟老师开口",
        "去学校怎么说，要带什么",
        "对了，跟客服应该怎么描述",
        "行吧那我去学院要说些啥",
        "找教务说什么好",
    ],
)
def test_the_words_are_wanted(text: str) -> None:
    assert asks_what_to_say(text)


@pytest.mark.parametrize(
    "text",
    [
        "学校怎么说我不清楚",
        "老师说的和你说的不一样怎么办",
        "他们怎么说的",
        "跟学信网怎么提交材料",
        "密码和用户名怎么说",
        "怎么说呢",
    ],
)
def test_something_else_is_asked_or_told(text: str) -> None:
    assert not asks_what_to_say(text)
