"""Who wants the data of somebody else's account: the phone behind it, its user name, its e-mail address.

Those are the keys to it. Somebody's ID number in hand changes nothing: neither a teacher nor an employer nor a parent
is told them, nor how they are got with it.
"""

from __future__ import annotations

import re

from dialogue.people.on_behalf import asks_for
from dialogue.text.clauses import MARK, split_clauses
from dialogue.text.languages import in_mandarin
from faq.text.normalise import matching_key

_LONGEST = 60
_RELATIVES = (
    "女儿|闺女|儿子|孩子|小孩|弟弟|妹妹|哥哥|姐姐|爸爸?|妈妈?|父亲|母亲|父母"
    "|老公|老婆|丈夫|妻子|媳妇|爱人|对象|老伴|女婿|儿媳|侄子|侄女|外甥"
)
_PEOPLE = (
    "(?<!其)[他她](?!们?[都也]?(?:让|叫|说|要)我)|别人|人家|对方|某人|那个?人|这个?人|朋友|男友|女友|前任|前夫|前妻|网友|室友|舍友|同学|同事|邻居|老乡|战友|亲戚|熟人"
    "|学生|班里的|我们?班|徒弟|员工|职工|下属|应聘者|应聘的|候选人|求职者|面试的|新人|实习生|老板|领导|老师|导师|房东|租客|债务人|欠我钱"
)
_OTHER = re.compile(f"{_PEOPLE}|{_RELATIVES}")
_PAPER = "(?:身份证|证件|护照|回乡证|姓名|名字|〔身份证号〕|〔疑似身份证号〕)"
_HOLDS = re.compile(
    rf"(?:有|知道|拿到|拿着|拿|凭|用|通过|根据|记得|保存|掌握|给你|提供)[^，。]{{0,8}}(?:{_PEOPLE}|{_RELATIVES}|其)[^，。]{{0,6}}{_PAPER}"
    rf"|(?:{_PEOPLE}|{_RELATIVES})[^，。]{{0,6}}{_PAPER}[^，。]{{0,8}}(?:我|都|也)?(?:有|知道|在我|拿到|齐|记得)"
)
"""Somebody has another's paper in hand, and says so."""
_PHONE = "(?:手机|电话|号码|联系方式|邮箱|邮件)"
_KEYS = re.compile(
    rf"用户名|账号名|登录名|(?:注册|绑定?|登记|预留|留|用|账号|账户|登录)(?:了|过)?的?[^，。]{{0,8}}(?:{_PHONE}|[哪啥什][个么]?号)|[哪啥什][个么]?(?:号|手机)[^，。]{{0,3}}(?:注册|绑|登录)"
    rf"|(?:哪个|啥|什么|谁的){_PHONE}[^，。]{{0,6}}(?:注册|绑|登记|登录|开)|{_PHONE}[^，。]{{0,4}}(?:是多少|是几|是哪|是啥|是什么|号码)"
    rf"|查[^，。]{{0,10}}{_PHONE}"
)
_ASKS = re.compile(
    "查|看看|看下|看一下|看(?:到|得到)|告诉|告知|调(?:出|一?下|取)|搜|打听|知道|想问|是多少|是几|是哪|是啥|是什么|哪个|叫什么|叫啥|发给?我|给我(?:说|讲|看|报)|报给?我"
    "|怎么(?:得到|拿到|弄到)|弄到"
)
_ASKS_US = re.compile(
    "(?:帮|替|给)我?们?(?:看|查|调|搜|核|找)|(?:您|你|你们|您们|后台|客服)[^，。]{0,4}(?:查|看|调|搜|告诉|告知|报)|告诉我|告知"
)
_OF_OTHERS = re.compile(
    rf"(?:{_PEOPLE}|{_RELATIVES})[^，。]{{0,12}}(?:用户名|账号名|登录名|(?:注册|绑定?|登记|预留|留|账号|账户|学信网)[^，。]{{0,8}}{_PHONE})"
    rf"|(?:{_PEOPLE}|{_RELATIVES})[^，。]{{0,10}}(?:哪个|啥|什么){_PHONE}[^，。]{{0,4}}(?:注册|绑|登记|登录|开)"
)
_OWN = re.compile(
    "我(?:自己|本人)的|我的?(?:身份证|证件|手机|账号|号码|电话|邮箱|号|信息|名字)[^，。]{0,3}(?:被|让|给(?:人|别人|他|她))|(?:占|盗|冒)了?用?我"
    "|谁(?:注册|绑|占|用)"
)
"""Whose number or paper was taken by another is led to what they can do about that."""
_MINE = re.compile("我(?:自己)?(?:的|绑|注册|登记|用|留)|自己的|本人的")
_TALKED_OF = re.compile(
    "(?:有个?|我们?班(?:上|里)?|我们?院|一个|这个|那个|我带的?)[^，。]{0,4}(?:学生|同学|员工|职工|候选人|应聘者|求职者)"
)
_FORGOT = re.compile("忘|不记得|想不起")
_CHANGES = re.compile("换|改|解绑|修改|更换|注销")
_TOLD_ALREADY = re.compile("(?:老师|学校|单位|公司|客服|班主任|辅导员|人事|hr)[^，。]{0,6}(?:要|让|叫|问)我")
_ENGLISH = re.compile(
    r"\b(?:which|what|find|tell|look up|check|get|see|know)\b.{0,30}"
    r"\b(?:his|her|their|(?:friend|classmate|colleague|student|employee|candidate|son|daughter|husband|wife|brother|sister|ex)['’]?s)\b"
    r".{0,20}\b(?:phone|mobile|number|user ?name|e-?mail|login)\b(?! (?:is|was|has|does|doesn|can|not)\b)"
    r"|\b(?:which|what) (?:phone|mobile|number|user ?name|e-?mail)\b.{0,12}"
    r"\b(?:he|she|they|friend|classmate|student|employee|son|daughter|ex)\b.{0,14}\b(?:regist|bind|bound|us(?:e|ed)|sign)",
    re.IGNORECASE,
)
_FORGOT_ENGLISH = re.compile(r"\b(?:forgot|forget|remember|lost|change)\b", re.IGNORECASE)


def wants_others_account(text: str, *, of_another: bool = False) -> bool:
    """Whether a message wants the phone, user name or address behind somebody else's account.

    `of_another` says that the talk is about somebody else already, whom «注册的哪个手机» then need not name.
    """
    if text.isascii():
        return _ENGLISH.search(text) is not None and not _FORGOT_ENGLISH.search(text)
    key = "，".join(map(matching_key, split_clauses(in_mandarin(text))))
    if len(key) > _LONGEST or _OWN.search(key) or _TOLD_ALREADY.search(key):
        return False
    if not (_KEYS.search(key) and _ASKS.search(key)):
        return False
    asks_us = _ASKS_US.search(key) is not None
    if (_FORGOT.search(key) or _CHANGES.search(key)) and not asks_us:  # the holder's own way is told to who helps them
        return False
    holds = _HOLDS.search(key) is not None or (MARK.search(text) is not None and _OTHER.search(key) is not None)
    if holds or _OF_OTHERS.search(key) is not None:
        return True
    return asks_us and (_OTHER.search(key) is not None or (of_another and not _MINE.search(key)))


def tells_of_another(text: str) -> bool:
    """Whether a message is about somebody else: a relative, a student of theirs, somebody who applied."""
    return bool(asks_for(text)) or _TALKED_OF.search(matching_key(in_mandarin(text))) is not None
