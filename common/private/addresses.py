"""E-mail addresses, found from their @ outwards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from common.private.values import PrivateValue

PUBLIC_ADDRESSES = frozenset({"kefu@chsi.com.cn"})
"""Addresses the help centre itself publishes: naming them gives nobody away."""

_LOCAL_CHARS = 64
_LOCAL_END = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}+ ?$")
# People also type a Chinese full stop or a comma before the last part.
_HOST = re.compile(
    r" ?(?P<host>[A-Za-z0-9][A-Za-z0-9\-]{0,62}+"
    r"(?:(?:\.|[。,] ?(?=(?:com|cn|net|org|edu)(?![A-Za-z])))[A-Za-z0-9\-]{1,63}+){1,8}+)"
)
_STOPS = {ord("。"): ".", ord(","): ".", ord(" "): None}
_WHOLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@[A-Za-z0-9][A-Za-z0-9\-]*+(?:\.[A-Za-z0-9\-]++)++")


def is_address(value: str) -> bool:
    """Whether this is an e-mail address as people have them."""
    return _WHOLE.fullmatch(value) is not None


def find_addresses(text: str) -> Iterator[PrivateValue]:
    """Every address in a folded text, left to right, the published ones left out."""
    done = 0
    place = text.find("@")
    while place >= 0:
        local = _LOCAL_END.search(text[max(done, place - _LOCAL_CHARS - 1) : place])
        host = _HOST.match(text, place + 1) if local else None
        if local and host:
            start = max(done, place - _LOCAL_CHARS - 1) + local.start()
            value = f"{local[0].strip()}@{host['host'].translate(_STOPS)}"
            done = host.end()
            if value.lower() not in PUBLIC_ADDRESSES:
                yield PrivateValue("email", start, done, value)
        place = text.find("@", place + 1)
