"""What is missing among an entry's questions: kinds of wording, and words its neighbours are asked with.

Content is what decides how often the engine is right (53 % with one question an entry, 90 % with twenty),
so these lists are meant to send an editor back to writing, not to write for them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from faq.checks.similarity import nearest_groups
from faq.content.entry import Entry
from faq.text.normalise import matching_key

_SHORT, _SPOKEN, _LONG = 8, 25, 60
_NEIGHBOURS = 4
_FEWEST_USES = 3
# A word that a fifth of all entries use says nothing about this one.
_COMMON = 0.2
_MOST_WORDS = 20
_MOST_BORDER = 5
_BORDER_SHARE = 0.5

_QUOTED = re.compile(r"[“”\"「」]|提示|显示|报错|弹出")
_DIALECT = re.compile(r"咋|啥|俺|木有|得行|整|捉急|哪儿|嘞|撒|点样|唔")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_MOOD = re.compile(r"急|气死|烦|崩溃|!|！|快点|截止|来不及")
_OTHERS = re.compile(r"孩子|儿子|女儿|家长|老师|辅导员|同学|学生|我妈|我爸|老人|员工|HR")
_ASKING = re.compile(r"[？?吗呢么哪谁几]|怎|什么|多少|如何|能不能|咋|啥")
_MARKS = re.compile(r"[，。？！,.?! ]")

KINDS: tuple[tuple[str, int, Callable[[str], bool]], ...] = (
    ("很短的词组（8 字以内）", 4, lambda text: len(matching_key(text)) <= _SHORT),
    ("带背景的长叙述（60 字以上）", 3, lambda text: len(text) >= _LONG),
    ("没有标点的口述", 2, lambda text: len(text) >= _SPOKEN and not _MARKS.search(text)),
    ("贴页面提示或报错", 1, lambda text: bool(_QUOTED.search(text))),
    ("方言或口语（咋、啥、俺、木有…）", 1, lambda text: bool(_DIALECT.search(text))),
    ("夹拼音、字母或英文", 1, lambda text: bool(_LATIN.search(text))),
    ("着急或生气", 1, lambda text: bool(_MOOD.search(text))),
    ("替别人问", 1, lambda text: bool(_OTHERS.search(text))),
    ("陈述句（不带问号和疑问词）", 3, lambda text: not _ASKING.search(text)),
)
"""Kind of wording, how many of it an entry should have, how it is told."""


@dataclass(frozen=True)
class Suggestion:
    """What an entry's questions lack."""

    entry: Entry
    missing_kinds: tuple[tuple[str, int, int], ...]
    neighbours: tuple[tuple[str, float], ...]
    missing_words: tuple[tuple[str, int, str], ...]
    border: tuple[tuple[str, str], ...]


def suggest(entries: Sequence[Entry], entry_id: str, words: Callable[[str], Sequence[str]]) -> Suggestion:
    """What to write for an entry; `words` cuts a sentence into words.

    Raises:
        KeyError: no such entry.
    """
    number = next((place for place, entry in enumerate(entries) if entry.id == entry_id), None)
    if number is None:
        raise KeyError(entry_id)
    entry = entries[number]
    counts = [(name, sum(map(is_kind, entry.questions)), least) for name, least, is_kind in KINDS]
    groups = [[matching_key(text) for text in item.wordings()] for item in entries]
    near = nearest_groups(groups, number, _NEIGHBOURS)
    neighbours = [entries[place] for place, _ in near]
    own_words = {word for text in entry.wordings() for word in words(text)}
    uses: Counter[str] = Counter()
    example: dict[str, str] = {}
    for neighbour in neighbours:
        for text in neighbour.questions:
            for word in set(words(text)) - own_words:
                uses[word] += 1
                example.setdefault(word, text)
    spread = Counter(word for item in entries for word in {word for text in item.wordings() for word in words(text)})
    common = max(_FEWEST_USES, int(_COMMON * len(entries)))
    missing = [
        (word, count)
        for word, count in uses.items()
        if count >= _FEWEST_USES and len(word) > 1 and not word.isdigit() and spread[word] <= common
    ]
    missing.sort(key=lambda pair: (-pair[1], pair[0]))
    return Suggestion(
        entry,
        tuple((name, have, least) for name, have, least in counts if have < least),
        tuple((entries[place].id, score) for place, score in near),
        tuple((word, count, example[word]) for word, count in missing[:_MOST_WORDS]),
        tuple(_border(entry, neighbours)),
    )


def _border(entry: Entry, neighbours: Sequence[Entry]) -> list[tuple[str, str]]:
    """Questions of the neighbours that share most of their characters with one of the entry's own."""
    result = []
    own = [frozenset(matching_key(text)) for text in entry.wordings()]
    for neighbour in neighbours:
        for text in neighbour.questions:
            marks = frozenset(matching_key(text))
            share = max((len(marks & mine) / len(marks | mine) for mine in own if marks | mine), default=0.0)
            result.append((share, text, neighbour.id))
    result.sort(key=lambda item: (-item[0], item[1]))
    return [(text, name) for share, text, name in result[:_MOST_BORDER] if share >= _BORDER_SHARE]
