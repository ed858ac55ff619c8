"""Ticket numbers are found in what people write, and slips are caught."""

from __future__ import annotations

import itertools

import pytest

from tickets.numbers import ALPHABET, find_numbers, is_number, make_number

NUMBER = "TK7M4Q2B"


def test_made_numbers_are_valid_and_differ() -> None:
    numbers = {make_number() for _ in range(500)}
    assert len(numbers) == 500
    assert all(is_number(number) and len(number) == 8 for number in numbers)


def test_every_wrong_character_and_every_swap_is_caught() -> None:
    number = make_number()
    wrong = {
        number[:place] + character + number[place + 1 :]
        for place in range(1, 8)
        for character in ALPHABET
        if character != number[place]
    }
    for one, two in itertools.combinations(range(1, 8), 2):
        swapped = list(number)
        swapped[one], swapped[two] = swapped[two], swapped[one]
        if swapped != list(number):
            wrong.add("".join(swapped))
    assert len(wrong) >= 7 * 30
    assert [text for text in wrong if is_number(text)] == []


@pytest.mark.parametrize(
    "text", ["", "T", "K7M4Q2B", "TK7M4Q2", "TK7M4Q2BB", "TK7M4Q20", "XK7M4Q2B", "tk7m4q2b", "工单"]
)
def test_other_shapes_are_no_numbers(text: str) -> None:
    assert not is_number(text)


def test_numbers_are_found_as_people_type_them() -> None:
    one, two = make_number(), make_number()
    full_width = "".join(chr(ord(character) + 0xFEE0) for character in two)
    text = f"我的工单{one.lower()}怎么样了，还有T-{one[1:]}和{full_width}，不是A{one}，也不是{one}9"
    assert find_numbers(text) == (one, two)
    assert find_numbers("") == ()
