"""Who asks how somebody else's ticket stands: «老黄的单子到哪了». Only its owner is told that."""

from __future__ import annotations

import re

from common.private.names import SURNAMES
from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from faq.text.normalise import matching_key

NO_NAME = (
    "(?!毕业|高[考校中职等]|方[式法便面]|关于"
    "|常[用见]|安[徽全]|江[苏西]|龙江|曾[用经]|任[何意]|何时|连续|容易|应届|成绩|黄色|白色|金额|万一)"
)
"""What begins like a name and is none."""
_CALLED = "(?:老|小|阿)[一-鿿](?![于时上前])|[一-鿿]{1,2}(?:老师|总|哥|姐|经理|主任|师傅|同学|阿姨|叔)"
_OTHERS = "(?:我?的?(?:同事|同学|室友|舍友|朋友|邻居|战友|老乡)(?:[老小阿]?[一-鿿]{1,2}?)?|别人|人家|其他人|另一个人)"
_SENT = "(?:的|那[张个份]?|上[周次个]|前[天几]|昨天|之前|刚才?|提交?|[交填提报]|月|天|日|过){0,6}"
_TICKET = "(?:工单|单子|问题单)"
_STANDS = "(?:到哪|进度|进展|怎么样|咋样|状态|回复|答复|处理|结果|有没有|办|批|好了|查|看|编号|写的|说的?啥|内容)"
_ASKED = re.compile(
    rf"(?:(?:帮我?|给我|替|能不能|能|请|我想|想|要)?(?:查|看|问)(?:一?[下眼]|查|看)?|那|请问|你好|对了|还有){{0,3}}"
    rf"(?:{_OTHERS}|{_CALLED}|{NO_NAME}(?:{SURNAMES})[一-鿿]{{1,2}}?(?=的|那)){_SENT}{_TICKET}(?:.{{0,6}}{_STANDS}.{{0,10}}|吗?)"
)
_HAS_ONE = re.compile(
    rf"(?:还有|对了|我们?|那个?){{0,3}}(?:{_OTHERS}|{_CALLED}).{{0,6}}(?:提交?|交|填|报|开|发)(?:过|了){{1,2}}(?:一?[个张份](?:工单|单子)?|工单|单子)"
)
"""«我同事老赵也提过一个»."""
_LOOKED_AT = re.compile(
    rf"(?:那|顺便|也|再|麻烦|请|能不能|能|可以){{0,3}}(?:你|您)?(?:帮我?|给我|替我|顺便|也){{0,2}}(?:查|看|问|瞧)(?:一?[下眼]|查|看|问|瞧){{0,2}}"
    rf"(?:{_OTHERS}|{_CALLED}|他|她){{1,2}}的?(?:那|这)?[个张份]?的?(?:工单|单子)?{_STANDS}.{{0,6}}"
)
"""«你看看他那个到哪了»."""


def asks_others_ticket(text: str, *, of_ticket: bool = False) -> bool:
    """Whether somebody asks after a ticket that another person sent; a relative's is often their own.

    `of_ticket` is whether tickets are talked of, so that none needs to be named.
    """
    keys = [matching_key(in_mandarin(clause)) for clause in split_clauses(text)]
    looked = any(map(_LOOKED_AT.fullmatch, keys)) and (of_ticket or any(map(_HAS_ONE.fullmatch, keys)))
    return looked or any(map(_ASKED.fullmatch, keys))


def is_of_others_ticket(clause: str) -> bool:
    """Whether a clause tells of such a ticket, or asks after it."""
    key = matching_key(in_mandarin(clause))
    return any(pattern.fullmatch(key) for pattern in (_ASKED, _HAS_ONE, _LOOKED_AT))


def own_part(text: str) -> str:
    """What a message says beside somebody else's ticket."""
    return "，".join(clause for clause in split_clauses(text) if not is_of_others_ticket(clause))
