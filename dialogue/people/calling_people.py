"""A wish for a person in one clause, whatever stands around it: mistyped, at length, as an order to the staff."""

from __future__ import annotations

import re

from dialogue.text.clauses import is_asked, split_clauses
from faq.text.normalise import matching_key
from faq.text.pinyin import is_chinese, syllables

_END = "[吧了啊呢的哦呀嘛呗哈]{0,3}"
_CALL = re.compile(
    r"(?:请|麻烦|帮我|给我|我要|我想|直接|还是|那就?|要|找|叫|转接?|换|快|就){0,5}+(?P<who>[一-鿿]{2})(?:客服|课服|服务)?"
    + _END
)
_PERSON_SOUNDS = (("ren", "gong"), ("zhen", "ren"))
"""How 人工 and 真人 sound, whichever characters the keyboard gave for them."""
_OTHER_WORDS = frozenset({"任公", "认公", "认供"})
_MOST_CHARS, _MOST_TAKEN, _FEW = 30, 14, 4
_SHORTEST_WISH, _LONGEST_WISH = 5, 36
_STAFF = "(?:你们?的?|您们?的?|学信网的?)?(?:工作人员|客服(?:人员)?|人工|后台|上面|上级|领导|同事|人(?=[^工员家]|$))"
_MATTER = "(?:事情?|情况|问题|这些|那些|说的(?:这些|话)?|这[个件]|经过)"
_HAND_ON = (
    "(?:记(?:录|下|一下|上)?|登记|反[映应馈]|上报|报(?:上|给)?|转[告达交给]|写(?:下|上|给)?|留(?:下|个)|交(?:上)?|说)"
    "(?:一下|下来|下|上去|上来|上|过去)?"
)
_ORDERS = (
    re.compile(
        rf"(?:.{{0,8}}(?:把|将|替我|帮我|给我))?.{{0,8}}{_MATTER}(?:也|都|先|一起|一块儿?|你|您|帮我|给我|帮忙|麻烦|能不能|可以|请){{0,5}}"
        rf"(?:给|跟|向|替我跟|让){_STAFF}{_HAND_ON}.{{0,6}}"
    ),
    re.compile(
        rf".{{0,6}}(?:帮我|替我|给我|麻烦|请)(?:你|您)?(?:把|将).{{0,8}}{_MATTER}(?:记下来|登记(?:一下|上)?|反[映应](?:一下|上去)?|报上去).{{0,6}}"
    ),
    re.compile(
        rf".{{0,6}}(?:帮我|替我|给我|麻烦|请)(?:你|您)?(?:跟|向|给){_STAFF}(?:反[映应馈]|说|登记|上报|转达).{{0,8}}"
    ),
)
_CALLED = "(?:你们?的?|学信网的?|一?个|位){0,2}(?:人工|真人|活人|客服|工作人员|负责人|领导)(?:客服|服务|人员)?"
_SAYS_TO = re.compile(
    rf"(?P<about>.{{0,12}}?)(?:要|想|得|必须|希望|只能|还是|需要)(?:直接|亲自|自己|先){{0,2}}(?:跟|和|同|找|与|向){_CALLED}"
    r"(?:直接|当面|好好|具体|详细|亲自|来|那边){0,2}(?:谈|聊|说|讲|反映|沟通|商量|对接|核实|处理|解决|登记)(?!过|了.)(?P<of>.{0,20})"
)
"""«批量那事我要跟真人谈», «想找人工说一下照片的事»."""
_REGISTERS = re.compile(
    r"(?:[你您]们?|给我|帮我|替我|帮忙|麻烦|请|那|就|先|直接|也|能不能|可以|可不可以|我要|我想|把?[这那][个件]?事情?|问题){0,6}"
    r"(?:登记|登一?[个下]记|(?:留|开|建|立|记|写|填)(?:下|一?[个张份])(?:单子?|工单))(?:上|下来|一?[下个张条份]|[这那]个?|我的?|工单|单子|问题|事情?|情况|事){0,4}"
    r"(?:[吧呗啊了哈谢]|行吗|好吗|可以吗|好不好|麻烦){0,3}"
)
"""«给我登记吧», «麻烦登个记», «给我留个单子»."""
_CALLED_BACK = re.compile(
    rf".{{0,10}}?(?<!别)(?<!不)(?:让|叫|请|安排){_CALLED}(?:尽快|赶紧|直接|那边|明天|今天|有空|再|来|给我?|跟我?|和我?){{0,3}}"
    r"(?:联系|回复|答复|回个?(?=我|电|邮|话|信)|打个?(?=我|电)|找(?=我))(?:一下|我|给我|电话|邮件|邮箱|话|信){0,3}(?:[吧呗啊了哈]|行吗|好吗|可以吗|谢谢){0,2}"
)
"""«让客服联系我吧»."""
_NOT_CALLED = re.compile(
    "什么|怎么|如何|怎样|哪|多久|几[点天]|为啥|不[想要用必]|不需要|别|没有?(?:想|要|让)|已经|是不是|要不要|用不用"
)
_TAKES_OFFER = re.compile(
    "(?:那|就|好|的|行|可以|嗯|哦|你|您|还是|直接|先|赶紧|快|麻烦|请|帮我|给我|替我|帮忙|现在){0,8}+"
    "转(?:过去|给我|给你们|给他们|接)?(?:一下|一转)?" + _END
)
"""«那给我转吧», «行，转» to «回复“人工”就开始»: nothing else is passed on here by that one word."""
_TOLD_OF_OTHERS = re.compile(
    r"学校|老师|教务|单位|公司|辅导员|招办|考试院|派出所|人家|他们|怎么|如何|多久|什么时候|[了过]$|已经"
)


