"""What a page must know of the browser it is for: whether WeChat shows it, and how pictures are chosen there."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from common.pictures import PICTURE_TYPES

_WECHAT, _WORK_WECHAT = "MicroMessenger", "wxwork"
"""What the browser inside WeChat calls itself (https://developers.weixin.qq.com/doc/service/guide/h5/).

That of 企业微信 says both, and knows no service account.
"""


@dataclass(frozen=True)
class Browser:
    """The browser of one request, as it calls itself; an unknown one is an ordinary one."""

    inside_wechat: bool = False
    is_android: bool = False

    @classmethod
    def of(cls, request: web.Request) -> Browser:
        """Who asks for a page."""
        name = request.headers.get("User-Agent", "")
        return cls(_WECHAT in name and _WORK_WECHAT not in name, "Android" in name)

    @property
    def accepts(self) -> str:
        """The kinds a file picker offers; what was chosen is looked at by the server in any case.

        On Android, WeChat answers a list of kinds with a list of files instead of the album
        (https://github.com/youzan/vant/issues/2065, https://github.com/Tencent/weui.js/issues/285).
        """
        return "image/*" if self.inside_wechat else ",".join(PICTURE_TYPES)

    @property
    def picks_many(self) -> bool:
        """Whether several pictures can be chosen at once.

        On Android, WeChat hands over none of them on some phones
        (https://github.com/ant-design/ant-design-mobile/issues/6132, https://github.com/Tencent/weui/issues/597);
        there they are chosen one after the other.
        """
        return not (self.inside_wechat and self.is_android)
