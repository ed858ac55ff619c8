"""A clause as it stands in a ticket: without the sighs and starts around it that only a voice would carry."""

from __future__ import annotations

import re

_SIGH = (
    "哦|噢|嗯|呃|额|唉|哎呀?|那个(?=[，,、]|$)|就是说|反正呢?|话说|哦?对了?|等等|等一?下|等会儿?|不好意思|我跟[你您]说|你听我说"
    "|[你您]知道吗"
)
_START = re.compile(f"^(?:(?:{_SIGH})[，,、]{{0,2}}){{1,3}}(?=[^，,、 方面话公立象应得照比付])")
_ONLY_START = re.compile(f"(?:{_SIGH}|[啊呀嘛，, ]){{1,4}}")
_END = re.compile("(?:(?<!什么)(?:[啊呀哦噢嘛哈啦喔诶])){1,3}$")
_LEAST = 3


def is_start(clause: str) -> bool:
    """Whether a clause is nothing but such a start: «那个», «哦对»."""
    return _ONLY_START.fullmatch(clause.strip()) is not None


def tidied(clause: str) -> str:
    """The clause without them, the clause itself where little else is left."""
    bare = _END.sub("", _START.sub("", clause))
    return bare if len(bare) >= _LEAST else clause
