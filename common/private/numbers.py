"""Numbers of people in a row of digits, however they are grouped: ID numbers, bank cards, mobile phones.

A row is all digits that stand together with nothing but separators between them. First each group is looked at
alone, then neighbouring groups that are nothing by themselves are tried together. Rows are walked once, and what is
tried at one place is bounded by the longest number, so that the work grows with the length of the text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from common.private.checks import (
    has_birthday,
    id_shape,
    is_bank_card,
    is_id15,
    is_id18,
    is_mobile,
    is_near_id,
    mobile_shape,
)
from common.private.context import names_id, names_other_number, names_phone
from common.private.folding import NUMERALS, numeral_digits
from common.private.values import PrivateValue, Shape

_SPOKEN_MARKS = ("空一格", "空格", "空", "横杠", "横线", "短横", "杠", "减号", "斜杠", "下划线", "逗号", "顿号", "换行")
_BETWEEN = rf"(?:[^\w\uffff]|_|{'|'.join(_SPOKEN_MARKS)}){{0,12}}+"
"""Between digits: a dozen characters that are no letters, whatever they are, or the names of such characters; not the
place of what was found."""
_ROW = re.compile(rf"[0-9](?:{_BETWEEN}[0-9])*+")
_GROUP = re.compile(r"[0-9]++")
_X = re.compile(rf"{_BETWEEN}[Xx](?P<more>[A-Za-z0-9])?")
_NUMERAL_ROW = re.compile(rf"[0-9{NUMERALS}](?:[ \-]{{0,2}}+[0-9{NUMERALS}]){{9,}}+")
_FEWEST_NUMERALS = 3
_MOBILE_CHARS, _ID_CHARS, _AREA_CHARS, _LEAST_DOUBTFUL, _LONGEST = 11, 18, 6, 14, 20
_LED_ID_CHARS, _LED_PHONE_CHARS, _LONGEST_LED = 12, (10, 12), 22
_MOST_SEPARATORS, _FEW_GROUPS, _THOUSANDS = 2, 3, 3
_CENTURIES = ("19", "20")
_COUNTRY_CODES = ("", "0086", "086", "86", "0")
_OTHER_SERVICES = ("10", "12")
"""What no mobile number begins with, and the numbers of services do."""


@dataclass(frozen=True)
class _Group:
    """Digits without a separator, and the X right behind them."""

    start: int
    end: int
    digits: str
    x_end: int = 0
    """Where that X ends; 0 when there is none."""
    x_alone: bool = False
    """Whether no word begins with that X."""

    @classmethod
    def at(cls, text: str, start: int, end: int, digits: str) -> _Group:
        """The group at a place of a text."""
        tail = _X.match(text, end)
        return (
            cls(start, end, digits, tail.end() - len(tail["more"] or ""), not tail["more"])
            if tail
            else cls(start, end, digits)
        )


@dataclass(frozen=True)
class _NumberReading:
    """What digits may be: a kind, the value, how many digits in front are only a country code, whether an X counts."""

    kind: str
    value: str
    before: int = 0
    with_x: bool = False


def find_numbers(text: str) -> Iterator[PrivateValue]:
    """Every ID number, card and mobile number in a folded text, left to right."""
    for row in _ROW.finditer(text):
        groups = [_Group.at(text, *found.span(), found[0]) for found in _GROUP.finditer(text, *row.span())]
        yield from _in_groups(text, groups)


def find_numerals(text: str) -> Iterator[PrivateValue]:
    """The same for numbers of which at least some digits are written as Chinese numerals, together or with spaces."""
    for row in _NUMERAL_ROW.finditer(text):
        if sum(character in NUMERALS for character in row[0]) < _FEWEST_NUMERALS:
            continue
        places = [place for place in range(*row.span()) if text[place].isalnum()]
        digits = numeral_digits("".join(text[place] for place in places))
        # The last may belong to the word behind (…零零零一直收不到), the first to the word before.
        for first, last in ((0, 0), (0, 1), (1, 0), (1, 1)):
            kept = places[first : len(places) - last]
            group = _Group.at(text, kept[0], kept[-1] + 1, digits[first : len(digits) - last])
            if found := _read(group.digits, group, text, group.start):
                yield _value(found, group.start, group.x_end if found.with_x else group.end)
                break


def find_mixed(text: str) -> Iterator[PrivateValue]:
    """Numbers with a numeral among the digits, however they are grouped; only those that are right as they stand.

    It looks before the others: of «31010四19851122105X» they would take the phone number that seems to be inside.
    """
    digits = numeral_digits(text)
    if digits == text:
        return
    for item in find_numbers(digits):
        right = item.kind == "phone" or is_id18(item.value)
        if right and item.shape is Shape.VALID and not text[item.start : item.end].isascii():
            yield item


def _in_groups(text: str, groups: Sequence[_Group]) -> Iterator[PrivateValue]:
    waiting: list[_Group] = []
    for group in groups:
        found = [] if waiting and _ends_id(waiting[-1], group) else list(_alone(text, group))
        if not found:
            waiting.append(group)
            continue
        yield from _together(text, waiting, groups[0].start)
        waiting = []
        yield from found
    yield from _together(text, waiting, groups[0].start)


def _ends_id(area: _Group, rest: _Group) -> bool:
    """Whether two groups are an ID number cut behind the area, whose second half may look like a phone number."""
    return (
        len(area.digits) == _AREA_CHARS
        and len(rest.digits) == _MOBILE_CHARS
        and has_birthday(area.digits + rest.digits)
    )


def _alone(text: str, group: _Group) -> Iterator[PrivateValue]:
    """What one group is: one number, or several of full length one right behind the other."""
    if found := _read(group.digits, group, text, group.start):
        yield _value(found, group.start + found.before, group.x_end if found.with_x else group.end)
    elif len(group.digits) >= 2 * _MOBILE_CHARS - 1 and not names_other_number(text, group.start):
        yield from _without_gap(group)


def _read(digits: str, last: _Group, text: str, start: int, *, strict: bool = False) -> _NumberReading | None:
    """What a whole number is, the surest first; `strict` leaves out what only one group can be."""
    if not _MOBILE_CHARS <= len(digits) <= _LONGEST:
        return None
    if last.x_end and is_id18(digits + "X"):
        return _NumberReading("id_number", digits + "X", with_x=True)
    if is_id18(digits):
        return _NumberReading("id_number", digits)
    if (before := _country_code_chars(digits)) is not None:
        return _NumberReading("phone", digits[before:], before)
    if len(digits) < _LEAST_DOUBTFUL:
        return None
    with_x = last.x_alone and is_near_id(digits + "X")
    card = is_bank_card(digits)
    near = with_x or is_id15(digits) or (has_birthday(digits) if strict else is_near_id(digits))
    if not (card or near) or names_other_number(text, start):
        return None
    if not near:  # a birthday behind a province is no accident, Luhn's digit is one in ten times
        return _NumberReading("bank_card", digits)
    return _NumberReading("id_number", digits + "X" if with_x else digits, with_x=with_x)


def _country_code_chars(digits: str) -> int | None:
    """How many digits stand before the mobile number: +86, the zero of old long-distance calls; None: it is none."""
    before = len(digits) - _MOBILE_CHARS
    right = before >= 0 and digits[:before] in _COUNTRY_CODES and is_mobile(digits[before:])
    return before if right else None


def _without_gap(group: _Group) -> Iterator[PrivateValue]:
    """Numbers typed one right behind the other, when they fill the group to its end."""
    found: list[PrivateValue] = []
    place = 0
    while place < len(group.digits):
        number, phone = group.digits[place : place + _ID_CHARS], group.digits[place : place + _MOBILE_CHARS]
        kind, digits = ("id_number", number) if is_id18(number) else ("phone", phone)
        if kind == "phone" and not is_mobile(phone):
            digits = group.digits[place:]  # the last may lack a digit
            if not found or not _is_nearly_mobile(digits):
                return
        found.append(_value(_NumberReading(kind, digits), group.start + place, group.start + place + len(digits)))
        place += len(digits)
    yield from found


def _together(text: str, groups: Sequence[_Group], row_start: int) -> Iterator[PrivateValue]:
    """Neighbouring groups that are one number; the surest reading at each place.

    Words can only announce what the row begins with: before everything else stands another number.
    """
    place = 0
    while place < len(groups):
        best = _best_at(text, groups, place, leads=groups[place].start == row_start)
        if best is None:
            place += 1
            continue
        value, count = best
        yield value
        place += count


def _best_at(text: str, groups: Sequence[_Group], place: int, *, leads: bool) -> tuple[PrivateValue, int] | None:
    start = groups[place].start
    led = (names_id(text, start), names_phone(text, start)) if leads else (False, False)
    best: tuple[tuple[int, int], PrivateValue, int] | None = None
    for count, digits, even in _joined(text, groups, place):
        group = groups[place + count - 1]
        found = _read(digits, group, text, start, strict=True) if count > 1 else None
        if found and not (found.kind == "phone" and (not even or _are_years(groups[place : place + count], led[1]))):
            begin = _place_of(groups[place : place + count], found.before)
            rank = _rank(found)
            value = _value(found, begin, group.x_end if found.with_x else group.end)
        elif led[0] and len(digits) >= _LED_ID_CHARS:
            rank, value = (4, -count), _value(_NumberReading("id_number", digits), start, group.end)
        elif led[1] and _is_nearly_mobile(digits):
            rank, value = (5, -count), _value(_NumberReading("phone", digits), start, group.end)
        else:
            continue
        if best is None or rank < best[0]:
            best = rank, value, count
    return best[1:] if best else None


def _are_years(groups: Sequence[_Group], led: bool) -> bool:
    """Whether what would be a phone number in groups of 4, 4 and 3 rather tells two years and a count."""
    digits = [group.digits for group in groups]
    return not led and list(map(len, digits)) == [4, 4, 3] and all(year[:2] in _CENTURIES for year in digits[:2])


def _rank(found: _NumberReading) -> tuple[int, int]:
    """The surest reading sorts first: a right check digit, then the length nearest to the usual."""
    if found.kind == "phone":
        return 3, 0
    if found.kind == "bank_card":
        return 1, -len(found.value)
    return (0, 0) if is_id18(found.value) else (2, abs(len(found.value) - _ID_CHARS))


def _joined(text: str, groups: Sequence[_Group], place: int) -> Iterator[tuple[int, str, bool]]:
    """How many groups from a place may be one number, their digits, and whether they are grouped evenly.

    Who groups much groups evenly and with one mark; dates, scores and amounts do not.
    """
    last = groups[place]
    digits, mark, middle = last.digits, "", 0
    one_mark = even = thousands = True
    yield 1, digits, True
    for count in range(2, min(_LONGEST_LED, len(groups) - place) + 1):
        group = groups[place + count - 1]
        between = text[last.end : group.start]
        if count == 2:
            mark = _mark(between)
        else:
            one_mark = one_mark and _mark(between) == mark
            middle = middle or len(last.digits)
            even = even and len(last.digits) == middle
        thousands = thousands and between == "," and len(group.digits) == _THOUSANDS
        digits += group.digits
        if len(digits) > _LONGEST_LED or not (one_mark or count <= _MOST_SEPARATORS + 1):
            return
        internet_address = between == "." and count == 4 and len(digits) <= 12
        if len(digits) >= _LED_PHONE_CHARS[0] and not (thousands or internet_address):
            yield count, digits, even or count <= _FEW_GROUPS
        last = group


def _mark(between: str) -> str:
    """What somebody separates digits with, however often it was typed: «- - -» is a dash, spaces are a space."""
    if len(between) == 1 and between != "\n":
        return " " if between.isspace() else between
    marks = "".join(dict.fromkeys("".join(between.split())))
    return marks or ("\n" if "\n" in between else " ")


def _place_of(groups: Sequence[_Group], digit: int) -> int:
    """Where the digit of that number stands in the text."""
    for group in groups:
        if digit < len(group.digits):
            return group.start + digit
        digit -= len(group.digits)
    return groups[-1].end


def _is_nearly_mobile(digits: str) -> bool:
    least, most = _LED_PHONE_CHARS
    return least <= len(digits) <= most and digits[0] == "1" and not digits.startswith(_OTHER_SERVICES)


def _value(found: _NumberReading, start: int, end: int) -> PrivateValue:
    shape = {"id_number": id_shape, "phone": mobile_shape}.get(found.kind)
    return PrivateValue(found.kind, start, end, found.value, shape(found.value) if shape else Shape.VALID)
