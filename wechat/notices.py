"""Telling a person something they did not just ask for, such as a ticket's answer: one interface, templates behind it.

Source: https://developers.weixin.qq.com/doc/service/api/notify/template/api_sendtemplatemessage
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from wechat.client import WeChatClient
from wechat.text import clean_text

_KIND = re.compile(r"([a-z_]{1,40}?)_?[0-9]{1,8}")
_LENGTHS = {"thing": 20, "character_string": 32, "phrase": 5, "letter": 32, "symbol": 5, "const": 20}
"""Characters a value may have by its type; too long is refused with 47003 on real accounts, not in the sandbox."""


@dataclass(frozen=True)
class Notice:
    """What to tell: values by what they mean, where a tap leads, and a key that makes repeats harmless."""

    values: Mapping[str, str] = field(repr=False)
    url: str = field(default="", repr=False)
    key: str = ""


class Notifier(Protocol):
    """A way to reach a person outside the 48 hours after their last message."""

    async def notify(self, openid: str, notice: Notice) -> str:
        """Send it; gives WeChat's id of the message, empty when there is none.

        Raises:
            WeChatError: it was not sent.
        """


class TemplateNotifier:
    """Notices as template messages."""

    def __init__(self, client: WeChatClient, template_id: str, names: Mapping[str, str]) -> None:
        """Take the template and, for each meaning, the name it has in that template (`number` → `thing1`)."""
        self._client = client
        self._template_id = template_id
        self._names = dict(names)

    async def notify(self, openid: str, notice: Notice) -> str:
        """Send the values the template has a place for, cut to what their types allow."""
        values = {
            name: fit_value(name, notice.values[meaning])
            for meaning, name in self._names.items()
            if meaning in notice.values
        }
        return await self._client.send_template(openid, self._template_id, values, url=notice.url, key=notice.key)


def fit_value(name: str, value: str) -> str:
    """A value as the type in its name (`thing1`, `character_string2`) allows it."""
    kind = found[1] if (found := _KIND.fullmatch(name)) else name
    text = " ".join(clean_text(value).split())
    if kind == "character_string":
        text = "".join(char for char in text if " " <= char <= "~")
    limit = _LENGTHS.get(kind)
    if limit is not None and len(text) > limit:
        text = text[:limit] if kind == "character_string" else text[: limit - 1] + "…"
    return text or "-"
