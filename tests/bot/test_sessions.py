from __future__ import annotations

import hashlib
import hmac
import re

import pytest

from bot.serving.sessions import SESSION_DAYS, Sessions, UnknownSessionError
from common.clock import FakeClock


def old_token(key: str, identity: str = "a" * 24) -> str:
    """As the first release made them."""
    mac = hmac.new(key.encode(), f"session\0{identity}".encode(), hashlib.sha256).hexdigest()[:32]
    return f"{identity}.{mac}"


def test_tokens_are_unguessable_and_all_different() -> None:
    sessions = Sessions("key")
    tokens = {sessions.new_token() for _ in range(100)}
    assert len({token.partition(".")[0] for token in tokens}) == 100
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{24}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{43}", token) for token in tokens)


def test_a_token_stands_for_one_conversation_also_after_a_restart() -> None:
    token = Sessions("key").new_token()
    key = Sessions("key").conversation_key(token)
    assert key == Sessions("key").conversation_key(token)
    assert re.fullmatch(r"web-[0-9a-f]{32}", key)
    assert token.partition(".")[0] not in key


def test_what_nobody_signed_stands_for_nobody() -> None:
    sessions = Sessions("key")
    token = sessions.new_token()
    identity, moment, mac = token.split(".")
    forged = (
        *("", ".", "..", "é.é", "身份.签名", "\ud800", "a.\udfff", "\0", "x" * 10_000, "u1"),
        identity,
        f"{identity}.",
        f"{identity}.{moment}",
        f"{identity}.{moment}.{'0' * 43}",
        f"{identity}.{moment}.{mac[:-2]}",
        f"{identity[:-1]}.{moment}.{mac}",
        Sessions("other key").new_token(),
        old_token("other key"),
        sessions.conversation_key(token),
    )
    for text in forged:
        assert not sessions.is_signed(text), text
        with pytest.raises(UnknownSessionError):
            sessions.conversation_key(text)


def test_a_token_ends() -> None:
    clock = FakeClock()
    sessions = Sessions("key", clock)
    token = sessions.new_token()
    clock.advance(SESSION_DAYS * 86_400)
    assert sessions.is_signed(token)
    clock.advance(1)
    assert not sessions.is_signed(token)


def test_a_changed_key_ends_nobodys_conversation() -> None:
    token, seal = Sessions("old").new_token(), Sessions("old").form_seal("t", "f")
    changed = Sessions(["new", "old"])
    assert changed.conversation_key(token) == Sessions("old").conversation_key(token)
    assert changed.is_seal("t", "f", seal) and not changed.is_seal("t", "g", seal)
    newest = changed.new_token()
    assert not Sessions("old").is_signed(newest) and changed.is_signed(newest)


def test_tokens_of_the_first_release_keep_their_conversation() -> None:
    key = Sessions("key").conversation_key(old_token("key"))
    expected = hmac.new(b"key", b"conversation\0" + b"a" * 24, hashlib.sha256).hexdigest()[:32]
    assert key == f"web-{expected}"
