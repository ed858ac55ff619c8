"""Safe mode's cipher: official vectors, key change, and every way a ciphertext can be wrong."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from common.errors import BotError
from tests.wechat import vectors as v
from wechat.cipher import MessageCipher
from wechat.errors import RefusedError

OTHER_KEY = "b" * 43
CIPHER = MessageCipher(v.APP_ID, v.KEY)


def _encrypt(plain: bytes, key_text: str = v.KEY) -> str:
    key = base64.b64decode(key_text + "=")
    context = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(context.update(plain) + context.finalize()).decode()


def _padded(body: bytes, pad: int | None = None) -> bytes:
    size = 32 - len(body) % 32
    return body + bytes([size if pad is None else pad]) * size


def _body(message: bytes = b"hello", length: int | None = None, app_id: str = v.APP_ID) -> bytes:
    size = len(message) if length is None else length
    return b"r" * 16 + size.to_bytes(4, "big") + message + app_id.encode()


def test_the_official_push_opens() -> None:
    opened = CIPHER.open(v.SAFE_ENCRYPT)
    assert opened.message == (
        b'{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY",'
        b'"CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}'
    )
    assert opened.key_index == 0


def test_the_official_reply_is_sealed_byte_for_byte() -> None:
    cipher = MessageCipher(v.APP_ID, v.KEY, random=lambda _: v.REPLY_RANDOM)
    assert cipher.seal(v.REPLY_MESSAGE) == v.REPLY_ENCRYPT


@given(st.binary(max_size=300))
def test_what_is_sealed_opens(message: bytes) -> None:
    assert CIPHER.open(CIPHER.seal(message)).message == message


@pytest.mark.parametrize("size", range(64))
def test_every_padding_from_1_to_32_opens(size: int) -> None:
    assert CIPHER.open(_encrypt(_padded(_body(b"m" * size)))).message == b"m" * size


def test_during_a_change_of_keys_the_previous_one_still_opens() -> None:
    changing = MessageCipher(v.APP_ID, OTHER_KEY, v.KEY)
    opened = changing.open(v.SAFE_ENCRYPT)
    assert opened.key_index == 1
    assert CIPHER.open(changing.seal(b"answer", opened.key_index)).message == b"answer"
    assert MessageCipher(v.APP_ID, OTHER_KEY).open(changing.seal(b"answer")).message == b"answer"


@pytest.mark.parametrize(
    "encrypted",
    [
        "",
        "x",
        "=",
        "é" * 64,
        v.SAFE_ENCRYPT[:-4],
        v.SAFE_ENCRYPT + "\n",
        v.SAFE_ENCRYPT.replace("+", "-", 1),
        _encrypt(_padded(_body()), OTHER_KEY),
        _encrypt(_padded(_body(app_id="wx0000000000000000"))),
        _encrypt(_padded(_body(app_id=""))),
        _encrypt(_padded(_body(length=4_000_000_000))),
        _encrypt(_padded(_body(length=6))),
        _encrypt(_padded(_body(), pad=0)),
        _encrypt(_padded(_body(), pad=33)),
        _encrypt(_padded(_body())[:-2] + b"\x01\x02"),
        _encrypt(_padded(b"short")),
        _encrypt(b"\x20" * 32),
    ],
)
def test_a_wrong_ciphertext_is_refused_always_alike(encrypted: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        CIPHER.open(encrypted)
    assert refusal.value.reason == "cipher"


@given(st.binary(min_size=32, max_size=256))
def test_random_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(RefusedError):
        CIPHER.open(base64.b64encode(data[: len(data) // 32 * 32]).decode())


@pytest.mark.parametrize("key", ["", "A" * 42, "A" * 44, "A" * 42 + "-", "好" * 43])
def test_a_key_of_the_wrong_shape_is_refused_at_start(key: str) -> None:
    with pytest.raises(BotError, match="43"):
        MessageCipher(v.APP_ID, key)
    if key:
        with pytest.raises(BotError, match="43"):
            MessageCipher(v.APP_ID, v.KEY, key)


def test_nothing_opened_is_in_the_repr() -> None:
    assert repr(CIPHER.open(v.SAFE_ENCRYPT)) == "OpenedMessage(key_index=0)"
