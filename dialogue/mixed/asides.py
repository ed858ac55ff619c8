"""What a message asks beside the facts it tells: «邮箱没绑，那能重新注册吗» answers a step and wants an answer too."""

from __future__ import annotations

import re

from dialogue.heard import Heard
from dialogue.moods.outbursts import is_outburst
from dialogue.moods.whole_messages import asks_other_way
from dialogue.questions.aspects import aspect_in, is_of_guides
from dialogue.text.asking import asks
from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from faq.guiding.guidance import Guidance
from faq.text.normalise import matching_key

_LEAST_LETTERS = 5
"""A shorter question, as «怎么办», asks for the very step that comes next, unless it names a price, a time …."""
_HELPLESS = frozenset({"怎么办", "怎么弄", "怎么处理", "怎么解决", "怎么整", "怎么搞"})
_ENDING = "呀啊呢了吧嘛哦哈哎"
_KNOWS_NOT = ("不知道", "不清楚", "不晓得", "不明白", "不懂", "没听懂", "看不懂")
_TAGS = frozenset(
    {"行不行", "行不", "行吗", "行么", "可以吗", "可以不", "可不可以", "能行吗", "好不好", "成吗", "中不中"}
)
"""A clause that only asks what the clause before it says."""
_MOST_TOLD = 16
"""Up to how many letters the clause before such a tag is part of the question."""
_POINTS_BACK = re.compile(
    "(?:是不是|会不会是?|是|跟|和|因为|由于|就是)(?:这个|这|那个|那)(?:原因|问题|事|缘故|引起|造成|导致|有关|影响)?|有(?:没有)?(?:关系|影响)"
)
"""«我改过名字，是不是这个原因»: the question is about what stands before it."""
_ANNOUNCED = re.compile("(?:另外|还有|对了|顺便|再问|同时)")
"""How one more matter is begun."""
_POINTING = 12
"""Up to how many letters a clause may have that only points back."""


def questions_beside(text: str, guidance: Guidance) -> list[str]:
    """The clauses that ask something and tell nothing, in order."""
    found: list[str] = []
    before = ""
    for clause in split_clauses(in_mandarin(text)):
        key = matching_key(clause).rstrip(_ENDING)
        if key in _TAGS and 0 < len(before) <= _MOST_TOLD and not guidance.extractor.facts(before):
            found.append(f"{before}{clause}")
        elif before and len(key) <= _POINTING and _POINTS_BACK.search(key) and asks(clause):
            found.append(f"{before}，{clause}")
        elif _asks(clause, guidance):
            found.append(clause)
        before = clause
    return list(dict.fromkeys(found))


def question_beside(text: str, guidance: Guidance) -> str:
    """All that is asked so, as one text; empty when nothing is."""
    return "，".join(questions_beside(text, guidance))


def _asks(clause: str, guidance: Guidance) -> bool:
    if is_outburst(clause):
        return False
    key = matching_key(clause).rstrip(_ENDING)
    aspect = aspect_in(Heard(clause).core_key)
    if aspect:
        return aspect != "how" and not is_of_guides(aspect) and not guidance.extractor.facts(clause)
    helpless = any(key.endswith(word) and len(key) - len(word) < _LEAST_LETTERS - 1 for word in _HELPLESS)
    asked = asks(clause) or key.endswith(("行不行", "行不", "可不可以", "能不能", "吗"))
    told = helpless or key.startswith(_KNOWS_NOT) or asks_other_way(key) or key in _TAGS
    another = _ANNOUNCED.match(key) is not None  # «另外研究生报名什么时候截止» tells of no application
    return len(key) >= _LEAST_LETTERS and asked and not told and (another or not guidance.extractor.facts(clause))
