"""What people say around a ticket: the patterns of its words, and what a sentence means by them.

Beside ticket_pieces.py the one home of these patterns. Sentences are as typed, `key` is `matching_key` of them.
"""

from __future__ import annotations

import re

from dialogue.text.clauses import MARK, is_asked
from dialogue.ticket.pieces import (
    BEGINS_TO_ADD,
    ONE_MORE,
    adds_in_english,
    adds_outright,
    wishes_person_only,
    written_up,
)
from faq.text.normalise import matching_key

ENOUGH_CHARS = 5
"""From how many characters on a sentence says what the problem is."""
_NO_PICTURE_CHARS, _LATER_CHARS, _WISH_CHARS = 14, 12, 14
_SHORT = 8


_TICKET = "(?:工单|单子|问题单)"
_PICTURE = "(?:截?图片?|照片|截屏)"
_ACCOUNT = "(?:用户名|账号|帐号)"
_PEOPLE = "(?:人工|客服|真人|活人)"
_YES = "(?:好的?|对的?|行|可以|是的?|没错|没问题|确认|确定|ok|嗯)"
_CHANGE = "(?:改|换|重填|重写|修改|更正)"
_WRONG = "(?:错|不对|写错|填错|发错|要改)"
_END = "(?:吧|了|啊|呢|的|啦|呀|哦)*"
_FORGET = "忘|记不|不记得|想不起|不知道|不清楚"
_NONE = "没有?|没得|木有|无"
_CANNOT = "发不了|发不出|截不了|不会截|不会|没法发?|不方便|不能"

_TICKET_LEAD = re.compile(
    rf"^.{{0,8}}?(?:提交|提|开|建|填|写|登记)?(?:一?[个张份]|一下|下)?{_TICKET}(?:吧|了|呢)?[:： ]*"
)
_PERSON_CALLED = re.compile(rf"(?:转|找|要|叫|我要|快|给我|接)*{_PEOPLE}(?:客服|服务)?{_END}")
_PERSON_WISHED = re.compile(rf"(?:让|要|想|找|转|叫|请|换).{{0,4}}{_PEOPLE}(?!审核|认证|核验)")
_CALLS_OUT = re.compile(r"(?:你好|您好|喂)*(?:(?:人呢|没人)[吗啊]?|还?在[吗么呢]|在不在|有人[吗么在]*|在线吗?)")
_PERSON_NAMED = re.compile(r"人|客服|工单|领导|老师")
# No word is two others put together (您好 is 您 and 好), so that each text is read in one way only.
_POLITE = re.compile(
    rf"(?:{_YES}|那就?|麻烦|请|帮我|给我|您|你|我|一下|弄|处理|尽快|快点?|吧|啊|了|哦|谢|需要|要|想|继续|重新"
    r"|投诉|反馈|提交|问题)++"
)

_CANCEL = re.compile(
    r"(?:那|还是|先|我)*(?:算了|别[弄填交问]了|先别(?:提交|弄|填)|取消|不填了?|不弄了?|退出|放弃|不想?提交了?|不想?填了?|不补充了?|没有?要?补充的?|不要了|结束|停止|不用了){1,3}"
    r"(?:吧|了|工单|提交|填写|补充|我自己.{0,6})*|cancel|nevermind|stop"
)
_SUBMIT = re.compile(
    rf"(?:yes)?(?:send|submit)(?:it|now|please)*|(?:{_YES}|就这些了?|没了|没有了|就|直接|不用?改了?|这样|那就?)*(?:提交|交|发|发出去|{_YES}|就这样|就这些){_END}(?:(?:谢谢|辛苦|麻烦)[您你了啦]{{0,2}})?"
)
_USE_DRAFT = re.compile(rf"(?:{_YES}|就|用)*(?:就?用这[个段条句]|就?用草稿|这样|{_YES}){_END}")

