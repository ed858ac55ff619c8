"""What leans on the answer before it ("那邮箱呢？" after 找回密码), and the words it is read in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from faq.content.entry import Entry
from faq.engine.in_talk import TalkSoFar
from faq.ranking.decision import Decision
from faq.text.normalise import letters, normalise
from faq.text.pinyin import is_chinese
from faq.text.views import runs_of_normalised
from faq.text.wording import core

_MOST_LETTERS = 14
_MOST_REWORDED = 4
NOUNS = (
    *("手机号", "手机", "邮箱", "姓名", "名字", "密码", "密保", "微信", "支付宝", "身份证号", "证件号", "用户名"),
    *("学籍", "学历", "学位"),
)
"""Things people ask about in each other's place («那邮箱呢？»)."""
# What asks for something that only the answer before can name: 那邮箱呢, 要是没绑, 多久能好, 手机也停用了.
_LEANS = re.compile(r"^(?:那(?!么?就|算|好|行)|要是|如果|万一)|多久|多少|几天|什么时候|去哪|在哪|哪里|^.{2,}也.{2,}")
_LEANING_HEAD = re.compile(r"^(?:那么?|还有|要是|如果|万一|假如|假设|的话)+")
_RESIGNED = ("吧", "算了", "好了")
_MOST_LEANING_LETTERS = 10


def may_follow_up(plain: str) -> bool:
    """Whether a normalised text is short enough to lean on what was said before; a Latin word counts as one letter."""
    parts = runs_of_normalised(core(plain))
    return sum(len(part) if is_chinese(part) else 1 for part in parts) <= _MOST_LETTERS


def leans(plain: str) -> bool:
    """Whether a normalised text is worded so that it says too little without what was said before."""
    said = letters(plain)
    return len(said) <= _MOST_LEANING_LETTERS and not said.endswith(_RESIGNED) and bool(_LEANS.search(said))


def neighbours(previous: Entry, entries: Iterable[Entry]) -> list[str]:
    """The entries that name the previous one as related, or that it names."""
    return [entry.id for entry in entries if entry.id in previous.related or previous.id in entry.related]


def question_in(plain: str) -> str:
    """What is asked in «要是……呢», «那……呢»: the rest without the words that lean on what was said before."""
    rest = _LEANING_HEAD.sub("", plain.rstrip("?？!！。. "))
    return rest.removesuffix("呢").removesuffix("怎么办") or plain


def read_with_topic(
    decide: Callable[..., Decision], text: str, topic: Entry | None, topic_id: str, talk: TalkSoFar
) -> Decision:
    """What to say to a short question about the entry answered before: read as it is, and in the topic's words."""
    plain = decide(text, previous=topic_id, talk=talk)
    if topic is None or plain.band == "answer":
        return plain
    tries = [*reworded(rest := question_in(normalise(text)), topic, NOUNS), *([rest] if rest != text else [])]
    answers = [found for found in (decide(wording) for wording in tries) if found.band == "answer"]
    best = max(answers, key=lambda found: found.candidates[0].score, default=plain)
    if best is plain or best.candidates[0].entry_id != topic_id:
        return best
    # The topic's own words lead to what was just said, whatever stands in them.
    asked = decide(rest, previous=topic_id, talk=talk) if rest != text else plain
    return asked if asked.band == "clarify" and asked.candidates[0].entry_id != topic_id else best


def reworded(text: str, topic: Entry, nouns: Iterable[str]) -> list[str]:
    """Wordings of the topic that ask the same about another thing: «换手机号怎么弄» and «那邮箱呢» give «换邮箱怎么弄».

    `nouns` are the names of things people put in each other's place; the shortest wordings come first, after the
    bare noun beside the topic's title: «邮箱,忘记密码怎么找回».
    """
    known = sorted(set(nouns), key=len, reverse=True)
    asked = next((noun for noun in known if noun in text), None)
    if asked is None:
        return []
    result = [f"{asked},{topic.title}"] if text == asked else []
    for wording in sorted(topic.wordings(), key=len):
        held = next((noun for noun in known if noun in wording), None)
        if held is not None and held != asked and held not in asked and asked not in held:
            result.append(wording.replace(held, asked))
    return result[:_MOST_REWORDED]
