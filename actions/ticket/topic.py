"""Which entry a talk is about before its ticket."""

from __future__ import annotations

from collections.abc import Sequence

from actions.ticket.case import tapped_option
from dialogue.facts.told import read_told
from dialogue.said import Utterance
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.text.normalise import matching_key

_OF_THE_TALK = frozenset({"contact_support", "ticket_status"})
"""Intents whose entries are about reaching somebody, which is no matter of a ticket."""
_APART = (("学籍", "学历"), ("学历", "学籍"))
"""What is easily taken for each other: a title with the one does not tell of the other."""
_FAULTS = ("格式", "有误", "冻结", "异常", "上限", "超时", "空白", "占用")
"""What a page says: a title with it is the matter of those only who said it, too."""
_EVERYWHERE = frozenset({"学信", "信网", "信息", "怎么", "什么", "可以", "提示"})
"""What most titles say, so that it tells nothing of a matter."""


def topic_of_talk(said: Sequence[Utterance], content: Content, last: Entry | None) -> Entry | None:
    """The entry the talk is about: the latest that answered words it shares, else the last of all.

    What is tapped on the way is that only when it shares words with the problem that was told first.
    """
    found = None
    opening = ""
    for before, message in zip((Utterance(""), *said), said, strict=False):
        clauses = () if message.text.startswith("/") else read_told(message.text).clauses
        opening = opening or "，".join(clauses)
        entry = content.entry(message.topic)
        new = message.topic != before.topic
        if entry is None or not new or entry.intent in _OF_THE_TALK:
            continue
        tapped = tapped_option(message.text) and (not opening or shares_words(entry.title, opening))
        if tapped or (clauses and shares_words(entry.title, message.text)):
            found = entry
    return found or (last if last is None or last.intent not in _OF_THE_TALK else None)


def shares_words(title: str, told: str) -> bool:
    """Whether a title and what was told have two characters in a row in common."""
    key = matching_key(told)
    parts = matching_key(title)
    if any(one in parts and one not in key and other in key for one, other in _APART):
        return False
    if any(fault in parts and fault not in key for fault in _FAULTS):
        return False
    pairs = {parts[place : place + 2] for place in range(len(parts) - 1)} - _EVERYWHERE
    return any(pair in key for pair in pairs)
