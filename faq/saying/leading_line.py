"""The line at the head of a list that begins with the answer of its likeliest entry: what was asked of that entry.

«锁定要多久» may mean the entry on 调剂, and how long a lock lasts is none of its first sentences: a follow-up of it
tells that. Of lists whose first entry was right, such a follow-up was right in nine of ten; so it takes the head of the
answer, which still stands under what was understood, with the others below.
"""

from __future__ import annotations

from faq.engine.library import Library
from faq.follow_ups.asked_next import AskedNext
from faq.ranking.decision import Decision
from faq.text.markup import to_plain
from faq.text.normalise import normalise
from faq.text.polarity import fitting_verdict

_MAY_BE = 2
"""Among how many of a list the follow-up may be that is asked at once."""
_CLEARLY = 0.05
"""How much nearer in meaning it must be than what is asked next of all other entries.

Of 1,400 wordings of follow-ups asked at once, each left out of its own, 34 of 34 were right from there on, and 71 of
165 without it: many entries hold «要钱吗».
"""


def asked_at_once(library: Library, decision: Decision, text: str) -> AskedNext | None:
    """The follow-up that a text surely is for which entries are only listed; what a list asks is then known."""
    if decision.band != "clarify" or decision.second is not None or decision.elsewhere:
        return None
    listed = (item.entry_id for item in decision.candidates[:_MAY_BE])
    found = library.asked_next(text, [name for name in listed if name not in decision.careful])
    return found if found is not None and found.ahead >= _CLEARLY else None


def line_of_first(library: Library, decision: Decision, text: str) -> str:
    """What a follow-up of the entry that leads a list says to a text; empty where none is surely asked."""
    if decision.band != "clarify" or not decision.says:
        return ""
    entries = (decision.says,)
    found = library.asked_next(text, entries) or library.asked_next(text, entries, beside=True)
    return fitting_verdict(normalise(text), to_plain(found.follow_up.say)) if found is not None else ""
