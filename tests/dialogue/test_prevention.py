"""Who asks how it does not happen again, and who only tells of later, or asks how to mend it."""

from __future__ import annotations

import pytest

from dialogue.heard import ConversationState, Heard
from dialogue.questions.prevention import asks_prevention
from dialogue.readers.of_matter import OF_US, PREVENTS, read_of_matter
from tests.real_content import real_guidance


@pytest.mark.parametrize(
    "text",
    [
        "以后怎么才不会再忘啊",
        "弄好了，下次咋避免又登不上",
        "今后要注意点什么",
        "有什么办法以后不会再被盗",
        "下回怎么防",
    ],
)
def test_it_shall_not_happen_again(text: str) -> None:
    assert asks_prevention(text)


@pytest.mark.parametrize(
    "text",
    ["以后再说", "我又忘了密码怎么办", "毕业以后怎么查学历", "以后还能改吗", "不会再发短信了吗", "下次什么时候报名"],
)
def test_something_else_is_asked(text: str) -> None:
    assert not asks_prevention(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("下次怎么才不会又忘", PREVENTS),
        ("你们后台给加上去不就完了", OF_US),
        ("那我自己的怎么办", "aspect_how"),
    ],
)
def test_the_matter_in_talk_answers_it(text: str, kind: str) -> None:
    guidance = real_guidance()
    act = read_of_matter(Heard(text), ConversationState(topic="reset_password"), guidance)
    assert act is not None and act.detail["kind"] == kind
    assert read_of_matter(Heard(text), ConversationState(), guidance) is None
