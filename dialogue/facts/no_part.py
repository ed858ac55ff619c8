"""What people say in a talk that is no part of their matter: impatience, push-back at the bot, orders about the ticket.

The one list of what never gets into a ticket beside politeness (`filler`), outbursts, and remarks on the form's steps.
"""

from __future__ import annotations

import re

from dialogue.moods.in_vain import says_in_vain
from dialogue.moods.outbursts import is_outburst
from dialogue.people.calling_people import only_asks_for_staff
from dialogue.people.other_people import asks_others_record
from dialogue.people.others_ticket import is_of_others_ticket
from dialogue.text.clauses import MARK
from dialogue.text.filler import done_in_english, is_filler
from dialogue.text.languages import in_mandarin
from dialogue.ticket.form_remarks import is_remark
from dialogue.ticket.form_wishes import has_no_picture
from dialogue.ticket.pieces import adds_outright, wishes_person_only
from dialogue.ticket.words import is_content
from faq.text.normalise import matching_key

_FILL_WORDS = "我|要|想|你们?|您们?|那|就|都|也|又|还|再|先|这|快|请|麻烦|能不能|可不可以|到底|不是|已经|算了|好吧"
_FILL, _FILL_BEFORE = f"(?:{_FILL_WORDS}|刚才?){{0,6}}", f"(?:{_FILL_WORDS}){{0,6}}"
_END = "(?:了|啊|呀|吧|的|吗|呢|嘛|啦|好|一下|行不行|可以吗|行吗){0,4}"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # push-back: it was said before, just answer, that was not asked
        rf"{_FILL_BEFORE}(?:上一?[条句]|[那这][条句]|前面|之前|上面|刚才?|早就){{1,2}}{_FILL_BEFORE}(?:说|讲|问|发|告诉你)(?:得|的)?(?:过|了|清楚|很清楚){{0,3}}{_END}",
        rf"{_FILL}(?:直接|只要|只|别|不要|少)(?:再|跟我|给我|和我|对我){{0,2}}(?:说|讲|提|告诉|回答|回复|答|绕|扯|复制|重复|念|敷衍|忽悠|糊弄|推).{{0,10}}",
        rf"{_FILL}(?:说|讲|告诉我|回答我?|给句话)(?:一?句)?(?:行|能|可以|有|是|成)(?:还是|不|没).{{0,5}}",
        rf"{_FILL}(?:不是|没有?)(?:在|想|要)?(?:问|找|说)(?:的是)?(?:这个|那个|你|您|这些|工单|单子|人工|客服|电话).{{0,3}}",
        rf"{_FILL}(?:不要|不用|不想|不)(?:再)?(?:找|转|要)(?:你们?的?)?(?:工单|人工|客服|真人).{{0,3}}",
        rf"{_FILL}(?:说|答|回|讲|问)(?:的|得)?(?:都|全)?(?:是)?(?:什么|啥|不对|没用|废话|一样|这个|同样).{{0,5}}",
        rf"{_FILL}(?:听|看|搞|弄)?(?:得|没)?懂(?:没|不|吗|人话).{{0,6}}",
        rf"{_FILL}(?:是|在)?(?:机器人?|真人|人工智能|自动回复).{{0,4}}",
        rf"{_FILL}.{{0,10}}搞什么(?:(?:鬼|名堂|飞机).{{0,3}})?",
        rf"{_FILL}(?:别|不要)(?:再|老|总){{0,2}}(?:让|叫)我.{{0,10}}",
        r"(?:我|你|现在|注册)?的?(?:密码|验证码|手机号?|邮箱|身份证号?|用户名|账号)(?:是|为)",  # its value is masked
        r"(?:我|你|现在|注册)?的?(?:用户名|账号|帐号|登录名|手机号?码?|邮箱)(?:就是|是|为)?"
        r"(?:手机号|邮箱|用户名|证件号|身份证号|护照号)",  # a username has a field of its own
        # scolding, and what is left of it without the worst word
        r"(?:说|讲|问|聊|答)?了?(?:老?半天|这么久|这么多)?(?:也|都|还)?没有?一?句话?是?(?:有用|人话|正经|管用|能用).{0,3}",
        rf"{_FILL}[帮群]人?{_END}",
        # a sigh, or only whose site it is
        rf"{_FILL}(?:真的?假的?|完了|惨了|糟了|坏了|天[啊哪呐]|救命){{1,3}}{_END}",
        rf"{_FILL}(?:学信网|学信|网站|平台|系统){_END}",
        rf"{_FILL}(?:上面|你|工单|里面|内容|写的|记的){{0,3}}(?:写|说|填|记|搞|弄)?(?:得|的)?(?:完全|根本|全|都)?(?:不对|错|不是这样的?|有误|没说过){_END}",
        r"(?:no|but|sorry|wait|hey|and|so){0,3}(?:aboutwhat|whatabout|what(?:doyoumean|isthisabout)?|ialready(?:told|said)(?:you|that|so)*|isaidthat)",
        # what was asked is said once more, or is put off
        rf"{_FILL}(?:问|说)的?(?:是|就是).{{1,10}}",
        rf"{_FILL}(?:先)?(?:放|搁)(?:一?下|一放|一边|着|这儿|这里|在这){{1,2}}{_END}",
        r"(?:no|but|sorry|wait|hey|and){0,3}(?:that|this|it|the(?:ticket|summary|problem))?(?:s|is|was)?(?:all|completely|totally|just|also){0,2}"
        r"(?:wrong|incorrect|notright|nottrue|notcorrect|notwhatisaid|amistake)",
        # a choice from what the bot listed
        r"(?:我|说的|是|第|[个件条]|[1-9一二三四五]|[和跟与及、]){2,8}(?:都|全)(?:是|要|有|对|占)(?:的|啊|了|呀|啦){0,2}",
        rf"{_FILL}(?:写|加|记|填|补)(?:上去?|进去|下来?){_END}",
        rf"{_FILL}(?:还有|另有|另外有?)(?:一?[个件])?(?:别的|其他)?(?:事情?|问题){_END}",
        # impatience: nothing in it that anybody could act on
        rf"{_FILL}(?:赶紧|赶快|马上|立刻|立即|尽快|快点?|抓紧|速度|快些){{1,2}}(?:给我|帮我|帮忙?|来个?|把)?(?:人|这个?|事情?|问题)?"
        rf"(?:处理|解决|弄|搞|办|回复?|想办法|查|看|安排|回话|答复|给个(?:说法|答复|话)){{0,2}}{_END}",
        rf"{_FILL}(?:投诉|举报|曝光|找媒体|打12345|告)(?:你们?|您们?|到底)?(?:这个?)?(?:网站|平台|单位|机器人)?{_END}",
        rf"{_FILL}(?:很|真|好|太|特别|非常)?(?:急|着急|烦|气人|无语|崩溃)(?:死|得很|用|人)?{_END}",
        rf"{_FILL}(?:等|拖|弄|搞|问|说|填)(?:了|过)?(?:好?久|半天|一上午|一下午|一整?天|好几天){_END}",
        # orders about the ticket, and about the talk
        r".{0,8}(?:工单|单子|描述|全文|里面?|上面?|里头)?(?:千万)?(?:别|不要|不准|请勿|不许)(?:把|给我|在里面?)?.{0,10}(?:写|填|放|带|出现|泄露|显示)(?:.{0,9})",
        r".{0,6}(?:把|将).{0,20}(?:[这那]|第.|上面|最后|前面).{0,2}[句条段行点].{0,6}(?:删|去|改|换|写).{0,12}",
        r".{0,6}(?:把|将).{1,24}(?:写进|写上|加上|加进|填上|写清楚|写明白|记上|转给客服|转给人工|交给客服|交给人工).{0,10}",
        rf"{_FILL}(?:帮我|给我)?(?:写|填|记|说|讲|描述)(?:得|的)?(?:清楚|明白|详细|简单|完整)(?:一?点|些)?{_END}(?:谢谢)?",
        rf"{_FILL}(?:等一?[下等]|哎|哦|对不起|不好意思|抱歉){{0,2}}(?:我)?(?:刚才?|前面|上面)?(?:看|说|写|记|打|填|弄|搞)错了?{_END}",
        rf"{_FILL}(?:描述|工单|问题|内容)?(?:改掉|改一下|更正一下|更正|改一改|改改|改正|改过来|重写|重新写|核对|检查|看)(?:一?下|一遍|看)?(?:全文|工单|内容|描述)?{_END}",
        r".{0,6}第[一二三四五六]句.{0,24}",
        r".{0,6}转(?:给|接|到)?.{0,3}(?:人工|客服|工作人员|真人|老师).{0,6}",
        rf"{_FILL}(?:帮我|给我|替我|想|要|需要)?(?:开|提交?|填|写|交|建|发|递|登记)(?:一?[张个份])?(?:工单|单子?){_END}",
        rf"{_FILL}(?:说|用|讲|回|写)(?:普通话|中文|英文|英语|粤语|白话){_END}",
        rf"{_FILL}(?:不|没)(?:补|填|写|发|传)(?:图|截图)?{_END}",
        r"(?:这|那)?(?:是|算)?(?:另外|别的|另|第二)的?(?:一?[件个])?(?:事情?|问题)?(?:了|啊|哈){0,2}",
        r"(?:对了|另外|顺便|还有|我|想|再|先|要|就){0,5}(?:问|请教|咨询)(?:一?下|一?个|点儿?|你们?|您){0,2}"
        rf"(?:别的|其他的?|其它的?|另外的?){{0,1}}(?:的?(?:事情?|问题))?{_END}",
        rf"{_FILL}换(?:一?个|别的)(?:问题|话题|说法|问法){_END}",
        r"(?:我)?(?:问|试|打|看)(?:一?个|一?下)(?:问题|事情?)",
    )
)
_BARE = re.compile(
    "啥意思|什么意思|刚才|前面|后面|上面|另外|到底|究竟|所以|可以|怎么|什么|问题|事情|告诉|回答|一起|第[一二三四两]|[我你您他她它那这个件条些的了呢啊呀吗么嘛吧哦"
    "一二两事说问讲就都也还是不没有能行会要办弄样咋对好呗请再先另该整]|干(?:嘛|吗|啥|什么)"
)
_LEAST_LETTERS = 2
_MOST_CHARS = 28
_HEAD = re.compile(
    "^(?:(?:请问(?:一下)?|另外|对了|还有就是|哎呀?|唉|诶)"
    "|(?:那|这|我|可|该|到底|现在){0,3}(?:怎么办|咋办|怎么弄|咋整|咋搞)[啊呀呢哦嘛了]{1,3}(?=.{4}))[，, ]*"
)
_FROM_ASKING = re.compile(
    "^(?:我|就|只|是|其实|不是|那)*?(?:问的(?:其实)?是|就问|是问|只问|就想问|想问的?是?|想知道|问一下)[：:，, ]*"
)


