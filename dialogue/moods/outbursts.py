"""Anger in the middle of something: the clauses that only swear or sigh, and what a message says without them."""

from __future__ import annotations

import re
from functools import lru_cache

from dialogue.moods.neglect import tells_neglect
from dialogue.moods.whole_messages import only_abuse
from dialogue.text.clauses import MARK, marked_clauses
from dialogue.text.languages import in_mandarin
from faq.guiding.contrary import outright
from faq.text.normalise import matching_key
from faq.text.pinyin import is_chinese

_LONGEST = 16
_FILL = (
    "(?:我|你们?|您|真的?是?|真心|简直|都|快|要|也|就|这|那|太|好|还|老|又|一直|搞得?|弄得?|被|实在|可|到底|是不是|个|人|在|很|是|的|网站|学信网?|系统|机器人|客服"
    "|一群|一帮|完全|什么|真系|好)"
)
_END = "(?:了|啊|呀|吧|的|死|得很|透了|透顶|极了|吗|呢|哦|嘛|人|我|你们?|啦|劲)"
_ANGER = (
    "(?:[气烦急逼激嬲]死|烦(?=死|人|透|得|了|啊|$)|恼火|火大|窝火|生气|愤怒|无语|服(?=了)|受够|受不了|崩溃|疯(?=了|掉)|抓狂|想骂人|想哭|绝望|离谱"
    "|扯淡|过分|恶心|差劲|太差|太烂|玩意儿?|什么(?:东西|态度|鬼|服务|水平|破)|搞什么(?:鬼|名堂)?|骗[子人]|忽悠|有毛病|有没有搞错|搞没搞错|差评"
    "|(?:不|要不)?要脸|聋(?=了|啊|吗|$)|瞎(?=了|啊|吗|$)|眼睛?瞎|傻(?=了|啊|吗|呀|$)|(?<!我)有病(?=啊|吧|吗|呀|$)|吃干饭|吃白饭|干(?:什么|啥|嘛)吃|死人|死的(?=吗|啊|呀|吧)|滚犊子"
    "|一坨.{0,2}|屎|烂(?:透|死|到家)?(?=了|$)|耍猴|[放个]屁|见鬼去|大头鬼|(?:问|说)你个.{1,4}|问{2,4}(?=$)|顶你个肺|(?:不|没人?)(?:上班|干活|干事|管事|做事)(?=的|吗|$)"
    "|慢(?:得|的)?(?:像|跟|如)?.{0,3}(?:乌龟|蜗牛)|哭(?=了|死|晕)|套(?:说辞|话术|官话)|(?:就|只)(?:知道|会)(?:敷衍|糊弄|欺负|忽悠|骗).{0,4}"
    "|.{0,6}堪忧|别?(?:墨迹|磨叽|磨蹭|墨墨迹迹)|没用(?:的东西)?|没(?:一点|什么)用|浪费(?:我的?)?时间|怎么搞的|坑爹|坑死|倒闭|去你的|见鬼|呵呵|醉了|吐血|欺负人|不负责任?|折磨人?|摆设|别?废话)"
)
_ELSEWHERE = (
    "(?:学校|老师|教务|院系|学院|辅导员|单位|招办|招生办|研招办|武装部|派出所"
    "|宿舍|寝室|食堂|后勤|公寓|物业|房东|快递|外卖|公司|老板|医院)"
)
"""Where it is told of those, that nobody answers is a part of what happened: «找学校三个月了没人理»."""
_OUTBURST = re.compile(
    rf"{_FILL}{{0,7}}{_ANGER}{_END}{{0,4}}|(?:别|少)(?:跟我|再|和我)?(?:说)?废话{_END}{{0,3}}"
    rf"|(?!.{{0,6}}{_ELSEWHERE}).{{0,7}}(?:没人|没有人|没个人)(?:管|理|搭理|回应){_END}{{0,3}}|我?都?(?:说|问|讲)了?(?:半天|好几遍|多少遍).{{0,5}}"
    rf"|(?:你们?|您们?|这|系统|网站|到底|究竟|倒是){{1,3}}(?:行不行|靠不靠谱|管不管|干不干活|烦不烦|累不累|有完没完){_END}{{0,3}}"
    rf"|(?:怎么|还|又)?要?(?:填|写|发|弄|搞)?(?:这么|那么)(?:多|麻烦|复杂|啰嗦)(?:东西|信息|步骤)?{_END}{{0,3}}"
)
_IN_VAIN = re.compile("(?:到底)?(?:行不行|有没有用|管不管用|能不能行|会不会)[啊呀吗]?$")
"""How scolding ends: «这破玩意到底行不行»."""
_VERDICT = re.compile("(?:还是|真的?|都|根本|完全|也|试了)?没(?:有|什么|啥)?用[啊呀的了吧]?")
"""What says that an answer did not help: for whoever reads verdicts, not a way of swearing."""
_ENGLISH = re.compile(
    r"\b(?:fuck\w*|shit|bullshit|damn|crap|idiots?|stupid|useless|ridiculous|garbage|trash|rubbish|pathetic|hate this"
    r"|so angry|so annoying|terrible service|joke)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 8
_TIME = r"(?:好几|几|\d{1,2}|[一二两三四五六七八九十]{1,2}|半个?|一整)(?:天|个?星期|个?礼拜|周|个月)"
_LONG = re.compile(
    rf"(?:[登试弄等打搞拖卡进查找办]|折腾|申请)(?:不上|不了|不进去?)?[了过](?:都|快|有|足足)?(?P<first>{_TIME})(?!后|内|之)"
    rf"|(?<!还有)(?<!还剩)(?<!只剩)(?<!就剩)(?<!只有)(?<!剩下)(?<!再过)(?P<then>{_TIME})(?:了|都|还是?|也)[，,]?(?!后|内|之).{{0,6}}(?:[登进上弄办打收查过][不没]|没[人法有登弄办收]|不[行通])"
)
SORRY, _LONG_SORRY = "让您折腾了，抱歉。", "{}没办成，确实着急。"


def says_no_use(key: str) -> bool:
    """«没用», «还是没啥用»: what was told did not help."""
    return _VERDICT.fullmatch(key) is not None


@lru_cache(maxsize=1024)  # asked of each clause by half a dozen
def is_outburst(clause: str) -> bool:
    """Whether a clause only swears, sighs or scolds; nothing that anybody could act on is in it."""
    if MARK.search(clause):
        return False
    if not any(map(is_chinese, clause)):
        return len(clause.split()) <= _MOST_WORDS and _ENGLISH.search(clause) is not None
    whole = matching_key(clause)
    half = whole[: len(whole) // 2]
    whole = half if len(half) > 1 and half * 2 == whole else whole  # «烦死了烦死了»
    key = _IN_VAIN.sub("", whole) or whole
    if says_no_use(key):
        return False
    swears = len(key) <= _LONGEST and (only_abuse(key) or any(map(_OUTBURST.fullmatch, (key, whole))))
    return swears or tells_neglect(clause)


def sympathy(text: str) -> str:
    """Half a sentence for who is angry, or says for how long it has not worked; empty for all others."""
    if found := _LONG.search(in_mandarin(text)):
        return _LONG_SORRY.format(found["first"] or found["then"])
    return SORRY if _without_outbursts(text) != text else ""


def calmed(text: str) -> str:
    """A message without its outbursts; empty when it holds nothing else, and the very text when it holds none.

    What is told by its contrary («登得上我还找你») stands there plainly.
    """
    return outright(_without_outbursts(text))


def _without_outbursts(text: str) -> str:
    clauses = marked_clauses(text)
    kept = [f"{clause}{mark}" for clause, mark in clauses if not is_outburst(clause)]
    return text if len(kept) == len(clauses) else "".join(kept).strip()
