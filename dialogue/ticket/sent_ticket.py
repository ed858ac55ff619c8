"""What somebody who has sent a ticket asks about it without naming it: when it is answered, whether sooner, where."""

from __future__ import annotations

import re
from typing import Literal

from dialogue.text.clauses import is_asked, split_clauses
from dialogue.text.languages import in_mandarin
from dialogue.ticket.corrections import read_corrections
from dialogue.ticket.form_remarks import asks_about_form
from dialogue.ticket.pieces import adds_outright
from dialogue.ticket.words import asks_how_long, says_settled
from faq.text.normalise import matching_key
from faq.text.pinyin import is_chinese

TicketQuestion = Literal["when", "urge", "text", "recalled"]

RECALLED: TicketQuestion = "recalled"
"""The kind of an addition of which only is said that it has come back to mind."""
_LONGEST = 20
_NAMED = re.compile(
    r"工单|单子|提交(?:了|以后|之后|完)|回复|答复|回我|联系我|找我|理我|客服|人工"
    r"|ticket|repl(?:y|ies)|respon|hear|get back|someone|staff",
    re.IGNORECASE,
)
_WHEN = re.compile(
    "(?:急死了?|能不能|可不可以|可以|你们|那|请问|客服|会|能|是不是|我的?|工单|人工|大概|一般|到底|就){0,5}(?:(?:有|出|来)(?:结果|消息|回复|进展|答复|动静)了?(?:吗|没有?|么)|(?:怎么|为什么|咋)?还?没有?(?:人|回|消息|结果|动静|答复|处理).{0,5}"
    "|(?:有没有|有|没有?)?人(?:在)?(?:看|处理|受理|接|管|跟进?)(?:到|过|了)?(?:没有?|吗|么|呀)?"
    "|(?:今天|明天|后天|周末|周[一二三四五六日]|这周|下周|晚上|当天|最晚).{0,10}(?:回|答复|处理|弄好|办好|有人|有结果|知道结果).{0,5}"
    "|(?:那|要|还要|还得|得|大概|一般|需要|我){0,3}等(?:到)?(?:多久|什么时候|几天|啥时候|多长时间|哪天).{0,4}"
    "|(?:(?:处理|进行|弄|办)(?:得|的|到)?(?:怎么样|哪一步|哪了|如何)).{0,2}"
    "|(?:你们|客服|到时候|还|那){0,3}(?:会不会|会|是不是)(?:打电话|发短信|发邮件|发消息|微信)?(?:给|通知|联系|告诉)我(?:吗|么|不)?"
    "|(?:大概|一般|到底|你们|那|得|要){0,3}(?:什么时候|啥时候|多久|几天|哪天)(?:才|能|会|可以|就){0,3}(?:有|出|给)(?:个|一?个)?(?:准信|信儿?|结果|消息|答复|说法|回音|回信).{0,2}"
    "|(?:怎么|从哪|在哪|去哪|到哪|哪里)(?:里|儿)?(?:能|可以)?(?:看|查|收|通知|知道|联系).{0,3}(?:回复|答复|结果|消息|我).{0,3}"
    "|(?:回复|答复|结果)(?:会|是|到时候|要)?(?:发到?|在|到)?(?:哪里?|哪儿|什么地方).{0,4})"
)
_SILENT = re.compile(
    "(?:我|都|已经|这都|过了|等了|等){0,3}(?:好几|几|[0-9]{1,2}|[一二两三四五六七八九十]{1,2}|半)?(?:天|个?星期|个?礼拜|周|个?月|个?工作日|天半)?了?(?:还|都|也|仍|怎么){0,3}"
    "没(?:有)?(?:个)?(?:人理|人回|动静|消息|回音|音讯|音信|下文|回复|答复)(?:我|啊|呀|呢|吗|的){0,2}"
)
"""«三天了还没消息»: of what, for who has a ticket, need not be said."""
_SHOWN = re.compile(
    "(?:看|瞧|发|列|显示|念|读|给我|展示).{0,10}(?:内容|全文|原文|详情|写的|填的|交的|提交的)"
    "|(?:写|填|有|交|记|说)(?:了|的|上|着)?(?:是|些|哪些)?(?:什么|啥|哪些)|写的?(?:是|成)?.{1,12}还是.{1,12}|(?:写|填|加|记)(?:进去?|上|清楚)?(?:了|的)?.{1,12}(?:没有?|吗)$|有没有(?:写|填|加|记).{1,12}"
    "|(?:内容|全文|原文)(?:是什么|是啥|呢|给我|发我|在哪)?$"
)
"""What is asked of a ticket by who wants to read it."""
_WRITTEN = re.compile(
    "(?:你们?|您|帮我|给我|我|那|到底|刚才?|都|都给|替我|给客服|给他们|想|能|可以|再|让我){0,5}"
    "(?:(?:写|填|交|提交|报|发)(?:了|上去|过去|出去|给客服|给他们|的){0,4}(?:是|些|都是){0,2}(?:什么|啥|哪些)(?:内容|东西|话)?"
    "|(?:看看?|看一下|瞧瞧|发我看看)(?:一下)?(?:我)?(?:写|填|交|提交|发)(?:上去|过去|出去|了)?的(?:是|都是)?(?:什么|啥|内容|东西|话)?)(?:呀|啊|呢|的|吗)?"
)
_ENGLISH_SHOWN = re.compile(
    r"\b(?:show|see|read|view|display|send|give)\b.{0,24}\b(?:ticket|wrote|written|submitted|sent|text)\b"
    r"|\b(?:text|content|wording)s?\b.{0,12}\bticket\b",
    re.IGNORECASE,
)
_ENGLISH_WRITTEN = re.compile(
    r"\bwhat\s(?:exactly\s)?(?:did|have|had)\s(?:you|i|we)\s(?:write|wrote|written|put|submit|submitted|send|sent|file)\b"
    r"|\bwhat(?:'s|\sis|\sdoes|\sstands)\s(?:it\ssay\s)?(?:in\s)?(?:my|the)\sticket\b",
    re.IGNORECASE,
)
_ENGLISH_STATE = re.compile(r"\b(?:status|progress|state|answer|repl(?:y|ies))\b", re.IGNORECASE)
_ENGLISH_HOW_LONG = re.compile(
    r"(?:(?:so|and|ok|thanks|please)[ ,.]{1,2}){0,2}"
    r"(?:how long (?:will|does|would|do) (?:it|this|that|i) (?:take|last|have to wait|wait)"
    r"|when will (?:it|this|that) be (?:done|fixed|solved|ready|handled)|how many days)[ ?.!]{0,3}",
    re.IGNORECASE,
)
_TICKET = re.compile("工单|单子")
_NAME = "(?:用户名|账号|帐号|登录名|手机号?码?|邮箱|电话|user ?name|e-?mail|phone|number)"
_SLIP = "(?:[说写打填发输弄搞给留]错|错了|不对|mistyped|typo|wrong|mistake)"
_NAME_WRONG = re.compile(f"{_NAME}.{{0,8}}{_SLIP}|{_SLIP}.{{0,10}}{_NAME}", re.IGNORECASE)
_NAME_NOW = re.compile(r"〔[^〔〕]{1,8}〕|(?<![A-Za-z0-9_@-])[A-Za-z][A-Za-z.-]{0,30}[_0-9@][\w.@-]{1,30}|[0-9*]{5,20}")
"""What is given as the name: masked, or put together as no word is."""
_RECALLS = "(?:啊|哦|噢|对了|我|刚才?|又|终于|突然|想起来了?|记起来了?|找到了?|查到了?)"
_RECALLED = re.compile(f"{_RECALLS}{{0,4}}(?:想起来|记起来)(?:了|啦)?(?:用户名|账号)?(?:了|啦)?")
_GIVES_NAME = re.compile(
    rf"(?:{_RECALLS}|用户名|账号|帐号|登录名|就?是|叫|应该|填|[，,：:。 ]){{0,8}}"
    "〔(?:用户名|手机号|邮箱|身份证号?|证件号)〕[。.]?"
)
"""What gives the name that the ticket was sent without, be it only the name: «想起来了，〔用户名〕»."""
_NO_NEED = re.compile(
    "(?:那|就|也|现在|都|已经|我){0,3}不(?:用|需要|必|麻烦)(?:再|你们?|您|客服|麻烦|给我|帮我|人工){0,3}(?:处理|管|办|看|弄|帮忙?|查|回复?)我?了[吧啊哈]{0,2}"
)
_NO_MORE = re.compile("(?:那|就|也|算了|现在|客服|你们){0,3}不(?:用|需要|必|要)再?(?:了|啦)")
_FINE = re.compile(
    "(?:我|我这边|现在|已经|都|自己|刚|突然|又|它){0,4}"
    "(?:好|可以|行|没事|解决|弄好|搞定|能[登进查用打]|[登进查]上?去?|[登进查收]到|恢复|正常)(?:了|啦){1,2}(?:谢谢|多谢|哈)?"
)
_THANKS = re.compile("(?:谢|多亏|感激|辛苦).{0,12}")
_THANKED_STAFF = re.compile("(?:谢|多亏|感激|辛苦).{0,3}(?:客服|人工|老师)")
_CAME_OFF = re.compile(
    "(?:登|报|进|查|找|收|改|换|绑|办|弄|注册|核验|验证|审核)(?:录|名)?(?:上去?|进去?|到|回来|好|成功?|过)了|(?:解决|搞定|成功|通过)了"
)
_NOT_YET = re.compile("没|不|未|还[要差得]|再|但|可是|只是")
"""What shows that something is still open."""
_WAITED = re.compile("什么时候|多久|几天|何时|怎么还|还[不没]")
_SOONER = re.compile("快[点些一]|早[点些一]|太[久慢长]|加急|催|急|尽快|抓紧|赶紧|等不[及了]|来不及")
_HURRIES = re.compile(
    "(?:能不能|可不可以|可以|能|麻烦|请|帮我?|再|就|你们|急死了?|真的?|很|我){0,5}+(?:早|快|尽快|抓紧|加急|催|赶紧)(?:一?[点些下])?"
    "(?:时间)?(?:处理|答复|回复|回|弄好?|办好?|解决)?(?:一下|我|吗|吧|啊|呢|不|么|行不行|行吗|好不好|好吗|可以吗|可不可以|点){0,3}"
    "|(?:那|岂)?(?:是不是|不会|该不会|难道|岂不是|又|还|要|得|再|我|就|也|真){1,6}(?:等|拖)(?:到)?(?:下|一|[0-9几两三四五六七])?个?(?:整|多|半)?(?:天|周|星期|礼拜|月|工作日)"
    "(?:才(?:有|能|会)?人?(?:回|处理|理)?)?(?:吧|啊|吗|呀|呢|么|不){0,2}"
    "|(?:我|真的?|实在|可|都){0,3}(?:等不[及了]|来不及|急死|太急|很急|着急|好急)(?:了|啊|呀|的){0,2}"
)
_OTHER_MATTER = re.compile("学籍|学历|学位|短信|验证码|证书|报告|认证|更新|录取|毕业|注册|密码|学校|审核|身份证|登录")
_ENGLISH_WHEN = re.compile(
    r"\b(?:when|how long|how soon|how many days|what time)\b.{0,40}"
    r"\b(?:repl|respon|hear|answer|get back|contact|look at|resolv|process|ticket|wait)"
    r"|\bany (?:news|update|reply|response|progress)\b|\bhear(?:d)? (?:back|from)\b"
    r"|\b(?:my|the|this) ticket\b.{0,20}\b(?:when|status|answer|how long)\b",
    re.IGNORECASE,
)
_ENGLISH_SOONER = re.compile(
    r"\b(?:faster|sooner|quicker|quickly|hurry|speed(?: it)? up|asap|too long|urgent)\b", re.IGNORECASE
)
_ENGLISH_OTHER = re.compile(
    r"\b(?:report|record|code|sms|password|graduat|degree|certificate|verif|register)", re.IGNORECASE
)


