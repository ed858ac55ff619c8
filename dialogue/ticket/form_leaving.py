"""Whoever would sooner call, write or see to it alone than fill in the ticket: «打电話就得啦», «I'll just phone them».

Read of one clause of a message inside the form. What was done already («打过了，没人接») tells of the problem.
"""

from __future__ import annotations

import re

from faq.text.normalise import matching_key

_LEAD = (
    "(?:那就?|还是|先|我们?|自己|直接|就|好[的吧]?|行吧?|嗯|哦|算了|也|都|去|会|要|想|再|等下|待会儿?|一会儿?"
    "|回头|明天|明早|今天|下午|晚上"
    "|周[一二三四五六日]|现在|马上|干脆|不如|可以|宁愿|一样){0,6}+"
)
_THEIRS = (
    "(?:他们?|她们?|它们?|你们?的?|那边|官方|人工|客服|热线|学信网|那个|这个|上面|的|一个"
    "|010(?:67410388)?|67410388|服务号|公众号|微信|电话|号码?|帮助中心){0,4}+"
)
_TO = "(?:给|到|去|跟|向|往)?"
_CALLS = (
    rf"(?:打|拨|致电|打个|拨个|去个){_TO}{_THEIRS}(?:问问?|咨询|说|反映|解决|处理){{0,2}}+(?:一下)?"
    rf"|{_TO}{_THEIRS}打(?:个)?电话(?:{_TO}{_THEIRS})(?:问问?|咨询|说|反映|解决|处理){{0,2}}+(?:一下)?"
    rf"|(?:发|写)(?:封|个)?(?:邮件|电邮)(?:{_TO}{_THEIRS})(?:问问?)?"
)
_SEEKS = rf"(?:找|联系|问|加)(?:一下|个)?{_THEIRS}(?:问问?|说|咨询|反映){{0,2}}+(?:一下)?"
_NAMED = re.compile("电话|热线|客服|人工|邮件|电邮|他们|她们|010|67410388|那边|学信网|那个")
"""What says whom or how: «打» alone leaves nothing."""
_NAMED_APART = re.compile("服务号|公众号|微信|他们|她们|那边|学信网|官方")
"""The same of whom somebody seeks: «找人工» asks for the person that this form is the way to."""
_ENOUGH = (
    "(?:就|都|也)?(?:可以|行|好|成|够|得|搞[定掂]|是|算)?"
    "(?:了|啦|吧|啊|呀|哈|的|好了|算了|得了|行了|再说|试试|看看){0,3}+"
)
_CALLS_INSTEAD = re.compile(rf"{_LEAD}(?:{_CALLS}){_ENOUGH}")
_SEEKS_INSTEAD = re.compile(rf"{_LEAD}{_SEEKS}{_ENOUGH}")
_HAS_ENOUGH = re.compile(
    rf"{_LEAD}(?:有|知道|有了|记下)(?:他们?|你们?|官方|客服|的|那个|个){{0,3}}+(?:电话|热线|号码|邮箱|联系方式)(?:了)?(?:就|都"
    rf"|已经){{0,2}}+(?:可以|行|好|成|够)?(?:了|啦|的|吧){{0,2}}+"
)
_BY_MYSELF = re.compile(
    rf"(?=.{{0,10}}(?:自己|自行|我来)){_LEAD}(?:自行|我来)?(?:再|慢慢|想){{0,2}}+(?:找|问|弄|搞|解决|处理|办(?!法)|研究|打|联系|看看?|(?=办法))"
    rf"(?:{_THEIRS}|办法|定)(?:吧|啊|呀|哈|算了|好了|得了|就行了?|就好了?|看看|试试|一下){{0,3}}+"
)
_FILLS = "(?:再|去|来){0,2}(?:填写?|开|弄|搞|写|提交?|交)"
_THE_FORM = "(?:什么|这|那|个|张|份|工单|单子?|表[格单]?){1,4}+"
_SPARES = re.compile(
    rf"{_LEAD}(?:太麻烦|嫌麻烦|好麻烦|麻烦死|免|省|罢)(?:了|啦|吧){{1,2}}+(?:(?:就|我){{0,2}}不(?:填|开|弄|搞|写|提|交)了)?"
    rf"|{_LEAD}(?:懒得|莫|别|不(?:想|用|要|必|需要|打算)?){_FILLS}{_THE_FORM}(?:了|啦|吧|啊|的){{0,3}}+"
    rf"|{_LEAD}(?:莫{_FILLS}(?:了|啦|嘛|咯){{1,2}}+|懒得{_FILLS}了?)|{_LEAD}不要(?:了|啦){{1,2}}+"
    rf"|{_LEAD}(?:我)?不是(?:要|想){_FILLS}{_THE_FORM}(?:的)?"
    r"|(?:工单|单子?|表[格单]?)(?:我|就|也|先|都){0,3}+(?:免|省|算)了"
    rf"|{_LEAD}(?:不|别|莫|懒得)(?:再|想|要|用|必|需要|打算|另|开|建|填|弄|提|交){{1,4}}+[张份个一]{{0,2}}新(?:的|开的)?(?:工单|单子?)?"
    r"(?:了|啦|吧|啊){0,2}+"
)
_CALLS_OFF = re.compile(
    rf"{_LEAD}(?:不|别|莫)(?:再|想|要|用){{0,2}}(?:找|转|叫|麻烦|等){_THEIRS}(?:人工|真人|人)?(?:了|啦|吧|啊|咯){{1,3}}+"
)
"""«算了不找了»: the person that the form is the way to is wanted no more."""
_ENGLISH_LEAD = (
    r"(?:ok|okay|well|no|so|then|and|but|actually|sorry|thanks|thank you|that's fine|i guess"
    r"|i think|maybe|instead)?,? ?"
)
_ENGLISH_TICKET = r"(?:(?:the|a|any|this|that|your|my) )?(?:support )?(?:ticket|form|request)s?"
_ENGLISH = re.compile(
    rf"{_ENGLISH_LEAD}{_ENGLISH_LEAD}(?:"
    r"(?:i(?:'ll| will|'d rather| would rather|'m going to| am going to| can| want to)|let me"
    r"|i'd prefer to) (?:just |rather |simply |then )?"
    r"(?:call|phone|ring|e-?mail|write to|contact|go to|message|ask|use|try)(?: (?:to )?(?:them|chsi"
    r"|the (?:hotline|number|service|phone|office)"
    r"|it|wechat|by phone|there|directly|myself|their (?:service|hotline|staff)|my (?:school|university|office)))?"
    r"(?: (?:instead|directly|myself|then|now|later|tomorrow|on monday|and ask)){0,2}"
    r"|(?:calling|phoning|e-?mailing|(?:the |an? )?(?:phone|call|hotline|e-?mail))(?: (?:them|chsi))? (?:is"
    r"|will be|would be) (?:fine|enough|ok|okay|better|easier|good)"
    rf"|(?:there(?:'s| is) )?no (?:need (?:for|of|to (?:open|submit|send|fill in"
    rf"|make)) )?{_ENGLISH_TICKET}(?: (?:is |are )?(?:needed|necessary|required))?"
    rf"|(?:skip|forget|leave|drop|cancel|close|never ?mind|scrap)(?: about)? {_ENGLISH_TICKET}"
    rf"|(?:i )?(?:do ?n[o']t|did ?n[o']t|never)(?: (?:want|need|ask for))(?: to (?:open|submit|send|fill in"
    rf"|make))? {_ENGLISH_TICKET}(?: any ?more)?"
    rf"|{_ENGLISH_TICKET} (?:is |are )?not (?:needed|necessary|required)"
    r")(?:,? (?:please|thanks|thank you|though|anyway|for now)){0,2}",
    re.IGNORECASE,
)


def calls_instead(clause: str) -> bool:
    """Whether a clause (as everybody writes) says that its owner calls, writes or sees to it alone."""
    key = matching_key(clause)
    told = _CALLS_INSTEAD.fullmatch(key) is not None and _NAMED.search(key) is not None
    told = told or (_SEEKS_INSTEAD.fullmatch(key) is not None and _NAMED_APART.search(key) is not None)
    return told or any(pattern.fullmatch(key) for pattern in (_HAS_ENOUGH, _BY_MYSELF))


def spares_the_form(clause: str) -> bool:
    """Whether a clause says that no ticket is wanted: «免了», «懒得填», «no ticket needed»."""
    if clause.isascii():
        return _ENGLISH.fullmatch(clause.replace("’", "'").strip(" .,!?;:")) is not None
    key = matching_key(clause)
    return _SPARES.fullmatch(key) is not None or _CALLS_OFF.fullmatch(key) is not None
