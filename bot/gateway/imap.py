"""The new mails of one folder, by the standard library's IMAP; nothing in the mailbox is changed.

Every call blocks: it is made off the event loop. RFC 3501; `ID` (RFC 2971) is what 网易 wants before it opens a folder.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from common.errors import BotError

_TIMEOUT_S = 30.0
_MOST_AT_ONCE = 10
_SIZE = re.compile(r"RFC822\.SIZE (\d{1,12})", re.ASCII)
_CLIENT = '("name" "chsi-support-bot" "version" "1")'


@dataclass(frozen=True)
class ImapAccount:
    """Where the mails are."""

    host: str
    port: int
    is_encrypted: bool
    username: str
    password: str = field(repr=False)
    folder: str


@dataclass(frozen=True)
class Position:
    """How far a folder was read: its validity (a new one means that its numbers begin anew), and the last number."""

    validity: int
    last: int


@dataclass(frozen=True)
class NewMails:
    """Mails by their numbers; those larger than allowed are None."""

    mails: tuple[tuple[int, bytes | None], ...]
    position: Position
    """Where the folder stands; for the first look its end."""


class ImapError(Exception):
    """The server refused or could not be understood; the text holds nothing of any mail."""


def read_account(address: str, password: str) -> ImapAccount:
    """`imaps://账号@主机:993/INBOX` as an account.

    Raises:
        BotError: it has no user, or no password was set.
    """
    parts = urlsplit(address)
    if not parts.username or not password:
        raise BotError(
            "settings.yml: 设置了 mail.inbox，还要有账号和密码。改法：写成 inbox: imaps://账号%40例子.cn@imap.例子.cn/INBOX，"
            "密码写成 inbox_password: ${MAIL_INBOX_PASSWORD}，值放进环境变量。"
        )
    is_encrypted = parts.scheme == "imaps"
    port = parts.port or (993 if is_encrypted else 143)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    return ImapAccount(parts.hostname or "", port, is_encrypted, unquote(parts.username), password, folder)


def fetch_new(account: ImapAccount, after: Position | None, most_bytes: int) -> NewMails:
    """The mails that came since; with `after` None nothing but where the folder ends now.

    Raises:
        ImapError: the server refused.
        OSError: it cannot be reached.
    """
    try:
        with _opened(account) as (box, now):
            if after is None or after.validity != now.validity:
                # Never read, or made anew: what lies there may have been answered long ago.
                return NewMails((), now)
            found = _numbers(box, after.last)[:_MOST_AT_ONCE]
            mails = tuple((number, _fetch(box, number, most_bytes)) for number in found)
            return NewMails(mails, Position(now.validity, found[-1] if found else after.last))
    except imaplib.IMAP4.error as error:
        raise ImapError(type(error).__name__) from error


@contextmanager
def _opened(account: ImapAccount) -> Iterator[tuple[imaplib.IMAP4, Position]]:
    box: imaplib.IMAP4
    if account.is_encrypted:
        context = ssl.create_default_context()
        box = imaplib.IMAP4_SSL(account.host, account.port, ssl_context=context, timeout=_TIMEOUT_S)
    else:
        box = imaplib.IMAP4(account.host, account.port, timeout=_TIMEOUT_S)
    try:
        box.login(account.username, account.password)
        if "ID" in box.capabilities:
            box.xatom("ID", _CLIENT)
        folder = account.folder.replace("\\", "\\\\").replace('"', '\\"')
        answer, _ = box.select(f'"{folder}"', readonly=True)
        if answer != "OK":
            raise ImapError("no_such_folder")
        yield box, Position(_told(box, "UIDVALIDITY"), _told(box, "UIDNEXT") - 1)
    finally:
        try:
            box.logout()
        except (OSError, imaplib.IMAP4.error):
            box.shutdown()


def _told(box: imaplib.IMAP4, name: str) -> int:
    _, [value] = box.response(name)
    if value is None:
        raise ImapError(f"no_{name.lower()}")
    return int(value)


def _numbers(box: imaplib.IMAP4, last: int) -> list[int]:
    """The numbers beyond the last one; `n:*` always names the newest, however old."""
    _, [found] = box.uid("SEARCH", f"UID {last + 1}:*")
    return sorted(number for number in map(int, (found or b"").split()) if number > last)


def _fetch(box: imaplib.IMAP4, number: int, most_bytes: int) -> bytes | None:
    _, told = box.uid("FETCH", str(number), "(RFC822.SIZE)")
    lines = b" ".join(part if isinstance(part, bytes) else part[0] for part in told if part)
    size = _SIZE.search(lines.decode("ascii", "replace"))
    if size is None or int(size[1]) > most_bytes:
        return None
    _, parts = box.uid("FETCH", str(number), "(BODY.PEEK[])")
    return next((bytes(part[1]) for part in parts if isinstance(part, tuple)), None)
