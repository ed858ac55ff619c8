"""The gatekeeper: who is let in, what is read, how the answer is wrapped."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from common.clock import FakeClock
from common.errors import BotError
from tests.wechat import vectors as v
from wechat.callback import Callback, Mode
from wechat.cipher import MessageCipher
from wechat.errors import MessageError, RefusedError
from wechat.fields import read_fields
from wechat.messages import TextMessage, UnknownEvent
from wechat.signature import sign

TEXT = (
    "<xml><ToUserName><![CDATA[gh_0001]]></ToUserName><FromUserName><![CDATA[oInvented]]></FromUserName>"
    "<CreateTime>1714037059</CreateTime><MsgType><![CDATA[text]]></MsgType>"
    "<Content><![CDATA[你好]]></Content><MsgId>24000000000000001</MsgId></xml>"
).encode()


def _callback(moment: int, mode: Mode = Mode.SAFE, key: str = v.KEY, previous: str = "") -> Callback:
    clock = FakeClock(datetime.fromtimestamp(moment, UTC))
    return Callback(v.TOKEN, v.APP_ID, key, previous, mode=mode, clock=clock)


def _safe_body(encrypted: str = v.SAFE_ENCRYPT) -> bytes:
    return json.dumps({"ToUserName": "gh_97417a04a28d", "Encrypt": encrypted}).encode()


def _sealed(message: bytes, moment: int, *, key: str = v.KEY) -> tuple[dict[str, str], bytes]:
    encrypted = MessageCipher(v.APP_ID, key).seal(message)
    signature = sign(v.TOKEN, str(moment), "n1", encrypted)
    query = {"timestamp": str(moment), "nonce": "n1", "encrypt_type": "aes", "msg_signature": signature}
    return query, f"<xml><ToUserName>gh_0001</ToUserName><Encrypt>{encrypted}</Encrypt></xml>".encode()


def test_the_official_address_check_is_answered() -> None:
    for mode in Mode:
        assert _callback(1714036504, mode).verify_address(v.ADDRESS_CHECK) == "4375120948345356249"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"signature": "0" * 40}, "signature"),
        ({"signature": ""}, "signature"),
        ({"timestamp": "1714036505"}, "signature"),
        ({"nonce": ""}, "nonce"),
        ({"nonce": "a b"}, "nonce"),
        ({"timestamp": "later"}, "timestamp"),
        ({"timestamp": "1714036203"}, "signature"),  # only who knows the token is told that a clock is wrong
        ({"echostr": ""}, "echostr"),
        ({"echostr": "<script>" * 40}, "echostr"),
    ],
)
def test_a_wrong_address_check_is_refused(change: dict[str, str], reason: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        _callback(1714036504).verify_address(v.ADDRESS_CHECK | change)
    assert refusal.value.reason == reason
    assert str(refusal.value) == "微信回调验证未通过"


@pytest.mark.parametrize("late_s", [301, -301, 3600])
def test_a_signed_request_out_of_time_is_refused_and_tells_how_far(late_s: int) -> None:
    query, body = _sealed(TEXT, 1714037059)
    address_check = {**v.ADDRESS_CHECK}
    for ask in (
        lambda: _callback(1714037059 + late_s).open(query, body),
        lambda: _callback(1714037059 + late_s, Mode.PLAIN, key="").open(v.PLAIN_PUSH, TEXT),
        lambda: _callback(int(address_check["timestamp"]) + late_s).verify_address(address_check),
    ):
        with pytest.raises(RefusedError) as refusal:
            ask()
        assert (refusal.value.reason, refusal.value.late_s) == ("stale", late_s)


def test_the_official_safe_push_opens_and_its_answer_is_the_official_one(monkeypatch: pytest.MonkeyPatch) -> None:
    callback = _callback(1714112445)
    delivery = callback.open(v.SAFE_PUSH, _safe_body())
    assert isinstance(delivery.push, UnknownEvent)
    assert (delivery.push.event, delivery.push.fields["debug_str"]) == ("debug_demo", "hello world")
    assert (delivery.key_index, delivery.is_json) == (0, True)

    monkeypatch.setattr("os.urandom", lambda _: v.REPLY_RANDOM)
    later = Callback(
        v.TOKEN,
        v.APP_ID,
        v.KEY,
        clock=FakeClock(datetime.fromtimestamp(v.REPLY_TIMESTAMP, UTC)),
    )
    later._cipher = MessageCipher(v.APP_ID, v.KEY, random=lambda _: v.REPLY_RANDOM)
    assert json.loads(later.seal(v.REPLY_MESSAGE.decode(), delivery)) == {
        "Encrypt": v.REPLY_ENCRYPT,
        "MsgSignature": v.REPLY_SIGNATURE,
        "TimeStamp": v.REPLY_TIMESTAMP,
        "Nonce": v.SAFE_PUSH["nonce"],
    }


def test_the_official_plain_push_opens_and_is_answered_in_plain() -> None:
    callback = _callback(1714037059, Mode.PLAIN, key="")
    delivery = callback.open(v.PLAIN_PUSH | {"openid": "oInvented"}, TEXT)
    assert isinstance(delivery.push, TextMessage)
    assert delivery.push.content == "你好"
    assert callback.seal("<xml>答</xml>", delivery) == "<xml>答</xml>".encode()


def test_a_safe_answer_comes_in_an_xml_envelope_that_wechat_can_open() -> None:
    callback = _callback(1714037059)
    delivery = callback.open(*_sealed(TEXT, 1714037059))
    fields = read_fields(callback.seal("<xml>答</xml>", delivery))
    assert fields["MsgSignature"] == sign(v.TOKEN, "1714037059", "n1", str(fields["Encrypt"]))
    assert (fields["TimeStamp"], fields["Nonce"]) == ("1714037059", "n1")
    assert MessageCipher(v.APP_ID, v.KEY).open(str(fields["Encrypt"])).message == "<xml>答</xml>".encode()


def test_an_answer_is_sealed_with_the_key_that_opened_its_push() -> None:
    callback = _callback(1714037059, key="b" * 43, previous=v.KEY)
    delivery = callback.open(*_sealed(TEXT, 1714037059))
    assert delivery.key_index == 1
    fields = read_fields(callback.seal("<xml/>", delivery))
    assert MessageCipher(v.APP_ID, v.KEY).open(str(fields["Encrypt"])).message == b"<xml/>"


def test_compatible_mode_takes_both_kinds() -> None:
    callback = _callback(1714037059, Mode.COMPATIBLE)
    assert callback.open(v.PLAIN_PUSH, TEXT).key_index is None
    assert callback.open(*_sealed(TEXT, 1714037059)).key_index == 0


@pytest.mark.parametrize(
    ("query", "body", "reason"),
    [
        (v.PLAIN_PUSH, TEXT, "encrypt_type"),  # a downgrade
        (v.PLAIN_PUSH | {"encrypt_type": "raw"}, TEXT, "encrypt_type"),
        (v.PLAIN_PUSH | {"encrypt_type": "AES"}, TEXT, "encrypt_type"),
        (v.PLAIN_PUSH | {"encrypt_type": "aes"}, TEXT, "envelope"),
        (v.PLAIN_PUSH | {"encrypt_type": "aes"}, _safe_body(), "msg_signature"),
        (v.PLAIN_PUSH | {"encrypt_type": "aes"}, b"", "envelope"),
        (v.PLAIN_PUSH | {"encrypt_type": "aes"}, b"<xml><Encrypt/></xml>", "envelope"),
        (v.PLAIN_PUSH | {"encrypt_type": "aes"}, b"<!DOCTYPE x><xml><Encrypt>x</Encrypt></xml>", "envelope"),
        (v.PLAIN_PUSH | {"encrypt_type": "aes"}, b"<xml>" + b" " * 65536 + b"</xml>", "body_size"),
        ({}, TEXT, "nonce"),
    ],
)
def test_safe_mode_refuses(query: dict[str, str], body: bytes, reason: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        _callback(1714037059).open(query, body)
    assert refusal.value.reason == reason


def test_a_body_swapped_under_a_good_signature_is_refused() -> None:
    query, _ = _sealed(TEXT, 1714037059)
    _, other = _sealed(b"<xml>other</xml>", 1714037059)
    with pytest.raises(RefusedError) as refusal:
        _callback(1714037059).open(query, other)
    assert refusal.value.reason == "msg_signature"


def test_another_accounts_push_under_our_token_is_refused() -> None:
    encrypted = MessageCipher("wx9999999999999999", v.KEY).seal(TEXT)
    signature = sign(v.TOKEN, "1714037059", "n1", encrypted)
    query = {"timestamp": "1714037059", "nonce": "n1", "encrypt_type": "aes", "msg_signature": signature}
    with pytest.raises(RefusedError) as refusal:
        _callback(1714037059).open(query, _safe_body(encrypted))
    assert refusal.value.reason == "cipher"


@pytest.mark.parametrize("message", [b"", b"<xml></xml>", b"{}", b"\xff\xfe", b"<!DOCTYPE a><xml/>"])
def test_a_verified_but_unreadable_push_is_told_apart_from_a_forged_one(message: bytes) -> None:
    with pytest.raises(MessageError):
        _callback(1714037059).open(*_sealed(message, 1714037059))


def test_a_repeated_nonce_is_allowed_because_retries_may_reuse_it() -> None:
    callback, request = _callback(1714037059), _sealed(TEXT, 1714037059)
    assert callback.open(*request).push == callback.open(*request).push


@pytest.mark.parametrize("token", ["", "ab", "a" * 33, "好的好", "a b c"])
def test_a_token_of_the_wrong_shape_is_refused_at_start(token: str) -> None:
    with pytest.raises(BotError, match="3 到 32"):
        Callback(token, v.APP_ID, v.KEY)
