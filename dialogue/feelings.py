"""How somebody feels about what was said: «吓死我了», «松了口气». Nothing in it is a fact, or quoted back."""

from __future__ import annotations

import re

from faq.normalise import matching_key

_FEELING = re.compile(
    "(?:好的?|行|哎呀?|唉|天[哪啊呐]?|我的|妈呀|真的?|可|都|快|要|我|现在|太|好|有点|心里|差点|被){0,6}"
    "(?:(?:吓|急|气|愁|慌|怕|难受|心累|后悔|激动|郁闷|紧张|害怕|担心|发愁|着急|焦虑)(?:死|坏|得|到|哭|懵|傻|人|我|个){0,4}"
    "|谢天谢地|(?:松|舒)了?(?:一?口)?气|放心了?|完了完了?|吓一?跳|虚惊一场)(?:我|人|了|啊|呀|的|呢|吧|都|要|不行|得很){0,4}"
)


def tells_feeling(text: str) -> bool:
    """Whether all that is said is how somebody feels."""
    return _FEELING.fullmatch(matching_key(text)) is not None
