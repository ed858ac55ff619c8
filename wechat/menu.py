"""The menu at the foot of the chat, checked before WeChat sees it.

Source: https://developers.weixin.qq.com/doc/offiaccount/Custom_Menus/Creating_Custom-Defined_Menu.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from common.errors import BotError

TOP_ENTRIES = 3
SUB_ENTRIES = 5
_TOP_BYTES = 16
_SUB_BYTES = 60
_KEY_BYTES = 128
_URL_BYTES = 1024


@dataclass(frozen=True)
class MenuEntry:
    """One line: it sends a key, opens a page, or unfolds others."""

    name: str
    key: str = ""
    url: str = ""
    entries: tuple[MenuEntry, ...] = ()

    def payload(self) -> dict[str, Any]:
        """The entry as WeChat takes it."""
        if self.entries:
            return {"name": self.name, "sub_button": [entry.payload() for entry in self.entries]}
        if self.url:
            return {"type": "view", "name": self.name, "url": self.url}
        return {"type": "click", "name": self.name, "key": self.key}


@dataclass(frozen=True)
class Menu:
    """The whole menu.

    Raises:
        BotError: it breaks one of WeChat's limits; the text says which and how to mend it.
    """

    entries: tuple[MenuEntry, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.entries) <= TOP_ENTRIES:
            raise BotError(f"菜单要有 1 到 {TOP_ENTRIES} 项（现在是 {len(self.entries)} 项）")
        for entry in self.entries:
            _check(entry, _TOP_BYTES)
            if len(entry.entries) > SUB_ENTRIES:
                raise BotError(f"菜单「{entry.name}」下最多 {SUB_ENTRIES} 项（现在是 {len(entry.entries)} 项）")
            for child in entry.entries:
                _check(child, _SUB_BYTES)
                if child.entries:
                    raise BotError(f"菜单「{child.name}」不能再有下一级")

    def payload(self) -> dict[str, Any]:
        """The menu as `menu/create` takes it."""
        return {"button": [entry.payload() for entry in self.entries]}


def _check(entry: MenuEntry, name_bytes: int) -> None:
    if not entry.name or len(entry.name.encode()) > name_bytes:
        raise BotError(f"菜单名「{entry.name}」要有 1 到 {name_bytes // 3} 个汉字")
    if sum(map(bool, (entry.key, entry.url, entry.entries))) != 1:
        raise BotError(f"菜单「{entry.name}」要有 key、网址、下级菜单中的一样")
    if len(entry.key.encode()) > _KEY_BYTES or len(entry.url.encode()) > _URL_BYTES:
        raise BotError(f"菜单「{entry.name}」的 key 或网址太长")
    if entry.url and not entry.url.startswith(("https://", "http://")):
        raise BotError(f"菜单「{entry.name}」的网址要以 https:// 开头（现在是 {entry.url}）")
