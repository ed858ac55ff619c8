"""Options a person can tap and also type: numbered lines, tappable links, or a 菜单消息."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from urllib.parse import quote

from wechat.outgoing import MENU_ITEM_BYTES, MENU_ITEMS, MenuMessage, Text
from wechat.text import byte_length, clean_text, disarm_text


class OptionStyle(Enum):
    """How options are shown."""

    NUMBERS = "numbers"
    """Plain numbered lines: works on every client."""
    LINKS = "links"
    """Numbered lines with `weixin://bizmsgmenu` links: long-lived but undocumented (facts §2)."""
    MENU = "msgmenu"
    """菜单消息: verified service accounts only; otherwise 40200."""


@dataclass(frozen=True)
class NumberedOption:
    """One choice; `number` is the integer its tap brings back, `title` what the tap says for the person."""

    number: int
    title: str
    url: str = ""
    """A page the tap opens instead of bringing the number back."""


def option_lines(options: Sequence[NumberedOption], style: OptionStyle = OptionStyle.NUMBERS) -> str:
    """The options as numbered lines, counted from 1 as the person types them."""
    return "\n".join(f"{place}. {_shown(option, style)}" for place, option in enumerate(options, 1))


def option_link(option: NumberedOption) -> str:
    """A link whose tap sends the title; the client ignores the tap unless both parameters are there."""
    if option.url:
        return page_link(option.title, option.url)
    content = quote(clean_text(option.title), safe="")
    title = disarm_text(clean_text(option.title))
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={content}&msgmenuid={option.number}">{title}</a>'


def page_link(title: str, url: str) -> str:
    """A link that opens a page; the address must not be a person's words."""
    return f'<a href="{quote(clean_text(url), safe=":/?&=#%~+,;@")}">{disarm_text(clean_text(title))}</a>'


def option_message(
    text: str, options: Sequence[NumberedOption], style: OptionStyle, tail: str = ""
) -> Text | MenuMessage:
    """One message with text and options; a menu that would break WeChat's limits falls back to links."""
    fits = not any(item.url for item in options) and len(options) <= MENU_ITEMS
    fits = fits and all(byte_length(item.title) <= MENU_ITEM_BYTES for item in options)
    if style is OptionStyle.MENU and options and fits:
        items = tuple((item.number, f"{place}. {item.title}") for place, item in enumerate(options, 1))
        return MenuMessage(text, items, tail)
    shown = OptionStyle.LINKS if style is OptionStyle.MENU else style
    return Text("\n".join(part for part in (text, option_lines(options, shown), tail) if part))


def _shown(option: NumberedOption, style: OptionStyle) -> str:
    if style is OptionStyle.NUMBERS:
        return disarm_text(f"{option.title}：{option.url}" if option.url else option.title)
    return option_link(option)
