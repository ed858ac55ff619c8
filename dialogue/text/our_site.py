"""Our site by its name where people only point at it: «这网站收不收钱» is asked of 学信网, unless another is named."""

from __future__ import annotations

import re

_POINTED_AT = re.compile(
    "(?:(?:你们?|您|咱们?)(?:这个?|那个?)?|这个?)(?:网站|平台|网页|官网)(?![名上里址登打显提的说报])"
)
_NAMED = re.compile("学信|chsi|征兵|研招|考试院|12306|教务|四六级|政务|假|仿|链接|[a-z0-9]\\.[a-z]", re.IGNORECASE)
_OURS = "学信网"


def with_our_name(text: str) -> str:
    """A text with 学信网 where it points at «这网站»; as it is where some site is named."""
    if _NAMED.search(text):
        return text
    return _POINTED_AT.sub(_OURS, text)
