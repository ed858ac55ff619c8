"""Several questions in one message: where one ends and the next begins."""

from __future__ import annotations

import re
from functools import lru_cache

from dialogue.english.sentences import questions as english_questions
from dialogue.heard import Heard
from dialogue.moods.outbursts import is_outburst
from dialogue.moods.whole_messages import is_hurried
from dialogue.questions.aspects import aspect_in
from dialogue.text.asking import asks as asks_anything
from dialogue.text.asking import says_whether
from faq.guiding.speech import said_plainly
from faq.text.characters import simplified
from faq.text.normalise import matching_key

MOST = 4
_LEAST_LETTERS = 4
_END = re.compile(r"([。；;!！?？\n]+)")
_ANNOUNCED = re.compile(
    r"(?:^|(?<=[，,。；;：: ]))第?[一二三四1-4](?:个是|个|是)?[，,、：:.]"
    r"|(?:^|(?<=[，,。；;：: ]))第?[一二三四](?:个|件)?是(?![否不])"
    r"|(?:^|[，,\s]{1,9})(?=顺便|另外|还有|仲有|再问|对了|同时|第?二件事?)"
    r"|(?:^|[，,\s]{1,9})(?=[^，,。；\s]{0,12}(?:也[想要得](?!问|知道)|[想要](?:一起|一块|顺便|顺带)))"
)
_ANEW = re.compile(
    r"[，,。；;\s]{1,4}(?:可是?|但是?|不过|结果|里面)?(?:现在|这下|这会儿|后来)?又(?=要|说|让|叫|弹|提示|显示|出|卡|变|查不|看不|收不|刷|卡)"
)
_FAILS = re.compile("[不没](?!用|错|要紧)|(?<!没)错|锁|冻结|失败|繁忙|异常|上限|频繁|[白黑]屏|卡[住死]|退回")
_COUNTED = re.compile("[两俩二几三23][个件](?:事|问题)")
_THEN = re.compile(r"(?<=[，,。；; ])(?:然后|再就是|再有|再一个|另一个)(?:就是|是)?")
"""How the next matter begins where somebody counts them up."""
_ITEM = re.compile(
    r"(?:^|(?<=[：:，,、；;。.!！?？\s个事题件情]))第?[1-3一二三](?:个是|个|件是|件|是|[.、:：)）]|\s|(?=[^\d年月日号点个件次天种\s])){1,2}\s*(?=[^\d\s])"
)
"""The number before one of several matters that were announced: «两个事：1 改密码 2 换手机»."""
_COMMA = re.compile(r"[，,、]+|\s+")
_HEAD = re.compile(
    "^(?:顺便|另外|还有(?!别的|其他|其它|什么|没有|啥|办法)|仲有|再|对了|同时|以及|就是|最后|然后|想?问一?下|想?请?问|请教|我想知道"
    "|有?[一两二]?个事情?|第[一二三](?:个|件)?(?:问题|事情?)?是|[说提]一?下|第?[一二]件事?|[，,： 啊呢]){1,9}"
)
_FOR_OTHERS = re.compile("(?:我|想|是|来){0,3}(?:替|帮|代)[^，]{1,6}问(?:一下|一?[个声句]|下|问)?(?:事|问题)?")
"""A clause that only says for whom is asked: «帮同事问一下»."""
_WISHES = re.compile("[能可吗不]|有没有")
_QUESTION = re.compile("[?？]")
_ENDS_ASKING = re.compile(
    r"(?:[吗么嘛]|(?<=[行以会能用要成在到过好了])[不没]|[会能可要是有行得成中对][不没唔][会能可以要是有行得成中对]|(?:[能会]|可以)[^，,。不没能会]{1,8}[不没]|得唔得|未呀?)[啊呀呢哦]?$"
)
_MAY_ASK = re.compile(
    "[几哪谁啥幾邊乜]|什么|怎么|咋|多少|多久|多长|凭啥|是否|能否|可否|还是|难道|点解|係咪|有冇|使唔使|呢$|吧$"
)
_ENGLISH_ASKS = re.compile(
    r"(?:can|could|how|what|when|where|why|which|who|does|do|did|is|are|will|would|may|must|should|any)\b",
    re.IGNORECASE,
)
_SHORT_QUESTION = re.compile("(?:安全|靠谱|有效|有用|合法|算数|要紧|锁了|真的|合理|正规)[吗不么]")
"""Three letters that ask something of their own."""
_ASKS_HOW_MUCH = re.compile(
    "(?<![好这那前近十])几(?=[张次个天份位门块条种岁号月点遍年级])(?!.{0,24}(?:都|了$|过$))|多(?=[长大高重远快])|哪(?=[天年月位种样些一])"
)
_SIGHS = re.compile(
    "白.{1,4}了|我容易吗|有没有天理|怎么这么|咋这么|怎么那么|这叫什么事|叫什么事|凭什么|凭啥|算什么|算啥|至于吗|搞什么|什么鬼|什么破|什么玩意"
    "|好几[百千万]|以为|难怪|怪不得|幸好|幸亏|早知道|谁知道|真有耐心|开什么玩笑|逗我|谁受得了|谁懂|谁能想到|真是服|何苦|倒什么霉|这不是.{1,6}吗$|怎么想的|是人干的|[^学要交]费劲|闹着玩"
)
"""A question in form only, which nobody wants answered."""
_TROUBLE = re.compile(
    "[不没冇唔](?!用|要紧|过|客气|好意思)|[没冇]过(?!来|期)|错|失败|报错|提示|忘|丢|停|想[换改查办弄]|要[换改查办]"
)
_CHANGE = re.compile("[换变改]了|过期|[要让叫]我")
_LEAST_TOLD = 6
_YES_NO = ("不", "没", "吗", "么", "行不行", "能不能", "可不可以")


