"""The one place where a typed sentence becomes comparable text.

Used by Rasa's pipeline (`nlu/`) and by the FAQ index, so that both see the same characters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from faq.text.characters import simplified

# Names of WeChat's own stickers, which arrive as text such as [微笑]; a category pasted from the
# help centre, such as [学信网账号], must stay.
_STICKER_NAMES = (
    "微笑 撇嘴 色 发呆 得意 流泪 害羞 闭嘴 睡 大哭 尴尬 发怒 调皮 呲牙 惊讶 难过 囧 抓狂 吐 偷笑 愉快 "
    "白眼 傲慢 困 惊恐 憨笑 悠闲 咒骂 疑问 嘘 晕 衰 骷髅 敲打 再见 擦汗 抠鼻 鼓掌 坏笑 右哼哼 鄙视 委屈 "
    "快哭了 阴险 亲亲 可怜 笑脸 生病 脸红 破涕为笑 恐惧 失望 无语 嘿哈 捂脸 奸笑 机智 皱眉 耶 吃瓜 加油 汗 "
    "天啊 社会社会 旺柴 好的 打脸 哇 翻白眼 让我看看 叹气 苦涩 裂开 嘴唇 爱心 心碎 拥抱 强 弱 握手 胜利 "
    "抱拳 勾引 拳头 合十 啤酒 咖啡 蛋糕 玫瑰 凋谢 菜刀 炸弹 便便 月亮 太阳 庆祝 礼物 红包 發 福 烟花 爆竹 "
    "猪头 跳跳 发抖 转圈"
)
_STICKER = re.compile(rf"\[(?:{'|'.join(_STICKER_NAMES.split())})\]|/::?[^\s一-鿿]{{1,3}}")
_TONED, _RADICALS = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ", "⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳"
_LOOK_ALIKES = str.maketrans(
    _TONED + _RADICALS, "aaaaeeeeiiiioooouuuuvvvvvnnn" + "母民虎西见角贝车长长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟"
)
"""Pinyin as input methods and dictionaries write it, and radicals that PDF files have in the place of characters."""
_INVISIBLE = re.compile(r"[​-‏‪-‮⁠-⁤﻿­]")
_CJK = "㐀-䶿一-鿿"
_SPACE_IN_CHINESE = re.compile(rf"(?<=[{_CJK}])\s+(?=[{_CJK}])")
_REPEATED = re.compile(r"([^\d\s])\1{2,}")
_SPELLINGS = (
    # Two spellings of one word in everyday use; both are what people type.
    ("帐号", "账号"),
    ("帐户", "账户"),
    ("登陆", "登录"),
    ("註冊", "注册"),
    # Spoken question words: the written one is what most questions of the knowledge base use.
    ("为啥", "为什么"),
    ("咋个", "怎么"),
    ("咋", "怎么"),
    ("啥子", "什么"),
    ("啥", "什么"),
    ("木有", "没有"),
    ("冇", "没有"),
    ("如何", "怎么"),
    ("怎样", "怎么"),
    ("肿么", "怎么"),
)


class _Ornaments(dict[int, str]):
    """A table for `str.translate` that looks at each character once in the life of the process."""

    def __missing__(self, code: int) -> str:
        """A space for an ornament, the character itself for any other."""
        character = chr(code)
        self[code] = " " if _is_ornament(character) else character
        return self[code]


_WITHOUT_ORNAMENTS = _Ornaments()


@lru_cache(maxsize=65_536)
def normalise(text: str) -> str:
    """Fold width, case, traditional characters, stickers, emoji, repeats and common spellings.

    What a reader would call the same sentence gives the same text; words and their order stay.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    text = _STICKER.sub(" ", simplified(text)).lower()
    text = text.translate(_LOOK_ALIKES).translate(_WITHOUT_ORNAMENTS)
    text = _REPEATED.sub(r"\1", text)
    text = _SPACE_IN_CHINESE.sub("", re.sub(r"\s+", " ", text)).strip()
    for spelling, usual in _SPELLINGS:
        text = text.replace(spelling, usual)
    return text


@lru_cache(maxsize=65_536)
def matching_key(text: str) -> str:
    """The normalised text without punctuation and spaces: equal keys are the same question."""
    return letters(normalise(text))


def letters(normalised: str) -> str:
    """A normalised text without punctuation and spaces."""
    return "".join(filter(str.isalnum, normalised))


def _is_ornament(character: str) -> bool:
    """Emoji, their modifiers and control characters: mood, not meaning."""
    category = unicodedata.category(character)
    return category in ("So", "Sk", "Cc", "Cf", "Cs", "Co", "Mn") or "\U0001f000" <= character <= "\U0001faff"