def asks_of_ticket(text: str, *, topic: bool) -> TicketQuestion | None:
    """What is asked of the ticket that was sent; after another `topic` only what names the ticket or its answer."""
    if asks_for_text(text, sent=not topic):
        return "text"
    if not topic and _RECALLED.fullmatch(matching_key(text)):
        return RECALLED
    silent = any(_SILENT.fullmatch(matching_key(clause)) for clause in split_clauses(text))
    if topic and not (silent or _NAMED.search(text)):
        return None
    if not topic and _ENGLISH_HOW_LONG.fullmatch(text.strip()):
        return "when"
    if not any(map(is_chinese, text)):
        return _in_english(text)
    clauses = split_clauses(in_mandarin(text))
    found = [kind for kind in map(_of_clause, clauses) if kind is not None]
    others = [clause for clause in clauses if _OTHER_MATTER.search(clause)]
    if not found or others:
        return None
    return "urge" if "urge" in found else found[0]


def asks_for_text(text: str, *, sent: bool) -> bool:
    """Whether somebody wants to read what their ticket says; one that was just `sent` need not be named."""
    if not any(map(is_chinese, text)):
        shown = any(pattern.search(text) for pattern in (_ENGLISH_SHOWN, _ENGLISH_WRITTEN))
        return shown and (sent or "ticket" in text.casefold()) and not _ENGLISH_STATE.search(text)
    keys = [matching_key(clause) for clause in split_clauses(in_mandarin(text))]
    named = any(_TICKET.search(key) and _SHOWN.search(key) for key in keys)
    return named or (sent and any(len(key) <= _LONGEST and _WRITTEN.fullmatch(key) for key in keys))


