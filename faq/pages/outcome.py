"""What is said where a page shows an outcome: it beats what the page is about, whose how-to would contradict it.

Who is shown «已有照片，无需采集» does not want to hear how to collect one, who is shown «未查到» how to look.
"""

from __future__ import annotations

import re

from faq.content.entry import Entry, FollowUp
from faq.engine.library import Library
from faq.follow_ups.asked_next import AskedNext
from faq.pages.deciding import HIDDEN, SETTLED, top
from faq.pages.naming import TROUBLE, service_in
from faq.pages.nearer import is_of_other_site
from faq.pages.page import PageReading, Verdict
from faq.pages.sentences import CONSEQUENCE, tells_lack, tells_state
from faq.pages.standing import asked_for_time, asked_to_do, found_nothing, is_done, lines_of
from faq.text.markup import to_plain
from faq.text.normalise import matching_key

SIDE_ASKED = 0.9
"""How likely a few words without a matter that were typed must be a follow-up."""
_SIDE = 0.95
"""How likely what a page says must be a follow-up: it asks nothing."""
_BEFORE = re.compile("仅(?:对|限|面向)|未(?:绑定|完成|通过|实名|验证)")
"""What a page wants to be done before what it is for: every page about it can be told that."""
_AFTER = "，接下来做什么"
_WHY_NOT = ("，怎么办", "，为什么查不到")
_SIDE_AFTER = 0.6
"""The same of what everybody asks who is shown such an outcome."""
_ALIKE = 0.85
"""How likely a page must say what such a follow-up is for; the prompts of other entries stay below."""
_NEAR = 0.68
"""The cosine with one of its wordings that it needs as well."""
_SAID_LETTERS = 6
GO_ON = "接下来要办什么，用一句话告诉我。"
FIRST_THAT = "先办好这一步再回来；找不到在哪里办，用一句话告诉我。"
_NOTHING = "页面说的是没有查到。"
_CHECK = "先照页面核对填的信息再查一次；还查不到，告诉我查的是什么、用什么查的。"
_CHECKED = re.compile(r"核对|查不到|没查到|找不到|[到布了]了?没有")
"""What a line says to who found nothing."""


def side_of(library: Library, entry_id: str | None, asked: str, least: float = SIDE_ASKED) -> FollowUp | None:
    """The follow-up of an entry that some words are, when that is likely enough."""
    told = library.asked_next(asked, [entry_id]) if entry_id else None
    return told.follow_up if told is not None and told.chance >= least else None


def side_of_state(library: Library, entry_id: str, state: str) -> FollowUp | None:
    """The follow-up that a page's own words are, which ask nothing: surely one, or near one on what must come first."""
    follow_up = side_of(library, entry_id, state, _ALIKE)
    sure = follow_up is not None and side_of(library, entry_id, state, _SIDE) is not None
    first = follow_up is not None and _BEFORE.search(state) is not None and _is_near(library, state, follow_up)
    return follow_up if sure or first else None


def first_line(library: Library, entry: Entry, state: str) -> FollowUp | None:
    """What an entry says first to a page that refuses something until something else is done, as to typed words."""
    told = library.asked_next(state, [entry.id], beside=True) if _BEFORE.search(state) else None
    return told.follow_up if told is not None else None


def settles(reading: PageReading) -> bool:
    """Whether a page says by itself what keeps somebody from going on, or how far something is."""
    if reading.verdict not in (Verdict.MATCH, Verdict.UNSURE):
        return False
    blocks = bool(reading.matches) and reading.matches[0].blocks
    said = reading.matches[0].quote if reading.matches else reading.quote
    return blocks or reading.name == TROUBLE or tells_state(said)


def side_of_prompt(entry: Entry | None, reading: PageReading) -> FollowUp | None:
    """The follow-up in which staff wrote the very prompt that the page shows: what that one means, and what to do."""
    if entry is None or not reading.matches or reading.matches[0].entry_id != entry.id:
        return None
    return next((item for item in entry.follow_ups if reading.matches[0].prompt in item.asks), None)


def told_alike(library: Library, reading: PageReading) -> AskedNext | None:
    """The follow-up written for prompts that means what a page says in words nobody wrote down; None when unsure."""
    said = HIDDEN.sub("", reading.quote)
    if reading.bare or said == reading.name or len(matching_key(said)) < _SAID_LETTERS:
        return None
    if (
        said.startswith("暂无")
        or tells_lack(said)
        or asked_to_do(said, reading.name)
        or asked_for_time(said, reading.name)
        or is_done(said)
    ):
        return None  # what to do there, or when, is asked of the engine
    entries = [
        entry
        for entry in library.content.entries
        if _written(entry) and not is_of_other_site(entry, reading.facts.site)
    ]
    told = library.asked_next(said, [entry.id for entry in entries])
    if told is None or told.chance < _ALIKE or not _is_near(library, said, told.follow_up):
        return None
    if reading.name:  # the same words under another title are about what that names
        decision = library.decide(f"{reading.name}，{said}")
        if top(decision) >= SETTLED and decision.candidates[0].entry_id != told.entry_id:
            return None
        titles = {entry.id: entry.title for entry in library.content.entries}
        listed = [titles.get(item.entry_id, "") for item in decision.offered]
        matter = service_in(reading.name)
        if matter and matter not in titles[told.entry_id] and any(matter in title for title in listed):
            return None
    return told if any(told.follow_up in _written(entry) for entry in entries if entry.id == told.entry_id) else None


def _is_near(library: Library, said: str, follow_up: FollowUp) -> bool:
    """Whether a text means one of a follow-up's wordings: 登录已失效 is near 已在别处登录 beside all else only."""
    vectors = library.meanings([said, *follow_up.asks], alone=True)
    return vectors is None or float((vectors[1:] @ vectors[0]).max()) >= _NEAR


def _written(entry: Entry) -> list[FollowUp]:
    prompts = set(entry.prompts)
    return [item for item in entry.follow_ups if not prompts.isdisjoint(item.asks)]


def after_done(library: Library, entry_id: str, said: str) -> str:
    """What an entry says to who has what a page is for; else what they want next is asked."""
    bare = CONSEQUENCE.sub("", said)  # what cannot be done again is not what they want
    return _first(library, entry_id, (bare, f"{bare}{_AFTER}", _AFTER)) or GO_ON


def told_of_nothing(library: Library, entry_id: str, said: str) -> str:
    """What an entry says to who looked and found nothing; else that, plainly, and what to check or to tell."""
    bare, entry = said.rstrip("，,。；;！!"), library.content.entry(entry_id)
    told = _first(library, entry_id, (bare, *(f"{bare}{words}" for words in _WHY_NOT))) or _nothing_as_written(
        library, entry, bare
    )
    checks = lines_of(to_plain(entry.answer), lambda part: _CHECKED.search(part) is not None) if entry else ""
    return told or (f"{_NOTHING}{checks}" if checks else f"{_NOTHING}{_CHECK}")


def _nothing_as_written(library: Library, entry: Entry | None, said: str) -> str:
    """What the entry says in the follow-up that a page found nothing for in nearly those words; "" without one."""
    written = [item for item in entry.follow_ups if any(map(found_nothing, item.asks))] if entry is not None else []
    near = (item for item in written if library.meanings([said]) is not None and _is_near(library, said, item))
    return next((to_plain(item.say) for item in near), "")


def _first(library: Library, entry_id: str, asked: tuple[str, ...]) -> str:
    found = (side_of(library, entry_id, words, _SIDE_AFTER) for words in asked)
    return next((to_plain(item.say) for item in found if item is not None), "")
