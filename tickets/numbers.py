"""Ticket numbers: short enough to say on the phone, with a check character that catches typing slips.

Like `TK7M4Q2X`: a T, six random characters, one check character. The alphabet has 31 characters, none
that look alike (no 0 O 1 I L), and 31 is prime: with distinct weights the check finds every single
wrong character and every swap of two characters.
"""

from __future__ import annotations

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 6
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SHAPE = re.compile(rf"(?<![0-9A-Za-z])[Tt][ \-]?([{ALPHABET}{ALPHABET.lower()}]{{{_LENGTH + 1}}})(?![0-9A-Za-z])")


def make_number() -> str:
    """A fresh random ticket number."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    return f"T{body}{_check_character(body)}"


def find_numbers(text: str) -> tuple[str, ...]:
    """Every valid ticket number in a text, in normal form, each once."""
    found = (f"T{match[1].upper()}" for match in _SHAPE.finditer(text.translate(_FOLD)))
    return tuple(dict.fromkeys(number for number in found if is_number(number)))


def is_number(text: str) -> bool:
    """Whether this is a ticket number in normal form whose check character is right."""
    body, check = text[1:-1], text[-1:]
    return (
        len(text) == _LENGTH + 2
        and text[0] == "T"
        and all(character in ALPHABET for character in body)
        and _check_character(body) == check
    )


def _check_character(body: str) -> str:
    total = sum(weight * ALPHABET.index(character) for weight, character in enumerate(body, start=2))
    return ALPHABET[-total % len(ALPHABET)]