_NAME_WORDS = re.compile(
    rf"我|的|{_ACCOUNT}|账户|手机号?码?|电话|邮箱|身份证号?码?|证件号?码?|登录名|号码|就?是|为|叫|这个|改成|改为|换成|应该"
    r"|写错了?|错了|不对|[:：“”\"（）()]"
)
_NAME_CORRECTED = re.compile(
    rf"(?:{_ACCOUNT}|手机号|邮箱|身份证号).{{0,6}}(?:{_WRONG}|{_CHANGE}|应该)|{_CHANGE}.{{0,4}}{_ACCOUNT}"
    r"|(?:错了|不对).{0,4}(?:应该|是)"
)
_NAME_FORGOTTEN = re.compile(
    r"(?:[Ff]orgot|n[o']t (?:remember|know)).{0,9}username"
    rf"|(?:{_FORGET}|不确定).{{0,6}}(?:{_ACCOUNT}|手机号?|邮箱|号码|哪个)|{_ACCOUNT}.{{0,4}}(?:{_FORGET})"
)

_NO_PICTURE = re.compile(
    rf"(?:{_NONE}|{_CANNOT}).{{0,3}}{_PICTURE}|{_PICTURE}.{{0,3}}(?:没有|发不[了出上]|传不[了上])"
    r"|[发截传]不了图?|发不出去?|不会截|(?:不让|不给|不准|禁止|没法|不能)截"
)
_NO_PICTURE_ANSWER = re.compile(
    rf"(?:我|现在|暂时|这个|确实|也|真的?)*(?:{_NONE}|{_CANNOT}|跳过|不发|不想[发截给]?|不用|没截|不需要|不给)(?:{_PICTURE}|了|的|呢|啊|吧)*|no(?:ne|picture|screenshot)?|skip"
    r"|没[邮游由油]?|mei(?:you?)?(?:le|de|a)?(?:jietu|jieping|tupian|zhaopian|tu)?|(?:我|也|都)?不知道(?:怎么[弄截发传]?)?|(?:i)?(?:dont|donot)know(?:how)?"
)
_LATER = re.compile(
    rf"(?:有的?|{_PICTURE})?(?:等|稍).{{0,4}}(?:下|等|会儿?|我|发).{{0,6}}|(?:我|马上|现在).{{0,3}}(?:去截|截图|找找|发).{{0,4}}"
)
_PICTURES_DONE = re.compile(rf"(?:就|都|已经)*(?:发完|发好|发了|就这些|就这张|就这几张|没有了|没了|好了){_END}")

EDITS = {
    "edit_username": re.compile(
        rf".{{0,4}}{_CHANGE}.{{0,4}}(?:{_ACCOUNT}|手机号|邮箱).{{0,4}}|(?:{_ACCOUNT}|手机号|邮箱).{{0,3}}{_WRONG}.{{0,3}}"
    ),
    "edit_description": re.compile(
        rf".{{0,4}}{_CHANGE}.{{0,4}}(?:描述|说明|内容|问题).{{0,4}}|描述.{{0,3}}{_WRONG}.{{0,3}}"
    ),
    "edit_pictures": re.compile(
        rf".{{0,4}}(?:{_CHANGE}|重发|删掉?|去掉|不要|重传).{{0,4}}{_PICTURE}.{{0,4}}|把?{_PICTURE}.{{0,3}}(?:{_WRONG}|去掉|删).{{0,3}}"
    ),
}
"""What is to be changed in the summary, by the option's id; fits the key of a whole message."""
_WISH = (
    f"(?:我|您|你|还|再|另外?|要|想|需|有|能|可以|请|帮|麻烦|给|对|把|往|在|刚才?|之前|上次|提交|反映|那|这|[个张条份些点]|里|的"
    f"|问题|客服|继续|来|{_TICKET})*"
)
_WANTS_TICKET = re.compile(
    rf"(?:提交|提|开|建|填|写|递|弄|要|继续|重新).{{0,4}}{_TICKET}|工单.{{0,2}}(?:提交|怎么提|填)|登记(?:一?下)?(?:我的?|这个|一个|个|下)?问题|投诉"
    r"|反馈.{0,6}(?:问题|给)"
)
_OPENS_TICKET = re.compile(
    rf"{_WISH}(?:提交|提|交|开|建|填|写|递|弄|申请|新建|重新|继续)(?:填|提交?|写|一|再|[个张份]|下|新|刚才|没填完|上次|的){{0,12}}{_TICKET}{_END}"
)
_SUBMIT_AGAIN = re.compile(rf"submit(?:it)?|(?:确认|确定|好的?|直接|再|那|还是|就|先|请|帮我)*提交{_END}")

