"""The followers: what each saw on the phone, and what each may still be sent.

The allowance is written a second time here, apart from the gateway's ledger, so that the two check each other.
Source: https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

from common.clock import Clock

FAULT_NOTICE = "该公众号暂时无法提供服务，请稍后再试"
MESSAGE_HOURS = 48
ACTION_S = 60
_OPTION = re.compile(r'<a href="weixin://bizmsgmenu\?msgmenucontent=([^&"]*)&msgmenuid=([^"]*)">')


@dataclass(frozen=True)
class Shown:
    """One thing on the person's screen."""

    via: str
    """passive, custom, notice (template or subscription), or fault."""
    kind: str
    text: str
    at: datetime
    options: tuple[tuple[str, str], ...] = ()
    """(id, what a tap sends) of everything that can be tapped."""
    is_ai: bool = False


@dataclass
class _Bucket:
    left: int
    expires_at: datetime


@dataclass
class SimulatedPerson:
    """One phone."""

    openid: str
    follows: bool = False
    blocks: bool = False
    screen: list[Shown] = field(default_factory=list)
    consents: dict[str, int] = field(default_factory=dict)
    """How many subscription notices of a template the person agreed to."""
    _buckets: list[_Bucket] = field(default_factory=list, repr=False)

    @property
    def texts(self) -> list[str]:
        """All texts seen, in order."""
        return [shown.text for shown in self.screen]

    def grant(self, messages: int, seconds: float, now: datetime) -> None:
        """Allow that many messages for that long."""
        self._buckets.append(_Bucket(messages, now + timedelta(seconds=seconds)))

    def spend(self, now: datetime) -> int:
        """Use one message of the bucket that ends first; gives 0, or the code of the refusal."""
        self._buckets = [bucket for bucket in self._buckets if bucket.expires_at > now]
        if not self._buckets:
            return 45015
        open_buckets = [bucket for bucket in self._buckets if bucket.left > 0]
        if not open_buckets:
            return 45047
        min(open_buckets, key=lambda bucket: bucket.expires_at).left -= 1
        return 0

    def left(self, now: datetime) -> int:
        """How many messages may still be sent."""
        return sum(bucket.left for bucket in self._buckets if bucket.expires_at > now)

    def show(self, via: str, kind: str, text: str, clock: Clock, **more: Any) -> None:
        """Put something on the screen."""
        options = more.pop("options", None) or tuple(
            (number, unquote(content)) for content, number in _OPTION.findall(text)
        )
        self.screen.append(Shown(via, kind, text, clock.now(), options, **more))

    def find_option(self, title: str) -> tuple[str, str]:
        """The newest option on the screen whose text ends with `title`.

        Raises:
            LookupError: nothing like it is there to tap.
        """
        for shown in reversed(self.screen):
            for number, content in shown.options:
                if content == title or content.endswith(title):
                    return number, content
        raise LookupError(f"没有可以点的「{title}」")
