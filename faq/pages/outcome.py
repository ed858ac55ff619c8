"""What is said where a page shows an outcome: it beats what the page is about, whose how-to would contradict it.

Who is shown «已有照片，无需采集» does not want to hear how to collect one, who is shown «未查到» how to look.
"""

from __future__ import annotations

from faq.entry import FollowUp
from faq.library import Library
from faq.markup import to_plain

SIDE_ASKED = 0.9
"""How likely a few words without a matter that were typed must be a follow-up."""
_AFTER = "，接下来做什么"
_WHY_NOT = ("，怎么办", "，为什么查不到")
_SIDE_AFTER = 0.6
"""The same of what everybody asks who is shown such an outcome."""
GO_ON = "接下来要办什么，用一句话告诉我。"
FIRST_THAT = "先办好这一步再回来；找不到在哪里办，用一句话告诉我。"
_NOTHING = "页面说的是没有查到。先照页面核对填的信息再查一次；还查不到，告诉我查的是什么、用什么查的。"


def side_of(library: Library, entry_id: str | None, asked: str, least: float = SIDE_ASKED) -> FollowUp | None:
    """The follow-up of an entry that some words are, when that is likely enough."""
    told = library.asked_next(asked, [entry_id]) if entry_id else None
    return told.follow_up if told is not None and told.chance >= least else None


def after_done(library: Library, entry_id: str, said: str) -> str:
    """What an entry says to who has what a page is for; else what they want next is asked."""
    return _first(library, entry_id, (said, f"{said}{_AFTER}", _AFTER)) or GO_ON


def told_of_nothing(library: Library, entry_id: str, said: str) -> str:
    """What an entry says to who looked and found nothing; else that, plainly, and what would help to go on."""
    bare = said.rstrip("，,。；;！!")
    return _first(library, entry_id, (bare, *(f"{bare}{words}" for words in _WHY_NOT))) or _NOTHING


def _first(library: Library, entry_id: str, asked: tuple[str, ...]) -> str:
    found = (side_of(library, entry_id, words, _SIDE_AFTER) for words in asked)
    return next((to_plain(item.say) for item in found if item is not None), "")
