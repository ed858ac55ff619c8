"""How it does not happen again: the follow-up that tells just that, of what is asked or of a matter in talk.

Such a follow-up is known by one of its wordings, so that staff can write one for any entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from rasa_sdk import Tracker

from actions.conversation import message_text
from actions.guiding.leading import OTHER_SERVICE, case_of, guide_of
from actions.in_talk.asked_next import in_talk
from dialogue.text.languages import in_mandarin
from faq.content.entry import Entry, FollowUp
from faq.engine.library import Library
from faq.saying.answer import answer_options
from faq.saying.reply import Reply
from faq.text.markup import to_plain
from faq.text.normalise import matching_key
from faq.text.pinyin import is_chinese

WORDING = "以后怎么才不会再这样"
"""The wording by which the follow-up is known."""
_ANY = frozenset("怎么才不会再又这种样事以后下次今防止避免得出着去要")
"""Letters of how it is asked, whatever shall not happen."""


def told_prevention(library: Library, tracker: Tracker) -> Reply | None:
    """What keeps it from happening again; None where nothing of the kind is written."""
    written = {entry.id: told for entry in library.content.entries if (told := _written(entry)) is not None}
    said = set(matching_key(in_mandarin(message_text(tracker))))
    words = {name: len(said & _own_words(told)) for name, told in written.items()}
    named = max(words, key=words.__getitem__, default="")
    near = (entry.id for entry in _near(library, tracker) if entry.id in written)
    name = named if words.get(named) else next(near, "")
    entry = library.content.entry(name)
    if entry is None:
        return None
    return Reply(to_plain(written[name].say), answer_options(entry, library.content), "answer", name)


def _written(entry: Entry) -> FollowUp | None:
    return next((item for item in entry.follow_ups if WORDING in item.asks), None)


def _own_words(told: FollowUp) -> set[str]:
    """What its wordings name that shall not happen: «忘», «过期», «被盗», and none of the words all have."""
    return {letter for ask in told.asks for letter in matching_key(ask) if is_chinese(letter)} - _ANY


def _near(library: Library, tracker: Tracker) -> Iterator[Entry]:
    """The matters in talk, then those of their kind, then those whose guide is linked with the one that was walked."""
    content, guides = library.content, library.guidance.guides
    talk, case = in_talk(library, tracker), case_of(tracker)
    yield from talk
    if any(entry.harm for entry in talk):  # who is robbed in one way guards against all of them
        yield from (entry for entry in content.entries if entry.harm)
    kinds = {entry.intent for entry in talk} - {OTHER_SERVICE}
    yield from (entry for entry in content.entries if entry.intent in kinds)
    linked = guides.linked(case.guide) if case.guide in guides.guides else ()
    yield from (entry for entry in content.entries if guide_of(entry, content) in linked)
