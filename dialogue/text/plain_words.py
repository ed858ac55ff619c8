"""The words of short questions as people say them at home, read as the written ones that the aspects are told by."""

from __future__ import annotations

import re

_USUAL = (
    (re.compile("啥时候|好久时候|么时候"), "什么时候"),
    (re.compile("好多钱"), "多少钱"),
    (re.compile("好多(?=[天个])"), "多少"),
    (re.compile("几多(?=日)"), "多少"),
    (re.compile("(?<![了过这那么])好久(?![没不了])"), "多久"),
    (re.compile("啥子|么子|啥"), "什么"),
    (re.compile("[咋哪]个(?=[办弄改搞整查填登绑交开](?!公|学))|咋样|咋"), "怎么"),
    (re.compile("哪(?:块|哈|搭|嘎达|疙瘩|旮旯)"), "哪里"),
    (re.compile("莫得|没得"), "没有"),
    (re.compile("铜钿|银子"), "钱"),
    (re.compile("什么价[钱格位]?|贵不贵?(?![的了])"), "多少钱"),
    (re.compile("几个?(?:礼拜|星期|周)(?![一二三四五六日天])"), "几天"),
    (re.compile("几[回趟]"), "几次"),
)
"""What a dialect says and what it is; an earlier one is replaced first."""


def in_plain_words(key: str) -> str:
    """A short text with the written words of what it asks: «好久能出来» is «多久能出来»."""
    for word, usual in _USUAL:
        key = word.sub(usual, key)
    return key
