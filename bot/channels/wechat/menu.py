"""The menu at the foot of the chat: the help centre, a person, and one's own tickets."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.serving.secret_files import write_private
from common.clock import Clock, china_time
from common.errors import BotError
from common.off_loop import in_own_thread
from common.settings import ServerSettings
from wechat.client import WeChatClient
from wechat.menu import Menu, MenuEntry

_TARGETS = ("url", "key", "value", "media_id", "article_id", "pagepath")


def make_menu(server: ServerSettings) -> Menu:
    """The menu; without a public address the help centre answers in the chat instead of opening a page."""
    page = server.public_url.rstrip("/")
    centre = MenuEntry("帮助中心", url=f"{page}/help") if page else MenuEntry("帮助中心", key="help")
    return Menu((centre, MenuEntry("我的工单", key="tickets"), MenuEntry("人工", key="agent")))


async def change_menu(client: WeChatClient, menu: Menu | None, folder: Path, clock: Clock, *, overwrite: bool) -> str:
    """Put the menu in the place of whatever is there, or only take that away; says what was done.

    What was there is shown and saved in `folder` first: WeChat keeps no copy.

    Raises:
        BotError: another menu is there, and `overwrite` does not allow to replace it.
    """
    known = await client.current_menu()
    buttons = known.get("button") or []
    if menu is None and not buttons:
        return "没有菜单，什么也没有改。"
    same = menu is not None and _lines(buttons) == describe_menu(menu)
    before = ""
    if buttons and not same:
        path = await in_own_thread(_save, known, folder, clock)
        before = f"现在的菜单（存进了 {path}）：\n{_lines(buttons)}\n"
        if not overwrite:
            raise BotError(f"{before}\n什么也没有改。改法：确认要换掉它，就加上 --overwrite 再运行一次。")
    if menu is None:
        await client.delete_menu()
        return f"{before}菜单已删除，手机上最多 5 分钟后更新。"
    await client.create_menu(menu)
    return f"{before}菜单已建好，手机上最多 5 分钟后更新：\n{describe_menu(menu)}"


def describe_menu(menu: Menu) -> str:
    """The menu as lines people read."""
    return _lines(menu.payload()["button"])


def _lines(buttons: Sequence[Any], indent: str = "  ") -> str:
    lines = []
    for button in buttons:
        if not isinstance(button, dict):
            continue
        children = button.get("sub_button") or []
        if isinstance(children, dict):  # as menus made on the platform's pages have it
            children = children.get("list") or []
        if children:
            lines.append(f"{indent}{button.get('name')}：\n{_lines(children, indent + '  ')}")
        else:
            lines.append(f"{indent}{button.get('name')}：{_target(button)}")
    return "\n".join(lines)


def _target(button: dict[str, Any]) -> str:
    kind = str(button.get("type", ""))
    target = next((str(button[name]) for name in _TARGETS if button.get(name)), "")
    named = {"view": "打开", "click": "点击事件"}.get(kind, kind)
    return f"{named} {target}".strip()


def _save(menu: dict[str, Any], folder: Path, clock: Clock) -> Path:
    path = folder / f"wechat_menu_{china_time(clock.now()):%Y%m%d_%H%M%S}.json"
    write_private(path, json.dumps(menu, ensure_ascii=False, indent=2))
    return path
