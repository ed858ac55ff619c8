"""Makes what a person typed safe to pass on: length, control characters, commands, personal data."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from common.masking import PLACEHOLDERS, PrivateValue, mask

USERNAME_PLACEHOLDER = "〔用户名〕"
_COMMAND_PREFIXES = "/／"
_BARE_NAME = re.compile(r"\s*(?P<name>[A-Za-z][A-Za-z0-9_.\-]{2,63})\s*")


@dataclass(frozen=True)
class GuardedText:
    """A text Rasa may see, what was taken out of it, and whether it had to be cut."""

    text: str
    private: tuple[PrivateValue, ...]
    cut: bool


def guard(text: str, longest_chars: int, *, username_expected: bool = False) -> GuardedText:
    """Guard one message (design.md §4.3).

    A leading slash is dropped because Rasa takes `/intent{…}` for a command; control characters
    are dropped because no keyboard makes them and logs and terminals obey them. Cutting comes last:
    a number cut in half would no longer be known for one. When a username was just asked for, a
    message of one bare word is taken for it and masked too.
    """
    cleaned = "".join(map(_plain_digit, filter(_is_typed, text)))
    masked = mask(cleaned)
    bare = _BARE_NAME.fullmatch(cleaned) if username_expected and not masked.found else None
    if bare:
        value = PrivateValue("name", bare.start("name"), bare.end("name"), bare["name"])
        return GuardedText(USERNAME_PLACEHOLDER, (value,), False)
    safe = masked.text[_command_chars(masked.text) :].rstrip()
    shown = safe[:longest_chars]
    # A text of nothing but numbers must not fill the store: what was cut off is not kept either.
    kept = sum(shown.count(placeholder) for placeholder in set(PLACEHOLDERS.values()))
    return GuardedText(shown.strip(), masked.found[:kept], len(safe) > longest_chars)


def _is_typed(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")


def _plain_digit(character: str) -> str:
    """Digits in any dress (１ ① 𝟏 ¹ ١) as 0–9: normalisation would undress them after the masking."""
    digit = unicodedata.digit(character, None)
    return character if digit is None else str(digit)


def _command_chars(text: str) -> int:
    """How many characters at the start are slashes or spaces of any kind."""
    return next(
        (index for index, character in enumerate(text) if not (character.isspace() or character in _COMMAND_PREFIXES)),
        len(text),
    )
