"""Which document a message leans on."""

from __future__ import annotations

import pytest

from dialogue.facts.documents import document_meant


@pytest.mark.parametrize(
    ("text", "said", "meant"),
    [
        ("那2004年的网上没有", ["学位证在哪查", "我的是2004年发的"], "学位"),
        ("那学历呢", ["学位证在哪查"], ""),  # it has a name of its own
        ("2004年的网上没有", ["学位证在哪查"], ""),  # it leans on nothing
        ("那我怎么证明毕业了", ["学籍显示不在籍"], ""),
        ("那怎么办", ["密码忘了"], ""),
        ("那网上没有", ["学位证在哪查", "好的", "密码忘了"], ""),  # too far back
    ],
)
def test_the_document_that_is_meant(text: str, said: list[str], meant: str) -> None:
    assert document_meant(text, said) == meant