def calls_person_mistyped(text: str) -> bool:
    """Whether one clause only calls 人工 in characters that sound the same."""
    return any(map(_calls, split_clauses(text)))


def orders_to_pass_on(text: str) -> bool:
    """Whether somebody wants what they told given to the staff: «把我这个事给你们工作人员记下来»."""
    return any(_passes_on(clause) for clause in split_clauses(text))


def asks_for_staff(text: str) -> bool:
    """Whether one clause wishes to speak to the staff, to hear from them or to be put down, whatever the others ask."""
    return any(map(_asks_for_staff, map(matching_key, split_clauses(text))))


def _asks_for_staff(key: str) -> bool:
    if not _SHORTEST_WISH <= len(key) <= _LONGEST_WISH or _NOT_CALLED.search(key):
        return False
    return any(pattern.fullmatch(key) for pattern in (_SAYS_TO, _REGISTERS, _CALLED_BACK))


def only_asks_for_staff(clause: str) -> bool:
    """Whether a clause says nothing else: «先给我登记下», «得跟真人谈»; «想跟客服说一下照片的事» says what about."""
    key = matching_key(clause)
    if not _asks_for_staff(key):
        return False
    said = _SAYS_TO.fullmatch(key)
    return said is None or len(said["about"]) + len(said["of"]) <= _FEW


def takes_offer_of_person(text: str) -> bool:
    """Whether somebody only says that they may be passed on, and to whom stood in the offer."""
    key = matching_key(text)
    return len(key) <= _MOST_TAKEN and _TAKES_OFFER.fullmatch(key) is not None


def _calls(clause: str) -> bool:
    found = _CALL.fullmatch(matching_key(clause))
    who = found["who"] if found else ""
    return bool(who) and is_chinese(who) and who not in _OTHER_WORDS and syllables(who) in _PERSON_SOUNDS


def _passes_on(clause: str) -> bool:
    key = matching_key(clause)
    if len(key) > _MOST_CHARS or is_asked(clause) or _TOLD_OF_OTHERS.search(key):
        return False
    return any(pattern.fullmatch(key) for pattern in _ORDERS)
