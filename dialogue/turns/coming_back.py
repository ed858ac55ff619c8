"""Somebody comes back about what they sent in before: «昨天提的到现在没人理», «编号没记», «别又没人管».

Whether there is such a ticket only the desk knows; what says which matter of 学信网 it is about is another question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from faq.text.normalise import matching_key
from faq.text.pinyin import is_chinese

BackAbout = Literal["earlier", "find", "urge", ""]
"""How what was sent before stands; how to find it; whether somebody really sees to what was just sent; nothing."""
_CLAUSE_CHARS = 26
_MOST_CLAUSES = 4
_BEFORE = (
    "昨[天日晚儿]|前[天日晚]|前[几两]天|上次|上回|上一次|上上?个?(?:周|星期|礼拜|月)|之前|以前|先前|早先|那天"
    "|当时|刚才|刚刚|早上|上午"
    "|(?:周|星期|礼拜)[一二三四五六日天]|[一两二三四五六七八九十几0-9]{1,2}个?(?:天|周|星期|礼拜|月|工作日)"
    "|好几天|半天|早就"
)
_SENT = (
    "(?:提交?|交|填|留|反映|反馈|开|报|发|写|投诉|登记|说|问)(?:上去|过去|给(?:你们?|您|客服"
    "|人工)){0,2}(?:过|了|的){0,2}"
)
_THING = "(?:工单|单子|[张个份那这]单|人工|客服|留言|反馈|投诉|表单|(?:[个那这]|的)(?:问题|东西|事情?)|问题|单)"
_TICKET = re.compile("工单|单子|[张那这]单(?!位)|单号|人工单|问题单")
_SENT_BEFORE = re.compile(
    rf"(?:{_BEFORE}).{{0,8}}?{_SENT}.{{0,6}}?{_THING}|(?:{_BEFORE}).{{0,6}}?{_SENT}那?[个张]"
    rf"|(?:{_BEFORE}).{{0,6}}(?:工单|单子|[张那]单(?!位))"
)
_SENT_SINCE = re.compile(
    rf"^(?:我|都|也|这|那|个|的|问题|工单|单子?|留言|反馈|投诉){{0,4}}+{_SENT}.{{0,4}}?(?:都|已经|有|快"
    rf"|整整){{0,2}}(?:{_BEFORE}).{{0,3}}"
    rf"|^(?:我|都|这|那|个){{0,3}}(?:留言|投诉|反馈)(?:都|已经|有|快){{0,2}}(?:{_BEFORE})"
)
_UNANSWERED = re.compile(
    "[没未]有?(?:一个)?人(?:来|给我|跟我|和我)?(?:理|回|管|答复|联系|处理|看|覆|跟进|受理|搭理)"
    "|(?:没有?|未|没见)(?:个|一点|任何|什么|半点)?(?:动静|回音|回信|音信|下文|回复|答复|消息|反应|进展|结果"
    "|着落|说法)"
    "|(?:屁|毛|影子?|鬼影|信儿?|话|[一半]?个?字)(?:儿)?(?:都|也)(?:没有?|冇|莫得|不)(?:一个|有|见|给|回)?"
    "|(?:动静|回音|回信|音信|下文|回复|答复|消息|反应|进展)(?:都|也|还){0,2}(?:没有?|未)"
    "|(?:怎么|咋|为什么|为啥|到现在|至今|一直|都|还|也).{0,4}(?:没有?|不|未)(?:给我|帮我|有人|人)?(?:处理|回复?"
    "|答复|理|解决|办|联系)(?!不|到|上|来|得)"
    "|(?:不|没)(?:理|搭理)(?:我|人)|石沉大海|没了下文|晾着?我"
    "|有(?:没有?)?(?:回音|消息|动静|进展|结果|回复|答复|下文)了?(?:没有?|吗|么|不)?$|怎么样了?|咋样了?"
    "|到哪一?步了?|处理(?:得|的)?(?:怎样|如何|好)?了?(?:没有?|吗)$"
    "|(?:三|3|几|两)个?(?:工作日|天)(?:内|之内|以内)?.{0,6}(?:早|都|已经)(?:就)?(?:过|超)了"
)
_SENT_AT_ALL = re.compile(
    rf"(?:{_BEFORE}).{{0,4}}(?:提交?|交|反映|反馈|投诉|留言|上报)(?:上去|给你们?){{0,1}}(?:过|了|的)"
)
"""«上周提的»: of what, only that nobody answers tells."""
_OVERDUE = re.compile("(?:早|都|已经)(?:就)?(?:过|超)(?:期|时|点)?了?$|催")
_PROMISED = re.compile("(?:你们?|客服|人工|您).{0,8}(?:工作日|[三3]天).{0,6}(?:答复|回复?|处理)")
_NUMBER = "(?:工单|单子?|问题)?(?:的)?(?:编号|单号|工单号|号码?|回执|找回码|查询码)"
_NUMBER_NAMED = re.compile("工单(?:的)?(?:编?号|码)|单号|找回码|回执|查询码")
_LOST = (
    "(?:没有?(?:记住?|存|留|抄|拍|保存|收到|看到)?|忘记?|丢|弄丢|搞丢|不记得|记不得|记不住|找不到|不见"
    "|没印象|看不到|不知道)"
)
_NUMBER_LOST = re.compile(
    rf"(?:我|那个?|这个?|可是|但是?|都|也|就|把|连|的|早|给|啊){{0,5}}(?:{_NUMBER}(?:我|也|都|就|又|给|早"
    rf"|是|当时|那时|那天|刚才|根本|好像){{0,3}}{_LOST}|{_LOST}(?:了|掉)?(?:那个?|这个?)?{_NUMBER})"
    "(?:了|掉|啊|呢|的|下来?|怎么办|咋办|怎么查|在哪看?){0,3}"
)
_NUMBER_WANTED = re.compile(
    rf"(?:我的?|那个?|这个?|刚才的?|工单的?|请问){{0,3}}{_NUMBER}(?:是|又是|叫)?(?:多少|什么|啥|几|哪个"
    rf"|在哪)(?:来着|啊|呢|看|里){{0,2}}|(?:我的?)?{_NUMBER}(?:呢|来着)"
)
_PAGE_CLOSED = re.compile("(?:网页|页面|窗口|浏览器|当时|那天).{0,6}(?:关|退|清)(?:了|掉)")
_BARE_SILENCE = re.compile(
    "(?:都|到现在|至今|一直|怎么|咋|为什么|为啥|也|就|又|还|仍然?){0,5}(?:没有?人?|不|未)(?:给我|帮我|人|有人"
    "|来|动静)?"
    "(?:回复?|理|处理|答复|联系|管|消息|回音|动静)?(?:我|过|的|啊|呢|吗|了){0,3}"
)
"""«还没人回», «怎么还没处理»: of what, only the talk before tells."""
_OF_ACTION = re.compile("回|处理|联系|动静|消息|答复")
"""What only who wrote to somebody waits for: «怎么没有人管啊» complains of the site as well."""
_NOT_SHOWN = re.compile("(?:工单|单子).{0,4}(?:看不[到了]|找不[到着]|不见了|没有?了|去哪|哪儿?去)")
_DISTRUST = re.compile(
    "(?:别|不要|可别|不会|千万别|希望别|该不会|不要).{0,12}(?:没(?:有)?人|不(?:理|管|回)|晾|拖|敷衍|忽悠|石沉"
    "|忘了?我|骗)"
    "|(?:真的?|到底|确定|会不会|保证|肯定|一定){1,3}.{0,3}(?:会)?(?:有人|人|你们|客服).{0,3}(?:看|处理|回|管|理|跟)"
    "|(?:到时候?|万一|要是|如果|过期|超时)?.{0,4}(?:没人|不|没)(?:理|回复?|管|处理"
    "|答复)(?:我)?(?:的话)?(?:怎么办|咋办|找谁|怎么说)"
    "|(?:希望|拜托|请|麻烦|求|能|你们|客服|一定|可要|要){1,4}(?:你们?|客服|早|快|尽快|抓紧|赶紧){1,3}(?:一?点"
    "|些|处理|回复?|解决|办|帮我){0,3}(?:吧|啊|了|哈){0,2}$"
)
_OTHER_MATTER = re.compile(
    "学籍|学历|学位|短信|验证码|证书|报告|认证|更新|录取|毕业|注册|密码|学校|审核|身份证|登录|申请|报名|报考"
    "|志愿|照片|图像|材料|邮件|邮箱|电话|热线|短信|老师|论文|档案|采集"
)
_ENGLISH_SENT = re.compile(
    r"\b(?:submitted|opened|sent(?: in)?|filed|made|wrote|raised|left)\b.{0,24}\b(?:ticket|request|complaint"
    r"|message|form)\b"
    r"|\b(?:my|the) (?:last|previous|old|earlier|other|first)? ?tickets?\b",
    re.IGNORECASE,
)
_ENGLISH_SILENCE = re.compile(
    r"\b(?:no ?body|no one|no|not|never|nothing|still|haven'?t|hasn'?t|didn'?t)\b.{0,24}\b(?:answer\w*|repl\w+"
    r"|respon\w+|hear\w*|got back|contact\w*|back|happen\w*|news)\b"
    r"|\bstill (?:waiting|open)\b|\bany (?:news|update|answer|reply)\b|\b(?:yesterday|last week|days ago)\b",
    re.IGNORECASE,
)
_ENGLISH_LOST = re.compile(
    r"\b(?:lost|forgot\w*|do ?n[o']t (?:have|know|remember)|no longer have|can(?:no|')t find|where is"
    r"|what (?:is|was))\b.{0,16}\bticket(?:'s)? (?:number|no|id|code)\b",
    re.IGNORECASE,
)
_ENGLISH_OTHER = re.compile(
    r"\b(?:exam|test|cet|admission|train|add|put|write|close|cancel|show|see|read)\b", re.IGNORECASE
)


def comes_back_about(text: str, *, sent: bool = False, asked_before: bool = False, begins: bool = True) -> BackAbout:
    """What somebody who comes back wants of what they sent in before.

    `sent` when nothing was talked of since a ticket was sent here, `asked_before` when the message before asked for
    one's tickets: what names none then means that; or when the talk only `begins`.
    """
    if not any(map(is_chinese, text)):
        return _in_english(text)
    clauses = [in_mandarin(clause) for clause in split_clauses(text)]
    keys = [key for key in map(matching_key, clauses) if key]
    whole = "".join(keys)
    if not keys or len(keys) > _MOST_CLAUSES or any(len(key) > _CLAUSE_CHARS for key in keys):
        return ""
    named = any(map(_TICKET.search, keys))
    if _OTHER_MATTER.search(whole) and not named:
        return ""
    before = any(map(_SENT_BEFORE.search, keys)) or any(map(_SENT_SINCE.search, keys))
    near = sent or asked_before or before
    lost = any(map(_NUMBER_LOST.fullmatch, keys)) or any(map(_NUMBER_WANTED.fullmatch, keys))
    closed = any(map(_PAGE_CLOSED.search, keys))
    if lost and (near or closed or _NUMBER_NAMED.search(whole)):
        return "find"
    silent = any(map(_UNANSWERED.search, keys))
    before = before or (silent and any(map(_SENT_AT_ALL.search, keys)))
    if silent and (before or (named and len(keys) > 1)):
        return "earlier"
    if any(map(_NOT_SHOWN.search, keys)):
        return "find"
    if before and (any(map(_OVERDUE.search, keys)) or asked_before):
        return "earlier"
    if any(map(_PROMISED.search, keys)) and (silent or any(map(_OVERDUE.search, keys))):
        return "earlier"
    if asked_before and silent:
        return "earlier"
    if sent and any(map(_DISTRUST.search, keys)):
        return "urge"
    bare = any(_BARE_SILENCE.fullmatch(key) and (_OF_ACTION.search(key) or (near and "人" in key)) for key in keys)
    return "earlier" if bare and (near or (begins and len(keys) == 1)) else ""


def without_earlier(messages: Sequence[str]) -> tuple[list[str], str]:
    """Messages with an empty one for each that only comes back about an earlier ticket, and what those say.

    A ticket's problem is the matter; that it was sent in before stands beside it, unless nothing else was told.
    """
    kept: list[str] = []
    said: list[str] = []
    for text in messages:
        back = comes_back_about(text, asked_before=bool(said))
        kept.append("" if back else text)
        said += [text.strip(" ，,。！!？?")] if back else []
    return (kept, "；".join(said)) if any(kept) else (list(messages), "")


def _in_english(text: str) -> BackAbout:
    if _ENGLISH_OTHER.search(text):
        return ""
    if _ENGLISH_LOST.search(text):
        return "find"
    return "earlier" if _ENGLISH_SENT.search(text) and _ENGLISH_SILENCE.search(text) else ""
