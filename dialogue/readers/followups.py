"""A short sentence that says too little by itself: what it asks about the answer, the step or the case before it."""

from __future__ import annotations

import re

from dialogue.heard import Act, ConversationState, Heard
from dialogue.questions.left_open import comes_back_to
from dialogue.questions.verdicts import presses_for_verdict
from faq.guiding.guidance import Guidance

PRESSED = "pressed"
"""The kind of a follow-up that wants the yes or no of what was answered."""
AGAIN = "again"
"""The kind of one that wants the last words once more."""
_LONGEST = 22
_SHORT = 14
_JUST_YES_NO = re.compile(
    r"(?:你|您|那|就|直接|只要|只|到底|究竟|所以|别的不用|别啰嗦|简单点|一句话)+(?:告诉我|说|回答)?(?:我)?(?:到底)?"
    r"(?:能不能|行不行|可不可以|会不会|要不要|有没有|是不是|能还是不能|行还是不行|可以还是不可以|结论)(?:就行|就好|就可以|吧|啊|呢|了|呀|嘛){0,3}"
    r"|(?:到底|究竟|所以)(?:能|行|可以|会|要|有).{0,6}(?:吗|不|没有)"
)
_MORE = re.compile(
    r"(?:请|能不能|麻烦|你|您){0,4}(?:说|讲|教)(?:得)?慢(?:一点|点|些)(?:一步一步来|一步步来|行吗|好吗|吧){0,4}|(?:一步一步|一步步)(?:来|慢慢来)(?:吧)?|(?:能|可以|请|麻烦|你|再|帮我|给我){0,4}(?:说|讲|写|展开)?(?:得|的)?(?:说|讲)?(?:再)?(?:细|详细|仔细|清楚|明白|具体)(?:一点|一些|点|些|说说|讲讲|说一下|解释|说明|步骤){0,4}(?:吗|呢|吧|行吗|好吗)?"
    r"|(?:没|不)(?:太)?(?:看|听)?(?:懂|明白)(?:啊|呢|你说的|什么意思){0,4}|什么意思(?:啊|呢)?|(?:一步一步|一步步|分步|挨个)(?:地|的)?(?:教|说|讲|来)(?:我|一下)?(?:吧|呢|好吗)?"
    r"|(?:具体|详细)(?:怎么|要怎么|该怎么)?(?:弄|操作|做|办|步骤)(?:呢|啊|是什么)?|(?:还有|更多|其他)(?:呢|说明|内容)?(?:吗)?|(?:展开|继续)(?:说|讲)(?:说)?"
)
_AGAIN = re.compile(
    "(?:请|麻烦|能不能|能|可以|你|您|刚才的?|那|帮我|给我|不好意思){0,4}(?:(?:再|重新?)(?:说|讲|发|念|重复|复述)(?:一)?[遍次下]|重复一?[遍下]"
    "|没(?:看|听)清(?:楚)?|刚才(?:你|您)?(?:说|讲)(?:的)?(?:是)?什么)(?:吧|呢|好吗|行吗|可以吗|谢谢|了|啊){0,3}"
)
_WHERE = re.compile(
    r"(?:那|这个|你说的|上面的|第?[一二三四五1-9]步|那个|它){0,4}(?:是)?(?:在|从|去)?(?:哪里|哪儿|哪|什么地方)(?:点|找|弄|看|操作|进|进去|能找到|可以找到)?(?:啊|呢|呀|的){0,4}"
    r"|(?:第?[一二三四五1-9]步)(?:怎么|具体|在哪).{0,6}|(?:找不到|没看到|没看见|没找到)(?:这个|那个|你说的)?(?:入口|按钮|地方|选项|在哪)?(?:啊|呢|怎么办){0,4}|入口(?:在哪里?|呢)"
)
_CONTACT = re.compile(
    r"(?:那|上面|刚才|刚刚|你|您|前面){0,4}(?:说的?)?(?:那个)?(?:人工)?客服(?:的)?(?:在哪里?|在哪儿|怎么找|怎么联系|入口|在什么地方|哪里找)(?:啊|呢|呀|找|点|进){0,4}"
)
_COMPARE = re.compile(
    r"(?:那|这个|它|这)?(?:跟|和|与|同)(?:那个|刚才|刚刚|前面|上面|上一个|之前|它|你刚才说的|第[一二三四1-4]个).{0,8}(?:区别|不同|不一样|一样|差别|有啥区别).{0,3}"
    r"|(?:这|那)?(?:两个|两种|俩)(?:有)?(?:什么|啥)?(?:区别|不同|不一样|差别)(?:啊|呢|吗)?|(?:有)?(?:什么|啥)(?:区别|不同|不一样)(?:吗|啊|呢)?"
)
_WHAT_IF = re.compile(r"(?:那)?(?:要是|如果|万一|假如|假设|若是)(?P<rest>.{1,18}+)")
_AND_THAT = re.compile(r"(?:那|那么|还有)?(?P<rest>[^怎什哪多吗]{1,10}?)呢")
_THE_ONE = re.compile(r"(?:我|就|要|是){0,4}(?P<rest>[^怎什哪多吗我要]{1,6})的")
_STILL = re.compile(
    r"(?:那|这样|以后|之后|然后|重新弄一?个|弄完|改了|注册了|它|这个|旧的?|以前的?|原来的?|新的?|我的?).{0,12}(?:还能|还可以|还会|还要|会|能|影响|算|变|有用|作废|要).{0,10}(?:吗|么|不|没有)"
)
_KINDS = (
    (AGAIN, _AGAIN.fullmatch),
    ("yes_no", _JUST_YES_NO.fullmatch),
    ("contact", _CONTACT.fullmatch),
    ("compare", _COMPARE.fullmatch),
    ("more", _MORE.fullmatch),
    ("where", _WHERE.fullmatch),
)
_NO_KIND = ("好", "行", "是", "可以", "真", "有", "能", "会", "没", "对", "谢谢")
_HARDLY = ("你好", "您好", "人", "谢谢", "再见")


def and_that(text: str) -> str:
    """What «那……呢» asks about; the whole key when nothing is asked like that."""
    key = Heard(text).core_key
    found = _AND_THAT.fullmatch(key)
    return found["rest"] if found else key


def read_followup(heard: Heard, state: ConversationState, _: Guidance) -> Act | None:
    """What a short question asks about what was said before; None when nothing was, or it stands by itself."""
    if heard.option or state.form or not (state.topic or state.case.guide):
        return None
    key = heard.core_key
    if comes_back_to(heard.text):
        return None
    if presses_for_verdict(heard.text):
        return Act("follow_up", {"kind": PRESSED})
    if not key or len(key) > _LONGEST:
        return None
    for kind, says in _KINDS:
        if len(key) <= _SHORT + 2 and says(key):
            return Act("follow_up", {"kind": kind})
    what_if = _WHAT_IF.fullmatch(key)
    if what_if:
        return Act("follow_up", {"kind": "what_if"})
    and_that = _AND_THAT.fullmatch(key)
    if and_that and and_that["rest"] not in _HARDLY:
        return Act("follow_up", {"kind": "and_that"})
    the_one = _THE_ONE.fullmatch(key)
    if the_one and not state.case.running and state.topic and the_one["rest"] not in _NO_KIND:
        return Act("follow_up", {"kind": "the_one"})
    return Act("follow_up", {"kind": "still"}) if _STILL.fullmatch(key) else None
