"""The words around a question that say nothing: greetings, thanks, urgency, particles."""

from __future__ import annotations

import re

_MARKS = r"\s,。!?~…、:;."
_PARTICLES = "啊哈呀呢吧哦嘛哇呗啦"
_OPENER = re.compile(
    r"^(?:(?:你好|您好|hello|hi|老师(?:你|您)?好?|客服(?:你|您)好|亲|在吗|在不在|请问(?:一?下)?|问一?下|想?请教一?下?|我?想问一?[问下]|我?要问一?下"
    r"|麻烦(?:问一?下|您|你)|打扰(?:了|一下)?|咨询一?下|求助|那个|就是|嗯+|呃+|额+|哦|哎+|唉+|诶)"
    rf"(?:[{_PARTICLES}]*)(?:[{_MARKS}]|(?=[^{_PARTICLES}]))+)+"
)
_CLOSER = re.compile(
    rf"(?:[{_MARKS}]*(?:谢谢+(?:您|你|老师|啦|了|哈)*|多谢|感谢(?:您|你)?|急+|在线等|挺急的?|求(?:解答|助|回复|告知|指教)"
    rf"|麻烦(?:您|你)?了?|拜托了?|跪求|辛苦了?|[{_PARTICLES}]+)[{_MARKS}]*)+$"
)
_LEAST_LETTERS = 2
_OUR_NAME = re.compile(r"^(?:我的|我)?(?:学信网|学信)?的?|(?:怎么办|怎么弄|怎么解决|怎么处理|怎么回事|怎么整)?\W*$")


def core(text: str) -> str:
    """A normalised text without its wrapping; unchanged when nothing else would be left."""
    bare = text
    while (stripped := _CLOSER.sub("", _OPENER.sub("", bare.lstrip(" ,。!?…、"))).strip()) != bare:
        bare = stripped
    return bare if sum(character.isalnum() for character in bare) >= _LEAST_LETTERS else text


def topic(text: str) -> str:
    """A normalised text without our own name and the bare request for help: what a keyword is compared with."""
    return _OUR_NAME.sub("", core(text))
