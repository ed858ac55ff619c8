"""Corrections in words: a deletion deletes, a correction takes the place of what was wrong, in all the ticket holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from actions.ticket_notes import DELETED, NO_NAME, NOT_FOUND, REPLACED
from actions.ticket_parts import MATTER, NO_ACCOUNT, ORDER, FormReading, Said, TicketDraft
from dialogue.corrections import Correction, denies_username, empties_username, names_matter, read_corrections
from dialogue.no_account import has_no_account
from dialogue.plans import gives_up
from dialogue.shortening import fitted
from dialogue.ticket_words import MARK, is_asked, is_content
from faq.normalise import matching_key
from faq.pinyin import is_chinese

_UNIT_END = re.compile(r"([，,；;]|[。！!？?.](?=\s|$)|[。！？])\s*")
_LEAST_COVERED, _LEAST_ALIKE = 0.5, 0.6
_LEAST_KEY = 2
_NOTE_LINES = 2
_POLITE_CHARS = 8
"""Up to how many characters what stands beside a correction is only a word like «please»."""
_CONTACT, _CONTACT_ENGLISH = "联系方式：", "Contact: "
_NAMES = ("phone", "email")


@dataclass(frozen=True)
class _Words:
    """A text with the references of its masked values."""

    text: str
    refs: tuple[str, ...] = ()


def corrected(draft: TicketDraft, said: Said) -> FormReading | None:
    """What a correction in words changes; None when the message is none, or points at nothing that is there."""
    if said.option or not said.text or (draft.username is None and draft.description is None):
        return None
    if draft.username is not None and (name := _without_name(draft, said)) is not None:
        return name
    if not said.private and (matter := names_matter(said.text)):
        others = (line for line in draft.suggestion.splitlines() if not line.startswith(MATTER))
        told = replace(draft, suggestion="\n".join((f"{MATTER}{matter}", *others)))
        return FormReading(told, fitted(matter, REPLACED, _NOTE_LINES))
    if said.private or draft.description is None:
        return None
    wanted = read_corrections(said.text)
    for item in wanted:
        words = _Words(str(draft.description["text"]), tuple(draft.description["refs"]))
        changed, shown = _changed(words, item)
        frame, shown_there = (None, "") if item.last or item.place else _changed(_Words(draft.suggestion), item)
        if changed is None and frame is None:
            continue
        note, shown = REPLACED if item.instead else DELETED, shown or shown_there
        told = draft if frame is None else replace(draft, suggestion=_with_parts(frame.text))
        if changed is not None:
            told = replace(told, description=_described(draft, changed, framed=bool(told.suggestion)))
        if item.rest and is_content(item.rest) and not is_asked(item.rest) and not gives_up(item.rest):
            told = told.told_more(item.rest, ()) if len(matching_key(item.rest)) > _POLITE_CHARS else told
        return FormReading(told, fitted(shown, note, _NOTE_LINES))
    if any(item.named and not item.instead and not item.last for item in wanted):
        return FormReading(draft, NOT_FOUND, then="whole")
    return None


def _without_name(draft: TicketDraft, said: Said) -> FormReading | None:
    """The draft without a username that is none; an address that was only left for the answer is kept as that."""
    name = dict(draft.username or {})
    known = name.get("kind") not in (None, "forgotten")
    wrong = known and not said.private and (has_no_account(said.text) or denies_username(said.text))
    if not (wrong or empties_username(said.text)):
        return None
    told = replace(draft, username=NO_ACCOUNT if has_no_account(said.text) else {"kind": "forgotten"})
    if known and denies_username(said.text) and name.get("kind") in _NAMES:
        mark = {"phone": "〔手机号〕", "email": "〔邮箱〕"}[name["kind"]]
        lead = _CONTACT if any(map(is_chinese, said.text)) else _CONTACT_ENGLISH
        told = told.told_more(f"{lead}{mark}", [name["ref"]])
    return FormReading(told, NO_NAME)


def _described(draft: TicketDraft, words: _Words, *, framed: bool) -> dict[str, Any] | None:
    """The description with other words; None when nothing at all is left of the ticket."""
    before: Mapping[str, Any] = draft.description or {}
    kept = {name: value for name, value in before.items() if name != "drafted"}
    return {**kept, "text": words.text, "refs": list(words.refs)} if words.text.strip() or framed else None


def _with_parts(frame: str) -> str:
    """The lines around the words without those of which only the label is left."""
    return "\n".join(line for line in frame.splitlines() if line not in ORDER)


def _changed(words: _Words, item: Correction) -> tuple[_Words | None, str]:
    """The words as the correction wants them, and what to show of it; None when what it names is not among them."""
    if item.place:
        return _replaced_at(words, item), item.instead
    return (_replaced(words, item), item.instead) if item.instead else _without(words, item)


def _replaced(words: _Words, item: Correction) -> _Words | None:
    """The words with a piece in the place of another; values stay where they are."""
    at = words.text.casefold().find(item.what.casefold())
    if at < 0 or MARK.search(item.what) or MARK.search(item.instead):
        return None
    return _Words(f"{words.text[:at]}{item.instead}{words.text[at + len(item.what) :]}", words.refs)


def _replaced_at(words: _Words, item: Correction) -> _Words | None:
    """The words with another sentence in the place of one that was counted; values stay where they are."""
    found = [(row, unit) for row, line in enumerate(words.text.splitlines()) for unit, _ in _units(line)]
    if item.place > len(found) or MARK.search(found[item.place - 1][1]) or MARK.search(item.instead):
        return None
    row, unit = found[item.place - 1]
    lines = words.text.splitlines()
    lines[row] = lines[row].replace(unit, item.instead, 1)
    return _Words("\n".join(lines), words.refs)


def _without(words: _Words, item: Correction) -> tuple[_Words | None, str]:
    """The words without a piece, and the piece; None when it is not among them."""
    lines = [_units(line) for line in words.text.splitlines()]
    units = [(row, place) for row, line in enumerate(lines) for place in range(len(line))]
    gone = set(units[-1:]) if item.last else _meant(lines, units, item)
    if not gone:
        at = words.text.find(item.what)
        if not item.named or at < 0 or MARK.search(item.what):
            return None, ""
        return _Words(f"{words.text[:at]}{words.text[at + len(item.what) :]}".strip("，, "), words.refs), item.what
    refs = iter(words.refs)
    kept_refs: list[str] = []
    kept: list[str] = []
    for row, line in enumerate(lines):
        text = ""
        for place, (unit, mark) in enumerate(line):
            inside = [ref for _, ref in zip(MARK.findall(unit), refs, strict=False)]
            if (row, place) not in gone:
                text += f"{unit}{mark}"
                kept_refs += inside
        kept.append(text.strip(" ，,；;"))
    shown = "，".join(lines[row][place][0] for row, place in sorted(gone))
    return _Words("\n".join(filter(None, kept)), tuple(kept_refs)), shown


def _meant(
    lines: Sequence[Sequence[tuple[str, str]]], units: Sequence[tuple[int, int]], item: Correction
) -> set[tuple[int, int]]:
    """The clauses that are meant: those of the words that were named, or else the one most like them."""
    what = matching_key(item.what)
    if len(what) < _LEAST_KEY:
        return set()
    keys = {
        (row, place): matching_key(lines[row][place][0]) for row, place in units if lines[row][place][0] not in ORDER
    }
    found = {unit for unit, key in keys.items() if len(key) >= _LEAST_KEY and key in what}
    found |= {unit for unit, key in keys.items() if what in key and len(what) >= _LEAST_COVERED * len(key)}
    if found or not item.named:
        return found
    alike = {unit: SequenceMatcher(None, what, key).ratio() for unit, key in keys.items()}
    holding = [unit for unit, key in keys.items() if what in key]
    best = max(holding or alike, key=lambda unit: alike[unit], default=None)
    return {best} if best is not None and (holding or alike[best] >= _LEAST_ALIKE) else set()


def _units(line: str) -> list[tuple[str, str]]:
    """The clauses of a line, each with the mark behind it."""
    pieces = _UNIT_END.split(line)
    units: list[tuple[str, str]] = []
    label = next((label for label in ORDER if line.startswith(label)), "")
    if label:
        units.append((label, ""))
        pieces[0] = pieces[0].removeprefix(label)
    for text, mark in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        if text.strip():
            space = " " if mark in (".", "!", "?") else ""
            units.append((text.strip(), mark + space))
    return units