_SETTLED = re.compile(
    rf"(?:解决|搞定|处理好|弄好|办好|修好)了|{_TICKET}.{{0,4}}(?:关|撤)|(?:关|撤)(?:闭|掉|销|了)?.{{0,3}}{_TICKET}"
)
_TAKE_BACK = "(?:取消|撤[回销]|作废)"
_WITHDRAWN = re.compile(
    rf"{_TICKET}.{{0,4}}(?:不(?:要|需要|用(?:管|处理|理|看|办|弄|了))|{_TAKE_BACK})|(?:{_TAKE_BACK}|不需?要).{{0,6}}{_TICKET}"
)
_NOT_WITHDRAWN = re.compile(rf"(?:不[要用想能]|别)先?(?:{_TAKE_BACK}|关)")
_URGES = re.compile(r"催(?![收款缴债婚])|加急|[快抓]点|抓紧|尽[快早]|着急|太[慢久]|等.{0,3}(?:急|久了)")
_NOT_SETTLED = re.compile(r"没|不|未|还|吗|么|何时|什么|多久|几时|[?？]|能|被|谁|怎么")
_ADDS = re.compile(rf"补充|{ONE_MORE}|加.{{0,3}}{_PICTURE}")
_THING_ADDED = (
    "(?:一下|说明|一点|两句|一句|几句|一条|一些|点|些|个(?!人)|东西|内容|情况|材料|信息|资料|文字|描述|截?图片?|照片"
    "|到?工单)"
)
_ADDED_WHAT = rf"(?:(?:补充|{ONE_MORE}上?){_THING_ADDED}*|加.{{0,3}}{_PICTURE})"
_ADDITION = rf"{_ADDED_WHAT}(?:(?:吧|呢|啊|了|的|哈|哦)?(?:[：:，,。！!…~ ]+|$))?"
_ADDITION_LEAD = re.compile(rf"^(?:(?:哦|啊|对了|那个|还有)[，,… ]{{1,3}})?{_WISH}{_ADDITION}")
_ADDITION_TAIL = re.compile(rf"(?<![，,。；;！! ])[，,。；;！! ]++{_WISH}补充{_THING_ADDED}*(?:吧|啊|了|哈)?[。！!~]*$")
_NUMBER = re.compile(r"[Tt][0-9A-Za-z]{7}[：:，,。 ]*")

_HOW_LONG = re.compile(
    r"(?:那|你们|客服|工单|提交|以后|之后|后|大概|一般|还|要|得|需|等|能不能|可以|可不可以|能){0,8}"
    r"(?:(?:多久|几天|什么时候|啥时候)(?:能|才|可以|会|有人){0,3}(?:答复|回复|回|处理|解决|弄好|有结果|好)?"
    r"|(?:三|3)[个天]?(?:工作日|天)?太[久慢长]|太[久慢长]|快一?[点些]|加急|催一?下)(?:吗|呢|啊|吧|了|处理|答复|回复|不){0,5}"
)
_MAY_BE = re.compile(r"(?:可以|行|没事|要紧|能提交|能交)(?:吗|么|不|吧)?[?？。]*$")
_HOW = re.compile(r"怎么办?|如何|怎样|咋|[吗?？]")


def without_ticket_lead(clause: str) -> str:
    """A clause without «提交工单：» and the like at its head."""
    return _TICKET_LEAD.sub("", clause)


def is_content(clause: str) -> bool:
    """Whether a clause says something about the problem: not only politeness or the wish for a person."""
    key = matching_key(clause)
    return bool(key) and not key.isdigit() and not _POLITE.fullmatch(key) and not wishes_person_only(key)


def cancels(key: str) -> bool:
    """Whether somebody gives up what they were filling in."""
    return _CANCEL.fullmatch(key) is not None