def solved_with_thanks(text: str) -> bool:
    """Whether somebody thanks and tells how it was solved: «谢谢客服，用邮箱登上了，解决了»; no question."""
    plain = in_mandarin(text)
    keys = [matching_key(clause) for clause in split_clauses(plain)]
    if is_asked(plain) or not any(_THANKS.search(key) for key in keys):
        return False
    told = [key for key in keys if not _THANKS.fullmatch(key)]
    to_staff = any(_THANKED_STAFF.search(key) for key in keys) and any(_CAME_OFF.search(key) for key in told)
    return (to_staff and not any(map(_NOT_YET.search, keys))) or (len(told) > 1 and says_settled(plain))


def settles_sent(text: str, *, topic: bool = False) -> bool:
    """Whether somebody needs nobody to look into it any more: «不用你们处理了，我自己弄好了», «不用了，已经好了».

    After another `topic` it must say both that nothing is needed and that all is well.
    """
    keys = list(map(matching_key, split_clauses(in_mandarin(text))))
    others = [key for key in keys if not (_NO_NEED.fullmatch(key) or _NO_MORE.fullmatch(key))]
    if others and len(others) < len(keys) and all(map(_FINE.fullmatch, others)):
        return True
    if topic:
        return False
    clauses = split_clauses(text)
    others = [clause for clause in clauses if not _NO_NEED.fullmatch(matching_key(clause))]
    return says_settled("，".join(others)) if others else bool(clauses)