def is_no_part(clause: str) -> bool:
    """Whether a clause of a talk tells nothing of the matter, so that nobody who reads a ticket needs it."""
    plain = in_mandarin(clause)
    key = matching_key(plain)
    if adds_outright(clause):
        return False
    if (
        not is_content(plain)
        or is_outburst(plain)
        or is_remark(plain)
        or has_no_picture(plain)
        or is_filler(plain)
        or done_in_english(plain)
        or wishes_person_only(key)
        or only_asks_for_staff(plain)
        or (plain.isascii() and says_in_vain(plain))
        or asks_others_record(plain) == "record"  # nobody may look that up, whoever reads the ticket
        or is_of_others_ticket(plain)
    ):
        return True
    return len(key) <= _MOST_CHARS and not MARK.search(clause) and any(item.fullmatch(key) for item in _PATTERNS)


def is_bare(question: str) -> bool:
    """Whether the words of a question say nothing by themselves, so that nobody should see them quoted."""
    return is_no_part(question) or len(_BARE.sub("", matching_key(in_mandarin(question)))) < _LEAST_LETTERS


def from_asking(clause: str) -> str:
    """A clause without «请问», «另外», «我就问», «我问的是»: what is asked then may be the matter itself."""
    rest = _FROM_ASKING.sub("", _HEAD.sub("", clause))
    return rest or clause
