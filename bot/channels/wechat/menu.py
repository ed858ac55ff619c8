"""The menu at the foot of the chat: the help centre, a person, and one's own tickets."""

from __future__ import annotations

from common.settings import ServerSettings
from wechat.menu import Menu, MenuEntry


def make_menu(server: ServerSettings) -> Menu:
    """The menu; without a public address the help centre answers in the chat instead of opening a page."""
    page = server.public_url.rstrip("/")
    centre = MenuEntry("帮助中心", url=f"{page}/help") if page else MenuEntry("帮助中心", key="help")
    return Menu((centre, MenuEntry("我的工单", key="tickets"), MenuEntry("人工", key="agent")))


def describe_menu(menu: Menu) -> str:
    """The menu as lines people read."""
    lines = []
    for entry in menu.entries:
        target = f"打开 {entry.url}" if entry.url else f"点击事件 {entry.key}"
        lines.append(f"  {entry.name}：{target}")
    return "\n".join(lines)
