"""Words beside a problem that tell nothing of it: greetings, thanks, «take your time», in what language."""

from __future__ import annotations

import re

from faq.text.normalise import matching_key
from faq.text.pinyin import is_chinese

_YOU = "(?:你们?|您们?|老师|客服|同志|亲)"
_FILLER = re.compile(
    rf"(?:{_YOU}|请|那|就|先|也|都|我|再|麻烦|一下|好的?){{0,5}}"
    rf"(?:{_YOU}?好|在吗|打扰了?|辛苦了?|谢谢{_YOU}?|多谢|感谢|(?:慢慢|慢点)(?:来|说|讲|看|答)|别急|不急|不着急|麻烦{_YOU}?了?|拜托了?|求求{_YOU}?"
    "|帮帮忙|帮个忙|不好意思|抱歉|说简单点|说慢一?点|讲慢一?点|说详细一?点|回答我|你没回答我|您没回答我|等等|等一下|听我说"
    "|我?(?:年纪大|岁数大|老了)(?:了)?|我?不太?会(?:用|弄|操作|搞)(?:这个|这些|电脑|手机|网)?(?:东西)?|不太?懂(?:这个|这些|电脑|网络)"
    "|别给我?(?:发)?教程了?|不要教程|(?:帮我)?把?(?:我)?(?:刚才|前面|上面)?(?:我)?说的(?:话)?(?:都|全)?(?:写|填|加|放)(?:上去?|进去?|里面)"
    "|(?:真|太|很|挺|好)(?:有)?(?:耐心|热心|好|专业|贴心|细心)|看看全文|(?:我|刚才|前面){1,3}(?:不是)?(?:已经)?(?:说|讲|问)过?了?)"
    "(?:了|啊|呀|哈|吧|呢|哦|的|一下|先|谢谢|你|您){0,4}"
)
_ENGLISH = re.compile(
    r"(?:please|ok|okay|and|so|just|can you|could you|in the ticket|in that|put that)?[, ]{0,4}"
    r"(?:(?:please )?(?:answer|reply|write|respond|speak)(?: to me)?(?: only)? in english|(?:in )?english,? please"
    r"|(?:please )?help(?: me)?|take your time|no hurry"
    r"|(?:please )?put (?:that|this|it)(?: all)? (?:in|into) (?:the|my) ticket"
    r"|you did not answer(?: me| my question)?|i asked but you did not answer"
    r"|thank(?:s| you)(?: very much| so much| a lot)?|sorry(?: for .{0,20})?"
    r"|good (?:morning|afternoon|evening|day)|hi|hello|dear .{0,20})"
    r"[, ]{0,4}(?:please|thanks|thank you)?",
    re.IGNORECASE,
)
_DONE_ENGLISH = re.compile(
    r"\b(?:it|that|this|everything|all|login|logging in) (?:finally |now )?works?(?: fine| well)?"
    r"(?: now| again| already)?$"
    r"|\b(?:is|are|was|got|been) (?:already |now |finally ){0,2}(?:fixed|solved|done|resolved|corrected|settled|sorted)"
    r"(?: now| already)?$"
    r"|\bi (?:have |already |finally ){0,2}(?:solved|fixed) (?:it|that|this)(?: now| already| myself)?$",
    re.IGNORECASE,
)
_NOT_DONE_ENGLISH = re.compile(
    r"\b(?:not|never|if|when|until|once|whether)\b|n't\b|^(?:is|are|was|does|will)\b", re.IGNORECASE
)


def is_filler(clause: str) -> bool:
    """Whether a clause (in written Mandarin, or English) is only politeness or about the talk itself."""
    if any(map(is_chinese, clause)):
        return _FILLER.fullmatch(matching_key(clause)) is not None
    return _ENGLISH.fullmatch(clause.strip(" .,!?;:")) is not None


def done_in_english(sentence: str) -> bool:
    """Whether an English sentence says that something is settled: «the name is already fixed», «it works now»."""
    plain = sentence.replace("’", "'").strip(" .,!?;:")
    return plain.isascii() and _DONE_ENGLISH.search(plain) is not None and not _NOT_DONE_ENGLISH.search(plain)
