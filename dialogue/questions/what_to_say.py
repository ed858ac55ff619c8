"""«我去了咋跟他们说», «打过去该怎么讲»: what is wanted is the words to say there, and no way of doing it."""

from __future__ import annotations

import re

from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin

_HOW = "(?:该|要|应该|得|应当)?(?:怎么|咋个?|怎样|如何)(?:去|才)?"
_WORDS = "(?:说(?!的|过)|讲(?!的)|开口|描述|提(?!交|供))"
_THERE = "(?:去了|到了?那?|过去|打过去|打.{0,4}电话|电话里|接通了?|见了?面?)"
_ASKS = re.compile(
    f"(?:跟|和|同|对|向)(?!我|用户名|密码|邮箱|手机|账号).{{1,10}}?{_HOW}{_WORDS}"
    f"|去(?!年|掉|除).{{1,6}}?{_HOW}{_WORDS}"
    f"|{_THERE}.{{0,6}}?(?:{_HOW}(?:跟.{{1,8}}?)?{_WORDS}|(?:该|要)?(?:说|讲)(?:些|点)?(?:啥|什么))"
    f"|(?:去(?!年|掉|除)|找|问|跟|和|同|见|给)(?!我|你).{{1,8}}?(?:该|要|得)?(?:说|讲|交代)(?:些|点)?(?:啥|什么|哪些)(?!时候)"
    f"|(?:找|见|问)(?!我).{{1,8}}?{_HOW}{_WORDS}|^(?:那|我|该|要){{0,3}}(?:说|讲)(?:些|点)?(?:啥|什么)(?:好|合适|才好)?呢?$"
    f"|{_HOW}(?:跟|和|同|对|向)(?!我).{{1,10}}?{_WORDS}"
)


def asks_what_to_say(text: str) -> bool:
    """Whether a clause of the message asks what to say to somebody, or somewhere."""
    return any(_ASKS.search(clause) for clause in split_clauses(in_mandarin(text)))
