"""Corrections in words: a deletion deletes, a correction takes the place of what was wrong, in all the ticket holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.ticket.notes import ADDED, DELETED, NAME_CHANGED, NAME_GONE, NO_NAME, NOT_FOUND, NOT_THERE, REPLACED
from actions.ticket.parts import FORGOTTEN, NO_ACCOUNT, FormReading, Said, TicketDraft
from actions.ticket.reading import USERNAME_KINDS
from dialogue.facts.in_place import in_place
from dialogue.facts.no_part import is_no_part
from dialogue.facts.plans import gives_up
from dialogue.facts.values import value_in_place
from dialogue.people.no_account import has_no_account
from dialogue.text.clauses import MARK, is_asked, split_clauses
from dialogue.text.languages import in_mandarin
from dialogue.text.shortening import fitted
from dialogue.text.tidying import tidied
from dialogue.ticket.corrections import (
    Correction,
    denies_username,
    empties_username,
    names_matter,
    names_other_account,
    read_corrections,
)
from dialogue.ticket.renaming import renames
from dialogue.ticket.rewording import Reworded, reworded
from dialogue.ticket.words import is_content
from faq.text.normalise import matching_key
from faq.text.pinyin import is_chinese
from tickets.written import MATTER

_NOTE_LINES = 3
_POLITE_CHARS, _POLITE_ENGLISH = 4, 12
"""Up to how many characters what stands beside a correction is only a word like «please»."""
_MOST_AT_ONCE = 4
_CONTACT, _CONTACT_ENGLISH = "联系方式：", "Contact: "
_NAMES = ("phone", "email")
_ONLY_DENIED = re.compile("^(?:(?:而|也|就|又|并)?不是|我?(?:可|都|又|根本)?没有?(?:说|提|写|讲)过?).{1,20}$")
"""What is left of «是新的，不是旧的，把旧的那句删了» once that is done."""
_NUMBERED = re.compile("〔([^〔〕#]{1,6})#([0-9]{1,3})〕")


@dataclass(frozen=True)
class _Ticket:
    """All lines of a ticket: those around the words, then the words, whose masked values carry their numbers."""

    frame: tuple[str, ...]
    words: tuple[str, ...]

    @classmethod
    def of(cls, draft: TicketDraft) -> _Ticket:
        numbers = iter(range(len((draft.description or {}).get("refs", ()))))
        text = str((draft.description or {}).get("text", ""))
        numbered = MARK.sub(lambda mark: f"〔{mark[0][1:-1]}#{next(numbers, 0)}〕", text)
        return cls(tuple(draft.suggestion.splitlines()), tuple(numbered.splitlines()))

    def lines(self) -> tuple[str, ...]:
        return (*self.frame, *self.words)

    def changed(self, lines: Sequence[str]) -> _Ticket:
        return _Ticket(tuple(lines[: len(self.frame)]), tuple(lines[len(self.frame) :]))

    def draft(self, before: TicketDraft) -> TicketDraft:
        """The draft with these lines; without a description when nothing at all is left of the ticket."""
        words, frame = "\n".join(filter(None, self.words)), "\n".join(filter(None, self.frame))
        given = (before.description or {}).get("refs", ())
        refs = [given[int(number)] for _, number in _NUMBERED.findall(words) if int(number) < len(given)]
        kept = {name: value for name, value in (before.description or {}).items() if name != "drafted"}
        text = _NUMBERED.sub(r"〔\1〕", words)
        described = {**kept, "text": text, "refs": refs} if text.strip() or frame else None
        return replace(before, suggestion=frame, description=described)


def corrected(draft: TicketDraft, said: Said) -> FormReading | None:
    """What a correction in words changes; None when the message is none, or points at nothing that is there."""
    if said.option or not said.text or (draft.username is None and draft.description is None):
        return None
    if draft.username is not None and (name := _without_name(draft, said) or _renamed(draft, said)) is not None:
        return name
    if not said.private and (matter := names_matter(said.text)):
        others = [line for line in draft.suggestion.splitlines() if not line.startswith(MATTER)]
        gone = "，".join(line for line in draft.suggestion.splitlines() if line.startswith(MATTER))
        told = replace(draft, suggestion="\n".join((f"{MATTER}{matter}", *others)))
        note = fitted(f"{MATTER}{matter}", REPLACED, _NOTE_LINES)
        return FormReading(told, note, then="changed", tells=matter, gone=gone)
    if said.private or draft.description is None:
        return None
    ticket, done, rest = _applied(_Ticket.of(draft), said.text)
    if done:
        return _done(ticket.draft(draft), done, rest)
    if (change := in_place(ticket.words, said.text)) is not None:
        put = ticket.changed((*ticket.frame, *change.texts)).draft(draft)
        note = fitted(change.now, REPLACED, _NOTE_LINES)
        return FormReading(put, note, then="changed", tells=change.now, gone=change.before)
    if (value := value_in_place(ticket.words, said.text)) is not None:
        put = ticket.changed((*ticket.frame, *value.texts)).draft(draft)
        put = put.told_more(value.rest, ()) if value.rest else put
        note = fitted(value.clause, REPLACED, _NOTE_LINES)
        return FormReading(put, note, then="changed", tells=value.clause, gone=value.before)
    return _not_there(draft, said.text)


def _renamed(draft: TicketDraft, said: Said) -> FormReading | None:
    """The draft with the username that a message gives instead of the one there."""
    names = [item for item in said.private if item["kind"] in USERNAME_KINDS and "shape" not in item]
    if not names or names[-1] is not said.private[-1] or not renames(in_mandarin(said.text)):
        return None
    return FormReading(replace(draft, username=dict(names[-1])), NAME_CHANGED)


def _applied(ticket: _Ticket, text: str) -> tuple[_Ticket, list[tuple[Correction, Reworded]], str]:
    """The ticket once all the corrections of a message are made in it, these, and what the message says besides."""
    done: list[tuple[Correction, Reworded]] = []
    while len(done) < _MOST_AT_ONCE:
        wanted = read_corrections(text)
        made = next(((item, change) for item in wanted if (change := reworded(ticket.lines(), item))), None)
        if made is None:
            return ticket, done, next((item.rest for item in wanted if item.instead), text)
        ticket, text = ticket.changed(made[1].lines), made[0].rest
        done.append(made)
    return ticket, done, text


def _done(draft: TicketDraft, done: Sequence[tuple[Correction, Reworded]], text: str) -> FormReading:
    """The draft with what a message tells beside its corrections, and a line for each of these."""
    rest = "，".join(
        tidied(clause)
        for clause in split_clauses(text)
        if is_content(clause)
        and not (is_no_part(clause) or is_asked(clause) or gives_up(clause) or _ONLY_DENIED.match(clause))
    )
    rest = rest if len(matching_key(rest)) > (_POLITE_ENGLISH if rest.isascii() else _POLITE_CHARS) else ""
    changes = [
        fitted(_NUMBERED.sub(r"〔\1〕", change.shown), REPLACED if item.instead else DELETED, _NOTE_LINES)
        for item, change in done
    ]
    more = fitted(rest, ADDED, _NOTE_LINES) if rest else ""
    tells = "，".join(filter(None, (*(item.statement for item, _ in done if item.instead), rest)))
    return FormReading(
        draft.told_more(rest, ()) if rest else draft,
        "\n".join(filter(None, (*changes, more))),
        then="changed",
        tells=tells,
        gone="，".join(change.before for _, change in done),
    )


def _not_there(draft: TicketDraft, text: str) -> FormReading | None:
    """What is said when nothing in the ticket is what the message wants changed; None when it asks for no change."""
    wanted = read_corrections(text)
    if any(item.named and not item.instead and not item.last and not item.place for item in wanted):
        return FormReading(draft, NOT_FOUND, then="whole", tells="")
    item = next((item for item in wanted if item.instead and item.ordered and not is_asked(item.statement)), None)
    if item is None or MARK.search(text):
        return None
    # Whole clauses as they were said: a piece of one is nobody's words.
    said = "，".join(tidied(clause) for clause in split_clauses(text) if not is_no_part(clause) and is_content(clause))
    return FormReading(draft.told_more(said, ()), NOT_THERE.format(said), then="changed", tells=item.statement)


def _without_name(draft: TicketDraft, said: Said) -> FormReading | None:
    """The draft without a username that is none; an address that was only left for the answer is kept as that."""
    name = dict(draft.username or {})
    known = name.get("kind") not in (None, "forgotten")
    wrong = known and not said.private and (has_no_account(said.text) or denies_username(said.text))
    if not (wrong or empties_username(said.text)):
        return None
    if known and names_other_account(said.text) and not has_no_account(said.text):
        return FormReading(replace(draft, username=None), NAME_GONE)
    told = replace(draft, username=NO_ACCOUNT if has_no_account(said.text) else FORGOTTEN)
    if known and denies_username(said.text) and name.get("kind") in _NAMES:
        mark = {"phone": "〔手机号〕", "email": "〔邮箱〕"}[name["kind"]]
        lead = _CONTACT if any(map(is_chinese, said.text)) else _CONTACT_ENGLISH
        told = told.told_more(f"{lead}{mark}", [name["ref"]])
    return FormReading(told, NO_NAME)
