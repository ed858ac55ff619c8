"""Mail addresses as people write them in the settings: one or several, with names, with full-width marks between."""

from __future__ import annotations

import re
from email.headerregistry import Address, AddressHeader
from email.policy import SMTP

from common.errors import BotError

_MARKS = str.maketrans({"；": ";", "，": ",", "、": ",", "＜": "<", "＞": ">", "＠": "@", "\u3000": " "})
_QUOTED_OR_MARK = re.compile(r'"[^"]*"|[;\n]')


def read_addresses(text: str, name: str) -> tuple[Address, ...]:
    """The addresses in a setting such as `张三 <a@example.com>；b@example.com`.

    Raises:
        BotError: one of them is no address; the text names the setting.
    """
    # Mail itself separates by commas; a semicolon inside a quoted name stays what it is.
    commas = _QUOTED_OR_MARK.sub(lambda found: found[0] if len(found[0]) > 1 else ",", text.translate(_MARKS))
    parts = [part for part in _split(commas) if part.strip()]
    addresses = [_read_one(part) for part in parts]
    wrong = [part.strip() for part, address in zip(parts, addresses, strict=True) if address is None]
    if wrong or not parts:
        shown = "、".join(f"「{part}」" for part in wrong) or "空的"
        raise BotError(
            f"settings.yml: mail.{name} 不是邮箱地址（现在是{shown}）。改法：写成 {name}: bot@example.com 的样子。"
        )
    return tuple(address for address in addresses if address is not None)


def read_address(text: str, name: str) -> Address:
    """The one address in a setting.

    Raises:
        BotError: it is none, or several.
    """
    addresses = read_addresses(text, name)
    if len(addresses) != 1:
        raise BotError(f"settings.yml: mail.{name} 只能是一个邮箱地址（现在有 {len(addresses)} 个）。改法：留下一个。")
    return addresses[0]


def _split(text: str) -> list[str]:
    return re.findall(r'(?:"[^"]*"|[^,"])+', text)


def _read_one(text: str) -> Address | None:
    """The address in one part; None when mail programs would not take it for one."""
    try:
        header = SMTP.header_factory("To", text.strip())
        has_defects = bool(header.defects)
    except (ValueError, IndexError):  # what the parser does not foresee
        return None
    if has_defects or not isinstance(header, AddressHeader) or len(header.addresses) != 1:
        return None
    address = header.addresses[0]
    domain_is_whole = all(address.domain.split(".")) if address.domain else False
    if not address.username or not domain_is_whole or not address.addr_spec.isascii() or " " in address.addr_spec:
        return None
    return address
