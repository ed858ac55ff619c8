"""Languages besides written Chinese: Cantonese words read as the ones everybody writes, and who writes English."""

from __future__ import annotations

import re

from faq.english import is_english
from faq.normalise import normalise
from faq.pinyin import is_chinese

# What only Cantonese is written with; without one of these a text is left as it is.
_MARKS = re.compile(
    "[唔咗嘅喺佢哋嗰啲咁嚟嘢乜咩畀俾搵揾睇攞冇㗎]|点算|点解|点样|点先|边度|边个|系咪|系唔系|而家|宜家|几耐|几时|仲未|依家"
)
_WORDS = (
    ("唔该帮", "请帮"),
    ("唔该晒", "谢谢"),
    ("唔该", "谢谢"),
    ("唔记得", "忘记"),
    ("唔知道", "不知道"),
    ("唔知", "不知道"),
    ("唔识", "不会"),
    ("唔使", "不用"),
    ("唔好", "不要"),
    ("登唔到", "登不上"),
    ("登得入去", "登得上"),
    ("登得入", "登得上"),
    ("入得去", "进得去"),
    ("搞掂", "搞定"),
    ("㗎", "的"),
    ("登入唔到", "登录不了"),
    ("登录唔到", "登录不了"),
    ("入唔到", "进不去"),
    ("打唔开", "打不开"),
    ("唔到", "不到"),
    ("唔得", "不行"),
    ("系唔系", "是不是"),
    ("系咪", "是不是"),
    ("唔系", "不是"),
    ("有冇", "有没有"),
    ("冇咗", "没有了"),
    ("没有咗", "没有了"),
    ("冇", "没有"),
    ("没有人哋", "没有别人"),
    ("有没有人可以帮我", "有没有人工"),
    ("用紧", "用着"),
    ("仲系", "还是"),
    ("仲未", "还没"),
    ("仲有", "还有"),
    ("仲", "还"),
    ("咁点", "那点"),
    ("点算", "怎么办"),
    ("点解", "为什么"),
    ("点样", "怎么"),
    ("点先", "怎么才"),
    ("而家", "现在"),
    ("依家", "现在"),
    ("宜家", "现在"),
    ("几耐", "多久"),
    ("几时", "什么时候"),
    ("几多", "多少"),
    ("乜嘢", "什么"),
    ("乜", "什么"),
    ("咩", "什么"),
    ("边度", "哪里"),
    ("边个", "谁"),
    ("俾人", "被人"),
    ("畀人", "被人"),
    ("俾", "给"),
    ("畀", "给"),
    ("揾返", "找回"),
    ("搵返", "找回"),
    ("攞返", "拿回"),
    ("揾", "找"),
    ("搵", "找"),
    ("攞", "拿"),
    ("睇下", "看看"),
    ("睇", "看"),
    ("佢哋", "他们"),
    ("我哋", "我们"),
    ("你哋", "你们"),
    ("人哋", "别人"),
    ("佢", "他"),
    ("哋", "们"),
    ("嗰个", "那个"),
    ("嗰", "那"),
    ("呢个", "这个"),
    ("呢啲", "这些"),
    ("啲", "些"),
    ("咁", "这样"),
    ("喺", "在"),
    ("嚟", "来"),
    ("嘢", "东西"),
    ("嘅", "的"),
    ("咗", "了"),
    ("登入", "登录"),
    ("唔", "不"),
)
"""Cantonese words and the ones everybody writes; an earlier one is replaced first."""
_HOW = re.compile("点(?=[改查办注登申绑解开做用去弄找搞整处])")
_NOT_YET = re.compile("未(?=[设试绑注填收登改弄用做办])(?:(.)过)?")


def in_mandarin(text: str) -> str:
    """A Cantonese text with the words that everybody writes; any other text as it is."""
    plain = normalise(text)
    if not _MARKS.search(text) and not _MARKS.search(plain):
        return text
    for word, usual in _WORDS:
        plain = plain.replace(word, usual)
    return _NOT_YET.sub(lambda found: f"没{found[1]}过" if found[1] else "没", _HOW.sub("怎么", plain))


_CHINESE_RUN = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef“”‘’]+")
_OWN_WORD = re.compile("[A-Za-z]{2,}")
_LEAST_OWN_WORDS = 2


def writes_english(text: str, *, before: bool = False) -> bool:
    """Whether a message is English; after one that was, all that is not Chinese goes on in it.

    Chinese that somebody quotes in an English sentence makes it no Chinese one.
    """
    chinese = any(map(is_chinese, text))
    if not chinese:
        return before or is_english(text)
    # «it says 用户名或密码有误»: what a page says, in a sentence of one's own words
    own = _CHINESE_RUN.sub(" ", text)
    return len(_OWN_WORD.findall(own)) >= _LEAST_OWN_WORDS and is_english(f"the page {own}" if before else own)
