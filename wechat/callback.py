"""The callback's gatekeeper: is this request WeChat's, what does it say, and in what wrapping goes the answer.

Source: https://developers.weixin.qq.com/doc/subscription/guide/dev/push/encryption.html
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from common.clock import SYSTEM_CLOCK, Clock
from common.errors import BotError
from wechat.cipher import MessageCipher
from wechat.errors import MessageError, RefusedError
from wechat.fields import BODY_BYTES, Fields, read_fields, read_head
from wechat.messages import Push
from wechat.parser import UNREADABLE, build_push
from wechat.signature import sign, signature_matches

NO_REPLY = b"success"
"""Tells WeChat that the push was taken and nothing is to be shown; sent unencrypted in every mode."""
SKEW_S = 300
_TOKEN = re.compile(r"[A-Za-z0-9]{3,32}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)


class Mode(Enum):
    """How the account is set to wrap its pushes."""

    PLAIN = "plain"
    COMPATIBLE = "compatible"
    SAFE = "safe"


@dataclass(frozen=True)
class PushDelivery:
    """A verified push, and what its answer needs: the key that opened it, its nonce, its format."""

    push: Push
    nonce: str = field(repr=False)
    key_index: int | None
    """None when it came in plain text."""
    is_json: bool
    """The passive reply's JSON form is undocumented: answer such a push with NO_REPLY and custom/send."""


class Callback:
    """Verifies, opens and answers the requests to one account's callback address."""

    def __init__(
        self,
        token: str,
        app_id: str,
        key: str = "",
        previous_key: str = "",
        *,
        mode: Mode = Mode.SAFE,
        skew_s: int = SKEW_S,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Hold the account's secrets; wrong ones are refused at start-up, not at the first message.

        Raises:
            BotError: the token or a key has a shape WeChat does not allow.
        """
        if not _TOKEN.fullmatch(token):
            raise BotError("wechat.token 要有 3 到 32 个字母或数字。改法：和微信开发者平台里填的一致")
        self._token = token
        self._mode = mode
        self._skew_s = skew_s
        self._clock = clock
        self._cipher = MessageCipher(app_id, key, previous_key) if mode is not Mode.PLAIN else None

    def verify_address(self, query: Mapping[str, str]) -> str:
        """The text to answer WeChat's check of the address with (plain in every mode).

        Raises:
            RefusedError: not WeChat's, or stale.
        """
        timestamp, nonce = _stamp(query)
        if not signature_matches(query.get("signature", ""), self._token, timestamp, nonce):
            raise RefusedError("signature")
        self._check_fresh(timestamp)
        echo = query.get("echostr", "")
        if not echo or len(echo) > 256 or not echo.isascii() or not echo.isprintable():
            raise RefusedError("echostr")
        return echo

    def knows_token(self, query: Mapping[str, str]) -> bool:
        """Whether the query alone shows knowledge of the token, as WeChat's do in every mode.

        No proof that a push is WeChat's, for nothing of the body is in it: only a cheap sign before it is read.
        """
        try:
            timestamp, nonce = _stamp(query)
        except RefusedError:
            return False
        return signature_matches(query.get("signature", ""), self._token, timestamp, nonce)

    def open(self, query: Mapping[str, str], body: bytes) -> PushDelivery:
        """The push in a request.

        Raises:
            RefusedError: not proven to be WeChat's: answer 403, always the same.
            MessageError: WeChat's, but unreadable: answer NO_REPLY and log it.
        """
        if len(body) > BODY_BYTES:
            raise RefusedError("body_size")
        timestamp, nonce = _stamp(query)
        kind = query.get("encrypt_type", "raw")
        if kind == "aes" and self._cipher is not None:
            return self._open_sealed(self._cipher, query, body, timestamp, nonce)
        if kind != "raw" or self._mode is Mode.SAFE:
            raise RefusedError("encrypt_type")
        if not signature_matches(query.get("signature", ""), self._token, timestamp, nonce):
            raise RefusedError("signature")
        self._check_fresh(timestamp)
        return PushDelivery(_read_push(body), nonce, None, _is_json(body))

    def seal(self, reply: str, delivery: PushDelivery) -> bytes:
        """The response body for a passive reply's XML, wrapped the way its push was."""
        if delivery.key_index is None or self._cipher is None:
            return reply.encode()
        encrypted = self._cipher.seal(reply.encode(), delivery.key_index)
        timestamp = str(int(self._clock.now().timestamp()))
        nonce = delivery.nonce or secrets.token_hex(8)
        signature = sign(self._token, timestamp, nonce, encrypted)
        if delivery.is_json:
            envelope = {"Encrypt": encrypted, "MsgSignature": signature, "TimeStamp": int(timestamp), "Nonce": nonce}
            return json.dumps(envelope).encode()
        return (
            f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature>"
            f"<TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
        ).encode()

    def _open_sealed(
        self, cipher: MessageCipher, query: Mapping[str, str], body: bytes, timestamp: str, nonce: str
    ) -> PushDelivery:
        encrypted = _encrypted_part(body)
        if not signature_matches(query.get("msg_signature", ""), self._token, timestamp, nonce, encrypted):
            raise RefusedError("msg_signature")
        self._check_fresh(timestamp)
        opened = cipher.open(encrypted)
        return PushDelivery(_read_push(opened.message), nonce, opened.key_index, _is_json(body))

    def _check_fresh(self, timestamp: str) -> None:
        """Refuse what is signed but old, or from the future: a replay, or one of the clocks is wrong."""
        late_s = int(self._clock.now().timestamp()) - int(timestamp)
        if abs(late_s) > self._skew_s:
            raise RefusedError("stale", late_s)


def _stamp(query: Mapping[str, str]) -> tuple[str, str]:
    """The timestamp and the nonce that the signature is over."""
    timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
    # A repeated nonce is allowed: whether WeChat's own retries reuse it is undocumented (facts §7).
    if not nonce.isalnum() or not nonce.isascii() or len(nonce) > 128:
        raise RefusedError("nonce")
    if not _TIMESTAMP.fullmatch(timestamp):
        raise RefusedError("timestamp")
    return timestamp, nonce


def _read_push(body: bytes) -> Push:
    """The push in a verified body; one that cannot be read, but names its sender, is a message of no known kind.

    Raises:
        MessageError: not even its sender can be read.
    """
    try:
        return build_push(read_fields(body))
    except MessageError:
        return build_push({**read_head(body), "MsgType": UNREADABLE})


def _encrypted_part(body: bytes) -> str:
    try:
        fields: Fields = read_fields(body)
    except MessageError:
        fields = {}
    encrypted = fields.get("Encrypt")
    if not isinstance(encrypted, str) or not encrypted:
        raise RefusedError("envelope")
    return encrypted


def _is_json(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