def belongs_to_sent(text: str, *, topic: bool) -> bool:
    """Whether a message is for the ticket that was sent: «把…写进去», or «写错了，不是两次是三次», which puts it right.

    After another `topic` a correction must name the ticket.
    """
    if adds_outright(text) or gives_other_name(text) or (not topic and _GIVES_NAME.fullmatch(text.strip())):
        return True
    if is_asked(text) or (topic and not _TICKET.search(text)):
        return False
    return any(item.ordered and (item.contrast or item.named) for item in read_corrections(text))


def gives_other_name(text: str) -> bool:
    """Whether a username or an address told wrongly is told anew: «我打错了用户名，应该是〔用户名〕»."""
    return not is_asked(text) and _NAME_WRONG.search(text) is not None and _NAME_NOW.search(text) is not None


def _of_clause(clause: str) -> TicketQuestion | None:
    key = matching_key(clause)
    if len(key) > _LONGEST:
        return None
    if asks_about_form(clause) == "by_when":
        return "urge"
    if asks_how_long(key) or _HURRIES.fullmatch(key):
        return "urge" if _SOONER.search(key) else "when"
    if _TICKET.search(key) and _SOONER.search(key):
        return "urge"
    waits = _TICKET.search(key) and _WAITED.search(key)
    if waits or _SILENT.fullmatch(key) or asks_about_form(clause) == "how_long" or _WHEN.fullmatch(key):
        return "when"
    return None


def _in_english(text: str) -> TicketQuestion | None:
    if _ENGLISH_OTHER.search(text):
        return None
    if _ENGLISH_SOONER.search(text):
        return "urge"
    return "when" if _ENGLISH_WHEN.search(text) else None
