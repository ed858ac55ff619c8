"""Somebody has said enough for a ticket and wants no more questions: «不补了», «就这么着吧», «别的我说不上来了».

Read by how the clause is put together; what gives the ticket up («不填了», «算了») or sends it («提交吧») is none.
"""

from __future__ import annotations

import re

from dialogue.text.languages import in_mandarin
from faq.text.normalise import matching_key

_FILL = "(?:我|你们?|您|也|都|真|暂时|已经|那|应该|先|现在|这次|算了|行|嗯|好像?|可以|[吧了啊呀啦喇嘛呗哈的撒咯喽哦])"
_MORE = "(?:什么|啥|别的|其他|其它|多余|要|可|需要|想|再|能|用)"
_AT_A_LOSS = (
    "(?:说不(?:上来?|出来?|清楚?|明白)|不知道|不晓得|不清楚|不懂|想不(?:起来?|到|出来?)|记不(?:起来?|得|清楚?))"
)
_TELL = "(?:补充?|加|说|讲|填|写|改|添|交代|提供)"
_ENOUGH = re.compile(
    rf"{_FILL}{{0,6}}(?:"
    "不(?:再|想|要|用|使|需要|必)?(?:再)?补(?:充)?"
    rf"|(?:没有?|无){_MORE}{{0,4}}(?:{_TELL}|别的|其他|其它){{1,2}}|没(?:有)?(?:别的|其他|其它|什么|啥)|没了"
    "|(?:别|莫|不要|不用|甭|不想|不准|请别)(?:再|老|一直|总){0,2}(?:问|追问|啰嗦|问来问去)(?:我|这么多|那么多|这些|问题|个不停){0,2}"
    "|(?:不想(?:再)?(?:填|写|说|补)(?:了|啦)?)?(?:就|只|也就|照|按|那就){1,2}(?:这样|这么着|这么些?|这些|这么多|按这个|照这个|这个)(?:来|交|办|写|弄)?"
    rf"|(?:别的|其他的?|其它的?|旁的|更多的?|再多的?){_FILL}{{0,3}}(?:没(?:有|什么|啥)?|{_AT_A_LOSS})"
    rf"|{_AT_A_LOSS}(?:别的|其他的?|更多的?)"
    rf"|(?:我)?(?:知道|晓得|记得|能说|能想到|想说|要说)的?{_FILL}{{0,3}}(?:就|只有?){{1,2}}(?:是|有)?(?:这样|这么些|这些|这么多)"
    "|(?:够|可以|行|差不多|齐|全|足够){1,2}了|(?:填|写|说|讲|交代)完了|到此为止|就到这(?:里|儿)?"
    rf"){_FILL}{{0,5}}"
)
_ENGLISH = re.compile(
    r"(?:ok |okay |no |that's it |thanks |please )?(?:that(?:'s| is| will be) (?:all|it|enough)"
    r"|nothing (?:more|else)(?: to add)?"
    r"|no more(?: questions)?|(?:stop|quit) asking(?: me)?(?: questions)?|i have nothing (?:more |else )?to add|enough)"
)
_LONGEST = 18


def says_enough(clause: str) -> bool:
    """Whether a clause says that there is nothing more to come, and gives nothing up."""
    if clause.isascii():
        return _ENGLISH.fullmatch(clause.strip(" .,!").lower().replace("’", "'")) is not None
    key = matching_key(in_mandarin(clause))
    half = key[: len(key) // 2]
    key = half if half and half * 2 == key else key  # «够了够了»
    return len(key) <= _LONGEST and _ENOUGH.fullmatch(key) is not None
