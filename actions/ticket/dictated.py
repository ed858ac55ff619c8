"""The draft that says what its owner dictates, word for word."""

from __future__ import annotations

from dataclasses import replace

from actions.ticket.parts import Said, TicketDraft
from dialogue.text.clauses import MARK
from dialogue.ticket.dictating import Dictated, dictated
from dialogue.ticket.pieces import only_words


def exactly(draft: TicketDraft, said: Said) -> TicketDraft | None:
    """The draft that says what its owner wants written, and nothing else; None when they do not say so."""
    words = only_words(said.text)
    if words is None or words not in said.text:
        return None
    return _written(draft, said, words)


def take_dictated(draft: TicketDraft, said: Said, *, in_form: bool) -> tuple[TicketDraft, Said] | None:
    """The draft with the dictated text, and what the message says besides; None when nothing is dictated.

    «内容就写：…» stands for all that was taken before; behind a bare «描述：» it is told beside what was told.
    """
    told = None if said.option or only_words(said.text) else dictated(said.text, in_form=in_form)
    if told is None:
        return None
    rest = replace(said, text="，".join(filter(None, (told.before, told.behind))), private=_others(said, told))
    if told.alone or draft.description is None or draft.drafted:
        return _written(draft, said, told.words), rest
    refs = [item["ref"] for item in said.private[_marks(told.before) :][: _marks(told.words)]]
    return draft.told_more(told.words, refs), rest


def _written(draft: TicketDraft, said: Said, words: str) -> TicketDraft:
    before = _marks(said.text[: said.text.index(words)])
    refs = [item["ref"] for item in said.private[before : before + _marks(words)]]
    return replace(draft, description={"text": words, "refs": refs, "exact": True}, suggestion="")


def _others(said: Said, told: Dictated) -> tuple[dict[str, str], ...]:
    """The values of a message without those in the dictated text."""
    first = _marks(told.before)
    return tuple(dict(item) for item in (*said.private[:first], *said.private[first + _marks(told.words) :]))


def _marks(text: str) -> int:
    return len(MARK.findall(text))
