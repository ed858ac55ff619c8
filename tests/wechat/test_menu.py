"""The menu and its limits."""

from __future__ import annotations

import pytest

from common.errors import BotError
from wechat.menu import Menu, MenuEntry


def test_a_menu_as_wechat_takes_it() -> None:
    menu = Menu(
        (
            MenuEntry("帮助中心", url="https://example.com/help"),
            MenuEntry("服务", entries=(MenuEntry("人工", key="agent"), MenuEntry("我的工单", key="tickets"))),
        )
    )
    assert menu.payload() == {
        "button": [
            {"type": "view", "name": "帮助中心", "url": "https://example.com/help"},
            {
                "name": "服务",
                "sub_button": [
                    {"type": "click", "name": "人工", "key": "agent"},
                    {"type": "click", "name": "我的工单", "key": "tickets"},
                ],
            },
        ]
    }


ENTRY = MenuEntry("人工", key="agent")


@pytest.mark.parametrize(
    ("entries", "text"),
    [
        ((), "菜单要有 1 到 3 项（现在是 0 项）"),
        ((ENTRY,) * 4, "菜单要有 1 到 3 项（现在是 4 项）"),
        ((MenuEntry("服务", entries=(ENTRY,) * 6),), "菜单「服务」下最多 5 项（现在是 6 项）"),
        ((MenuEntry("一二三四五六", key="x"),), "菜单名「一二三四五六」要有 1 到 5 个汉字"),
        ((MenuEntry("", key="x"),), "菜单名「」要有 1 到 5 个汉字"),
        ((MenuEntry("人工"),), "菜单「人工」要有 key、网址、下级菜单中的一样"),
        ((MenuEntry("人工", key="a", url="https://example.com"),), "菜单「人工」要有 key、网址、下级菜单中的一样"),
        ((MenuEntry("人工", key="k" * 129),), "菜单「人工」的 key 或网址太长"),
        ((MenuEntry("帮助", url="/help"),), "菜单「帮助」的网址要以 https:// 开头（现在是 /help）"),
        (
            (MenuEntry("服务", entries=(MenuEntry("深", entries=(ENTRY,)),)),),
            "菜单「深」不能再有下一级",
        ),
    ],
)
def test_a_menu_wechat_would_refuse_is_refused_here(entries: tuple[MenuEntry, ...], text: str) -> None:
    with pytest.raises(BotError) as refusal:
        Menu(entries)
    assert str(refusal.value) == text
