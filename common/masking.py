"""Personal data and secrets found in a text and replaced by placeholders.

Rasa, its tracker and every log only ever see what `mask` returns. Recognised are the national ID number (18 digits
with its check digit by GB 11643-1999, 15 digits with a possible birthday, and what is nearly one), mainland mobile
numbers, e-mail addresses, bank cards (Luhn), passports, travel permits and cards of Hong Kong, Macau and Taiwan,
however their digits are grouped, glued to letters or written; a name that somebody introduces as one (我叫…、姓名：…);
exam numbers, QQ and WeChat names and the telephone at home behind their words; what is said to be a part of a number,
and a number that is a whole message (`find_alone`, for messages only); passwords and codes behind theirs,
whose value is dropped at once. What only looks alike (report numbers and their codes, student numbers, years, amounts,
public hotlines) stays. In doubt a number is taken for a person's.

The work grows with the length of the text and no faster; `common.private` does it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from common.private.addresses import PUBLIC_ADDRESSES, find_addresses, is_address
from common.private.announced import find_announced
from common.private.checks import id_shape, is_id15, is_id18, is_mobile, mobile_shape
from common.private.disguised import find_disguised
from common.private.documents import find_documents
from common.private.folding import NUMERALS, fold
from common.private.labelled import find_labelled
from common.private.names import find_names
from common.private.numbers import find_mixed, find_numbers, find_numerals
from common.private.parts import find_parts
from common.private.pieces import find_piece
from common.private.plain_passwords import find_plain_passwords
from common.private.secrets import find_secrets
from common.private.spelled import find_spelled
from common.private.values import PLACEHOLDERS, SECRET_KINDS, PrivateValue, Shape

__all__ = [
    "NUMERALS",
    "PLACEHOLDERS",
    "PUBLIC_ADDRESSES",
    "SECRET_KINDS",
    "MaskedText",
    "PrivateValue",
    "Shape",
    "find_alone",
    "find_private",
    "is_email",
    "is_id_number",
    "is_mobile_number",
    "mask",
    "replaced",
    "shape_of",
    "show_masked",
    "without_secrets",
]

is_email = is_address
is_mobile_number = is_mobile
_TAKEN = "\uffff"
"""Stands where something was found, for those who look after: no pattern has it."""
_FINDERS: tuple[Callable[[str], Iterator[PrivateValue]], ...] = (
    find_addresses,
    find_names,
    find_mixed,
    find_numbers,
    find_documents,
    find_numerals,
    find_disguised,
    find_spelled,
    find_labelled,
    find_parts,
)


@dataclass(frozen=True)
class MaskedText:
    """A text safe to pass on, and what was taken out of it, in order."""

    text: str
    found: tuple[PrivateValue, ...]


def mask(text: str) -> MaskedText:
    """Replace personal data and secrets in a text by placeholders."""
    found = tuple(find_private(text))
    return MaskedText("".join(replaced(text, found)), found)


def without_secrets(text: str) -> str:
    """A text whose passwords and codes are placeholders and all else as it was: not even what is sealed keeps one."""
    return "".join(replaced(text, (item for item in find_private(text) if item.kind in SECRET_KINDS)))


def replaced(text: str, found: Iterable[PrivateValue], otherwise: str = "") -> Iterator[str]:
    """The text in pieces, with a placeholder for each value (which must be in order); `otherwise` for other kinds."""
    position = 0
    for item in found:
        yield text[position : item.start]
        yield PLACEHOLDERS.get(item.kind, otherwise)
        position = item.end
    yield text[position:]


def find_private(text: str) -> Iterator[PrivateValue]:
    """Every piece of personal data and every secret in a text, left to right, never overlapping."""
    folded = fold(text)
    taken: list[PrivateValue] = []
    folded = _take(folded, find_secrets(folded, text), taken)
    folded = _take(folded, find_plain_passwords(folded), taken)
    for find in _FINDERS:
        folded = _take(folded, find(folded), taken)
    yield from sorted(taken, key=lambda item: item.start)


def find_alone(text: str, before: Sequence[str]) -> PrivateValue | None:
    """What a message is nothing but: a code, what may be a piece of somebody's number, a password just announced.

    `before` are the last messages, masked: what goes on where one of them ended is a piece however short.
    """
    folded, said = fold(text), [fold(last) for last in before]
    return find_announced(folded, said) or find_piece(folded, said)


def show_masked(kind: str, value: str) -> str:
    """A private value as its owner or an agent may see it: enough to recognise, not to use."""
    if kind in SECRET_KINDS:
        return "***"
    if kind == "email":
        name, _, host = value.partition("@")
        return f"{name[:1]}***@{host}"
    if len(value) < 7:
        return value[:1] + "***"
    head, tail = (3, 4) if len(value) >= 11 else (1, 2)
    return f"{value[:head]}{'*' * (len(value) - head - tail)}{value[-tail:]}"


def is_id_number(value: str) -> bool:
    """Whether an 18- or 15-digit national ID number is formally right."""
    return is_id18(value.upper()) or is_id15(value)


def shape_of(kind: str, value: str) -> Shape:
    """How well formed a value of a kind is: what can be told from the value alone."""
    shapes = {"id_number": id_shape, "phone": mobile_shape}
    return shapes[kind](value) if kind in shapes else Shape.VALID


def _take(folded: str, found: Iterable[PrivateValue], taken: list[PrivateValue]) -> str:
    """Keep what does not overlap, and hide its place from those who look after."""
    characters: list[str] | None = None
    for item in found:
        characters = characters or list(folded)
        if _TAKEN not in characters[item.start : item.end]:
            characters[item.start : item.end] = _TAKEN * (item.end - item.start)
            taken.append(item)
    return "".join(characters) if characters else folded
