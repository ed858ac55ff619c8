"""E-mail addresses, found from their @ outwards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from common.private.values import PrivateValue, Shape

PUBLIC_ADDRESSES = frozenset({"kefu@chsi.com.cn"})
"""Addresses the help centre itself publishes: naming them gives nobody away."""

_LOCAL_CHARS = 64
_LOCAL_END = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}+ ?$")
_NAME_END = re.compile(r"邮箱(?:地址|号)?[是为:]?[ ]?(?P<name>(?![^@]{0,3}[是的后结尾用为])[\u4e00-\u9fff]{2,4})$")
"""A name as it is written where an address was asked for: «邮箱张三丰@…»."""
# People also type a Chinese full stop or a comma before the last part.
_LAST = r"(?:com|con|cn|net|org|edu)(?![A-Za-z])"
_HOST = re.compile(
    r"[ \n]?(?P<host>[A-Za-z0-9][A-Za-z0-9\-]{0,62}+"
    rf"(?:(?:\.{{1,2}}|[ \n]?\.[ \n]?(?={_LAST})|[。,、·点] ?(?={_LAST})|[\[(]dot[\])])[A-Za-z0-9\-]{{1,63}}+){{1,8}}+"
    rf"|[A-Za-z0-9\-]{{1,40}}[ \n](?:dot|点)[ \n](?={_LAST})[A-Za-z]{{2,3}}"
    r"|(?:qq|foxmail|vip\.qq|[Gg]mail|hotmail|outlook|163|126|139|189|yeah|sina|sohu|aliyun)(?:com)?(?![A-Za-z0-9.@]))",
    re.IGNORECASE,
)
_STOPS = {ord(mark): "." for mark in "。,、·点"} | {ord(" "): None, ord("\n"): None}
_DOTS = re.compile(r"\.{2,}+|[\[(]dot[\])]|(?<=[^.])dot(?=[a-z]{2,3}$)", re.IGNORECASE)
_AT = re.compile(
    r"[ \n]?(?:@{1,3}|艾特|圈[aA]|[\[({<_]at?[\])}>_]|%40|&#64;"
    rf"|(?:#|后缀[是为加]?)[ ]?(?=[A-Za-z0-9\-]{{1,40}}\.{_LAST}))"
    rf"|[ \n]at[ \n](?=[A-Za-z0-9\-]{{1,40}}(?:\.|点|[ \n]dot[ \n]){_LAST})",
    re.IGNORECASE,
)
"""The sign, and how people write it who do not want to be found by machines."""
_WHOLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@[A-Za-z0-9][A-Za-z0-9\-]*+(?:\.[A-Za-z0-9\-]++)++")


def is_address(value: str) -> bool:
    """Whether this is an e-mail address as people have them."""
    return _WHOLE.fullmatch(value) is not None


def find_addresses(text: str) -> Iterator[PrivateValue]:
    """Every address in a folded text, left to right, the published ones left out."""
    done = 0
    for sign in _AT.finditer(text):
        place = sign.start()
        front = max(done, place - _LOCAL_CHARS - 1)
        local = _LOCAL_END.search(text[front:place]) or _NAME_END.search(text[front:place])
        host = _HOST.match(text, sign.end()) if local else None
        if local and host:
            start = front + local.start(local.lastgroup or 0)
            value = f"{local[local.lastgroup or 0].strip()}@{_DOTS.sub('.', host['host'].translate(_STOPS))}"
            done = host.end()
            if value.lower() not in PUBLIC_ADDRESSES:
                yield PrivateValue("email", start, done, value, Shape.VALID if is_address(value) else Shape.MALFORMED)
