"""Which codecs a mail may name: a mail comes from anywhere, and Python knows codecs that are no alphabets.

`punycode` and `idna` take a time that grows with the square of the length, `zlib` and `base64` give no text, others
raise what nobody expects. A header names a codec in an encoded word (`=?CODEC?B?…?=`, RFC 2047) or before a parameter
(`name*=CODEC''…`, RFC 2231); `email` decodes whatever it finds there. So another name stands there before it looks.
"""

from __future__ import annotations

import re

KNOWN = frozenset(
    {"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin-1", "latin1", "iso-8859-15", "windows-1252", "cp1252"}
    | {"gb2312", "gbk", "gb18030", "cp936", "gb_2312-80", "big5", "big5-hkscs", "cp950"}
)
"""What mail programs of our staff write, each decoded in one pass."""
_INSTEAD = b"us-ascii"
"""What is not in it becomes a mark of replacement."""
_WORD = re.compile(rb"=\?([^?\s*]{1,100})(?=(?:\*[^?\s]{0,40})?\?[BbQq]\?)")
_PIECE_OF_HEADER = re.compile(rb"^(?:Content-[A-Za-z-]{1,40}[ \t]{0,9}:|[ \t])[^\r\n]*", re.MULTILINE | re.IGNORECASE)
_PARAMETER = re.compile(rb"(\*[ \t]{0,9}=[ \t\"]{0,9})([^'\s;\"]{1,100})(?=')")


def with_known_codecs(data: bytes) -> bytes:
    """The bytes of a mail in which no header names a codec that is not known; its texts stay as they are."""
    data = _WORD.sub(lambda word: b"=?" + _known(word[1]), data)
    return _PIECE_OF_HEADER.sub(lambda line: _PARAMETER.sub(lambda one: one[1] + _known(one[2]), line[0]), data)


def _known(name: bytes) -> bytes:
    return name if name.lower().decode("ascii", "replace") in KNOWN else _INSTEAD
