"""Makes what a person typed safe to pass on: length, control characters, commands, personal data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from common.masking import PLACEHOLDERS, PrivateValue, find_private
from tickets.errors import SubmissionError
from tickets.fields import USERNAME_PLACEHOLDER, read_username

WRONG = "wrong"
"""The kind of a username that was typed wrong: kept from Rasa all the same, it is nearly somebody's number."""

_COMMAND_PREFIXES = "/／"
_ALL_PLACEHOLDERS = {*PLACEHOLDERS.values(), USERNAME_PLACEHOLDER}
_BARE_NAME = re.compile(r"\s*(?P<name>[A-Za-z0-9][A-Za-z0-9_.\-]{2,63})\s*", re.ASCII)
_FIRST_NAME = re.compile(r"\s*(?P<name>(?=\w*[0-9_.\-])[A-Za-z][A-Za-z0-9_.\-]{2,63})\s*[，,。；;\n]", re.ASCII)
_NAMED = re.compile(
    r"(?:用户名|账号|帐号|登录名)(?:应该)?(?:就?是|为|叫|改成|改为|换成|[:：])?\s*(?P<name>[A-Za-z][A-Za-z0-9_.\-]{2,63})",
    re.ASCII,
)
# Anywhere in the answer to «用户名？»: «行吧 lihua88», «我的是 li_hua».
_WORD_WITH_DIGITS = re.compile(r"(?<![0-9A-Za-z_.@\-])(?P<name>[A-Za-z]{1,30}[0-9_][A-Za-z0-9_.\-]{1,30})", re.ASCII)
_CHINESE_NAMED = re.compile(r"用户名(?:应该)?(?:是|为|叫|改成|改为|换成|[:：])\s*(?P<name>[一-鿿]{2,4}\w{0,12})\s*")
_NO_NAME = re.compile(r"什么|哪|啥|多少|谁|不|没|忘|手机|邮箱|身份|证件|以前|原来|我|他|她|自己|已|被")
_NUMBER_OR_ADDRESS = re.compile(
    r"(?<![0-9A-Za-z])(?P<name>(?:\d[ \-]?){6,}[\dXx]|[A-Za-z0-9._%+\-]*@[A-Za-z0-9.\-]*|[A-Za-z0-9._\-]+@)", re.ASCII
)


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
    a number cut in half would no longer be known for one. A name said to be the username is masked
    too; when a username was just asked for, so is whatever may be one, right or wrong.
    """
    cleaned = "".join(map(_plain_digit, filter(_is_typed, text)))
    found = _found(cleaned, username_expected)
    masked = _masked(cleaned, found)
    safe = masked[_command_chars(masked) :].rstrip()
    shown = safe[:longest_chars]
    # A text of nothing but numbers must not fill the store: what was cut off is not kept either.
    kept = sum(shown.count(placeholder) for placeholder in _ALL_PLACEHOLDERS)
    return GuardedText(shown.strip(), found[:kept], len(safe) > longest_chars)


def _found(text: str, username_expected: bool) -> tuple[PrivateValue, ...]:
    """All to be masked, left to right: personal data anywhere, usernames where they are to be expected."""
    found = list(find_private(text))
    for start, end, name in _names(text, username_expected and not found):
        if not any(start < item.end and item.start < end for item in found):
            found.append(PrivateValue(_kind(name), start, end, name))
    return tuple(sorted(found, key=lambda item: item.start))


def _names(text: str, username_expected: bool) -> Iterator[tuple[int, int, str]]:
    """Where a username stands; a number of one or two digits is a choice, not a name."""
    patterns = [_NAMED]
    if username_expected:
        bare = _BARE_NAME.fullmatch(text)
        if bare:
            yield *bare.span("name"), bare["name"]
            return
        if first := _FIRST_NAME.match(text):
            yield *first.span("name"), first["name"]
        patterns += [_NUMBER_OR_ADDRESS, _WORD_WITH_DIGITS]
        chinese = _CHINESE_NAMED.fullmatch(text)
        if chinese and not _NO_NAME.search(chinese["name"]):
            yield *chinese.span("name"), chinese["name"]
    for pattern in patterns:
        for match in pattern.finditer(text):
            yield *match.span("name"), match["name"]


def _kind(name: str) -> str:
    try:
        return read_username(name).kind
    except SubmissionError:
        return WRONG


def _masked(text: str, found: tuple[PrivateValue, ...]) -> str:
    parts: list[str] = []
    position = 0
    for item in found:
        parts += (text[position : item.start], PLACEHOLDERS.get(item.kind, USERNAME_PLACEHOLDER))
        position = item.end
    return "".join(parts) + text[position:]


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
