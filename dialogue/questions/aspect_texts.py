"""What texts say of an aspect of their matter: the sentences that tell it, or that nothing does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from faq.content.likeness import letter_pairs
from faq.text.normalise import matching_key
from faq.text.phone import line_count

SAID_LINES = 5
ABOUT: Mapping[str, re.Pattern[str]] = {
    "date": re.compile(r"\d\s*月|[一二三四五六两半]个?月|月底|年底|每年|学期|寒假|暑假"),
    "kept": re.compile("保存|留存|删除|销毁"),
    "count": re.compile(r"\d\s*(?:次|张|份)|[一二三两]次|每[天日]"),
    "other_way": re.compile("也可以|还可以|或者|换个?|不行的?|另外|其他"),
    "post": re.compile("邮寄|寄[到给出]|快递|自己下载|下载|领取|自取|电子版|纸质"),
    "fee": re.compile(r"免费|收费|费用|付费|付款|缴费|付钱|要钱|不要钱|\d\s*元|自费"),
    "time": re.compile(
        r"^(?!.*(?:有效期|视为放弃|日内勾选|日内申请)).*?(?:\d\s*个?(?:工作日|天|小时|分钟|周)|\d\s*个月|[一二三半两]个?(?:工作日|天|小时|分钟|月|年)|即时|当场|马上就|时限|多久|立即|实时)"
    ),
    "in_time": re.compile(
        r"^(?!.*(?:有效期|没有查到)).*?(?:\d\s*个?(?:工作日|天|小时|分钟|周)|[一二三半两]个?(?:工作日|小时|分钟)|即时|当场|马上就|立即|实时)"
    ),
    "place": re.compile(r"点“|进“|到“|“[^”]{2,10}”(?:里|后面|栏目|菜单)|入口|www\.|[a-z]+\.cn|→"),
    "whom": re.compile(r"找(?!回|不|到)|问(?!题)|联系(?!方式)|申请(?:给|到)|部门|向.{1,8}(?:提|申请|交)"),
    "papers": re.compile(
        r"身份证(?!号)|户口|证明书?(?!编号)|材料|照片|证件照|手持照|毕业证(?!书?编号)|上传|学生证|护照"
    ),
    "self": re.compile(r"(?:本人|自己)(?:去|来|到场|办|亲|刷|持|凭|交|签|操作|登录|做|提|申请)|亲自|代[查办刷领]|委托"),
    "fast": re.compile(r"加急|催|优先"),
    "effect": re.compile(r"影响|不受|耽误|还在|作废|后果"),
    "login": re.compile(r"登录|注册|不用账号"),
    "device": re.compile(r"手机(?!号)|电脑|App|浏览器|网页"),
    "failed": re.compile(r"不通过|没通过|仍|还是不|还没有|退回|驳回|失败|不行|不给|重拍|重新(?:拍|传|申请|提交)"),
    "undo": re.compile(r"恢复|撤[回销]|反悔|改回|不能改|能改|重新填|取消"),
    "valid": re.compile(r"有效期|过期|失效|长期有效|\d 个月有效"),
    "online": re.compile(r"网上(?:办|申请|提交|就能)|线上|在线申请|现场|到校|邮寄|窗口|学信档案里"),
    "must": re.compile(r"必须|一定要|不强制|自愿|选填|可选|必填|不必|不用|才能|后果"),
    "why": re.compile(r"因为|由于|防止?|为了|所以|原因|多半是|一般是|规定|要求"),
}
"""What a sentence holds that tells of an aspect; the steps themselves have no words of their own."""
_TITLED: Mapping[str, re.Pattern[str]] = {
    "date": re.compile("几月|什么时候|时间|多久"),
    "kept": re.compile("保存|保留"),
    "count": re.compile("几次|次数"),
    "other_way": re.compile("别的办法|其他办法|都用不了|不行怎么办"),
    "fee": re.compile("要钱|多少钱|收费|费用"),
    "time": re.compile("多久|几天|什么时候|时限|进度"),
    "place": re.compile("在哪|哪里|入口"),
    "whom": re.compile("找谁|找哪|问谁"),
    "papers": re.compile("材料|证件照"),
    "self": re.compile("本人|代办"),
    "device": re.compile("手机上|电脑|App"),
    "fast": re.compile("加急"),
    "effect": re.compile("影响|后果"),
    "failed": re.compile("不通过|没通过|不过|退回|失败|不给"),
    "undo": re.compile("恢复|撤回|后悔|误"),
    "valid": re.compile("有效期|过期"),
    "why": re.compile("为什么|原因"),
}
NOT_FOUND: Mapping[str, str] = {
    "date": "具体到哪一天、哪个月，没有查到统一的说法。",
    "kept": "保存不保存、保存多久，没有查到官方说法。",
    "count": "次数、份数的限制没有查到官方说法，以页面提示为准。",
    "other_way": "除了说过的，没有查到别的办法。",
    "fee": "我查到的步骤里没有收费这一项；有人要收，先问清是谁收、收的什么。",
    "place": "没有查到单独的办理地址；拿不准就先问经办的学校或单位。",
    "time": "要多久没有查到官方时限，网上说的天数不可靠。",
    "in_time": (
        "来不来得及不敢保证：没有查到官方时限。页面上当场办得成的先办；"
        "要等审核的，先跟要材料的单位说一声，问能不能缓几天。"
    ),
    "papers": "没有查到官方的材料清单，以办理页面或经办单位的要求为准。",
    "self": "没有查到能不能代办的官方说法；账号是实名的，按本人办理准备。",
    "effect": "会不会影响，没有查到官方说法。",
    "fast": "能不能加急没有查到官方说法，先按正常时间留足。",
    "device": "没有查到对手机、电脑的限制；手机浏览器不顺的，换电脑浏览器再试。",
    "failed": "不成的话下一步怎么走，没有查到专门的说法。",
    "undo": "能不能撤回、恢复，没有查到官方说法，动手前先想好。",
    "valid": "有效期多久，没有查到官方说法。",
    "online": "要不要到现场，没有查到统一的说法，先问经办的学校或单位。",
    "must": "是不是非办不可，没有查到官方说法，看要您办的单位怎么要求。",
    "why": "原因没有查到官方说明。",
}
"""What is said when nothing tells of it: honest, and short."""
HELPER = "家里人可以在旁边帮着点。账号是实名的：证件、手机号用账号本人的，刷脸要本人，密码、验证码本人自己拿着。"
"""Who may help with an account, as the entries on parents and on the face check have it."""
_HEAD_CHARS = 3
"""How far from the beginning of a sentence a word may stand that it is about."""
_START_MONTH = re.compile(r"(?<!\d)(\d{1,2})\s*月")
_NUMBERS: Mapping[str, int] = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_MONTHS_LONG = re.compile("([一两二三四五六])个月")
_AFFECTED = re.compile("(?:影响|耽误)(?:到|我|以后|的){0,3}(?P<what>[^吗么不没呢啊怎什哪的了]{2,6})")
_LEAST_SHARED = 3
"""How many pairs of letters a sentence must share with a question to be about it."""
_LEAST_HELD = 2
_MOST_OF_IT = 0.6
"""How many pairs a sentence must share, and how much of a question it and its title must hold together."""
_ANY_MATTER = re.compile(
    "[这那几一]{1,2}个?账[号户]|要?多久|几天|多长时间|要?多少钱|收费|要钱|怎么办|怎么[弄改查]|在哪里?|找谁|什么时候|能不能|可不可以|会不会|要不要|行不行|今天|明天|现在"
)
_EMPTY_PAIRS = frozenset(
    {
        "怎么",
        "么办",
        "什么",
        "可以",
        "能不",
        "不能",
        "有没",
        "没有",
        "是不",
        "不是",
        "请问",
        "学信",
        "信网",
        "一下",
        "我的",
    }
)
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_LEANS = ("它", "前者", "后者")
_BULLET = re.compile(r"^\s*(?:\d{1,2}\.|·|•|-)\s*")


def sentences_in(texts: Iterable[str]) -> Iterator[str]:
    """The sentences of plain texts in order, without the marks of a list before them; each can end a reply."""
    for text in texts:
        for item in _SENTENCE.findall(text):
            sentence = _BULLET.sub("", item).strip()
            yield f"{sentence[:-1]}。" if sentence.endswith("；") else sentence


def sentences_about(aspect: str, texts: list[str], *, lines: int = SAID_LINES) -> str:
    """The sentences of some texts that tell of an aspect, as many as fit; empty when none does."""
    pattern = ABOUT.get(aspect)
    found: list[str] = []
    for text in texts if pattern else ():
        for sentence in sentences_in([text]):
            told = pattern is not None and pattern.search(sentence) and sentence not in found
            leans = not found and sentence.startswith(_LEANS)  # «它不影响…» is of what stands before it
            if told and not leans and line_count("\n".join([*found, sentence])) <= lines:
                found.append(sentence)
        if found:  # the short answer comes before its details
            break
    return "\n".join(found).rstrip("；，") + ("。" if found and found[-1].endswith(("；", "，")) else "")


def counted_on(question: str, told: str) -> str:
    """«9 月算起，大约到 12 月»: the month that a number of months leads to; empty when one of the two is not said."""
    start, months = _START_MONTH.search(question), _MONTHS_LONG.search(told)
    if start is None or months is None or not 1 <= int(start[1]) <= 12:
        return ""
    length = _NUMBERS[months[1]]
    end = (int(start[1]) + length - 1) % 12 + 1
    return f"从 {start[1]} 月算起，大约到 {end} 月。"


def closest_sentence(question: str, title: str, texts: list[str], *, least: int = _LEAST_SHARED) -> str:
    """The sentence that holds most of what a question asks beside the title; empty when none holds enough."""
    asked = _pairs(question) - _pairs(title)
    best, shared = "", least - 1
    for sentence in sentences_in(texts):
        held = len(asked & _pairs(sentence))
        if held > shared:
            best, shared = sentence, held
    return best.rstrip("；，")


def covering_sentence(question: str, title: str, texts: list[str]) -> str:
    """The sentence that, with the title over it, holds most of a whole question; empty when none holds enough."""
    asked = _pairs(question)
    named = asked & _pairs(title)
    best, most = "", _LEAST_HELD - 1
    for sentence in sentences_in(texts):
        held = asked & _pairs(sentence)
        if len(held) > most and len(held | named) >= _MOST_OF_IT * len(asked):
            best, most = sentence, len(held)
    return best.rstrip("；，")


def is_new_point(question: str, known: str) -> bool:
    """Whether most of a question is none of what was asked and said before."""
    asked = _pairs(question)
    return len(asked - _pairs(known)) >= max(_LEAST_SHARED, _MOST_OF_IT * len(asked))


def names_matter(question: str, title: str) -> bool:
    """Whether a question names the matter of a title, not only «要多久» or «怎么办» that any matter has."""
    return len(_pairs(_ANY_MATTER.sub("", question)) & _pairs(_ANY_MATTER.sub("", title))) >= _LEAST_HELD


def shares_words(first: str, second: str) -> bool:
    """Whether two texts have a pair of letters in common that says something."""
    return bool(_pairs(first) & _pairs(second))


def _pairs(text: str) -> set[str]:
    return letter_pairs(text) - _EMPTY_PAIRS


def sentences_naming(word: str, texts: list[str], *, lines: int = SAID_LINES) -> str:
    """The sentences that begin with a word, as many as fit; what only mentions it is about something else."""
    found: list[str] = []
    for sentence in sentences_in(texts):
        named = word in sentence[: len(word) + _HEAD_CHARS] and sentence not in found
        if named and line_count("\n".join([*found, sentence])) <= lines:
            found.append(sentence)
    return "\n".join(found)


def affected(question: str) -> str:
    """What somebody asks about that might be affected: «会不会影响学历» asks about 学历; empty when it is not named."""
    found = _AFFECTED.search(matching_key(question))
    return found["what"] if found else ""


def titled_for(aspect: str, title: str) -> bool:
    """Whether a title promises to tell of an aspect."""
    pattern = _TITLED.get(aspect)
    return pattern is not None and pattern.search(title) is not None
