"""What a message inside the ticket form does as a whole: sends the ticket, leaves it, or tells something besides.

A message may do several things at once («没图，直接交吧»): its clauses are read one by one, and `rest` is what is left
for the fields. Keys are `faq.text.normalise.matching_key`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dialogue.moods.whole_messages import is_courtesy
from dialogue.text.asking import asks_in_form
from dialogue.text.clauses import is_asked, marked_clauses, split_clauses
from dialogue.text.languages import in_mandarin
from dialogue.ticket.enough import says_enough
from dialogue.ticket.form_leaving import calls_instead, spares_the_form
from dialogue.ticket.form_remarks import (
    SAID_ANYWAY,
    asks_about_form,
    declines_field,
    denies_person,
    insists_on_person,
    is_remark,
)
from dialogue.ticket.pieces import forgets, says_no_picture_in_english
from dialogue.ticket.words import cancels, declines_picture, is_content, says_no_picture
from faq.text.normalise import matching_key

_COMPLAINS = re.compile("(?:我?[要想]|给我|帮我)(?:找人)?(?:投诉|举报)|^(?:投诉|举报)(?!过|了|学校)")
_BARE = frozenset({"提交", "submit", "send", "交", "发"})
"""Too little to send a ticket with when something is told beside it: «填好资料，提交，页面就空白了»."""
_LEAD = (
    "(?:那就?|还是|先|我|就|好[的吧]?|行吧?|嗯|哦|算了|麻烦|请|帮我?|给我|直接|现在|赶紧|快|都|也|可以|确认|确定|没问题|对|[你您]"
    "|这[样么]|的|了|我想|我要|一起|马上|干脆|立刻|啊|吧){0,7}+"
)
_END = "(?:就行|就好|得了|好了|算了|[了吧啊呗哈呀嘛啦喇]){0,3}+"
_SENDS = re.compile(
    rf"{_LEAD}(?:提交|递交|交|发送|发(?=吧|出去|过去|上去|给))(?:上去|出去|过去)?(?:给?(?:客服|人工|你们|他们)){{0,2}}{_END}"
    r"(?:谢谢|辛苦|麻烦)?[你您了啦]{0,2}"
    r"|(?:ok|okay|yes|please|just|goahead|and|now|then|so){0,4}(?:submit|send)"
    r"(?:it|this|that|now|please|the|ticket|request|asis|asitis|anyway|thanks|thankyou|without(?:a|any|the)?(?:screenshot|picture|photo|username|it)){0,4}"
)
_NOT = "(?:不|别|不用|不想|不要|不需要|先不|懒得|不打算)"
_FILLED = "(?:填写?(?=[了喇啦]|什么|这|那|工单|单|表)|开|提交|提|交|弄|建|搞|走)"
_TICKET = "(?:工单|单子?|表[格单]?)"
_AFTER = "(?:[了吧啊呗哈呀嘛啦喇的]|再说|先这样){0,3}+"
_LEAVES = re.compile(
    rf"{_LEAD}{_NOT}(?:再|给我|帮我|想|要|用){{0,3}}+{_FILLED}(?:什么|这[个张]|那[个张]|[个张])?{_TICKET}?{_AFTER}"
    rf"|{_LEAD}(?:这[张个]|那[张个])?{_TICKET}(?:就|先|我|也|还是|都){{0,3}}+(?:{_NOT}{_FILLED}?|算|取消){_AFTER}"
    rf"|{_LEAD}{_NOT}(?:要|想要)?(?:这[张个]|那[张个])?{_TICKET}{_AFTER}"
    rf"|{_LEAD}(?:取消|作废|撤销)(?:掉|了)?(?:这[张个]|那[张个])?(?:{_TICKET}|提交|填写)?{_AFTER}"
    rf"|{_LEAD}(?:不用|不需要|不必)(?:你们?|您|再|麻烦|客服){{0,2}}(?:处理|办|管|看|弄|帮忙?)(?:我|了|啦|吧){{1,2}}"
    r"|(?:no|ok|okay|please|just|actually|sorry){0,3}(?:cancel|stop|forget|nevermind)(?:it|this|that|the|ticket|about|please){0,4}"
    r"|(?:i)?(?:dont|donot)(?:wantto|want|needto|need)?(?:submit|send|open|fill|file)?(?:it|this|that|in|out|the|a|any|ticket|form|anymore){1,5}"
    r"|noticket(?:please)?"
)
_LATER = "(?:等会儿?|等一?下|等等|待会儿?|一会儿?|过会儿?|回头|晚点|迟点|改天|明天|以后|之后|有空)"
_PUTS_ASIDE = re.compile(
    rf"{_LEAD}(?:把)?(?:这[张个])?{_TICKET}?(?:就|先|也|暂时){{0,2}}(?:放|搁|留)(?:放|一放|一边|一下|着|这儿|这里|在这){{0,2}}(?:别交|不交|不提交)?{_AFTER}"
    rf"|{_LEAD}{_LATER}(?:我)?(?:再|来|又|接着|继续){{0,2}}(?:说|填|弄|写|提交|交|补|搞|看){{1,2}}{_TICKET}?{_AFTER}"
    rf"|{_LEAD}(?:再|先|好好){{1,2}}(?:看看|想想|想一?下|考虑(?:一下|考虑)?){_AFTER}"
    rf"|(?=.{{0,8}}(?:先|急|暂时)){_LEAD}(?:暂时)?(?:别|不)(?:急着?)?(?:给我|帮我)?{_FILLED}{_TICKET}?{_AFTER}"
    rf"|(?:我|那|就|还是|要不){{0,3}}+(?:先|暂时)(?:不|别)(?:填|弄|写|开|交|提交){_TICKET}?(?:吧|啊){{0,2}}+"
    r"|(?:ok|okay|please|sorry|actually|lets|letme|iwill|ill|i|can|could|we|you|just){0,5}"
    r"(?:do|finish|fill|submit|send|continue|leave|put|keep|save)(?:it|this|that|the|ticket|form|in|out){0,3}"
    r"(?:later|fornow|aside|onhold)(?:please|thanks){0,2}|later|notnow(?:please|thanks){0,2}"
)
"""The ticket is to wait: it is neither sent nor given up."""
_FIRST_OTHERS = re.compile(
    r"^(?:(?:我|那|想|还|就|要|再){0,4}先|(?:我|那|先|就){0,3}(?:不|别)(?:提交|交|填|弄)(?:工单|单子?)?了?[，, ]?)"
    r"(?:我|想|再|来){0,2}(?:问|说|看|弄|办)(?:一?下|个|一个|点儿?|些|你们?|您){0,3}"
    r"(?:(?:别|其他|其它|另外)的?|另一?个)(?:问题|事情?){0,2}[了吧啊呀哈]{0,2}(?:[：:，,。 ]{1,3}|$)"
    r"|^(?:我|那|再|想|来){0,3}问(?:一?下|个|一个|点儿?|些){0,2}(?:别|其他|其它|另外)的?(?:问题|事情?)?[：:，, ]{1,3}"
    r"|^(?:but |and )?(?:first )?(?:another|one more|a different|some other) question(?: first)?[:, ]*",
    re.IGNORECASE,
)
"""Something else comes first: «先问个别的：……»."""
_NOTHING_MORE = re.compile(
    "(?:我|也|都|就|真的?|暂时|已经|那|好像|应该|先|现在|这次){0,4}+"
    "(?:(?:没有?|不|无)(?:什么|别的|其他|其它|要|用|需要|想|再|可){0,4}+(?:补充?|加|说|改|别的|其他|其它){1,3}+(?:的|了|啦|啊|吧|喇){0,3}+"
    "|没有?(?:什么)?(?:别的|其他|其它)?(?:了|啦|喇)|(?:就|只有?)?(?:这些|这么多|这样)(?:了|吧|啊|而已)?|没了|没有)"
    "|no(?:thing)?(?:more|else|thanks|thatsall)?|thatsall|nope"
)
_UPLOAD_FAILS = re.compile("照片.{0,3}(?:上?传|发|提交)不")
_NONE_SHOWN = re.compile(
    "(?:打开|显示|看到|学籍|学历|学位|报告|证书|备案表|档案|上面|里面|里头|页面|上传|审核|毕业).{0,8}(?:没有?|无|缺)(?:我的)?(?:照片|图片|相片)"
)
"""«打开了但是没有照片», «学历上没有照片»: what the page lacks."""
_DECLINES_HERE = re.compile(
    "(?:我|就|先|也|都|那){0,3}+不(?:用|要|需要|方便|想|会|太会|能)?(?:发|传|截|给|弄|拍)?了?[吧啊呢]{0,2}"
)
_WHOLE = re.compile(
    "(?:我|给我|让我|先|想|要|再){0,3}+(?:看|发|念)(?:一?下|看)?(?:我)?(?:的|写的)?(?:全文|全部|内容)(?:[吧啊呢吗])?"
    "|(?:please|canyou|canisee|letme|iwantto){0,2}(?:show|see|view|read)(?:me)?(?:it)?(?:full|infull|all|everything|details|thewhole(?:thing|ticket|text|problem)?|thefulltext)"
)
_WITHOUT_PICTURE = re.compile(
    "(?:我|先|就|也|那|都|这次|暂时|还是|算了){0,4}+不(?:想|再|打算|方便|用|需要)?(?:发|传|上传|截|给|补|附|带)了?"
    "(?:截?图片?|照片|截屏)(?:片|了|吧|啊|呢|先){0,3}"
    "|(?:我|先|那|算了|唉|哎|什么|啥){0,3}+(?:截?图片?|照片|截屏)(?:我|就|先|也|都|这次){0,3}+(?:不(?:发|传|上传|截|给|补|附|带|要|会(?:弄|截|发|传|搞)?)|[弄搞]不[了来]|算|免|省)(?:了|吧|啊){0,2}"
)

_BRINGS_BACK = re.compile(
    "(?:[哎唉诶嗯啊]|那|算了|我|想了想|想想|又|改主意了?|要不|就|不行|等等|不对){0,5}+"
    "(?:还是|再|继续|重新|接着|把(?:刚才|刚刚|上面|之前)的?(?:那[张个份])?(?:工单|单子?)?){1,2}"
    "(?:给我|帮我|我|要|想|把它|把工单|给){0,3}(?:提交|递交|交|填完?|发|递|恢复|弄)(?:上去|出去|回来|一下|了|给客服|工单)?"
    "[了吧啊呗哈呀嘛啦的]{0,3}(?:谢谢)?"
)
_REGRETS = re.compile(
    "(?:我|那|哎|唉|算了|现在|又|还是|改主意了?|想了想){0,4}(?:又|还是|还|再){0,2}(?:想|要|得){1,2}(?:再|接着|继续)?(?:填|提交|交|弄|写)"
    "(?:工单|单子?|表|完|一下)?(?:了|吧|啊|呢){0,2}"
)
_TAKES_UP = re.compile(
    "(?:那|就|我|从|咱们?|我们){0,3}(?:接着|继续|按)?(?:刚才|刚刚|上次|之前|前面)(?:的|那张|那个|没填完的?|填的?|填过的?|工单){0,3}(?:接着|继续)?(?:填|来|弄|交)?(?:吧|啊|就行)?"
    "|(?:接着|继续)(?:填|来|弄|交)?(?:吧|啊)?"
)
_SIGHED = re.compile("(?<=.)(?:(?:真|太|快|要)?(?:[烦气累]死|烦人|烦|麻烦|受不了|没意思)(?:了|我|人|个){0,2})$")
"""What is said behind a refusal in one breath: «不填了烦死了»."""
_GIVEN_BEFORE = re.compile(
    "(?:不是|我|你|您|这个?|那个?|用户名|账号|帐号|手机号?码?|号码|邮箱|的|[，,都已经早就明明]){0,8}"
    "(?:刚才?|刚刚|前面|上面|之前|方才|上一[条句]|已经|早就|不是){1,2}(?:我|都|也|就|已经|不是|跟你){0,3}"
    "(?:给|说|发|填|写|告诉|提供|打)(?:你|您|你们)?(?:过|了|过了)(?:的|啊|呀|吗|嘛|呢|用户名|账号|一遍|一次){0,3}"
)


@dataclass(frozen=True)
class FormWish:
    """What a message does to the form, and its words for the fields (as typed, marks of masked values among them)."""

    sends: bool = False
    leaves: bool = False
    rest: str = ""
    aside: bool = False
    """Whether the ticket is to wait, and is not given up."""
    asks: str = ""
    """The clauses that ask something."""
    besides: str = field(default="", compare=False)
    """All that is told and asked, in the order it was said in."""
    enough: bool = False
    """Whether nothing more is to be asked for."""


def read_wish(text: str) -> FormWish:
    """Take a message apart; who both sends and leaves is not understood, and does neither."""
    if _WITHOUT_PICTURE.fullmatch(matching_key(text)):  # «什么截图，我不会弄» asks nothing
        return FormWish(rest=text)
    sent: list[str] = []
    left = hesitates = answered = waits = enough = elsewhere = False
    rest: list[str] = []
    asks: list[str] = []
    besides: list[str] = []
    for piece, mark in marked_clauses(text):
        clause = _FIRST_OTHERS.sub("", piece)
        waits = waits or clause != piece
        plain = in_mandarin(clause)
        key = _SIGHED.sub("", _once(matching_key(plain)))
        asked = "?" in mark or "？" in mark or asks_in_form(plain)
        if not asked and _PUTS_ASIDE.fullmatch(key):
            waits = True
        elif not asked and _SENDS.fullmatch(key):
            sent.append(key)
        elif says_enough(plain) and not set(mark) & set("?？"):  # «没啥了» asks nothing
            enough = True
        elif not asked and (_LEAVES.fullmatch(key) or denies_person(plain) or spares_the_form(plain)):
            left = True
        elif not asked and calls_instead(plain):
            elsewhere = True
        elif not asked and cancels(key):
            hesitates = True
        elif forgets(plain) or declines_picture(key) or insists_on_person(plain):
            answered = True
        elif asked and is_content(plain) and asks_about_form(plain) not in SAID_ANYWAY:
            asks.append(clause)
            besides.append(clause)
        elif is_content(plain) and not nothing_more(key) and not is_remark(plain):
            rest.append(clause)
            besides.append(clause)
    bare = not rest or all(_answers_field(in_mandarin(clause)) for clause in rest)
    sends = bool(sent) and not left and (bare or any(key not in _BARE for key in sent))
    left = left or (elsewhere and all(map(is_courtesy, map(in_mandarin, rest))))
    leaves = left or (hesitates and not rest and not answered)
    aside = waits and not sent and (not rest or bool(asks))
    leaves = leaves and not sent and not aside
    told = ("，".join(clauses) for clauses in (rest, asks, besides))
    said, asked_for, all_of_it = told
    return FormWish(sends, leaves, said, aside, asked_for, all_of_it, enough and not (leaves or sends))


def _once(key: str) -> str:
    """«不开了不开了» said once."""
    half = key[: len(key) // 2]
    return half if half and half * 2 == key else key


def skips_picture(text: str) -> bool:
    """Whether a clause says that there will be no picture: «先不传图了», «没截图»."""
    return (
        says_no_picture(text)
        or says_no_picture_in_english(text)
        or _WITHOUT_PICTURE.fullmatch(matching_key(text)) is not None
    )


def has_no_picture(text: str) -> bool:
    """The same of a clause that answers no question: «照片传不上去» is a problem people have with the site."""
    return skips_picture(text) and not (_UPLOAD_FAILS.search(text) or _NONE_SHOWN.search(text))


def brings_back(text: str) -> bool:
    """Whether somebody wants the form back that they gave up: «哎还是交吧»."""
    clauses = [key for key in map(matching_key, split_clauses(text)) if key]
    regrets = [key for key in clauses if _REGRETS.fullmatch(key)]
    again = bool(regrets) and all(key in regrets or _TAKES_UP.fullmatch(key) for key in clauses)
    return again or _BRINGS_BACK.fullmatch(matching_key(text)) is not None


def says_given_before(text: str) -> bool:
    """Whether somebody says that what is asked for was given already: «用户名刚才给过了»."""
    return _GIVEN_BEFORE.fullmatch(matching_key(text)) is not None


def declines_here(key: str) -> bool:
    """Whether «不用了» is the no to what is asked for now, and does not give up the form."""
    return _DECLINES_HERE.fullmatch(key) is not None


def wants_whole(key: str) -> bool:
    """Whether somebody wants to see what the ticket says: «看全文»."""
    return _WHOLE.fullmatch(key) is not None


def nothing_more(key: str) -> bool:
    """Whether somebody has nothing to add: the no to «anything else?»."""
    return _NOTHING_MORE.fullmatch(key) is not None


def _answers_field(plain: str) -> bool:
    return skips_picture(plain) or declines_field(plain) or "忘" in plain or "不记得" in plain


def complains(text: str) -> bool:
    """Whether somebody wants to complain about somebody: «我要投诉»."""
    return _COMPLAINS.search(text) is not None and not is_asked(text)
