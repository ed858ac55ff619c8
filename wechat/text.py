"""Text within WeChat's limits: clean, harmless, and cut where a reader would cut it.

The limit is undocumented; others measured 2047 UTF-8 bytes, so 2000 is used (facts §2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

TEXT_BYTES = 2000

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Possessive quantifiers: a failed match costs one look, so hostile text cannot be slow.
_WHOLE = re.compile(
    r"<a\s[^<>]*+>[^<]*+</a>"
    r"|https?://[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]++"
    r"|\[[^\[\]\s]{1,8}+\]"  # an emoticon code such as [微笑]
)
# Pairs of flag letters are taken first: `\X` counts back over all of them at each one.
_CLUSTER = regex.compile(r"[\U0001f1e6-\U0001f1ff]{2}(?![\p{GCB=Extend}\p{GCB=SpacingMark}\p{GCB=ZWJ}])|\X")
"""What a reader sees as one character (Unicode's UAX #29)."""
_LABEL = re.compile(r"<a\s[^<>]*+>([^<]*+)</a>")
_SENTENCE_ENDS = frozenset("。！？!?…；;")
_PAUSES = frozenset("，、,：:")
_CLOSERS = frozenset("”’」』）)】》\"'")


def clean_text(text: str) -> str:
    """The text without what XML or UTF-8 cannot carry (control characters, lone surrogates)."""
    return _FORBIDDEN.sub("", text)


def disarm_text(text: str) -> str:
    """Text a person wrote, made harmless inside ours: WeChat renders `<a>`, so their `<` becomes full width."""
    return text.replace("<", "＜")


def byte_length(text: str) -> int:
    """How long WeChat thinks a text is."""
    return len(text.encode("utf-8", "replace"))


def split_text(text: str, limit: int = TEXT_BYTES) -> list[str]:
    """The text in as few parts as fit, each at most `limit` UTF-8 bytes.

    Cuts fall at paragraphs, lines, sentence ends, pauses or spaces, the best of these in a part's second half;
    never inside a link, an address, an emoticon code or a grapheme, unless that alone is longer than the limit.
    Nothing but white space at the cuts is lost. An empty text gives no part.
    """
    text = clean_text(text).strip()
    if byte_length(text) <= limit:
        return [text] if text else []
    parts: list[str] = []
    window: list[tuple[str, int, int]] = []
    used = 0
    for atom in _ranked(text, limit):
        while window and used + atom[1] > limit:
            cut = _best_cut(window, limit)
            _append(parts, window[:cut])
            window = window[cut:]
            used = sum(size for _, size, _ in window)
        window.append(atom)
        used += atom[1]
    _append(parts, window)
    return parts


def _append(parts: list[str], window: list[tuple[str, int, int]]) -> None:
    part = "".join(piece for piece, _, _ in window).strip()
    if part:
        parts.append(part)


def _best_cut(window: list[tuple[str, int, int]], limit: int) -> int:
    best, best_rank, size = len(window), 0, 0
    for index, (_, length, rank) in enumerate(window, 1):
        size += length
        if rank and rank >= best_rank and size * 2 >= limit:
            best, best_rank = index, rank
    return best


def _ranked(text: str, limit: int) -> Iterator[tuple[str, int, int]]:
    """Each uncuttable piece with its bytes and how good a cut after it is."""
    position = 0
    for piece in _pieces(text, limit):
        position = text.find(piece, position) + len(piece)
        yield piece, byte_length(piece), _rank(piece, text[position : position + 1])


def _rank(piece: str, following: str) -> int:
    last = piece[-1]
    if last == "\n":
        return 5 if following == "\n" else 4
    if following in _CLOSERS or following in _SENTENCE_ENDS:
        return 0
    if last in _SENTENCE_ENDS or last in _CLOSERS or (last == "." and following.isspace()):
        return 3
    if last in _PAUSES:
        return 2
    return 1 if last.isspace() else 0


def _pieces(text: str, limit: int) -> Iterator[str]:
    position, size = 0, len(text)
    while position < size:
        found = _WHOLE.match(text, position) if text[position] in "<h[" else None
        end = found.end() if found else _CLUSTER.match(text, position).end()
        if found and end < size:  # a mark behind it belongs to its last character
            end = max(end, _CLUSTER.match(text, end - 1).end())
        piece = text[position:end]
        position = end
        if byte_length(piece) <= limit:
            yield piece
        elif label := _LABEL.match(piece):
            yield from _pieces(label[1], limit)
        else:
            yield from piece
