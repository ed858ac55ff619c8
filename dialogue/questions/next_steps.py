"""«现在先做什么», «先去甲还是先去乙»: somebody wants the order of what is left to do, by all that was told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogue.heard import Heard
from dialogue.questions.aspects import aspect_in
from dialogue.text.clauses import is_asked, split_clauses
from faq.content.likeness import letter_pairs
from faq.text.normalise import matching_key

_LEAD = (
    r"(?:那么?|所以|就是|我们?|咱们?|您?你?说|到底|究竟|具体|行|好|唉|哎|这|现在|眼下|目前|今[天晚日]|明[天早日]|这会儿|接下来|下一步|然后|首先|最先|第一步|应该|该|要|得"
    r"|还|需要|用|就|能|可以|最好|先|后|[^，。怎什哪谁吗]{0,8}(?:截止)?(?:之前|以前|之后|以后)){1,9}+"
)
_FIRST = re.compile(
    rf"{_LEAD}(?:去|来|是)?(?:干|做|弄|办|搞|整|走|处理|解决|找|忙|问|联系)(?:点|些)?(?:什么|啥子?|嘛|别的|哪(?:一?[样个件步头边项桩]|里)|谁)(?:事情?|好|呢|啊|呀|嘛){{0,3}}"
)
_ORDER = re.compile("先|还[要得需用]|第一步|下一步|接下来|现在|眼下|今[天晚日]|明天")
_LONGEST = 24
_TWO = re.compile(
    r"^(?:那么?|就是|所以|到底|究竟|请问|我们?|咱们?|是|应该|该|要|得){0,5}先(?P<a>(?!生)[^先还]{1,12}?)"
    r"还是先(?P<b>[^先还]{1,12}?)(?:啊|呢|呀|吗|么|嘛|好|合适|比较|再说){0,3}$"
)
_GOES = re.compile("^(?:去|找|到|问|跟|和|办|做|弄|交|联系)")
_NO_DEED = re.compile(
    "见过|[0-9] ?元|没有查到|多半|不算|不是|^.{0,7}(?:能|可以)(?!用的)"
    "|^(?:一般|通常|急|常要|常见|可能|这是|有些|有的|大多|已|没"
    "|不(?!要)|如果|若|要是|见|查得到|查不到|男|女|适龄|当年|您问)"
)
"""What is told of a matter, prices, conditions and likelihoods, and nothing to do."""
_VERB = re.compile(
    "打开|点|选|填|联系|[找问带拿交改查看去到报退关翻等发打传设补验登停写换绑领办做先留按连拨备截存]|核[对实]|对照|申请|下载|截图|保存|解绑|请|用|把|准备"
    "|提交|注册|核验|重[新填取拍]|浏览器|进“|搜"
)
_WITHIN = 6
"""How near its beginning the verb of a deed stands."""
_LABEL = re.compile(r"^(?P<when>[^：，。；]{2,16})：(?P<deed>.{2,})")
_ITSELF = re.compile("^(?:先|第.步|首先|同时|马上|然后|最后)")
"""A label that tells when, and of no case."""
_ANY_CASE = re.compile("常|一般|通常|多半|有些|可能")
"""A label that is for no case of its own."""
_LOGS_IN = re.compile("登录(?!页|名|密码|日志|不)")
_DONE = re.compile("[了过]|已经?|都|也")
_MOSTLY = 0.6
_CUT = re.compile("[，；。：]")
_NO_LETTER = re.compile("已经|刚才|刚刚|[了过也都早我好完就又先全刚把的]")
_LEAST_DEED = 3
_TAKEN = ("了", "过", "过了", "完", "好")
_NOT_TAKEN = re.compile("[不没未要想]")


def asks_what_first(text: str) -> bool:
    """Whether one clause asks what to do first, and no other asks anything but what to bring, or what it costs."""
    clauses = split_clauses(text)
    asking = [clause for clause in clauses if _asks_first(matching_key(clause))]
    others = (clause for clause in clauses if clause not in asking and is_asked(clause))
    return (bool(asking) and all(aspect_in(Heard(clause).core_key) for clause in others)) or first_of_two(text) != ()


def first_of_two(text: str) -> tuple[str, ...]:
    """The two things of which one comes first, as they are called: «先去甲还是先去乙»; () where none are."""
    keys = (matching_key(part) for part in (*split_clauses(text), text))
    found = next(filter(None, map(_TWO.match, keys)), None)
    return (found["a"], found["b"]) if found is not None else ()


def is_deed(step: str) -> bool:
    """Whether a line of an answer is something to do, whatever the case is: no price, no condition."""
    label = _LABEL.match(step)
    if label is not None and label["when"].endswith("的"):
        return False
    if label is None or _ITSELF.match(label["when"]):
        return _begins_with_deed(step)
    return _begins_with_deed(label["when"]) and _begins_with_deed(label["deed"])


def case_and_deed(step: str) -> tuple[str, str]:
    """The case a line is for and what is to be done then; the case is empty where it is for any."""
    label = _LABEL.match(step)
    if label is None or _ANY_CASE.match(label["when"]) or is_deed(step) or not _begins_with_deed(label["deed"]):
        return "", step
    return label["when"], label["deed"]


def holds_place(step: str, thing: str) -> bool:
    """Whether a step is about one of the things whose order is asked: «找就读学校» about 去学校."""
    pairs = letter_pairs(_GOES.sub("", thing)) or letter_pairs(thing)
    return len(pairs & letter_pairs(step)) >= max(1, _MOSTLY * len(pairs)) if pairs else thing in step


def was_done(step: str, told: Sequence[str]) -> bool:
    """Whether what was told says that a step was taken: «也核对过姓名»."""
    pairs = letter_pairs(step)
    return any(
        (_DONE.search(clause) and len(pairs & letter_pairs(clause)) >= max(2, _MOSTLY * len(pairs)))
        or tells_deed(_CUT.split(step)[0], clause)
        for clause in told
    )


def tells_deed(part: str, told: str) -> bool:
    """Whether the deed in a part of a step is all that a clause tells: «密码已经改了» of «马上改密码»."""
    key = matching_key(told)
    deed = _NO_LETTER.sub("", key)
    if not key.endswith(_TAKEN) or _NOT_TAKEN.search(key) or is_asked(told):
        return False
    return len({*deed}) >= _LEAST_DEED and _VERB.search(deed) is not None and {*deed} <= {*part}


def logs_in(step: str) -> bool:
    """Whether a step needs the account, which is of no use to who cannot log in."""
    return _LOGS_IN.search(step) is not None


def told_beside_first(text: str) -> str:
    """What such a message tells or asks besides, which the order depends on."""
    return "，".join(clause for clause in split_clauses(text) if not _asks_first(matching_key(clause)))


def _asks_first(key: str) -> bool:
    asked = key.removesuffix("先")  # «第一步做咩先»
    return len(key) <= _LONGEST and _ORDER.search(key) is not None and _FIRST.fullmatch(asked) is not None


def _begins_with_deed(step: str) -> bool:
    if not step or _NO_DEED.search(step):
        return False
    found = _VERB.search(step)
    return found is not None and found.start() <= _WITHIN
