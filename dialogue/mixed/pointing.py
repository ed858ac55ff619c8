"""How a reply names what somebody said: the asking clause in few words, or nothing where that would be clumsy.

Nobody wants their sighs, pleas or insults read out to them, nor half of a story.
"""

from __future__ import annotations

import re

from dialogue.mixed.several import may_ask
from dialogue.moods.feelings import tells_feeling
from dialogue.moods.outbursts import calmed, is_outburst
from dialogue.moods.whole_messages import is_courtesy
from dialogue.text.asking import asks
from dialogue.text.clauses import MARK, split_clauses
from dialogue.text.languages import in_mandarin
from dialogue.text.tidying import tidied

POINT_CHARS = 14
_LEAD = re.compile(
    "^(?:那我?就?想?问|我?就?想问一?下?|请?问一?下|想咨询一?下?|你们?说|您说|我说|麻烦|还有|另外|所以说?|这样的话|要是这样|到底|究竟|其实|那么?|但是?|可是|不过|然后"
    "|就是|我就|能不能告诉我|告诉我|还想知道|想知道){1,3}[，,：: ]?"
)
_TAIL = re.compile(
    "(?:(?<=[吗么])|(?<=[^什怎那这])(?=[啊呀呢嘛哦噢啦哈咧]))[啊呀呢嘛哦噢啦哈咧]{1,3}$|(?<=了)(?:吧|嘛|呀|啊)$"
)
_PLEA = re.compile(
    "求[求你您]|拜托|救[救命]|急[死疯哭]|哭|跪|[你您]们|妈的|烦|气|骗|垃圾|老天|天[呐啊]|呜|怎么[这那]么"
)
_LEAST = 3


def pointed(text: str) -> str:
    """What is asked, or else what is told last, in at most `POINT_CHARS`; empty where it is not to be named."""
    if text.isascii():
        return ""
    clauses = [
        clause
        for clause in split_clauses(calmed(text))
        if not (is_courtesy(clause) or is_outburst(clause) or MARK.search(clause))
    ]
    asked = [clause for clause in clauses if asks(clause) or may_ask(clause)]
    named = next(reversed(asked or clauses), "").strip(" ，,。？?！!～~")
    bare = _TAIL.sub("", _LEAD.sub("", tidied(named)))
    plain = in_mandarin(bare)
    if not _LEAST <= len(bare) <= POINT_CHARS or _PLEA.search(plain) or tells_feeling(plain):
        return ""
    return bare
