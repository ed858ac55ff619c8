from __future__ import annotations

import pytest

from evaluation.noise import KINDS, distort
from faq.text.normalise import normalise

TEXT = "学信网的密码忘记了，手机号也换了，该怎么找回123？"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_changes_the_text_and_repeats_itself(kind: str) -> None:
    assert distort(TEXT, kind) == distort(TEXT, kind) != TEXT


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_to_distort_is_no_error(kind: str) -> None:
    assert isinstance(distort("", kind), str)


def test_known_distortions() -> None:
    assert distort("忘记密码", "traditional") == "忘記密碼"
    assert distort("abc 1", "full_width") == "ａｂｃ　１"
    assert distort("忘记密码了", "all_pinyin") == "wangji mima le"
    assert distort("密码", "spaced") == "密 码"
    assert len(distort(TEXT, "homophone")) == len(TEXT)
    assert len(distort("忘记密码", "missing")) == 3


@pytest.mark.parametrize("kind", ["traditional", "full_width", "spaced"])
def test_what_normalising_undoes(kind: str) -> None:
    assert normalise(distort("学信网密码忘了123", kind)).replace(" ", "") == "学信网密码忘了123"
