"""Somebody does not simply take an answer: doubts it, says why it does not fit them, or which kind they are.

Patterns fit `Heard.core_key` whole, but for the turn with which an objection begins; each repeats only words of which
none is made of two others.
"""

from __future__ import annotations

import re

from dialogue.moods.outbursts import says_no_use
from dialogue.text.clauses import is_asked, split_clauses
from faq.text.normalise import matching_key

_DOUBT_CHARS = 14
_LEAD = r"(?:那么?|这个|这|你|您|你们|说的|到底|就|都|确实|是|现在|刚才|的){0,5}"
_DOUBT = re.compile(
    rf"{_LEAD}(?:确定|肯定|保证|保真|靠谱|准确|准|可靠|可信|权威|属实)(?:吗|么|不|吧|没有){{1,2}}[啊呀呢]?"
    rf"|{_LEAD}(?:准不准|靠不靠谱|对不对|真不真)[啊呀呢]?"
    r"|(?:你|您|你们)(?:就|真的?|能|敢)?(?:确定|肯定|保证)"
    rf"|{_LEAD}真(?:的)?(?:吗|么|假的?|假)(?:啊|呀)?|{_LEAD}真的?(?:可以|能|行|不会|不用|要)(?:吗|么)"
    r"|(?:应该)?(?:不会吧|不是吧|没骗我吧|不是骗人的?吧|骗人的?吧|有没有搞错|没(?:搞|弄|说)错吧|开玩笑的?吧|我不信|我才不信)[啊呀]?"
    rf"|{_LEAD}(?:有|有没有|有什么)?(?:官方|文件)?(?:依据|根据|出处|来源)(?:是什么|吗|么|没有|呢|在哪里?){{0,2}}"
    rf"|(?:这|那|都)?(?:是)?(?:谁|哪里?)(?:说|规定|定|写|来)的(?:啊|呀|呢)?|(?:你|您)怎么知道的?"
    rf"|(?:这|那|这个)?(?:是|算)?官方的?(?:说法|消息|规定|答复|说的)?(?:吗|么)"
    rf"|(?:这|那|这个|这些)?(?:是)?(?:最新|今年)的?(?:规定|政策|说法|消息|要求)?(?:吗|么)"
)
_TURN = re.compile(
    r"^(?:可是|但是|但|问题是|关键是|不过|然而|可(?=我|学校|老师|他|她|人家|客服|单位|那|现在|这|没))[，, ]{0,2}+"
)
_TOLD_SO = re.compile(
    r"^(?:我们?|那边|人家|对方)?(?:学校|学院|老师|辅导员|教务处?|学籍科|客服|单位|公司|招办|招生办|武装部|自考办|考试院|派出所|他们|她们|人家|对方)"
    r"(?:那边|那里|的人|跟我|都|又|也|就|已经|一直){0,3}(?:说|讲|让我|叫我|要我|不管|不理|不给|不肯|不办|不认|推|没|还没|已经|早|放假|不在)"
)
_OWN_CASE = re.compile(
    r"^(?:我|我们|我家|我这|我那)(?:又|都|也|这边|现在|早就?|已经|根本|压根|明明|真的?){0,3}(?:没|不|在国外|在外地)"
)
_OBJECTION_CHARS = 40
_LEAST_OBJECTION = 5
_HELPLESS = re.compile(r"(?:那|这|我|该|要|又|现在){0,4}(?:怎么[办弄整]|找谁)(?:啊|呢|呀|吧){0,2}")
_KIND_CHARS = 14
_KIND = re.compile(
    r"(?:我|她|他|孩子|就|是|读|念|上|的|那|属于|算|可|其实|当年|当时|以前|只|有){0,6}"
    r"(?P<kind>自考|自学考试|成人高考|成人|成教|成考|函授|夜大|电大|国开|开放大学|网络教育|网教|专升本|专接本|专科|大专|高职|中专|本科"
    r"|研究生|在职研究生|硕士|博士|同等学力|非全日制|全日制|留学生|港澳台|台湾|香港|澳门|外籍|外国|军校|党校|民办|独立学院"
    r"|双学位|辅修|预科|新生|应届|往届|在校生|在读|肄业|结业|休学|退学)"
    r"(?:教育|学历|学生|毕业生|毕业|在读|的|生|人|了|啊|呀|呢|哦|那种){0,4}"
)


