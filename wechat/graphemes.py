"""Where a text may be cut without breaking what a reader sees as one character.

A cautious reading of Unicode's UAX #29: it may join more than the standard does, never less (the tests compare it
with `regex`'s \\X). The standard library has no grapheme segmentation.
"""

from __future__ import annotations

import unicodedata

_ZWJ = "\u200d"
_PREPENDED = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e"
    "\U000110bd\U000110cd\U000111c2\U000111c3\U00011d46\U00011f02"
)
_EXTENDING = frozenset("\u200c\u200d\u0e33\u0eb3\uff9e\uff9f")
_VIRAMA = 9  # canonical combining class: in Indic scripts it joins the next consonant


def cluster_end(text: str, start: int) -> int:
    """Where the character that starts at `start` ends."""
    end, flags = start + 1, int(_is_flag_letter(text[start]))
    while end < len(text):
        following = text[end]
        if _is_flag_letter(following) and flags % 2:
            flags += 1
        elif sticks(text[end - 1], following):
            flags += int(_is_flag_letter(following))
        else:
            break
        end += 1
    return end


def sticks(previous: str, following: str) -> bool:
    """Whether no cut may fall between two neighbouring code points (pairs of flag letters aside)."""
    if previous < "\u0300" and following < "\u0300":
        return previous == "\r" and following == "\n"
    if following in _EXTENDING or unicodedata.category(following)[0] == "M":
        return True
    if "\U0001f3fb" <= following <= "\U0001f3ff" or "\U000e0020" <= following <= "\U000e007f":
        return True
    if previous in _PREPENDED:
        return unicodedata.category(following)[0] != "C"
    if previous == _ZWJ:
        return unicodedata.category(following) in ("So", "Sm", "Po", "Sk", "Cn")
    if unicodedata.combining(previous) == _VIRAMA:
        return unicodedata.category(following)[0] == "L"
    return _is_jamo(previous) and _is_jamo(following)


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _is_jamo(char: str) -> bool:
    return (
        "\u1100" <= char <= "\u11ff"
        or "\ua960" <= char <= "\ua97c"
        or "\uac00" <= char <= "\ud7a3"
        or "\ud7b0" <= char <= "\ud7fb"
    )
