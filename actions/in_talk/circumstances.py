"""The circumstance somebody tells beside their question leads the reply: what a follow-up of the entry says to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from actions.guiding.leading import conclusion
from dialogue.mixed.several import asks_plainly
from dialogue.text.languages import in_mandarin
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.engine.library import Library
from faq.follow_ups.asked_next import AskedNext
from faq.follow_ups.of_case import NO_CASE, Case
from faq.ranking.decision import LEANING, Decision
from faq.saying.answer import answer_options
from faq.saying.head import headed
from faq.saying.reply import OTHERS, Reply
from faq.text.choice import Option
from faq.text.normalise import normalise
from faq.text.phone import cautious_lines
from faq.text.polarity import asks_whether, says_whether

_LISTED = f"\n{OTHERS}\n"
_AHEAD = 0.02
"""How much nearer in meaning than all that is asked next elsewhere what a whole message asks must be.

Of 395 questions of outsiders nine were answered by such a follow-up, eight rightly; without bounds 26, 14 rightly.
"""
_CERTAIN, _FAR = 0.95, 0.5
_LIKELY = 0.25
"""From how likely on the entry that a follow-up leads to is the one that was meant."""


def told_beside(library: Library, text: str, entry: Entry, known: Case = NO_CASE) -> AskedNext | None:
    """What of the entry's follow-ups a message tells or asks beside its question, or is for who is in that case."""
    return library.asked_next(in_mandarin(text), (entry.id,), known, beside=True)


def asked_of_it(library: Library, text: str, entry: Entry, known: Case = NO_CASE) -> AskedNext | None:
    """The follow-up of the entry that a message as a whole asks: what it asks is no part beside the question then.

    A yes or no is for who asks whether.
    """
    plain = in_mandarin(text)
    found = library.asked_next(plain, (entry.id,), known) if asks_plainly(plain) else None
    if found is None or found.ahead < _AHEAD:
        return None
    whether = asks_whether(plain) or asks_whether(normalise(plain))
    return found if whether or not says_whether(found.follow_up.say) else None


def decided_by(told: AskedNext, decision: Decision) -> Decision:
    """The decision with the sibling first that such a circumstance leads to, where that was likely by itself.

    What is asked counts more than who asks: an entry that is as good as certain, and far ahead, stays.
    """
    sibling = next((item for item in decision.candidates if item.entry_id == told.follow_up.entry_id), None)
    if decision.band != "answer" or sibling is None or sibling.score < _LIKELY:
        return decision
    first = decision.candidates[0].score
    if first >= _CERTAIN and first - sibling.score >= _FAR:
        return decision
    rest = (item for item in decision.candidates if item is not sibling)
    return replace(decision, candidates=(sibling, *rest), reason=LEANING)


def under_line(line: str, reply: Reply, told: AskedNext, entry: Entry, content: Content, lines: int) -> Reply:
    """A reply with that line at its head, and as much of the answer under it as a screen has room for."""
    if line in reply.text:
        return reply
    more = content.entry(told.follow_up.entry_id or "")
    for answer, options in _shorter(reply, entry, content):
        said = headed(answer, entry, "", line)
        whole = () if said != line else (Option(entry.id, entry.title),)
        buttons = tuple(option for option in (*whole, *options) if more is None or option.id != more.id)
        kept = (Option(more.id, more.title), *buttons) if more is not None and _LISTED not in said else buttons
        if cautious_lines(said) <= lines:
            return replace(reply, text=said, options=tuple(dict.fromkeys(kept)))
    return replace(reply, text=line, options=(*answer_options(entry, content),))


def _shorter(reply: Reply, entry: Entry, content: Content) -> Iterator[tuple[str, tuple[Option, ...]]]:
    """The answer under the line, less and less of it: its list of other questions goes first."""
    yield reply.text, reply.options
    yield reply.text.partition(_LISTED)[0], answer_options(entry, content)
    yield conclusion(entry), (Option(entry.id, entry.title), *answer_options(entry, content))
