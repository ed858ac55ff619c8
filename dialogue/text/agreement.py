"""Whether a sentence that is written bears out what somebody wants confirmed: by its words, and by what it denies.

Both are compared clause by clause. A «对» that is wrong does harm, so that what shares too few words, names another
number or is left open by the sentence is never confirmed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from faq.content.likeness import letter_pairs
from faq.text.normalise import matching_key
from faq.text.polarity import says_whether

Verdict = Literal["yes", "no", "open", ""]
"""What is written bears it out, says the contrary, leaves it open; or is about something else."""


@dataclass(frozen=True)
class Agreement:
    """What a sentence says to a statement, and how much of it one of its clauses holds."""

    verdict: Verdict = ""
    held: float = 0.0


_LEAD = re.compile(
    "^(?:那么?|就是说?|也就是说?|所以|总之|意思(?:就)?是|即是|这样|哦|噢|嗯|好的?|行|明白了?|懂了|知道了|我们?|现在|马上|这就|应该|得|要|直接|自己|先|只要|等于|看来|其实){1,6}(?=.{3})"
)
_TAIL = re.compile("(?:就?(?:行|可以|好|对|成)|就没事)?(?:的|(?<!不)了|咯|呗|啦|啊|呀|哦|吧|嘛){0,3}$")
_CLAUSE = re.compile("[，,；;：:。！!？?\n]+")
_SAME: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (word, re.compile(called))
    for word, called in (
        ("免费", "不(?:用|要|需要?|会|必)?(?:再)?(?:花|收|交|付|掏)?(?:一分)?(?:钱|费)(?!用)"),
        ("不免费", "(?:要|得|会|是)(?:花|收|交|付|掏)?(?:钱|费)(?!用)|自费|(?<!不)收费"),
        ("注销", "作废|报废|废了|失效|没用了"),
        ("旧账号", "旧号|老号|以前(?:那个)?的?号|老账号|原来(?:那个)?的?账?号"),
        ("账号", "账户|帐号|(?<![账机编证学])号(?!码|的人)"),
        ("女性", "女生|女的|女孩子?|女儿|妹妹?|姐姐?|闺女|女兵"),
        ("男性", "男生|男的|男孩子?|儿子"),
        ("改", "更正|修改|更改|改正"),
        ("另外注册", "重新注册|再注册|另注册|再开一?个?|新注册"),
        ("必填", "必须填|一定要填|非填不可|必填"),
        ("本人", "自己|亲自"),
        ("保留", "还在|仍在|没(?:有)?丢|不会没"),
        ("学校", "母校|校方|院校|大学里"),
        ("看到", "查到|看见|查得到|看得到|显示出来"),
        ("登记", "登(?![记录上不得])"),
    )
)
"""One word for what people and answers call by several."""
_APART: tuple[tuple[str, ...], ...] = (
    ("男性", "女性"),
    ("应届", "往届"),
    ("在读", "毕业"),
    ("结业", "肄业", "毕业"),
    ("本科", "专科", "研究生"),
    ("学籍", "学历", "学位"),
    ("手机号", "邮箱", "密保"),
    ("备案表", "认证报告", "学籍报告"),
    ("四级", "六级"),
    ("微信", "支付宝"),
)
"""Kinds that are told apart: what is written of one confirms nothing of another."""
_NOTHING_HARMED = re.compile("(?:不|没有?|不会)(?:受)?影响")
_DENIES = re.compile(
    "不(?!同|仅|一定|管|论|超过|少|是就|是的话|行就|行再|然|要紧)|没|无(?!论)|别(?!人|的)|非(?!常|普)|未|勿"
)
_OPEN = re.compile("^(?:不一定|要看|看(?!到|见)|可能|不好说|说不准)|由.{1,6}定$|各校不同")
_SAYS_NO = re.compile("(?:不能|不行|不可以|不用|不会|不是|没有|别|不)[，,。：:]")
_UNIT = re.compile(r"[\d个月天年周日时分]{2}")
"""A pair of letters that two lengths of time share, whatever they are of."""
_UNKNOWN = re.compile("没有查到|没查到")
_STRICT = tuple(
    map(re.compile, ("只|仅|唯一|光(?=用|有|靠)", "都|全|所有", "一定|肯定|必(?!填)|保证", "永久|永远|一直|长期"))
)
"""Words that say more than a sentence without any of the kind bears out."""
_SLIGHT = re.compile("[把就也还都了的呢吧啊再呀]")
"""Letters that tell of no matter."""
_NO_WORRY = re.compile("没事|没问题|放心|不要紧|保险|稳了")
"""What nobody promises who only tells what to do."""
_NUMBER = re.compile(r"\d+|[百千万]")
_SPELT = re.compile(
    "[二两三四五六七八九](?=[个天月年次份张周岁日分小])|[一十](?=天|周|年|岁|个?月|个?小时|个?工作日|分钟)"
)
_DIGITS = {word: str(number) for number, word in enumerate("零一二三四五六七八九十")} | {"两": "2"}
_LEAST_HELD = 0.4
"""How much of what is to be confirmed one clause must hold."""
_LEAST_PAIRS = 2
_MOSTLY = 0.5


def bare_statement(text: str) -> str:
    """What is to be confirmed without the words that lead to it and trail behind it."""
    key = matching_key(text)
    bare = _TAIL.sub("", _LEAD.sub("", key, count=1))
    return bare if len(bare) > 1 else key


def agreement(statement: str, told: str, title: str = "", *, alike: bool = False) -> Agreement:
    """How a sentence stands to a statement; `alike` is whether the two are known to be about the same thing.

    What both share must be more than the name of the matter, as the `title` of its entry tells it.
    """
    own, whole = _plain(bare_statement(statement), statement), _plain(told, statement)
    pairs, named = _pairs(own), _pairs(_plain(title, statement))
    clauses = [plain for clause in _CLAUSE.split(told) if (plain := _plain(clause, statement)) and _same(own, plain)]
    if not pairs or not clauses or _NO_WORRY.search(statement) or not _same(own, whole):
        return Agreement()
    shared = [pairs & _pairs(clause) for clause in clauses]
    most = max(map(len, shared))
    held = most / len(pairs)
    fullest = [place for place, both in enumerate(shared) if len(both) == most]
    new = not pairs - named or any(shared[place] - named for place in fullest)
    only_length = held < _MOSTLY and all(map(_UNIT.fullmatch, set().union(*(shared[place] for place in fullest))))
    about = new and not only_length and (held == 1.0 or (most >= _LEAST_PAIRS and held >= _LEAST_HELD))
    other_number = set(_NUMBER.findall(own)) - set(_NUMBER.findall(whole))
    known_alike = alike and ((new and most) or says_whether(told))
    if other_number or _UNKNOWN.search(told) or not (about or known_alike):
        return Agreement()
    if 0 not in fullest and _SAYS_NO.match(told.strip()) and not _denied(own):  # «不能，请用……»
        return Agreement()
    deciding = [clauses[place] for place in fullest] if about else clauses[:1]
    if _OPEN.search(told.strip()) or any(map(_OPEN.search, deciding)):
        return Agreement("open", held)
    if _denied(own) not in map(_denied, deciding):
        return Agreement("no", held)
    stricter = any(word.search(own) and not any(map(word.search, deciding)) for word in _STRICT)
    return Agreement() if stricter else Agreement("yes", held)


def _pairs(plain: str) -> set[str]:
    return letter_pairs(_SLIGHT.sub("", _DENIES.sub("", plain)))


def _same(own: str, clause: str) -> bool:
    """Whether a clause names no other kind than what is to be confirmed."""
    named = [({word for word in kinds if word in own}, {word for word in kinds if word in clause}) for kinds in _APART]
    return all(not mine or not theirs or mine & theirs for mine, theirs in named)


def _denied(clause: str) -> bool:
    return len(_DENIES.findall(clause)) % 2 == 1


def _plain(text: str, statement: str) -> str:
    """A text in the words that both are compared in, without marks."""
    plain = _SPELT.sub(lambda found: _DIGITS[found[0]], matching_key(text))
    if "影响" not in statement:
        plain = _NOTHING_HARMED.sub("保留", plain)
    for word, called in _SAME:
        plain = called.sub(word, plain)
    return plain