_TRIED_CHARS = 22
_TRIED = re.compile(
    r"(?:我|都|也|早就?|已经|按|照|你|您|说的|这些|这个|上面的?|那个|办法|刚才|刚刚|全|挨个){0,8}"
    r"(?:试过|试了|做过|做了|弄过|弄了|查过|查了|问过|问了|去过|去了|打过|打了|找过|找了)(?:了|好几遍|好几次|几遍|几次|一遍|一次|好多次|啊|呀){0,3}"
    r"(?:还是|还|可是|但是|但|都|也|就是|一样|依然|根本|完全){0,3}(?:不行|没用|不管用|不好使|没有用|没结果|没反应|没人接|没人理|打不通|不顶用|弄不了)?"
    r"(?:了|啊|呀|的|怎么办|咋办){0,2}"
)


_BLAME_CHARS = 24
_BLAMES = re.compile(
    rf"{_LEAD}(?:讲|说|答|回答|回复|写)(?:的|得)(?:这些|这个|话|东西|都|全|全都|根本|完全|就|也|是|啥|什么){{0,4}}"
    r"(?:不对|错的?|不准|有误|废话|不沾边|不是我(?:想|要)?问的?|对不上|牛头不对马嘴)(?:了|啊|呀|吧|的|嘛){0,2}"
    rf"|{_LEAD}(?:答|说|讲|回答)错了?(?:吧|啊|呀|啦){{0,2}}|{_LEAD}(?:答非所问|文不对题|驴唇不对马嘴|说了等于没说|说了跟没说一样)(?:了|啊|吧){{0,2}}"
    rf"|{_LEAD}(?:没有?|根本没|压根没)(?:回答|答到|说到)(?:我的?|点子?){{0,2}}(?:问题|上)(?:啊|呀|吧){{0,2}}"
    rf"|{_LEAD}不是我(?:想要?|要|问)的?(?:答案|问题|回答)?"
)


def blames_answer(text: str) -> bool:
    """«没用，讲的不对», «答非所问»: what was told is called wrong, and nothing else is said."""
    keys = [matching_key(clause) for clause in split_clauses(text)]
    if not keys or sum(map(len, keys)) > _BLAME_CHARS:
        return False
    wrong = [_BLAMES.fullmatch(key) is not None for key in keys]
    return any(wrong) and all(is_wrong or says_no_use(key) for is_wrong, key in zip(wrong, keys, strict=True))


def tried_in_vain(key: str) -> bool:
    """«都试过了», «按你说的弄了还是不行»: what was told has been done, and did not help."""
    return len(key) <= _TRIED_CHARS and _TRIED.fullmatch(key) is not None


def doubts(key: str) -> bool:
    """«你确定吗», «真的假的», «有依据吗»: somebody wants to know what an answer rests on."""
    return len(key) <= _DOUBT_CHARS and _DOUBT.fullmatch(key) is not None


def objection_in(text: str) -> str:
    """Why an answer does not fit somebody, without «可是» and «怎么办»; empty when nothing of the kind is said."""
    clauses = [clause for clause in split_clauses(text) if not _HELPLESS.fullmatch(matching_key(clause))]
    told = _TURN.sub("", "，".join(clauses).strip())
    turned = bool(clauses) and _TURN.match(clauses[0]) is not None
    key = matching_key(told)
    if not _LEAST_OBJECTION <= len(key) <= _OBJECTION_CHARS or is_asked(told):
        return ""
    return told if turned or _TOLD_SO.match(key) or _OWN_CASE.match(key) else ""


def kind_told(key: str) -> str:
    """Which kind of studies or person somebody names and says nothing else: «我是函授的»; empty when none."""
    found = _KIND.fullmatch(key) if len(key) <= _KIND_CHARS else None
    return found["kind"] if found else ""
