"""How it does not happen again: the follow-up of a matter in talk, or of its kindred, that tells just that.

Such a follow-up is known by one of its wordings, so that staff can write one for any entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from rasa_sdk import Tracker

from actions.guiding.leading import case_of, guide_of
from actions.in_talk.asked_next import in_talk
from faq.answer import answer_options
from faq.entry import Entry
from faq.library import Library
from faq.markup import to_plain
from faq.reply import Reply

WORDING = "以后怎么才不会再这样"
"""The wording by which the follow-up is known."""


def told_prevention(library: Library, tracker: Tracker) -> Reply | None:
    """What keeps it from happening again, once; None where nothing of the kind is written."""
    for entry in _near(library, tracker):
        said = next((item.say for item in entry.follow_ups if WORDING in item.asks), "")
        if said:
            return Reply(to_plain(said), answer_options(entry, library.content), "answer", entry.id)
    return None


def _near(library: Library, tracker: Tracker) -> Iterator[Entry]:
    """The matters in talk, then those of their kind, then those whose guide is linked with the one that was walked."""
    content, guides = library.content, library.guidance.guides
    talk, case = in_talk(library, tracker), case_of(tracker)
    yield from talk
    kinds = {entry.intent for entry in talk}
    yield from (entry for entry in content.entries if entry.intent in kinds)
    linked = guides.linked(case.guide) if case.guide in guides.guides else ()
    yield from (entry for entry in content.entries if guide_of(entry, content) in linked)
