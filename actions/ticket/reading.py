"""Reads the pieces of a ticket out of one sentence: username, "no picture", and what is left to describe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from actions.ticket.parts import FORGOTTEN, NO_ACCOUNT
from dialogue.facts.no_part import is_no_part
from dialogue.moods.whole_messages import without_abuse
from dialogue.people.no_account import has_no_account, only_says_none
from dialogue.text.clauses import MARK, marked_clauses, split_clauses
from dialogue.text.languages import in_mandarin
from dialogue.text.tidying import is_start, tidied
from dialogue.ticket.enough import says_enough
from dialogue.ticket.form_wishes import has_no_picture
from dialogue.ticket.pieces import (
    asks_to_be_reached,
    brings_picture,
    in_chinese_form,
    is_other_value,
    says_username,
    written_up,
)
from dialogue.ticket.words import (
    ENOUGH_CHARS,
    chars_beside_username,
    corrects_username,
    is_content,
    is_forgotten,
    without_ticket_lead,
    words_to_add,
)
from faq.text.normalise import matching_key
from faq.text.pinyin import is_chinese

USERNAME_KINDS = ("phone", "id_number", "email", "name")
WRONG = "wrong"
"""The kind of a username that was typed wrong (bot/conversation/guard.py)."""
_PERSON = "person_name"
"""The kind of a name that somebody introduces as their own: the ticket needs it, and it is no username."""
_FEW_CHARS = 4
_LEAST_CHARS = 2


@dataclass(frozen=True)
class Pieces:
    """What one sentence gives: a username (a reference, or forgotten), no picture, the rest with its references."""

    username: Mapping[str, str] | None
    corrects: bool
    no_picture: bool
    rest: str
    refs: tuple[str, ...]


def read_pieces(text: str, private: Sequence[Mapping[str, str]]) -> Pieces:
    """Take a sentence apart, clause by clause; masked values are counted off in order."""
    values = iter(private)
    username: Mapping[str, str] | None = None
    no_picture = False
    kept: list[str] = []
    refs: list[str] = []
    contact = False
    none = has_no_account(text)
    for clause in filter(None, map(without_ticket_lead, split_clauses(in_chinese_form(without_abuse(text))))):
        inside = [item for _, item in zip(MARK.findall(clause), values, strict=False)]
        plain = in_mandarin(clause)
        # «请回邮件 〔邮箱〕», «新号是〔手机号〕»: what is to be kept
        other = is_other_value(plain)
        contact = asks_to_be_reached(clause) or (bool(inside) and (contact or other))
        names = [] if other else [item for item in inside if item["kind"] in USERNAME_KINDS and "shape" not in item]
        if none:  # what is left beside that is where the person is reached
            names = [item for item in names if says_username(plain)]
            contact = contact or bool(inside)
        if names and username is None:
            username = dict(names[0])
        elif username is None and is_forgotten(plain):
            username = FORGOTTEN
            continue
        values_only = bool(inside) and all(item["kind"] != _PERSON for item in inside)
        only_a_name = (values_only or corrects_username(plain)) and chars_beside_username(clause) < _FEW_CHARS
        told = not (only_a_name and not contact) and is_content(plain)
        if not told or (none and only_says_none(plain)):
            continue
        if has_no_picture(plain):
            no_picture = True
            continue
        if is_no_part(clause) or is_start(clause) or says_enough(plain):
            continue
        kept.append(tidied(written_up(clause) or clause))
        refs += [item["ref"] for item in inside]
    if none and username is None:
        username = dict(NO_ACCOUNT)
    rest = _joined(kept)
    enough = len(matching_key(rest)) >= ENOUGH_CHARS or bool(refs)
    return Pieces(username, corrects_username(text), no_picture, rest if enough else "", tuple(refs) if enough else ())


def _joined(clauses: Sequence[str]) -> str:
    """The clauses in one sentence; in English what ends with a full stop needs no comma."""
    if any(is_chinese(mark) for clause in clauses for mark in MARK.sub("", clause)):
        return "，".join(clauses)
    text = ""
    for clause in clauses:
        text += f"{'' if not text else ' ' if text[-1] in '.!?' else ', '}{clause}"
    return text


def _without_asides(words: str) -> str:
    """What is added without «写清楚一点，谢谢» and «那个»; masked values, and what holds nothing else, stay."""
    clauses = marked_clauses(words)
    kept = [f"{clause}{mark}" for clause, mark in clauses if not (is_no_part(clause) or is_start(clause))]
    aside = MARK.search(words) or not kept or len(kept) == len(clauses)
    return words if aside else "".join(kept).rstrip("，,；; ")


@dataclass(frozen=True)
class Addition:
    """What is added to a ticket: words with the references of what was masked in them, in order, and pictures."""

    text: str = ""
    refs: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to add."""
        return bool(self.text or self.pictures)

    def joined(self, other: Addition) -> Addition:
        """Both together, in order."""
        text = "\n".join(filter(None, (self.text, other.text)))
        pictures = tuple(dict.fromkeys((*self.pictures, *other.pictures)))
        return Addition(text, (*self.refs, *other.refs), pictures)


def read_addition(text: str, private: Sequence[Mapping[str, str]] = (), pictures: Sequence[str] = ()) -> Addition:
    """What a message adds: its words without «补充一下：»; politeness alone is nothing."""
    words = _without_asides(words_to_add(text))
    if len(matching_key(words)) < _LEAST_CHARS or not is_content(words) or brings_picture(matching_key(text)):
        return Addition(pictures=tuple(pictures))
    before = len(MARK.findall(text[: text.index(words)])) if words in text else 0
    count = len(MARK.findall(words))
    refs = tuple(item["ref"] for item in private[before : before + count])
    return Addition(words, refs, tuple(pictures))
