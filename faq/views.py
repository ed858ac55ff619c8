"""How a sentence looks to the index: characters, toneless fuzzy pinyin, initials, words.

Characters survive wrong word boundaries, fuzzy pinyin survives homophones and dialect
(平翘舌、前后鼻音、n/l 不分), initials let "wjmm" find 忘记密码.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pypinyin import lazy_pinyin

from faq.normalise import normalise

_RUN = re.compile(r"[㐀-䶿一-鿿]+|[a-z]+|\d+")
_SYLLABLE_PARTS = (
    "a o e ai ei ao ou an en ang eng er ba bo bai bei bao ban ben bang beng bi bie biao bian bin bing bu pa po pai pei "
    "pao pou pan pen pang peng pi pie piao pian pin ping pu ma mo me mai mei mao mou man men mang meng mi mie miao miu "
    "mian min ming mu fa fo fei fou fan fen fang feng fu da de dai dei dao dou dan den dang deng dong di die diao diu "
    "dian ding du duo dui duan dun ta te tai tao tou tan tang teng tong ti tie tiao tian ting tu tuo tui tuan tun na ne "
    "nai nei nao nou nan nen nang neng nong ni nie niao niu nian nin niang ning nu nuo nuan nv nve lve la le lai lei lao "
    "lou lan lang leng long li lia lie liao liu lian lin liang ling lu luo luan lun lv ga ge gai gei gao gou gan gen "
    "gang geng gong gu gua guo guai gui guan gun guang ka ke kai kao kou kan ken kang keng kong ku kua kuo kuai kui kuan "
    "kun kuang ha he hai hei hao hou han hen hang heng hong hu hua huo huai hui huan hun huang ji jia jie jiao jiu jian "
    "jin jiang jing jiong ju jue juan jun qi qia qie qiao qiu qian qin qiang qing qiong qu que quan qun xi xia xie xiao "
    "xiu xian xin xiang xing xiong xu xue xuan xun zha zhe zhi zhai zhei zhao zhou zhan zhen zhang zheng zhong zhu zhua "
    "zhuo zhuai zhui zhuan zhun zhuang cha che chi chai chao chou chan chen chang cheng chong chu chua chuo chuai chui "
    "chuan chun chuang sha she shi shai shei shao shou shan shen shang sheng shu shua shuo shuai shui shuan shun shuang "
    "re ri rao rou ran ren rang reng rong ru ruo rui ruan run za ze zi zai zei zao zou zan zen zang zeng zong zu zuo zui "
    "zuan zun ca ce ci cai cao cou can cen cang ceng cong cu cuo cui cuan cun sa se si sai sao sou san sen sang seng "
    "song su suo sui suan sun ya yo ye yao you yan yin yang ying yong yi yu yue yuan yun wa wo wai wei wan wen wang weng wu"
).split()
_SYLLABLES = frozenset(_SYLLABLE_PARTS)
_LONGEST_SYLLABLE = 6


def runs(text: str) -> list[str]:
    """Maximal runs of Chinese characters, Latin letters or digits of the normalised text."""
    return _RUN.findall(normalise(text))


def features(text: str) -> list[str]:
    """All n-gram tokens of a text, for tf-idf: characters 1–2 (`c:`) and fuzzy syllables 1–2 (`p:`)."""
    parts = runs(text)
    characters = [piece for part in parts for piece in (part if _is_chinese(part) else [part])]
    syllables = [syllable for part in parts for syllable in fuzzy_syllables(part)]
    return [*_ngrams("c:", characters), *_ngrams("p:", syllables), *_initial_ngrams(parts)]


def characters(text: str) -> frozenset[str]:
    """The set of characters and character pairs of a text, for order-free overlap."""
    key = "".join(runs(text))
    return frozenset(key) | frozenset(key[i : i + 2] for i in range(len(key) - 1))


@lru_cache(maxsize=50_000)
def fuzzy_syllables(run: str) -> tuple[str, ...]:
    """Folded toneless syllables of a run: of its characters, or of pinyin somebody typed.

    A Latin run that is not pinyin throughout gives nothing.
    """
    if _is_chinese(run):
        return tuple(_fold(syllable) for syllable in lazy_pinyin(run))
    if run.isalpha():
        split = split_pinyin(run)
        return tuple(_fold(syllable) for syllable in split) if split else ()
    return ()


@lru_cache(maxsize=10_000)
def split_pinyin(letters: str) -> tuple[str, ...] | None:
    """Typed pinyin as syllables, longest first (`wangjimima` → wang ji mi ma); None if it is not."""
    if not letters:
        return ()
    for length in range(min(_LONGEST_SYLLABLE, len(letters)), 0, -1):
        if letters[:length] in _SYLLABLES:
            rest = split_pinyin(letters[length:])
            if rest is not None:
                return (letters[:length], *rest)
    return None


def _is_chinese(run: str) -> bool:
    return run[0] >= "㐀"


def _fold(syllable: str) -> str:
    for retroflex in ("zh", "ch", "sh"):
        if syllable.startswith(retroflex):
            syllable = retroflex[0] + syllable[2:]
    if syllable.startswith("n"):
        syllable = "l" + syllable[1:]
    for nasal in ("ang", "eng", "ing"):
        if syllable.endswith(nasal):
            syllable = syllable[:-1]
    return syllable


def _ngrams(prefix: str, units: Sequence[str]) -> Iterator[str]:
    for index, unit in enumerate(units):
        yield prefix + unit
        if index + 1 < len(units):
            yield prefix + unit + "_" + units[index + 1]


def _initial_ngrams(parts: Sequence[str]) -> Iterator[str]:
    """Initial trigrams of Chinese runs, and of short Latin runs that are not pinyin ("wjmm")."""
    for part in parts:
        if _is_chinese(part):
            initials = "".join(syllable[:1] for syllable in lazy_pinyin(part))
        elif part.isalpha() and len(part) >= 3 and split_pinyin(part) is None:
            initials = part
        else:
            continue
        for index in range(len(initials) - 2):
            yield "i:" + initials[index : index + 3]
