"""Silent sign-in of pages opened inside WeChat (网页授权 snsapi_base), with a state nobody else can make.

Source: https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from common.clock import SYSTEM_CLOCK, Clock
from wechat.errors import RefusedError, UncertainError

STATE_S = 600
_AUTHORIZE = "https://open.weixin.qq.com/connect/oauth2/authorize"


@dataclass(frozen=True)
class SignedIn:
    """Who opened the page; a snapshot user is virtual, so nothing may be tied to them."""

    openid: str = field(repr=False)
    is_snapshot: bool


def authorize_url(app_id: str, redirect_url: str, state: str, *, base: str = _AUTHORIZE) -> str:
    """Where to send the browser; WeChat demands this order of parameters."""
    return (
        f"{base}?appid={quote(app_id, safe='')}&redirect_uri={quote(redirect_url, safe='')}"
        f"&response_type=code&scope=snsapi_base&state={quote(state, safe='')}#wechat_redirect"
    )


class StateSigner:
    """Makes and checks the `state` that ties the answer to the browser that asked (against CSRF).

    The browser keeps `nonce` in a cookie; the state holds the same nonce, the time and the path to return to.
    """

    def __init__(self, key: bytes, *, clock: Clock = SYSTEM_CLOCK) -> None:
        """Take the key that signs."""
        self._key = key
        self._clock = clock

    def make_nonce(self) -> str:
        """A fresh value for the cookie."""
        return secrets.token_urlsafe(16)

    def make(self, nonce: str, path: str) -> str:
        """The state for a browser with this cookie, to come back to `path`."""
        moment = int(self._clock.now().timestamp())
        body = _encode(f"{moment}\n{path}".encode())
        return f"{body}.{self._mark(body, nonce)}"

    def check(self, state: str, nonce: str) -> str:
        """The path to go back to.

        Raises:
            RefusedError: not ours, another browser's, or too old.
        """
        body, _, mark = state.partition(".")
        if not nonce or not hmac.compare_digest(mark.encode("utf-8", "replace"), self._mark(body, nonce).encode()):
            raise RefusedError("state")
        moment, _, path = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode().partition("\n")
        if not 0 <= self._clock.now().timestamp() - int(moment) <= STATE_S:
            raise RefusedError("state_stale")
        return path

    def _mark(self, body: str, nonce: str) -> str:
        text = f"{body}\n{nonce}".encode("utf-8", "replace")
        return _encode(hmac.new(self._key, text, hashlib.sha256).digest()[:18])


def read_signed_in(path: str, answer: dict[str, Any]) -> SignedIn:
    """The person in the answer of the code exchange."""
    openid = answer.get("openid")
    if not isinstance(openid, str) or not openid:
        raise UncertainError(path, "no_openid")
    return SignedIn(openid, answer.get("is_snapshotuser") == 1)


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
