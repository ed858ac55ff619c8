"""What ties a reply to the mail it answers: a signed word in its id and its text, which nobody can make up."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable

from tickets.numbers import is_number

_WORD_CHARS = 16
_IN_ID = re.compile(r"(T[0-9A-Z]{7})\.\d{1,18}\.[a-z_]{1,20}\.mail\.([0-9a-f]{16})@", re.ASCII)
_IN_TEXT = re.compile(r"回复编号[:：]\s{0,4}(T[0-9A-Z]{7})-([0-9a-f]{16})", re.ASCII)
ABOVE = "—— 在这一行上面写回复，就会发给用户 ——"
"""The first line of every ticket mail that can be answered; what mail programs quote begins with it at the latest."""


class ReplyTokens:
    """Signs ticket numbers and knows its own signatures."""

    def __init__(self, key: str) -> None:
        """Use the installation's own key, for this purpose alone."""
        self._key = hmac.new(key.encode(), b"mail reply", hashlib.sha256).digest()

    def word(self, number: str) -> str:
        """The signed word of a ticket."""
        return hmac.new(self._key, number.encode(), hashlib.sha256).hexdigest()[:_WORD_CHARS]

    def head(self, number: str) -> list[str]:
        """The first lines of a mail that can be answered."""
        return [ABOVE, f"回复编号：{number}-{self.word(number)}", ""]

    def number(self, ids: Iterable[str], text: str) -> str:
        """The ticket that a mail answers: by the ids of the mails it refers to, else by what it quotes; empty: none."""
        found = [match for name in ids for match in _IN_ID.finditer(name)] + list(_IN_TEXT.finditer(text))
        for match in found:
            number, word = match[1], match[2]
            if is_number(number) and hmac.compare_digest(word, self.word(number)):
                return number
        return ""
