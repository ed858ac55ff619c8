"""Complaints that nobody is there, or that this is no way to treat people: heard, and no wish for a ticket yet."""

from __future__ import annotations

import re

from dialogue.moods.neglect import tells_neglect
from dialogue.moods.outbursts import is_outburst
from dialogue.moods.whole_messages import is_courtesy
from dialogue.text.clauses import MARK, split_clauses
from dialogue.text.languages import in_mandarin
from faq.text.normalise import matching_key

_PEOPLE = re.compile("人工|真人|活人|客服")
"""Who names them wants one."""
_LEAD = (
    "(?:请问|喂|你好|怎么|为什么|为啥|咋|都|就|到底|难道|你们|您们|这里|这儿|这边|一直|根本|是不是|还|也|倒是|究竟|[这那])"
    "{0,5}"
)
_CARES = "(?:管管?|理|搭理|回|回复|答复|应|处理|负责|解决|帮忙?|能管|来管|肯管|在|值班)"
_TAIL = "(?:我们?|一?下|这事?|吗|么|啊|呀|呢|的|了|嘛){0,4}"
_NOBODY = re.compile(
    rf"{_LEAD}(?:没有?一?个?人|没个人|无人){_CARES}{_TAIL}"
    rf"|{_LEAD}有没有(?:个|一个)?人(?:能|来|可以|会|出来|肯)?{_CARES}?{_TAIL}"
)
_NO_WAY = re.compile(
    rf"{_LEAD}(?:[你您]们?)(?:学信网|网站|平台|机器人)?(?:这样|这么|这样子|这种)(?:搞|弄|做|干|办事?|服务|回答|糊弄人?|敷衍人?|态度)?(?:下去)?"
    r"(?:是|也|可|真的?|太|就|都|实在|很){0,2}(?:不行|不对|不好|不合适|不负责任?|说不过去|过分|离谱|不像话|差劲?)(?:了|的|啊|吧|吗|呀){0,3}"
    r"|(?:真|太|也太|实在|简直){0,2}不像话(?:了|啊|吧){0,2}"
)
_COUNT = r"(?:第?(?:都)?好?(?:[几多两二三四五六七八九十]{1,2}|\d{1,2}|很多|无数|多少)(?:次|回|遍|张|个))"
_SENT = (
    "(?:我|都|已经|给|跟|你们?|一共|前后|连着|这是|工单|单子){0,3}(?:提交|交|发|问|找|投诉|反馈|留言|申请|写|催|报|反映|联系|来)(?:了|过)?"
    f"(?:你们?|您们?|客服|工单|单子|意见){{0,2}}了?{_COUNT}(?:工单|单子|了|都|也|啊|的){{0,2}}"
)
_NO_REPLY = (
    f"(?:都|也|就|还是?|一直|到现在|愣是|结果|根本|你们?|客服|可是?|但是?){{0,3}}"
    f"(?:(?:没有?|无)一?个?人{_CARES}|(?:没有?|不见)(?:任何|一点|个)?(?:回音|回信|回复|答复|下文|动静|消息|反应)"
    f"|(?:一个|连个|连)?(?:回话|回音|回信|回复|答复|动静|下文)的?(?:人|音)?(?:都|也)?没(?:有|见)?|石沉大海|(?:都)?不(?:回复?|理人?|管|搭理|答复)){_TAIL}"
)
_IGNORED = re.compile(f"(?:{_SENT})?{_NO_REPLY}")
_ONLY_SENT = re.compile(_SENT)
_TIMES = re.compile(_COUNT)
_IGNORED_CHARS = 24
_OF_US = re.compile("你们|您们|客服|工单|单子|人工")
_OF_US_ALONE = re.compile("学信|客服|工单|机器人|我要投诉|我想投诉")
_COMPLAINED = re.compile(
    "(?:投诉|举报)(?!了?过?(?:你|您|学信|客服))"
    "(?:(?:了|过|好?几[次回遍]|多次|半天|一直|也|都|后){0,3}(?:没有?人|无人|不[理管回处]|没用)|(?:了|过)[，,。 ])"
)
"""A complaint that was made already, and to somebody else: «宿舍停电投诉没人理»."""
_LONGEST = 18


def complains_of_us(clause: str) -> bool:
    """Whether a clause only says that nobody cares, or that this will not do: «怎么没有人管啊», «你们这样不行»."""
    key = matching_key(in_mandarin(clause))
    if len(key) > _LONGEST or _PEOPLE.search(key) or MARK.search(clause):
        return False
    return tells_neglect(clause) or _NOBODY.fullmatch(key) is not None or _NO_WAY.fullmatch(key) is not None


def complained_elsewhere(text: str) -> bool:
    """Whether somebody tells of a complaint that they made to somebody else: that wishes for none of ours."""
    return _OF_US_ALONE.search(text) is None and _COMPLAINED.search(in_mandarin(text)) is not None


def only_complains(text: str) -> bool:
    """Whether a message complains so and tells nothing else that could be answered."""
    clauses = [clause for clause in split_clauses(text) if not is_courtesy(clause)]
    others = [clause for clause in clauses if not complains_of_us(clause)]
    return len(others) < len(clauses) and all(map(is_outburst, others))


def is_ignored(text: str, *, opening: bool) -> bool:
    """Whether a message only tells that they wrote again and again and nobody answered: «交了三次没人理».

    In the middle of a matter it may be that matter that was sent in: then it must name us.
    """
    clauses = [matching_key(in_mandarin(item)) for item in split_clauses(text) if not _says_nothing(item)]
    if not clauses or sum(map(len, clauses)) > _IGNORED_CHARS or not (opening or _OF_US.search("".join(clauses))):
        return False
    told = [key for key in clauses if not _ONLY_SENT.fullmatch(key)]
    sent = len(told) < len(clauses) or any(map(_TIMES.search, told))
    return sent and bool(told) and all(map(_IGNORED.fullmatch, told))


def _says_nothing(clause: str) -> bool:
    key = matching_key(in_mandarin(clause))
    return not (_IGNORED.fullmatch(key) or _ONLY_SENT.fullmatch(key)) and (is_courtesy(clause) or is_outburst(clause))
