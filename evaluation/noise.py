"""Ways people distort what they type, with a fixed seed: for tests, evaluation and calibration.

The same text, kind and seed always give the same distortion, on every machine.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import lru_cache

from opencc import OpenCC
from pypinyin import lazy_pinyin

_CHINESE = re.compile(r"[一-鿿]")
_STRETCH = re.compile(r"[一-鿿]{2,}")
_OPENERS = ("你好，", "那个，", "请问一下，", "我想问问啊，", "麻烦问下，", "嗯……", "在吗，", "老师您好，")
_CLOSERS = ("，谢谢", "啊", "，急急急", "呢麻烦了", "，在线等", "，谢谢老师", "哈", "，求解答")
_EMOJI = ("😭", "🙏", "😅", "[流泪]", "[捂脸]", "❗", "😡", "[抱拳]")
# Pairs that look alike on a phone or in a hurry (形近字).
_LOOK_ALIKE_PAIRS = (
    "未=末 末=未 己=已 已=己 人=入 入=人 大=太 太=大 土=士 士=土 账=帐 帐=账 录=绿 码=吗 吗=码 "
    "号=另 找=我 我=找 忘=忌 记=纪 籍=藉 历=厉 学=字 字=学 信=倍 验=险 证=征 征=证 机=杌 手=毛 "
    "毛=手 绑=梆 邮=油 邮=由 箱=籍 注=住 住=注 册=删 查=杳 看=着 怎=乍 么=公 改=攻 换=唤 登=凳 "
    "不=下 下=不 到=倒 显=湿 示=未 没=设 设=没 有=右 密=蜜 收=牧 身=射 份=分 名=各 用=甩 户=卢 "
    "是=昰 报=拫 告=吉 照=昭 片=斤 审=申 核=该"
)
_LOOK_ALIKE = dict(pair.split("=") for pair in _LOOK_ALIKE_PAIRS.split())


def homophone(text: str, dice: random.Random) -> str:
    """One character in eight becomes another of the same sound (登录 → 灯录), at least one."""
    return _replace(text, dice, _same_sound)


def look_alike(text: str, dice: random.Random) -> str:
    """One character in eight becomes one that looks like it, where the table has one."""
    return _replace(text, dice, lambda character, _: _LOOK_ALIKE.get(character))


def missing(text: str, dice: random.Random) -> str:
    """One character in ten is left out, at least one, of texts of three and more."""
    places = [match.start() for match in _CHINESE.finditer(text)]
    if len(places) < 3:
        return text
    gone = set(dice.sample(places, max(1, min(3, len(places) // 10))))
    return "".join(character for place, character in enumerate(text) if place not in gone)


def doubled(text: str, dice: random.Random) -> str:
    """One character in ten is typed twice, at least one."""
    places = [match.start() for match in _CHINESE.finditer(text)]
    if not places:
        return text
    twice = set(dice.sample(places, max(1, min(3, len(places) // 10))))
    return "".join(character * (2 if place in twice else 1) for place, character in enumerate(text))


def traditional(text: str, _: random.Random) -> str:
    """繁体字."""
    return str(_to_traditional().convert(text))


def full_width(text: str, _: random.Random) -> str:
    """Full-width letters, digits and marks, and ideographic spaces."""
    return "".join(
        "　" if character == " " else chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character
        for character in text
    )


def filler(text: str, dice: random.Random) -> str:
    """Words around the question that say nothing."""
    return dice.choice(_OPENERS) + text + dice.choice(_CLOSERS)


def pinyin(text: str, dice: random.Random) -> str:
    """One stretch of two to four characters typed as pinyin (忘记mima了)."""
    stretches = list(_STRETCH.finditer(text))
    if not stretches:
        return text
    stretch = dice.choice(stretches)
    length = min(stretch.end() - stretch.start(), dice.randint(2, 4))
    start = dice.randint(stretch.start(), stretch.end() - length)
    return text[:start] + "".join(lazy_pinyin(text[start : start + length])) + text[start + length :]


def all_pinyin(text: str, _: random.Random) -> str:
    """The whole text as pinyin, two syllables a word (wangji mima le)."""

    def spell(match: re.Match[str]) -> str:
        sounds = lazy_pinyin(match.group())
        return " " + " ".join("".join(sounds[place : place + 2]) for place in range(0, len(sounds), 2)) + " "

    return re.sub(r"[一-鿿]+", spell, text).strip()


def spaced(text: str, _: random.Random) -> str:
    """A space between all characters."""
    return " ".join(text)


def unpunctuated(text: str, _: random.Random) -> str:
    """Voice input: no marks at all."""
    return re.sub(r"[^\w\s]", "", text)


def emoji(text: str, dice: random.Random) -> str:
    """Stickers and emoji inside and behind."""
    place = dice.randint(0, len(text))
    return text[:place] + dice.choice(_EMOJI) + text[place:] + dice.choice(_EMOJI) * dice.randint(1, 3)


KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "homophone": homophone,
    "look_alike": look_alike,
    "missing": missing,
    "doubled": doubled,
    "traditional": traditional,
    "full_width": full_width,
    "filler": filler,
    "pinyin": pinyin,
    "all_pinyin": all_pinyin,
    "spaced": spaced,
    "unpunctuated": unpunctuated,
    "emoji": emoji,
}


def distort(text: str, kind: str, seed: int = 0) -> str:
    """One text distorted in one way."""
    return KINDS[kind](text, random.Random(f"{seed}/{kind}/{text}"))  # noqa: S311 - repeatable on purpose


def _replace(text: str, dice: random.Random, other: Callable[[str, random.Random], str | None]) -> str:
    places = [match.start() for match in _CHINESE.finditer(text)]
    dice.shuffle(places)
    wanted = max(1, min(3, len(places) // 8))
    characters = list(text)
    for place in places:
        replacement = other(characters[place], dice)
        if replacement and wanted:
            characters[place] = replacement
            wanted -= 1
    return "".join(characters)


def _same_sound(character: str, dice: random.Random) -> str | None:
    others = [other for other in _by_sound().get(lazy_pinyin(character)[0], ()) if other != character]
    return dice.choice(others) if others else None


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, tuple[str, ...]]:
    """The 3,755 everyday characters (GB 2312, level 1) by toneless pinyin."""
    sounds: dict[str, list[str]] = {}
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            try:
                character = bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            sounds.setdefault(lazy_pinyin(character)[0], []).append(character)
    return {sound: tuple(characters) for sound, characters in sounds.items()}


@lru_cache(maxsize=1)
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")
