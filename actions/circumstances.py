"""The circumstance somebody tells beside their question leads the reply: what a follow-up of the entry says to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from actions.leading import conclusion
from dialogue.languages import in_mandarin
from faq.answer import answer_options
from faq.asked_next import AskedNext
from faq.choice import Option
from faq.decision import LEANING, Decision
from faq.entry import Entry
from faq.library import Library
from faq.loader import Content
from faq.phone import cautious_lines
from faq.polarity import says_whether
from faq.reply import OTHERS, Reply

_LISTED = f"\n{OTHERS}\n"
_USUALLY = "一般情况：{}"
_LIKELY = 0.25
"""From how likely on the entry that a follow-up leads to is the one that was meant."""


def told_beside(library: Library, text: str, entry: Entry) -> AskedNext | None:
    """What of the entry's follow-ups a clause of a message tells or asks beside its question."""
    return library.asked_next(in_mandarin(text), (entry.id,), beside=True)


def decided_by(told: AskedNext, decision: Decision) -> Decision:
    """The decision with the sibling first that such a circumstance leads to, where that was likely by itself."""
    sibling = next((item for item in decision.candidates if item.entry_id == told.follow_up.entry_id), None)
    if decision.band != "answer" or sibling is None or sibling.score < _LIKELY:
        return decision
    rest = (item for item in decision.candidates if item is not sibling)
    return replace(decision, candidates=(sibling, *rest), reason=LEANING)


def under_line(line: str, reply: Reply, told: AskedNext, entry: Entry, content: Content, lines: int) -> Reply:
    """A reply with that line at its head, and as much of the answer under it as a screen has room for."""
    if line in reply.text:
        return reply
    more = content.entry(told.follow_up.entry_id or "")
    for text, options in _shorter(line, reply, entry, content):
        buttons = tuple(option for option in options if more is None or option.id != more.id)
        kept = (Option(more.id, more.title), *buttons) if more is not None and _LISTED not in text else buttons
        said = f"{line}\n{text}".rstrip()
        if cautious_lines(said) <= lines:
            return replace(reply, text=said, options=kept)
    return replace(reply, text=line, options=(*answer_options(entry, content),))


def _shorter(line: str, reply: Reply, entry: Entry, content: Content) -> Iterator[tuple[str, tuple[Option, ...]]]:
    """The answer under the line, less and less of it: its list of other questions goes first."""
    whole = _not_against(line, reply.text)
    bare = whole.partition(_LISTED)[0]
    yield whole, reply.options
    yield bare, answer_options(entry, content)
    yield _not_against(line, conclusion(entry)), (Option(entry.id, entry.title), *answer_options(entry, content))


def _not_against(line: str, answer: str) -> str:
    """The answer, its yes or no said to be the usual one where the line above it says yes or no as well."""
    return _USUALLY.format(answer) if says_whether(line) and says_whether(answer) else answer
