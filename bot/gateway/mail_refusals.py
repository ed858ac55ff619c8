"""What a mail server's refusal means: this mail never, this mail smaller, any mail later; its text readable.

Codes: https://www.rfc-editor.org/rfc/rfc5321#section-4.2 and https://www.rfc-editor.org/rfc/rfc3463.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from aiosmtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from tickets.deliveries import PostponedError, UndeliverableError

_OF_THIS_MAIL = (SMTPDataError, SMTPSenderRefused, SMTPRecipientRefused)
_ACCESS_CODES = frozenset({530, 534, 535, 538})
"""About logging in: every mail is concerned, and an operator can mend it."""
_SIZE_CODES = frozenset({523, 552})
_SIZE_TEXT = re.compile(r"\b5\.(?:3\.4|2\.3)\b")


@dataclass(frozen=True)
class Refusal:
    """A server's no."""

    text: str
    is_final: bool
    is_size: bool

    def as_end(self) -> Exception:
        """How it ends the delivery."""
        return UndeliverableError(self.text) if self.is_final else PostponedError(self.text)


def read_refusal(error: SMTPException) -> Refusal | None:
    """The refusal in an error; None when the server gave no answer at all."""
    answers = error.recipients if isinstance(error, SMTPRecipientsRefused) else [error]
    refusals = [_read(answer) for answer in answers if isinstance(answer, SMTPResponseException)]
    if not refusals:
        return None
    text = "；".join(dict.fromkeys(refusal.text for refusal in refusals))
    is_final = all(refusal.is_final for refusal in refusals)
    return Refusal(text, is_final, any(refusal.is_size for refusal in refusals))


def readable(message: str) -> str:
    """A server's text: many Chinese servers write it in GBK, which arrives as lone surrogates."""
    raw = message.encode("utf-8", "surrogateescape")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("gb18030", "replace")
    return " ".join(text.split())


def _read(answer: SMTPResponseException) -> Refusal:
    text = readable(answer.message)
    is_ours = isinstance(answer, _OF_THIS_MAIL) and answer.code not in _ACCESS_CODES
    is_final = is_ours and 500 <= answer.code < 600
    is_size = is_final and (answer.code in _SIZE_CODES or bool(_SIZE_TEXT.search(text)))
    verb = "拒收" if is_final else "暂时不收"
    return Refusal(f"邮件服务器{verb}（{answer.code}）：{text}", is_final, is_size)
