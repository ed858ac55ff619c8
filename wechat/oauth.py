"""Silent sign-in of pages opened inside WeChat (网页授权 snsapi_base), with a state nobody else can use.

WeChat allows a state of letters and digits, at most 128 bytes, so it is only a random name; what it stands for, the
path to come back to, stays in a signed cookie of the browser that asked, one for each tab.
Source: https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from itsdangerous import BadData, URLSafeTimedSerializer

from common.clock import SYSTEM_CLOCK, Clock
from common.signing import clock_signer
from wechat.errors import RefusedError, UncertainError

STATE_S = 600
_AUTHORIZE = "https://open.weixin.qq.com/connect/oauth2/authorize"
_STATE_BYTES = 12
_PATH_CHARS = 600
"""A longer path (a search somebody pasted an essay into) is not worth a cookie: they come back to the front page."""


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


class SignedValues:
    """Values for cookies: signed under a purpose, dated, read with any of the keys (newest first)."""

    def __init__(self, keys: Sequence[str], purpose: str, *, clock: Clock = SYSTEM_CLOCK) -> None:
        """A value made for one purpose is none for another."""
        self._serializer = URLSafeTimedSerializer(
            list(keys)[::-1],
            salt=purpose,
            signer=clock_signer(clock),
            signer_kwargs={"digest_method": hashlib.sha256},
        )

    def make(self, value: object) -> str:
        """The cookie's text."""
        return str(self._serializer.dumps(value))

    def read(self, text: str, seconds: int) -> Any:
        """The value of a text not older than so many seconds.

        Raises:
            RefusedError: not ours, of another purpose, or too old.
        """
        try:
            return self._serializer.loads(text.encode("utf-8", "replace"), max_age=seconds)
        except BadData as error:
            raise RefusedError("signature") from error


class States:
    """The states of browsers on their way to WeChat and back."""

    def __init__(self, values: SignedValues) -> None:
        """Sign with these values."""
        self._values = values

    def make(self, path: str) -> tuple[str, str]:
        """A state, and the text its cookie keeps, to come back to `path`."""
        state = secrets.token_hex(_STATE_BYTES)
        return state, self._values.make([state, path if len(path) <= _PATH_CHARS else "/"])

    def check(self, state: str, kept: str) -> str:
        """The path to go back to, for a state and what its cookie kept.

        Raises:
            RefusedError: not ours, another browser's, or too old.
        """
        known = self._values.read(kept, STATE_S)
        if (
            not isinstance(known, list)
            or len(known) != 2
            or not secrets.compare_digest(str(known[0]).encode(), state.encode())
        ):
            raise RefusedError("state")
        return str(known[1])


def is_state(text: str) -> bool:
    """Whether a text has the shape of a state: letters and digits, as long as we make them."""
    return len(text) == 2 * _STATE_BYTES and text.isascii() and text.isalnum()


def read_signed_in(path: str, answer: dict[str, Any]) -> SignedIn:
    """The person in the answer of the code exchange."""
    openid = answer.get("openid")
    if not isinstance(openid, str) or not openid:
        raise UncertainError(path, "no_openid")
    return SignedIn(openid, answer.get("is_snapshotuser") == 1)
