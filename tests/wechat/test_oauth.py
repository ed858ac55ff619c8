"""Silent sign-in: the address, the state, and every way a state can be wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.clock import FakeClock
from wechat.errors import RefusedError, UncertainError
from wechat.oauth import STATE_S, StateSigner, authorize_url, read_signed_in


def test_the_address_has_wechats_order() -> None:
    assert authorize_url("wx1", "https://example.com/a?b=1&c=中", "s.t") == (
        "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1"
        "&redirect_uri=https%3A%2F%2Fexample.com%2Fa%3Fb%3D1%26c%3D%E4%B8%AD"
        "&response_type=code&scope=snsapi_base&state=s.t#wechat_redirect"
    )


def test_a_state_brings_the_same_browser_back_to_its_path() -> None:
    clock = FakeClock()
    signer = StateSigner(b"key", clock=clock)
    nonce = signer.make_nonce()
    state = signer.make(nonce, "/tickets?页=1")
    clock.advance(STATE_S)
    assert signer.check(state, nonce) == "/tickets?页=1"
    clock.advance(1)
    with pytest.raises(RefusedError) as refusal:
        signer.check(state, nonce)
    assert refusal.value.reason == "state_stale"


def test_another_browser_or_another_key_is_refused() -> None:
    signer = StateSigner(b"key", clock=FakeClock())
    state = signer.make("nonce", "/")
    for wrong_state, nonce, key in (
        (state, "other", b"key"),
        (state, "", b"key"),
        (state, "nonce", b"another"),
        ("x" + state, "nonce", b"key"),
        (state[:-1], "nonce", b"key"),
        ("", "nonce", b"key"),
        (".", "nonce", b"key"),
    ):
        with pytest.raises(RefusedError):
            StateSigner(key, clock=FakeClock()).check(wrong_state, nonce)


@given(st.text(), st.text())
def test_any_text_is_refused_without_another_exception(state: str, nonce: str) -> None:
    with pytest.raises(RefusedError):
        StateSigner(b"key", clock=FakeClock()).check(state, nonce)


def test_an_answer_without_a_person_is_no_sign_in() -> None:
    assert read_signed_in("/p", {"openid": "oX"}).is_snapshot is False
    for answer in ({}, {"openid": ""}, {"openid": 3}):
        with pytest.raises(UncertainError):
            read_signed_in("/p", answer)
    assert repr(read_signed_in("/p", {"openid": "oX"})) == "SignedIn(is_snapshot=False)"