def asks_for_person(key: str, intent: str) -> bool:
    """Whether a short message asks for a person and nothing else."""
    if intent != "contact_support":
        return _PERSON_CALLED.fullmatch(key) is not None
    named = len(key) <= _SHORT and _PERSON_NAMED.search(key) is not None
    wished = len(key) <= _WISH_CHARS and _PERSON_WISHED.search(key) is not None
    return named or wished or _PERSON_CALLED.fullmatch(key) is not None


def calls_out(key: str) -> bool:
    """Whether somebody only makes sure that they are heard."""
    return _CALLS_OUT.fullmatch(key) is not None


def submits(key: str) -> bool:
    """Whether the summary is agreed to."""
    return _SUBMIT.fullmatch(key) is not None


def wants_ticket(text: str) -> bool:
    """Whether somebody asks for a ticket in so many words."""
    return _WANTS_TICKET.search(text) is not None


def opens_ticket(text: str) -> bool:
    """Whether somebody wants the form and says nothing else: 填工单 is no question about a ticket there is."""
    return _OPENS_TICKET.fullmatch(matching_key(text)) is not None


def repeats_submit(text: str) -> bool:
    """Whether somebody says «提交» and nothing else: outside the form its first time must have been lost."""
    return _SUBMIT_AGAIN.fullmatch(matching_key(text)) is not None


def takes_draft(key: str) -> bool:
    """Whether the offered description is agreed to."""
    return _USE_DRAFT.fullmatch(key) is not None


def is_forgotten(text: str) -> bool:
    """Whether somebody says that they do not remember their username (not: asks how to find it)."""
    return _NAME_FORGOTTEN.search(text) is not None and not _HOW.search(text)


def corrects_username(text: str) -> bool:
    """Whether a sentence puts a username right."""
    return _NAME_CORRECTED.search(text) is not None


def chars_beside_username(clause: str) -> int:
    """How many characters a clause has beside a username and the words that introduce one."""
    return len(matching_key(_NAME_WORDS.sub("", MARK.sub("", clause))))


def says_no_picture(text: str) -> bool:
    """Whether a short sentence says that there is no screenshot."""
    short = len(matching_key(text)) <= _NO_PICTURE_CHARS
    asked = _HOW.search(text) is not None and not _MAY_BE.search(text)
    return short and _NO_PICTURE.search(text) is not None and not asked


def declines_picture(key: str) -> bool:
    """Whether the answer to «a screenshot?» is no; 没有 alone is enough there."""
    return _NO_PICTURE_ANSWER.fullmatch(key) is not None


def comes_later(key: str) -> bool:
    """Whether somebody says that it will come in a moment."""
    return len(key) <= _LATER_CHARS and _LATER.fullmatch(key) is not None


def says_pictures_done(key: str) -> bool:
    """Whether somebody says that these were all the pictures."""
    return _PICTURES_DONE.fullmatch(key) is not None


def asks_how_long(key: str) -> bool:
    """Whether somebody asks when their ticket will be answered, or finds that too long, and says nothing else."""
    return _HOW_LONG.fullmatch(key) is not None


def says_settled(text: str) -> bool:
    """Whether somebody says that it is solved, or that the ticket can go; asking whether it is does not count."""
    solved = _SETTLED.search(text) is not None and not _NOT_SETTLED.search(text)
    withdrawn = _WITHDRAWN.search(text) is not None and not _NOT_WITHDRAWN.search(text) and not is_asked(text)
    return solved or withdrawn


def urges(text: str) -> bool:
    """Whether somebody who has a ticket wants it answered sooner."""
    return _URGES.search(text) is not None


def wants_to_add(text: str) -> bool:
    """Whether somebody adds something to a ticket."""
    return adds_outright(text) or (_ADDS.search(text) is not None and not is_asked(text))


def begins_to_add(text: str) -> bool:
    """Whether a message begins with «补充», whatever it was taken for."""
    return adds_in_english(text) or (wants_to_add(text) and BEGINS_TO_ADD.match(text) is not None)


def words_to_add(text: str) -> str:
    """What is to be added: a message without «补充一下：» and without the ticket's number."""
    return written_up(text) or _NUMBER.sub("", _ADDITION_TAIL.sub("", _ADDITION_LEAD.sub("", text))).strip()
