"""Makes what a person typed safe to pass on: length, control characters, commands, personal data."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from common.masking import PrivateValue, mask

_COMMAND_PREFIXES = "/／"


@dataclass(frozen=True)
class GuardedText:
    """A text Rasa may see, what was taken out of it, and whether it had to be cut."""

    text: str
    private: tuple[PrivateValue, ...]
    cut: bool


def guard(text: str, longest_chars: int) -> GuardedText:
    """Guard one message (design.md §4.3).

    A leading slash is dropped because Rasa takes `/intent{…}` for a command; control characters
    are dropped because no keyboard makes them and logs and terminals obey them.
    """
    cleaned = "".join(
        character
        for character in text
        if character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
    )
    cut = len(cleaned) > longest_chars
    # Cutting comes after masking would see the whole number: a number cut in half is no number.
    masked = mask(cleaned[: longest_chars + 64])
    safe = masked.text.lstrip(_COMMAND_PREFIXES + " \n\t　")[:longest_chars]
    return GuardedText(safe.strip(), masked.found, cut)
