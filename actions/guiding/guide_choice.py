"""Which guide a message leads into, and whether its own answer is wanted instead."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rasa_sdk import Tracker

from actions.conversation import message_text
from actions.guiding.leading import case_of, taken_for_granted, told_facts, with_facts
from dialogue.moods.whole_messages import without_abuse
from dialogue.questions.weighing import action_meant
from dialogue.text.clauses import is_asked
from dialogue.text.languages import in_mandarin
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.engine.library import Library
from faq.guiding.state import GuideReply, GuideState
from faq.guiding.tree import Guides
from faq.ranking.decision import Decision
from faq.saying.answer import school_contacts

_LIKELY = 0.5
"""From how likely on an entry of a list counts as said when its facts were: «支付宝密码忘了» is not about ours."""
_AHEAD, _AHEAD_BY = 0.6, 0.3
"""How likely, and how much likelier than the next, the first of a list must be for its guide to begin at once."""
_A_CASE = 2
"""From how many facts on a message tells a case and no mere word of it."""
_WHETHER = re.compile("行不行|可以不|直接|干脆|要不要|能勾|能点")
_LEAVES = re.compile("算了|先不|不弄|不办|不搞|不问|不说这|先说|换个(?:问题|事)|别的(?:事|问题)|另一?件")
"""Words with which somebody leaves the matter of a guide for another one."""


def one_guide(
    decision: Decision, content: Content, facts: Mapping[str, str], guides: Guides, *, told: int = 0
) -> Entry | None:
    """The entry of a list whose guide tells the others apart better than the list would.

    That is the likeliest when another of the list leads into the same guide, or else the first whose question is
    what the person said of their case. `told` is how many facts the message told: who tells a case wants no list.
    Where the guide would hand on to the guide of another of the list, that one is meant: who cannot log in changes
    no phone number before they have got in.
    """
    if decision.band != "clarify":
        return None
    offered = [entry for item in decision.offered if (entry := content.entry(item.entry_id)) is not None]
    found = _one_of(offered, decision, facts, guides, told)
    if found is None or not found.guide or found.guide not in guides.guides:
        return found
    speaks = guides.speaks_first(found.guide, guides.situation.with_implied(facts))
    return found if speaks == found.guide else next((entry for entry in offered if entry.guide == speaks), found)


def _one_of(
    offered: Sequence[Entry], decision: Decision, facts: Mapping[str, str], guides: Guides, told: int
) -> Entry | None:
    if not offered:
        return None
    first, *others = offered
    scores = [item.score for item in decision.offered]
    ahead = scores[0] >= _AHEAD and scores[0] - max(scores[1:], default=0.0) >= _AHEAD_BY
    if first.guide and (ahead or any(other.guide == first.guide for other in others)):
        return first  # a guide asks what it must know, and warns before a step that cannot be taken back
    likely = {item.entry_id for item in decision.offered if item.score >= _LIKELY}
    for entry in (entry for entry in offered if entry.id in likely):
        if any(facts.get(name) == value for name, value in _known(entry, guides).items()):
            return entry
    for entry in offered if told else ():  # what the page says names the matter, whatever is told around it
        if any(
            guides.situation.facts[name].page and facts.get(name) == value
            for name, value in _known(entry, guides).items()
        ):
            return entry
    if told >= _A_CASE:
        for entry in offered:
            known = _known(entry, guides)
            if known and all(facts.get(name) == value for name, value in known.items()):
                return entry
    return _told_of(offered, facts, guides)


def fitting_entry(entry: Entry, said: Mapping[str, str], content: Content, guides: Guides) -> Entry:
    """The entry, or the one its guide stands for where it takes for granted what the person said otherwise."""
    knows = _known(entry, guides)
    guide = guides.guides.get(entry.guide or "")
    if guide is None or not guide.greeting or taken_for_granted(knows, said, guides) == knows:
        return entry
    return content.entry(guide.greeting[1]) or entry


def fitting_case(entry: Entry, said: Mapping[str, str], content: Content, guides: Guides) -> Entry:
    """The entry, or the one of the same guide that takes for granted no more than what the person said."""
    knows = _known(entry, guides)
    left = taken_for_granted(knows, said, guides)
    if left == knows:
        return entry
    return next((item for item in content.entries if item.guide == entry.guide and _known(item, guides) == left), entry)


def same_guide(decision: Decision, content: Content) -> bool:
    """Whether the first two that a message may mean lead into one guide, which asks what tells them apart."""
    found = [content.entry(item.entry_id) for item in decision.candidates[:2]]
    guides = {entry.guide for entry in found if entry is not None}
    return len(found) > 1 and len(guides) == 1 and None not in guides


def _told_of(offered: Sequence[Entry], facts: Mapping[str, str], guides: Guides) -> Entry | None:
    """Of entries with the same guide the likeliest that takes nothing for granted but what was said."""
    for entry in offered:
        kindred = [other for other in offered if other.guide and other.guide == entry.guide]
        known = _known(entry, guides)
        told = facts.keys() & guides.asked_in(entry.guide) if len(kindred) > 1 and entry.guide else set()
        if told and all(facts.get(name) == value for name, value in known.items()):
            return entry
    return None


def _known(entry: Entry, guides: Guides) -> Mapping[str, str]:
    guide = guides.guides.get(entry.guide or "")
    return guide.knows.get(entry.id, {}) if guide else {}


def asks_on(entry: Entry, case: GuideState, facts: Mapping[str, str], guides: Guides, text: str) -> bool:
    """Whether the answer itself is wanted and no guide: what is asked is beside the way, and nothing told moves it.

    Of a guide that came to its end before the matter was done the end is not said again, unless the question takes
    something for granted that nobody said yet. A question about another matter does not end the guide under way.
    """
    moves = any(case.known.get(name) != value for name, value in facts.items())
    if not case.guide or case.over or moves:
        return False
    if entry.guide == case.guide:
        return case.running or all(case.known.get(name) == value for name, value in _known(entry, guides).items())
    return case.running and not facts and bool(entry.guide) and is_asked(text) and not _LEAVES.search(text)


def of_a_school(entry: Entry, content: Content, context: str) -> bool:
    """Whether the answer has something for the people of the school that was named: a guide would not say it."""
    return bool(school_contacts(entry, content, context))


def weighed_before(text: str, known: Mapping[str, str], guides: Guides) -> str:
    """The guide that weighs what cannot be taken back, for who asks whether to do it and told what it depends on."""
    undone = guides.undone(known)
    meant = action_meant(text, undone)
    asked = is_asked(text) or _WHETHER.search(text) or meant
    for name, irreversible in undone.items() if asked else ():
        guide = guides.guides.get(name)
        named = irreversible.name in text or irreversible is meant
        if guide is not None and named and guide.asks_first in known:
            return name
    return ""


def guide_that_weighs(library: Library, tracker: Tracker) -> tuple[GuideState, GuideReply] | None:
    """The first step of the guide that weighs what cannot be taken back, for who asks whether to do it."""
    guidance, case = library.guidance, case_of(tracker)
    text = without_abuse(in_mandarin(message_text(tracker)))
    told = with_facts(case, told_facts(tracker))
    weighed = weighed_before(text, told.known, guidance.guides)
    return guidance.engine.begin(told, weighed) if weighed else None
