"""The words around a question that say nothing: greetings, thanks, urgency, particles."""

from __future__ import annotations

import re
from itertools import islice

_MARKS = r"\s,。!?~…、:;."
_PARTICLES = "啊哈呀呢吧哦嘛哇呗啦"
_OPENER = re.compile(
    r"^(?:(?:你好|您好|hello|hi|老师(?:你|您)?好?|客服(?:你|您)好|亲|在吗|在不在|请问(?:一?下)?|问一?下|想?请教一?下?|我?想问一?[问下]|我?要问一?下"
    r"|麻烦(?:问一?下|您|你)|打扰(?:了|一下)?|咨询一?下|求助|那个|就是|嗯+|呃+|额+|哦|哎+|唉+|诶)"
    rf"(?:[{_PARTICLES}]*)(?:[{_MARKS}]|(?=[^{_PARTICLES}]))+)+"
)
# What stands at the end is read from the end, backwards, and each word once and for all (possessive): read
# forwards, a row of thanks could be cut into words in more ways than anybody can try.
_CLOSER_BACKWARDS = re.compile(
    rf"[{_MARKS}]*+(?:(?>"
    r"(?:[您你啦了哈]|师老)*+谢(?:谢+?(?=谢[感多])|谢++)"
    r"|[您你]?谢感|谢多|急挺|的急挺|急|等线在|(?:答解|助|复回|知告|教指)求|了?[您你]?烦麻|了?托拜|求跪|了?苦辛"
    rf"|[{_PARTICLES}]++"
    rf")[{_MARKS}]*+)++"
)
_LEAST_LETTERS = 2
_OUR_NAME = re.compile(
    r"^(?:我的|我)?(?:学信网|学信)?的?|(?:怎么办|怎么弄|怎么解决|怎么处理|怎么回事|怎么整)\W*+$|(?<!\W)\W++$"
)


def core(text: str) -> str:
    """A normalised text without its wrapping; unchanged when nothing else would be left."""
    bare = text
    while (stripped := _without_closer(_OPENER.sub("", bare.lstrip(" ,。!?…、"))).strip()) != bare:
        bare = stripped
    return bare if len(list(islice(filter(str.isalnum, bare), _LEAST_LETTERS))) >= _LEAST_LETTERS else text


def topic(text: str) -> str:
    """A normalised text without our own name and the bare request for help: what a keyword is compared with."""
    return _OUR_NAME.sub("", core(text))


def searched(text: str) -> str:
    """The topic of a normalised text, or our own name where that is all there is to look for."""
    return topic(text) or ("学信网" if "学信" in text else "")


def _without_closer(text: str) -> str:
    closer = _CLOSER_BACKWARDS.match(text[::-1])
    return text[: len(text) - closer.end()] if closer else text
