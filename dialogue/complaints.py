"""Complaints that nobody is there, or that this is no way to treat people: heard, and no wish for a ticket yet."""

from __future__ import annotations

import re

from dialogue.languages import in_mandarin
from dialogue.moods import is_courtesy
from dialogue.neglect import tells_neglect
from dialogue.outbursts import is_outburst
from dialogue.ticket_words import MARK, split_clauses
from faq.normalise import matching_key

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
_LONGEST = 18


def complains_of_us(clause: str) -> bool:
    """Whether a clause only says that nobody cares, or that this will not do: «怎么没有人管啊», «你们这样不行»."""
    key = matching_key(in_mandarin(clause))
    if len(key) > _LONGEST or _PEOPLE.search(key) or MARK.search(clause):
        return False
    return tells_neglect(clause) or _NOBODY.fullmatch(key) is not None or _NO_WAY.fullmatch(key) is not None


def only_complains(text: str) -> bool:
    """Whether a message complains so and tells nothing else that could be answered."""
    clauses = [clause for clause in split_clauses(text) if not is_courtesy(clause)]
    others = [clause for clause in clauses if not complains_of_us(clause)]
    return len(others) < len(clauses) and all(map(is_outburst, others))
