"""What a sentence tells of somebody's own problem, without what it asks, repeats or only answers."""

from __future__ import annotations

import re

from dialogue.moods import tells_problem
from dialogue.ticket_words import is_asked, split_clauses
from faq.normalise import matching_key

_LEAST_CHARS = 4
_HOW_TAIL = re.compile(
    "(?:我|该|应该|要|那|这|请问|到底){0,3}(?:怎么|咋|如何|怎样)(?:才能|能|去|给)?"
    "(?:办|弄|搞|整|改|处理|解决|回事|找回|登录?|做)?(?:才好|好|呢|啊|呀|啦)*[?？]*$"
)
_SAID_BEFORE = re.compile("^(?:我|都|刚才?|前面|之前|已经|不是|早就){0,4}(?:说过?了?|讲过?了?|告诉过?你了?)[：:，, ]*")
_ASKS_BESIDES = re.compile(
    "会不会|要不要|用不用|行不行|好不好|可不可|有没有(?:别的|其他|其它|办法)|干嘛|几[点号天]|想问|问一?下|多长时间|哪[里儿个些]"
)
_NOTHING_TOLD = re.compile(
    "(?:我|你|您|还是|就是|那|这个?|都|也|先|真的?|好像|现在|已经){0,4}"
    "(?:不是|没有?|不用|不要|不想|别|不行|不可以|试过?|试了|看过?了?|做过?了?|弄过?了?|按.{0,6}做|听不太?懂|看不太?懂|不太?懂|不明白"
    "|不知道|不清楚|没用|知道|明白)"
    "(?:了|过|啊|呀|的|吧|呢|说|这个|那个|也|都|还|是|不行|没用|重新注册|注册){0,4}"
)


def told_in(text: str) -> str:
    """The clauses of a text that tell something, joined with «，»; empty when none does."""
    return "，".join(filter(None, map(_told, split_clauses(text))))


def _told(clause: str) -> str:
    plain = _SAID_BEFORE.sub("", clause)
    plain = _HOW_TAIL.sub("", plain).strip(" ，,。？?！!")
    key = matching_key(plain)
    idle = len(key) < _LEAST_CHARS or _NOTHING_TOLD.fullmatch(key) or not tells_problem(plain)
    return "" if idle or is_asked(plain) or _ASKS_BESIDES.search(plain) else plain
