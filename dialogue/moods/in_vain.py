"""Somebody says once more that nothing helped: «还是不行», «弄了一下午还是传不上去». It tells no fact of the case."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogue.text.clauses import is_asked, split_clauses
from dialogue.text.languages import in_mandarin
from faq.text.normalise import matching_key

_MOST_CHARS = 20
_TRIED = (
    "(?:刚才?|又|再|我|都|全|也|已经|按|照|你们?|您|说的|这些|那些|一个个|挨个|反复|来回|换着|怎么|几种|办法|方法){0,6}"
    "(?:试|弄|点|做|搞|操作|换|传|刷|重来|折腾|重装|卸载|更新|重启|清|关|调)(?:了|过|完|遍){0,2}"
    "(?:好?几?[个台部次种]?(?:浏览器|手机|电脑|网络?|设备|光线|背景|地方|照片|缓存|拦截))?"
    "(?:一?整?(?:天|下午|上午|晚上|早上|个?小时)|半天|老半天|好久|[几两三四五六七八十0-9好多无数]{1,3}[次遍回趟]){0,1}(?:了|都|也)?"
)
_STILL = "(?:还是|依然|仍然?|照样|照旧|就是|结果|可?还|怎么都|死活|始终|一直|都|也|一样){1,3}"
_CANNOT = "[收传登进过刷弄查点打改换绑扫]不(?:到|了|上|出|过|开|进|成|去|动)[去来]?"
_FAILS = (
    "(?:不行|不成|不管用|没用|没有用|不好使|没好使|没反应|没效果|白搭|老样子|那样|一样|失败|没(?:收到|过|成|来|传上去?)"
    f"|{_CANNOT}|闪退|报错|空白|[黑白花]屏|卡[住死]|灰的|转圈|没动静|没有|没变|原样|提示.{{0,6}}|弹.{{0,6}}|显示.{{0,6}})"
)
_END = "(?:了|啊|呀|呢|的|啦|哦){0,3}"
_IN_VAIN = re.compile(f"(?:{_TRIED})?{_STILL}{_FAILS}{_END}|{_TRIED}(?:{_STILL})?{_FAILS}{_END}|没用{_END}|不行{_END}")
_ONLY_TRIED = re.compile(f"{_TRIED}{_END}")
_ENGLISH = re.compile(
    r"(?:(?:sorry|no|but|and|it|that|this|i tried(?: again| everything| all of it)?|nope|tried(?: that| again)?)"
    r"[, ]{0,2}){0,4}(?:still )?"
    r"(?:(?:does ?n.t|do not|did ?n.t|does not|did not|is not|not) (?:work|working|help|come|coming)"
    r"|nothing|fails?|failed|no luck)(?: again| either| at all| here| too)?",
    re.IGNORECASE,
)
_BARE_TROUBLE = re.compile("(?:就是|是|都|还是|根本|我)?[登进打查看]不(?:开|上|进去?|到|了|见)(?:啊|了|呀)?")
ENOUGH = 2
"""From how many of them in a row on another round of the same helps nobody."""


def says_in_vain(text: str) -> bool:
    """Whether a message says only that it still does not work."""
    plain = text.strip(" .!?。！")
    if plain.isascii():
        return bool(plain) and _ENGLISH.fullmatch(plain.replace("’", "'")) is not None
    keys = list(filter(None, (matching_key(clause) for clause in split_clauses(in_mandarin(text)))))
    if not keys or sum(map(len, keys)) > _MOST_CHARS or is_asked(text):
        return False
    fails = list(map(_IN_VAIN.fullmatch, keys))
    return any(fails) and all(failed or _ONLY_TRIED.fullmatch(key) for failed, key in zip(fails, keys, strict=True))


def is_bare_trouble(key: str) -> bool:
    """«打不开»: of the very matter in talk, for it names nothing else."""
    return _BARE_TROUBLE.fullmatch(key) is not None


def times_in_vain(texts: Sequence[str]) -> int:
    """How many of the last messages in a row say so."""
    times = 0
    for text in reversed(texts):
        if not says_in_vain(text):
            break
        times += 1
    return times
