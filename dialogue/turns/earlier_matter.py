"""An earlier matter of the talk that somebody comes back to by its name: «说回刚才那个，密码那个呢»."""

from __future__ import annotations

import re

from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from faq.text.normalise import matching_key

EARLIER = "earlier"
"""The kind of going on that names what it goes on with."""
LAST_BUT_ONE = "before"
"""What is come back to where only that it came before is said: «回到刚才那个»."""
_LEAD = "(?:那|好|行|哦|嗯|对了|我们|咱们?|还是|先|再|就|不说这个了?|算了){0,4}"
_LATELY = "(?:刚才?|刚刚|之前|前面|先前|方才|开头|一开始|最开始|最早|上面|原来)"
_BACK = "(?:回到|回去说|说回|讲回|聊回|转回|绕回|接着说|接着讲|继续说|回头说|回过头来?(?:说|看|讲)?)"
_WHAT = "(?P<what>(?!刚|之前|前面|先前|上面|开头|一开始|上一)[^这那不没怎什哪吗呢你您]{2,8}?)"
_IT = "(?:那个|那件|那边|那一?步|那头|的)(?:事情?|问题)?"
_ENDS = "(?:呢|咧|吧|了|啊|怎么办|咋办|怎么弄|咋弄|还没(?:弄)?好){0,2}"
_NAMED = (
    re.compile(f"{_LEAD}{_BACK}{_LATELY}?(?:说|问|讲|那个)?的?{_WHAT}(?:{_IT})?{_ENDS}"),
    re.compile(f"{_LEAD}{_LATELY}(?:说|问|讲)?的?{_WHAT}{_IT}{_ENDS}"),
    re.compile(f"{_LEAD}{_WHAT}(?:那个|那件)(?:事情?|问题)?呢"),
    re.compile(f"{_LEAD}{_LATELY}?(?:上|前)一?个(?:问题|事情?)?(?:里?的|说的|那个)?{_WHAT}(?:{_IT})?{_ENDS}(?<=呢)"),
)
_BARE = re.compile(f"{_LEAD}{_BACK}{_LATELY}?(?:说|问|讲)?的?(?:那个|那件|那步|那里|上一个)?(?:事情?|问题)?{_ENDS}")
_MOST_CHARS = 24


def earlier_matter(text: str) -> tuple[str, str]:
    """What is come back to, and what is said beside; both empty where nothing of the kind is said."""
    if len(matching_key(text)) > 2 * _MOST_CHARS:
        return "", ""
    clauses = [part for clause in split_clauses(in_mandarin(text)) for part in clause.split()]
    keys = list(map(matching_key, clauses))
    named = list(map(_name_in, keys))
    what = next(filter(None, named), "") or (LAST_BUT_ONE if any(map(_BARE.fullmatch, keys)) else "")
    if not what:
        return "", ""
    rest = [
        clause for clause, key, name in zip(clauses, keys, named, strict=True) if not name and not _BARE.fullmatch(key)
    ]
    return what, "，".join(rest)


def _name_in(key: str) -> str:
    return next((found["what"] for pattern in _NAMED if (found := pattern.fullmatch(key))), "")
