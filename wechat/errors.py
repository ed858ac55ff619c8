"""What can go wrong with WeChat, as a caller must tell it apart; no secret, openid or address is ever in a text."""

from __future__ import annotations

from common.errors import BotError
from wechat.codes import CodeVerdict, Outcome, judge


class WeChatError(BotError):
    """Root of this package's errors."""


class RefusedError(WeChatError):
    """A request that is not proven to come from WeChat; every reason gets the same 403.

    The reason is for our log only: telling a stranger which check failed would be a padding oracle.
    """

    def __init__(self, reason: str, late_s: int = 0) -> None:
        """Keep a short English reason, an event field rather than a sentence; a stale one's age by our clock."""
        super().__init__("微信回调验证未通过")
        self.reason = reason
        self.late_s = late_s


class MessageError(WeChatError):
    """A push that was verified but cannot be read; the answer to WeChat is still `success`."""


class ApiError(WeChatError):
    """WeChat's API refused a call; `outcome` says what to do about it."""

    def __init__(self, endpoint: str, code: int, detail: str = "") -> None:
        """Remember the path (never the query, which holds the token), the code, and a harmless detail."""
        self.endpoint = endpoint
        self.code = code
        self.detail = detail
        self.verdict: CodeVerdict = judge(code)
        shown = f"（{detail}）" if detail else ""
        super().__init__(f"微信接口 {endpoint} 返回 {code}：{self.verdict.meaning}{shown}")

    @property
    def outcome(self) -> Outcome:
        """What the caller should do."""
        return self.verdict.outcome


class UnreachableError(WeChatError):
    """The call certainly did not reach WeChat, so it may be repeated."""

    def __init__(self, endpoint: str) -> None:
        """Name the path only."""
        self.endpoint = endpoint
        super().__init__(f"连不上微信接口 {endpoint}")


class UncertainError(WeChatError):
    """The call may or may not have been carried out.

    custom/send has no idempotency key, so repeating it could show a person the same text twice (facts §3.1).
    """

    def __init__(self, endpoint: str, cause: str) -> None:
        """Name the path and the kind of fault, not the exception: that one holds the URL with the token."""
        self.endpoint = endpoint
        self.cause = cause
        super().__init__(f"微信接口 {endpoint} 没有给出可用的回答（{cause}）")


class MediaError(WeChatError):
    """A media file is of the wrong kind, or not there."""


class MediaTooLargeError(MediaError):
    """A media file is larger than we take."""
