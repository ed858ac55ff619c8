"""What is told by its contrary, put outright: «登得上我还找你» says that one cannot log in.

Angry people tell so what is not. What stands before «我还找你», or is supposed before «早就……了», is not so; where it
has no plain denial it tells nothing, and stays. A question that only sounds alike («我还要找你们吗») stays, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_PIECES = re.compile(r"([，,。；;！!？?\n]{1,4})")
_CALLS = (
    "(?:找|问|来问|来找|求|打扰|麻烦|烦|跟|和|给|打给|咨询|折腾|急成|着急|发愁|犯愁|费这|受这|遭这|在这|坐这|跑来|上这)"
)
_RHETORIC = (
    "(?:还用得着|用得着|犯得着|还至于|至于|何必|何苦|干嘛|干吗|干啥|怎么会|哪(?:还)?会|哪(?:还)?用(?:得着)?|谁(?:还)?会?"
    "|还会|还用|还(?!是|要|想|得|可以|能|没))"
)
_COMES = "(?:天天|一直|大半夜|大晚上|大老远|这么|那么|专门|再)?(?:来|去|跑)?(?:在?这(?:里|儿)?)?"
_ASIDE = re.compile(
    f"(?:那|你说|请问)?(?:我们?|俺|咱)?(?:又|就)?{_RHETORIC}{_COMES}"
    f"{_CALLS}(?!谁|哪|什么|啥|学校|老师|到)[^，。？?]{{0,10}}$"
)
_NO_ASIDE = re.compile("^(?:谁|干[嘛吗啥]|还)(?:找|问|来问|来找)(?!你|您|人工|客服)")
"""«还找学校吗», «谁问的»: no word of anger without us in it."""
_OF_US = re.compile("你|您|人工|客服|机器|这(?:里|儿|么|份|个)|急|愁|折腾")
_IF = "要是|如果|假如|但凡|若是?|要(?=能|有|知道|记得|会|登|收)"
_SUPPOSED = re.compile(f"^(?:.{{0,6}}?(?:{_IF})[^，。]{{2,16}}?(?:的话)?|[^，。]{{2,16}}?的话)$")
_EARLY = "(?:早就?|早都|早已经?)(?:自己)?[^，。？?怎吗]{1,10}[了啦](?:好吧|好不好|好吗|嘛|呀|啊|的|吗){0,2}"
_SOONER = re.compile(
    f"^(?:那|我|自己|也|就){{0,4}}{_EARLY}$"
    "|^(?:那|我|自己){0,3}(?:就|还)(?:不用|不会|不必|不至于|不)(?:来)?(?:找|问|求|麻烦|打扰)[^，。？?]{0,8}$"
)
_SOONER_JOINED = re.compile(
    f"^(?P<what>(?:.{{0,6}}?(?:{_IF})[^，。]{{2,16}}?|[^，。]{{2,16}}?(?=的话)|[^，。不没]{{0,4}}[能会](?!不)[^，。]{{1,12}}?))"
    f"(?:的话)?(?:那|我|自己|也|就){{1,4}}{_EARLY}$"
    "|^(?P<odd>[^，。]{2,12}?)才怪[了呢啊]{0,2}$"
)
_OTHERWISE = re.compile("^(?:要不然?|不然|否则)(?:的话)?$")
"""Before an aside it says that what was told is so."""
_LEAD = re.compile(f"^(?:我|这|那|废话|拜托|大哥|大姐|反正|我说){{0,3}}|(?:我)?(?:{_IF})(?:我)?")
_TAIL = re.compile("(?:的话|我|那|的|就|了)$")
_VERBS = "登录|登陆|登|进|收|找|查|想|刷|扫|看|打|传|改|换|绑|弄|用|搞|过|验证|验|下载|导"
_ENDS = "上去|进去|出来|起来|回来|得了|过去|上|进|去|来|到|着|开|过|出|成|清|住|动|通|好|了"
_DENIALS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("没有?(?=停|换|丢|忘|注销|欠费|坏|变|锁|过期)(?P<what>.{1,6}?)[过了]?$"), r"\g<what>了"),
    (re.compile("(?<![不没])(?:还|都)?记得(?![住起清上])"), "不记得"),
    (
        re.compile(f"(?:还|都)?(?:能|可以|会)?(?P<verb>{_VERBS})得(?P<end>{_ENDS})(?:码|短信|验证码)?"),
        r"\g<verb>不\g<end>",
    ),
    (
        re.compile(f"(?:还|都)?(?:能|可以|会)(?P<verb>{_VERBS})(?P<end>上去|进去|出来|起来|回来|上|进|来|到|开|过|通)"),
        r"\g<verb>不\g<end>",
    ),
    (
        re.compile("(?:还|都)?(?:能|可以|会)(?P<verb>登录|登陆|登|收|用|扫(?!码)|刷|打|查|改|换|下载|验证)(?!不)"),
        r"\g<verb>不了",
    ),
    (re.compile("(?:还|都)?(?P<able>能|可以|会|肯|愿意)(?!不)"), r"不\g<able>"),
    (re.compile("还?在用|用着|还用着|还在(?!用)"), "不用了"),
    (
        re.compile(f"(?:已经|早就?)?(?P<verb>{_VERBS})(?P<end>上去|进去|出来|起来|回来|上|到|过)了?$"),
        r"\g<verb>不\g<end>",
    ),
    (re.compile("(?:已经|早就?)?(?P<what>(?:绑|设|填|留|弄|改|换|审核|验证)[^不没]{0,3}?)[过了]$"), r"没\g<what>"),
    (re.compile("(?:已经|早就?)?(?P<deed>绑|设|填|留)[过了](?P<what>[^不没]{1,4})$"), r"没\g<deed>\g<what>"),
    (re.compile("(?<![不没])(?:还)?(?P<is>有(?!没))"), "没有"),
    (re.compile("(?<![不没])(?P<know>知道|懂|明白|好使|管用|方便|行得通|行$|是(?!不是))"), r"不\g<know>"),
)
"""How what is not so is said, the first that fits."""
_LEAST = 2


_AS_IF = re.compile("(?P<who>我|俺|咱)(?:又|还)?哪(?:里|儿)?还?(?:会|能)?(?P<verb>知道|晓得|记得|清楚)(?!的)")
"""«我哪知道用户名是啥»: what is asked so is not known."""
_TWICE = re.compile("(?<!有)((?:没有?|不|别)[一-鿿]{1,3}?)(?:[，, ]{0,2}\\1){1,3}")


@lru_cache(maxsize=1024)  # a dozen readers of a message begin with it
def outright(text: str) -> str:
    """A text with what it tells by the contrary put outright; as it is where it tells nothing so.

    A denial that is only said twice stands once: «没给没给» does not ask «给没给».
    """
    text = _AS_IF.sub(r"\g<who>不\g<verb>", _TWICE.sub(r"\1", text))
    pieces = [*_PIECES.split(text), ""]
    clauses, marks = pieces[0:-1:2], pieces[1::2]
    said: list[tuple[str, str]] = []
    found = False
    for clause, mark in zip(clauses, marks, strict=True):
        told = _told(clause.strip(), said)
        if told is None:
            said.append((clause, mark))
            continue
        found = True
        said = [*said[: len(said) - told.taken], *([(told.text, "，")] if told.text else [])]
    rest = "".join(f"{clause}{mark}" for clause, mark in said).strip()
    return (rest.rstrip("，,") if rest.strip("，,。！!？? ") else text) if found else text


class _Told:
    """What a clause tells, and how many of the clauses before it are part of it."""

    def __init__(self, text: str, taken: int = 0) -> None:
        self.text = text
        self.taken = taken


def _told(clause: str, before: Sequence[tuple[str, str]]) -> _Told | None:
    """What a clause says outright; None where it is no such clause."""
    if (joined := _SOONER_JOINED.match(clause)) and (denied := _denied(joined["what"] or joined["odd"])):
        return _Told(denied)
    last = before[-1][0].strip() if before else ""
    if _SOONER.match(clause):
        denied = _denied(last) if _SUPPOSED.match(last) else ""
        return _Told(denied, 1) if denied else None
    aside = _ASIDE.search(clause)
    if aside is None or _NO_ASIDE.match(aside[0]) or not _OF_US.search(aside[0]):
        return None
    own = clause[: aside.start()]
    if _OTHERWISE.match(own):
        return _Told("")
    if len(_LEAD.sub("", own)) >= _LEAST:
        return _Told(_denied(own))
    joins = bool(before) and set(before[-1][1]) <= set("，,")
    denied = _denied(last) if joins else ""
    return _Told(denied, 1) if denied else None


def _denied(what: str) -> str:
    """The plain denial of what is not so; empty where there is none."""
    bare = _TAIL.sub("", _LEAD.sub("", what.strip()))
    for pattern, plain in _DENIALS:
        denied, times = pattern.subn(plain, bare, count=1)
        if times:
            return denied
    return ""
