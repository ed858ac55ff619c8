"""How somebody feels about what was said: «吓死我了», «松了口气». Nothing in it is a fact, or quoted back."""

from __future__ import annotations

import re

from faq.text.normalise import matching_key

_FEELING = re.compile(
    "(?:好的?|行|哎呀?|唉|天[哪啊呐]?|我的|妈呀|真的?|可|都|快|要|我|现在|太|好|有点|心里|差点|被){0,6}"
    "(?:(?:吓|急|气|愁|慌|怕|难受|心累|后悔|激动|郁闷|紧张|害怕|担心|发愁|着急|焦虑)(?:死|坏|得|到|哭|懵|傻|人|我|个){0,4}"
    "|谢天谢地|(?:松|舒)了?(?:一?口)?气|放心了?|完了完了?|吓一?跳|虚惊一场)(?:我|人|了|啊|呀|的|呢|吧|都|要|不行|得很){0,4}"
)

_DISTRESS = re.compile(
    "(?<![不别])(?:急|愁|慌|吓|怕|担心)(?:死|坏|哭|疯|懵|得(?:不行|要命|要死|睡不着|团团转|直哭))"
    "|[快要都想得](?:急|愁|吓)?哭了?(?![^，。！？!? ]{0,2}[笑穷])|崩溃|绝望|要疯|睡不着|六神无主|天都?塌|心慌|心急如焚"
    "|完了完了|救救|救命|急急|在线等|[咋怎]么?办[呀啊]?[，, ]?[咋怎]么?办|急得"
    "|(?:我|好|很|特别|非常|太|真的?|心里|有点|实在|十分|超)(?:害怕|慌|担心|着急|焦虑|紧张|怕(?=[啊呀了。！!，,]|$))"
)
_FRIGHT = re.compile("吓|(?<![不哪只恐生就])怕(?!是)")
CALM, CALM_FRIGHT = "先别急，我帮您看。", "别怕，我帮您看。"
"""What is said to who is in distress, before the answer; true whatever the answer is."""


def comfort(text: str) -> str:
    """One human clause for who is worried, afraid or pressed beside what they ask; empty for all others."""
    told = _DISTRESS.search(text)
    if told is None:
        return ""
    return CALM_FRIGHT if _FRIGHT.search(told[0]) else CALM


def tells_feeling(text: str) -> bool:
    """Whether all that is said is how somebody feels."""
    return _FEELING.fullmatch(matching_key(text)) is not None
