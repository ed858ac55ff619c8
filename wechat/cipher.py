"""Safe mode's cipher: AES-256-CBC with 32-byte PKCS#7 padding and the account's appid inside.

Plain = random(16) + length(4, network order) + message + appid; the IV is the first half of the key.
Source: https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from common.errors import BotError
from wechat.errors import RefusedError

_BLOCK = 32
_HEAD = 20
_KEY_SHAPE = re.compile(r"[A-Za-z0-9+/]{43}")


@dataclass(frozen=True)
class OpenedMessage:
    """A decrypted message and the key that opened it (0 current, 1 previous): the reply must use the same one."""

    message: bytes = field(repr=False)
    key_index: int


class MessageCipher:
    """Opens and seals messages under the current key and, during a change of keys, the previous one."""

    def __init__(
        self, app_id: str, key: str, previous_key: str = "", *, random: Callable[[int], bytes] = os.urandom
    ) -> None:
        """Refuse a key WeChat could not have issued.

        Raises:
            BotError: an EncodingAESKey is not 43 letters and digits.
        """
        self._app_id = app_id.encode()
        self._keys = [_decode_key(text) for text in ([key, previous_key] if previous_key else [key])]
        self._random = random

    def open(self, encrypted: str) -> OpenedMessage:
        """Decrypt what WeChat sent.

        Raises:
            RefusedError: no key opens it, or it is another account's; always the same reason.
        """
        try:
            data = base64.b64decode(encrypted.encode("ascii"), validate=True)
        except (binascii.Error, UnicodeEncodeError):
            data = b""
        if data and len(data) % _BLOCK == 0:
            for index, key in enumerate(self._keys):
                message = self._unpack(_run(key, data, encrypting=False))
                if message is not None:
                    return OpenedMessage(message, index)
        raise RefusedError("cipher")

    def seal(self, message: bytes, key_index: int = 0) -> str:
        """Encrypt a reply with the key that opened its push."""
        body = self._random(16) + len(message).to_bytes(4, "big") + message + self._app_id
        pad = _BLOCK - len(body) % _BLOCK
        return base64.b64encode(_run(self._keys[key_index], body + bytes([pad]) * pad, encrypting=True)).decode()

    def _unpack(self, plain: bytes) -> bytes | None:
        pad = plain[-1]
        if not 1 <= pad <= _BLOCK or plain[-pad:] != bytes([pad]) * pad:
            return None
        body = plain[:-pad]
        if len(body) < _HEAD:
            return None
        end = _HEAD + int.from_bytes(body[16:_HEAD], "big")
        if end > len(body) or not hmac.compare_digest(body[end:], self._app_id):
            return None
        return body[_HEAD:end]


def _decode_key(text: str) -> bytes:
    if not _KEY_SHAPE.fullmatch(text):
        raise BotError("EncodingAESKey 要有 43 个字母或数字。改法：到微信开发者平台的「消息与事件推送」里复制")
    return base64.b64decode(text + "=")


def _run(key: bytes, data: bytes, *, encrypting: bool) -> bytes:
    cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))
    context = cipher.encryptor() if encrypting else cipher.decryptor()
    return context.update(data) + context.finalize()
