"""A mail of the inbox, as bytes: an agent's reply to a ticket, or why it is none. Any bytes may come."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default
from email.utils import parseaddr

from tickets.mail_codecs import KNOWN, with_known_codecs
from tickets.mail_text import text_of_html, written
from tickets.mail_tokens import ReplyTokens

_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_ROBOTS = re.compile(r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply)@.*", re.I)
_MOST_PICTURES = 5
_EMBLEM_BYTES = 10_000
_REFERENCE_CHARS = 20_000


@dataclass(frozen=True)
class MailReply:
    """What an agent answers; `key` names the mail and no other."""

    key: str
    number: str
    author: str
    text: str = field(repr=False)
    pictures: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class OtherMail:
    """A mail that is no reply; `reason` is one word for the log."""

    key: str
    reason: str


def read_mail(data: bytes, tokens: ReplyTokens, agents: Mapping[str, str], own_address: str) -> MailReply | OtherMail:
    """Read one mail. `agents` are the names of those who may answer, by address in small letters."""
    key = hashlib.sha256(data).hexdigest()
    try:
        mail = message_from_bytes(with_known_codecs(data), policy=default)
        assert isinstance(mail, EmailMessage)  # noqa: S101 (what that policy makes)
        key = _key_of(mail) or key
        return _read(mail, key, tokens, agents, own_address)
    except Exception as error:  # headers and encodings that no standard knows: whatever it is, it is no reply
        return OtherMail(key, f"unreadable_{type(error).__name__}")


def _read(
    mail: EmailMessage, key: str, tokens: ReplyTokens, agents: Mapping[str, str], own_address: str
) -> MailReply | OtherMail:
    sender = parseaddr(_header(mail, "From"))[1].lower()
    if sender == own_address.lower() or _is_automatic(mail, sender):
        return OtherMail(key, "automatic")
    author = agents.get(sender)
    if author is None:
        return OtherMail(key, "stranger")
    text = _text(mail)
    ids = (_header(mail, name)[:_REFERENCE_CHARS] for name in ("In-Reply-To", "References"))
    number = tokens.number(ids, text)
    if not number:
        return OtherMail(key, "no_ticket")
    said, pictures = written(text), tuple(_pictures(mail))
    if not said and not pictures:
        return OtherMail(key, "empty")
    return MailReply(key, number, author, said, pictures)


def _is_automatic(mail: EmailMessage, sender: str) -> bool:
    """RFC 3834, and what older programs write: holiday answers, bounces, lists."""
    submitted = _header(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    return (
        submitted not in ("", "no")
        or _header(mail, "Precedence").strip().lower() in _BULK
        or any(mail.get(name) is not None for name in ("X-Autoreply", "X-Autorespond", "List-Id"))
        or _header(mail, "Return-Path").strip() == "<>"
        or mail.get_content_type() == "multipart/report"
        or bool(_ROBOTS.fullmatch(sender))
    )


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain", "html"))
    if body is None:
        return ""
    content = _decoded(body)
    return text_of_html(content) if body.get_content_type() == "text/html" else content


def _decoded(part: MIMEPart) -> str:
    """The text of a part; what calls itself gb2312 is often more than that, and some say nothing or something wrong."""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    named = (part.get_content_charset() or "utf-8").lower()
    if named in KNOWN:
        with suppress(UnicodeError):
            return raw.decode("gb18030" if named.startswith("gb") else named)
    return raw.decode("gb18030", "replace")


def _pictures(mail: EmailMessage) -> Iterator[bytes]:
    count = 0
    for part in mail.walk():
        data = part.get_payload(decode=True) if part.get_content_maintype() == "image" else None
        if not isinstance(data, bytes) or not data or count == _MOST_PICTURES:
            continue
        # What stands within the text may be a screenshot that was pasted; a small one is the emblem of a signature.
        if part.get("Content-ID") is None or len(data) >= _EMBLEM_BYTES:
            count += 1
            yield data


def _key_of(mail: EmailMessage) -> str:
    name = _header(mail, "Message-ID").strip()
    return hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest() if name else ""


def _header(mail: EmailMessage, name: str) -> str:
    return str(mail.get(name, ""))
