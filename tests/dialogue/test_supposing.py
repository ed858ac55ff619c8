"""What is supposed of the very thing that a guide asks."""

from __future__ import annotations

import pytest

from dialogue.questions.supposing import supposed, supposed_no
from faq.guiding.guidance import Guidance
from tests.real_content import real_guidance


@pytest.fixture(scope="module")
def guidance() -> Guidance:
    return real_guidance()


@pytest.mark.parametrize(
    "text", ["万一没绑邮箱呢", "如果邮箱进不去怎么办", "那要是邮箱也忘了呢？", "要是没绑邮箱行不行"]
)
def test_a_supposed_no_answers_the_step(guidance: Guidance, text: str) -> None:
    assert supposed_no(text, "mail", guidance) == {"mail": "unusable"}
    assert supposed_no(text, "phone", guidance) == {}


def test_more_than_a_supposition_is_none() -> None:
    assert supposed("要是报名赶不上，我能不能先去学校开证明") == ""
