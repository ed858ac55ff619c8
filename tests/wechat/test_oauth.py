"""Silent sign-in: the address, the state, and every way a state can be wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.clock import FakeClock
from wechat.errors import RefusedError, UncertainError
from wechat.oauth import STATE_S, SignedValues, States, authorize_url, is_state, read_signed_in


def states(*keys: str, clock: FakeClock | None = None) -> States:
    return States(SignedValues(keys or ("key",), "state", clock=clock or FakeClock()))


def test_the_address_has_wechats_order() -> None:
    assert authorize_url("wx1", "https://example.com/a?b=1&c=中", "s1") == (
        "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1"
        "&redirect_uri=https%3A%2F%2Fexample.com%2Fa%3Fb%3D1%26c%3D%E4%B8%AD"
        "&response_type=code&scope=snsapi_base&state=s1#wechat_redirect"
    )


@pytest.mark.parametrize("path", ["/", "/tickets?页=1", "/help?q=" + "忘记密码" * 50])
def test_a_state_is_what_wechat_allows_whatever_the_path(path: str) -> None:
    state, kept = states().make(path)
    assert is_state(state) and state.isalnum() and len(state.encode()) <= 128
    assert states().check(state, kept) == path
    assert len(kept) < 4000  # a cookie


def test_an_endless_path_leads_to_the_front_page() -> None:
    state, kept = states().make("/help?q=" + "a" * 5000)
    assert states().check(state, kept) == "/"


def test_a_state_ends() -> None:
    clock = FakeClock()
    signer = states(clock=clock)
    state, kept = signer.make("/")
    clock.advance(STATE_S)
    assert signer.check(state, kept) == "/"
    clock.advance(1)
    with pytest.raises(RefusedError):
        signer.check(state, kept)


def test_another_browser_another_key_and_another_purpose_are_refused() -> None:
    state, kept = states().make("/")
    other_state, other_kept = states().make("/")
    person = SignedValues(("key",), "person", clock=FakeClock()).make([state, "/"])
    for wrong, cookie in ((state, other_kept), (other_state, kept), (state, ""), ("", kept), (state, person)):
        with pytest.raises(RefusedError):
            states().check(wrong, cookie)
    with pytest.raises(RefusedError):
        states("another").check(state, kept)
    assert states("new", "key").check(state, kept) == "/"


@given(st.text(), st.text())
def test_any_text_is_refused_without_another_exception(state: str, kept: str) -> None:
    assert is_state(state) is (len(state) == 24 and state.isascii() and state.isalnum())
    with pytest.raises(RefusedError):
        states().check(state, kept)


def test_an_answer_without_a_person_is_no_sign_in() -> None:
    assert read_signed_in("/p", {"openid": "oX"}).is_snapshot is False
    for answer in ({}, {"openid": ""}, {"openid": 3}):
        with pytest.raises(UncertainError):
            read_signed_in("/p", answer)
    assert repr(read_signed_in("/p", {"openid": "oX"})) == "SignedIn(is_snapshot=False)"
