from __future__ import annotations

import re

import pytest

from bot.serving.sessions import Sessions

ADDRESS = "192.0.2.1"


def test_tokens_are_unguessable_and_all_different() -> None:
    sessions = Sessions("key")
    tokens = {sessions.new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{24}\.[0-9a-f]{32}", token) for token in tokens)


def test_a_token_stands_for_one_conversation_from_every_address_and_after_a_restart() -> None:
    token = Sessions("key").new_token()
    key = Sessions("key").conversation_key(token, ADDRESS)
    assert key == Sessions("key").conversation_key(token, "198.51.100.7")
    assert re.fullmatch(r"web-[0-9a-f]{32}", key)
    assert token.partition(".")[0] not in key


def test_a_forged_token_is_only_a_name() -> None:
    sessions = Sessions("key")
    token = sessions.new_token()
    identity, _, mac = token.partition(".")
    theirs = sessions.conversation_key(token, ADDRESS)
    forged = (
        f"{identity}.",
        identity,
        f"{identity}.{'0' * 32}",
        f"{identity}.{mac[:-1]}",
        f"{identity}.{mac}0",
        f"{identity}.{mac.upper()}x",
        f"{identity[:-1]}.{mac}",
        Sessions("other key").new_token(),
        theirs,
        theirs.removeprefix("web-"),
    )
    assert theirs not in {sessions.conversation_key(name, ADDRESS) for name in forged}


def test_a_name_is_known_from_its_own_address_only() -> None:
    sessions = Sessions("key")
    assert sessions.conversation_key("u1", ADDRESS) == sessions.conversation_key("u1", ADDRESS)
    keys = {sessions.conversation_key(name, address) for name in ("u1", "u2") for address in (ADDRESS, "192.0.2.2")}
    assert len(keys) == 4


@pytest.mark.parametrize("token", ["", ".", "..", "é.é", "身份.签名", "\ud800", "a.\udfff", "\0", "x" * 10_000])
def test_any_text_is_a_name(token: str) -> None:
    assert re.fullmatch(r"web-[0-9a-f]{32}", Sessions("key").conversation_key(token, ADDRESS))
