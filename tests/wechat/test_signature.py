"""Signatures against the official vectors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wechat import vectors as v
from wechat.signature import sign, signature_matches


@pytest.mark.parametrize(
    ("given_signature", "parts"),
    [
        (v.ADDRESS_CHECK["signature"], (v.TOKEN, v.ADDRESS_CHECK["timestamp"], v.ADDRESS_CHECK["nonce"])),
        (v.PLAIN_PUSH["signature"], (v.TOKEN, v.PLAIN_PUSH["timestamp"], v.PLAIN_PUSH["nonce"])),
        (v.SAFE_PUSH["msg_signature"], (v.TOKEN, v.SAFE_PUSH["timestamp"], v.SAFE_PUSH["nonce"], v.SAFE_ENCRYPT)),
        (v.REPLY_SIGNATURE, (v.TOKEN, str(v.REPLY_TIMESTAMP), v.SAFE_PUSH["nonce"], v.REPLY_ENCRYPT)),
    ],
)
def test_the_official_vectors(given_signature: str, parts: tuple[str, ...]) -> None:
    assert sign(*parts) == given_signature
    assert signature_matches(given_signature, *reversed(parts))


@given(st.text(), st.lists(st.text(), min_size=1, max_size=4))
def test_any_text_is_compared_without_an_exception(given_signature: str, parts: list[str]) -> None:
    assert signature_matches(given_signature, *parts) == (given_signature == sign(*parts))
