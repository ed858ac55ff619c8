"""Which of an entry's follow-ups are for this person: staff write whom each is for (`when`, a condition on the facts).

«我毕业了，名字错了怎么改» is told at once what holds of graduates, and so is who said two turns before that he has
graduated. Who asks what only others are told gets what is said to the same question in his own case.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from faq.content.entry import Entry, FollowUp
from faq.text.normalise import matching_key

Case = Mapping[str, str]
"""The facts of a case, by their names in `faq/situation.yml`."""
NO_CASE: Case = MappingProxyType({})
"""Of somebody of whom nothing is known."""


def meant_for(entry: Entry, case: Case) -> FollowUp | None:
    """The follow-up that is for who is in that case: of several the one that looks at most; None where two do."""
    held = [item for item in entry.follow_ups if item.when.tests and item.when.holds(case)]
    most = max((len(item.when.tests) for item in held), default=0)
    closest = [item for item in held if len(item.when.tests) == most]
    return closest[0] if len(closest) == 1 else None


def fitting_case(entry: Entry, item: FollowUp, case: Case) -> FollowUp | None:
    """A follow-up, or what is said to the same question in that case where it is for others; None where nothing is."""
    if not item.when.is_ruled_out(case):
        return item
    asked = set(map(matching_key, item.asks))
    same = (other for other in entry.follow_ups if asked & set(map(matching_key, other.asks)))
    return next((other for other in same if other.when.holds(case) and other.when.tests), None)
