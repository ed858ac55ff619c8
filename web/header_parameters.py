"""The parameters of headers, looked at before a library decodes them.

Headers may name a codec: `name*=CHARSET''…` (RFC 8187), in pieces `name*0*=…` (RFC 2231), `=?CHARSET?…?=` (RFC 2047).
aiohttp and Python's `email` take any codec of Python's, and decode on the event loop; `punycode` and `idna` take a
time that grows with the square of the length, others raise what nobody expects. Browsers write none of the three.
"""

from __future__ import annotations

_MOST_TYPE_CHARS = 300
"""Of a `Content-Type`; a boundary has at most 70."""
_CODECS = frozenset({"", "utf-8", "us-ascii", "ascii", "iso-8859-1", "latin-1", "gb18030"})
"""What scripts name for the name of a file, each decoded in one pass; an empty one is UTF-8."""


def is_plain_type(header: str) -> bool:
    """Whether a `Content-Type` may be parsed: short, and no codec named in it (no boundary has an asterisk)."""
    return len(header) <= _MOST_TYPE_CHARS and "*" not in header and "=?" not in header


def is_plain_disposition(header: str) -> bool:
    """Whether a `Content-Disposition` may be parsed: no parameter in pieces, and none in a codec that is not cheap.

    It is cut where aiohttp cuts it, at every `;`, quoted or not.
    """
    for item in header.split(";")[1:]:
        key, equals, value = item.partition("=")
        _, star, rest = key.strip().partition("*")
        if star and equals and (rest or value.strip().partition("'")[0].lower() not in _CODECS):
            return False
    return True
