"""Toneless pinyin, folded the way people mishear and mistype it.

平翘舌 (zh/z), 前后鼻音 (ang/an) and n/l are one sound here: that is what homophone typos and dialect
input confuse. A character has one reading unless a listed word says otherwise, so that the same
character always gives the same feature and a text costs microseconds.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import lazy_pinyin

_SYLLABLE_LIST = (
    "a o e ai ei ao ou an en ang eng er ba bo bai bei bao ban ben bang beng bi bie biao bian bin bing bu pa "
    "po pai pei pao pou pan pen pang peng pi pie piao pian pin ping pu ma mo me mai mei mao mou man men mang "
    "meng mi mie miao miu mian min ming mu fa fo fei fou fan fen fang feng fu da de dai dei dao dou dan den "
    "dang deng dong di die diao diu dian ding du duo dui duan dun ta te tai tao tou tan tang teng tong ti tie "
    "tiao tian ting tu tuo tui tuan tun na ne nai nei nao nou nan nen nang neng nong ni nie niao niu nian nin "
    "niang ning nu nuo nuan nv nve lve la le lai lei lao lou lan lang leng long li lia lie liao liu lian lin "
    "liang ling lu luo luan lun lv ga ge gai gei gao gou gan gen gang geng gong gu gua guo guai gui guan gun "
    "guang ka ke kai kao kou kan ken kang keng kong ku kua kuo kuai kui kuan kun kuang ha he hai hei hao hou "
    "han hen hang heng hong hu hua huo huai hui huan hun huang ji jia jie jiao jiu jian jin jiang jing jiong "
    "ju jue juan jun qi qia qie qiao qiu qian qin qiang qing qiong qu que quan qun xi xia xie xiao xiu xian "
    "xin xiang xing xiong xu xue xuan xun zha zhe zhi zhai zhei zhao zhou zhan zhen zhang zheng zhong zhu "
    "zhua zhuo zhuai zhui zhuan zhun zhuang cha che chi chai chao chou chan chen chang cheng chong chu chua "
    "chuo chuai chui chuan chun chuang sha she shi shai shei shao shou shan shen shang sheng shu shua shuo "
    "shuai shui shuan shun shuang re ri rao rou ran ren rang reng rong ru ruo rui ruan run za ze zi zai zei "
    "zao zou zan zen zang zeng zong zu zuo zui zuan zun ca ce ci cai cao cou can cen cang ceng cong cu cuo "
    "cui cuan cun sa se si sai sao sou san sen sang seng song su suo sui suan sun ya yo ye yao you yan yin "
    "yang ying yong yi yu yue yuan yun wa wo wai wei wan wen wang weng wu"
)
_SYLLABLES = frozenset(_SYLLABLE_LIST.split())
_LONGEST_SYLLABLE = 6
# Words of our subject whose characters are read otherwise on their own.
_READINGS = {
    "重置": ("chong", "zhi"),
    "重新": ("chong", "xin"),
    "重复": ("chong", "fu"),
    "重设": ("chong", "she"),
    "重名": ("chong", "ming"),
    "重发": ("chong", "fa"),
    "重试": ("chong", "shi"),
    "银行": ("yin", "hang"),
    "行业": ("hang", "ye"),
    "校长": ("xiao", "zhang"),
    "家长": ("jia", "zhang"),
    "退还": ("tui", "huan"),
    "学校": ("xue", "xiao"),
    "校对": ("jiao", "dui"),
    "查看": ("cha", "kan"),
}
_LISTED_WORD = re.compile("|".join(_READINGS))


def is_chinese(run: str) -> bool:
    """Whether a run of `views.runs` is of Chinese characters."""
    return run[0] >= "㐀"


@lru_cache(maxsize=100_000)
def syllables(run: str) -> tuple[str, ...]:
    """Toneless syllables of a run: of its characters, or of the pinyin somebody typed.

    A Latin run that is not pinyin throughout gives nothing.
    """
    if is_chinese(run):
        return _readings(run)
    return split_pinyin(run) or () if run.isalpha() else ()


def fuzzy_syllables(run: str) -> tuple[str, ...]:
    """The syllables of a run with the sounds folded that people confuse."""
    return tuple(fold(syllable) for syllable in syllables(run))


@lru_cache(maxsize=10_000)
def split_pinyin(letters: str) -> tuple[str, ...] | None:
    """Typed pinyin as syllables, longest first (`wangjimima` → wang ji mi ma); None if it is not."""
    # From the end, so that no text is too long for it: step[i] is the syllable length at i, 0 where none leads on.
    step = [0] * len(letters) + [1]
    for place in range(len(letters) - 1, -1, -1):
        for length in range(min(_LONGEST_SYLLABLE, len(letters) - place), 0, -1):
            if step[place + length] and letters[place : place + length] in _SYLLABLES:
                step[place] = length
                break
    if not step[0]:
        return None
    found = []
    place = 0
    while place < len(letters):
        found.append(letters[place : place + step[place]])
        place += step[place]
    return tuple(found)


@lru_cache(maxsize=2_000)
def fold(syllable: str) -> str:
    """The folded sound of one syllable (`zhang` → `zan`, `nan` → `lan`)."""
    if syllable.startswith(("zh", "ch", "sh")):
        syllable = syllable[0] + syllable[2:]
    if syllable.startswith("n"):
        syllable = "l" + syllable[1:]
    if syllable.endswith(("ang", "eng", "ing")):
        syllable = syllable[:-1]
    return syllable


def _readings(run: str) -> tuple[str, ...]:
    sounds = [_reading(character) for character in run]
    for match in _LISTED_WORD.finditer(run):
        sounds[match.start() : match.end()] = _READINGS[match.group()]
    return tuple(sounds)


@lru_cache(maxsize=30_000)
def _reading(character: str) -> str:
    return str(lazy_pinyin(character)[0])