def questions_in(text: str) -> list[str]:
    """The questions of a message in order, each with what was said right before it."""
    return list(_questions_in(text))


@lru_cache(maxsize=256)  # a dozen readers ask of the same message
def _questions_in(text: str) -> tuple[str, ...]:
    if text.isascii():
        return tuple(english_questions(text)[:MOST])
    found: list[str] = []
    plain = simplified(text)
    pieces = _END.split(_counted_up(plain))
    for sentence, end in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        first, *announced = _ANNOUNCED.split(sentence)
        asked = _asked_in(first, marked=bool(_QUESTION.search(end)) and not announced)
        found += asked or ([_told_first(first)] if announced and is_trouble(first) else [])
        for part in announced:
            last = part is announced[-1]
            found += _asked_in(part, marked=bool(_QUESTION.search(end)) and last, announced=True)
    return tuple(found[:MOST])


def _counted_up(plain: str) -> str:
    """A message whose matters were announced by their number, each begun in the same way."""
    counted = _COUNTED.search(plain)
    if counted is None:
        return plain
    first = _ITEM.search(plain, counted.end())
    if first is not None and first.start() - counted.end() <= 1:
        plain = f"，另外{_ITEM.sub('，另外', plain[first.end() :])}"
    return _THEN.sub("，另外", plain)


def announces_another(text: str) -> bool:
    """Whether one more matter is announced, whatever was told before it: «……，另外对方要我的验证码»."""
    return any(map(_bare, _ANNOUNCED.split(_counted_up(simplified(text)))[1:]))


def told_besides(text: str) -> list[str]:
    """The matters that are announced and only told: «……，还有我手机号快停了», and what comes up anew."""
    plain = _counted_up(simplified(text))
    announced = [_told_first(part) for part in _ANNOUNCED.split(plain)[1:]]
    return [part for part in announced if _tells_another(part)] or came_up_anew(text)


def came_up_anew(text: str) -> list[str]:
    """The trouble that somebody ran into next: «进去了。现在又要人脸，刷了五次都不过»."""
    behind = _ANEW.split(simplified(text), maxsplit=1)[1:]
    return [part for part in map(_told_first, behind) if tells_failure(part)]


def tells_failure(part: str) -> bool:
    """Whether a part of a message tells that something fails, and asks nothing."""
    return len(matching_key(part)) >= _LEAST_TOLD and _FAILS.search(part) is not None and not asks_plainly(part)


def _tells_another(part: str) -> bool:
    return (is_trouble(part) or _CHANGE.search(part) is not None) and not asks_plainly(part)


def _told_first(sentence: str) -> str:
    """The trouble that is told before another matter is announced; who has it is no part of it."""
    return "，".join(filter(None, map(_bare, _COMMA.split(sentence))))


def _asked_in(sentence: str, *, marked: bool, announced: bool = False) -> list[str]:
    """The questions of one sentence; `marked` when it ends with a question mark, `announced` as one more matter."""
    found: list[str] = []
    before: list[str] = []
    for clause in filter(None, map(_bare, _COMMA.split(sentence))):
        before.append(clause)
        if asks(clause):
            found.append("，".join(before))
            before = []
    told = "，".join(before)
    if len(told) >= _LEAST_LETTERS and (marked or announced) and not (announced and found):
        found.append(told)
    return found


def asks(clause: str) -> bool:
    """Whether a clause is a question, be it one word long."""
    key = matching_key(clause)
    if _FOR_OTHERS.fullmatch(key):
        return False
    if is_outburst(clause) or (is_hurried(key) and not _WISHES.search(key)):  # «你们是不是有病啊», «快点»
        return False
    if _SHORT_QUESTION.fullmatch(key):
        return True
    return bool(aspect_in(Heard(clause).core_key)) or (
        len(key) >= _LEAST_LETTERS
        and (
            asks_anything(clause)
            or says_whether(key)
            or key.endswith(_YES_NO[2:])
            or _ENDS_ASKING.search(clause) is not None
            or _ASKS_HOW_MUCH.search(clause) is not None
        )
    )


def asks_plainly(text: str) -> bool:
    """Whether a message asks something: by a question mark, by its words, or by how it ends («她替我行不»)."""
    plain = text.strip(" 。.!！~～")
    return bool(_QUESTION.search(plain) or _ENDS_ASKING.search(plain) or _ENGLISH_ASKS.match(plain)) or (
        asks_anything(plain) or any(asks(clause) for clause in filter(None, map(_bare, _COMMA.split(plain))))
    )


def may_ask(text: str) -> bool:
    """The same where weaker signs count, for a text that tells nothing of somebody's case."""
    return asks_plainly(text) or _MAY_ASK.search(said_plainly(text)) is not None


def asks_by_words(clause: str) -> bool:
    """Whether a clause asks for an answer: a sigh with a question mark («白读了？», «我容易吗») and a wish do not."""
    return (asks(clause) or may_ask(clause.strip("?？"))) and not is_sigh(clause)


def is_sigh(clause: str) -> bool:
    """Whether a clause only sighs; whatever mark stands behind it, nobody wants it answered."""
    return _SIGHS.search(matching_key(clause)) is not None


def _bare(clause: str) -> str:
    return _HEAD.sub("", clause.strip())


def is_trouble(text: str) -> bool:
    """Whether a text says that something does not work, is wrong, or is to be changed."""
    return len(matching_key(text)) >= _LEAST_TOLD and _TROUBLE.search(text) is not None
