"""A follower's phone in a terminal: what is typed becomes pushes, what comes back is shown as on a screen."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

from common.off_loop import in_own_thread
from simulator import Platform, Shown, SimulatedPerson

OPENID = "oSimulated-Follower_00000001"
HELP = """\
直接打字就是发消息。还可以：
  /点 2          点选屏幕上最近的第 2 个选项        /图 文件      发一张图片
  /菜单 人工     点底部菜单（帮助中心、我的工单、人工）  /语音 文字    发一段语音（微信识别出的文字可不写）
  /表情 /视频 /位置 /链接                         /取关 /关注
  /退出"""
_MENU = {"帮助中心": "help", "我的工单": "tickets", "人工": "agent"}
_LINK = re.compile(r"<a [^>]*>([^<]*)</a>")
_LABELS = {"passive": "", "custom": "", "notice": "［通知］", "fault": "［微信提示］"}
_SETTLE_S = 0.4
_LONGEST_S = 12.0


class Phone:
    """One person's side of the chat."""

    def __init__(self, platform: Platform, openid: str = OPENID) -> None:
        """Belong to a person of the platform."""
        self._platform = platform
        self._openid = openid
        self._seen = 0

    @property
    def person(self) -> SimulatedPerson:
        """Whose phone it is."""
        return self._platform.person(self._openid)

    async def enter(self, line: str) -> list[str]:
        """Do what a line says; gives what appeared on the screen."""
        command, _, rest = line.strip().partition(" ")
        before = len(self.person.screen)
        try:
            fault = await self._act(command, rest.strip(), line.strip())
        except (LookupError, OSError) as error:
            fault = f"（{error}）"
        if fault:
            return [fault]
        await self._settle(before)
        return self.news()

    def news(self) -> list[str]:
        """What appeared since the last look."""
        screen = self.person.screen
        lines = [show(item) for item in screen[self._seen :]]
        self._seen = len(screen)
        return lines

    async def _act(self, command: str, rest: str, line: str) -> str:
        platform, openid = self._platform, self._openid
        acts: dict[str, Callable[[], Awaitable[object]]] = {
            "/关注": lambda: platform.follow(openid),
            "/取关": lambda: platform.unfollow(openid),
            "/表情": lambda: platform.send_sticker(openid),
            "/视频": lambda: platform.send_video(openid),
            "/位置": lambda: platform.send_location(openid),
            "/语音": lambda: platform.send_voice(openid, recognition=rest),
            "/链接": lambda: platform.send_link(openid, rest or "一篇文章", "https://example.com/"),
        }
        if command in acts:
            await acts[command]()
        elif command == "/图":
            await platform.send_picture(openid, await in_own_thread(Path(rest).read_bytes))
        elif command == "/菜单":
            if rest not in _MENU:
                return f"（菜单只有：{'、'.join(_MENU)}）"
            await platform.click_menu(openid, _MENU[rest])
        elif command == "/点":
            await platform.tap(openid, self._option(rest))
        elif command.startswith("/"):
            return HELP
        else:
            await platform.say(openid, line)
        return ""

    def _option(self, place: str) -> str:
        offered = next((item.options for item in reversed(self.person.screen) if item.options), ())
        if not place.isdecimal() or not 0 < int(place) <= len(offered):
            raise LookupError(f"屏幕上没有第 {place or '?'} 个选项")
        return offered[int(place) - 1][1]

    async def _settle(self, before: int) -> None:
        """Wait for a customer message when the push itself brought nothing."""
        loop = asyncio.get_running_loop()
        ends_s = loop.time() + _LONGEST_S
        while self.person.follows and len(self.person.screen) == before and loop.time() < ends_s:  # noqa: ASYNC110 (a screen has no event)
            await asyncio.sleep(0.05)
        count = -1
        while count != len(self.person.screen):
            count = len(self.person.screen)
            await asyncio.sleep(_SETTLE_S)


def show(item: Shown) -> str:
    """One thing on the screen as terminal text: links by their label, options with their number."""
    text = _LABELS[item.via] + _LINK.sub(r"［\1］", item.text)
    return text if item.kind in ("text", "msgmenu", "fault") else f"［{item.kind}］{text}"
