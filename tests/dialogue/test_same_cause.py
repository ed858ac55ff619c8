"""Whether a second matter has the cause of the one in talk."""

import pytest

from dialogue.questions.same_cause import matter_of_same_cause


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("她坐高铁买学生票也过不去，是不是同一个原因啊", "她坐高铁买学生票也过不去"),
        ("考研校验也没过是不是这个原因", "考研校验也没过"),
        ("四级也报不上 也是这个问题吗", "四级也报不上"),
        ("是不是同一个原因", ""),
        ("这是一个问题", ""),
        ("四级也报不上，都是这个原因", ""),
    ],
)
def test_what_is_asked_about(text: str, matter: str) -> None:
    assert matter_of_same_cause(text) == matter
