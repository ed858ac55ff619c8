"""Pictures kept: clean, encrypted, named by the SHA-256 of their pixels' file, opened by owner or agent only.

Where the bytes lie is `tickets.picture_files`' business.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection, Engine, Row
from sqlalchemy.sql import ClauseElement

from common.clock import SYSTEM_CLOCK, Clock
from common.masking import without_secrets
from common.pictures import CleanPicture
from common.settings import Settings
from common.settings_allowances import TicketSettings
from tickets import schema
from tickets.access import is_theirs
from tickets.database import reading, transact
from tickets.errors import LimitError, PictureError
from tickets.model import AttachmentView, Person
from tickets.picture_files import DatabaseFiles, FolderFiles, PictureFiles, PictureLock
from tickets.promise import day_start
from tickets.requesters import lock_requester
from tickets.vault import Vault

log = logging.getLogger(__name__)
FOLDER = "pictures"
_GONE = "这张图片不存在，或者已经按期删除。"
_FULL = "现在收不了图片了。请直接提交工单，用文字说明。"


class AttachmentStore:
    """Takes pictures in and gives them out."""

    def __init__(
        self,
        engine: Engine,
        vault: Vault,
        directory: Path,
        settings: TicketSettings | None = None,
        clock: Clock = SYSTEM_CLOCK,
        files: PictureFiles | None = None,
    ) -> None:
        """Keep the bytes in `files`; if none are given, in `directory`/pictures, which is made on first use."""
        self._engine = engine
        self._vault = vault
        self._files = files or FolderFiles(directory / FOLDER)
        self._lock = PictureLock(engine, directory / FOLDER)
        self._settings = settings or TicketSettings()
        self._clock = clock

    def check(self, person: Person) -> None:
        """Whether one more picture may come, asked before anybody spends time on it.

        Raises:
            LimitError: too many today, or the disk's share for pictures is used up.
        """
        with reading(self._engine) as connection:
            owner = schema.requester.c
            mine = select(owner.id).where(owner.conversation_key == person.conversation_key)
            self._check_limit(connection, schema.attachment.c.requester_id.in_(mine), self._clock.now())
            self._check_room(connection)

    def take(self, person: Person, picture: CleanPicture, page_text: str = "") -> AttachmentView:
        """Keep a picture a person sent, with the masked text that was read on it; it belongs to no ticket yet.

        Raises:
            LimitError: too many today, or the disk's share for pictures is used up.
        """
        now = self._clock.now()

        def owner(connection: Connection) -> int:
            requester_id = lock_requester(connection, person, now)
            self._check_limit(connection, schema.attachment.c.requester_id == requester_id, now)
            return requester_id

        return self._keep(picture, owner, now, page_text)

    def take_for_reply(self, number: str, picture: CleanPicture) -> AttachmentView:
        """Keep a picture an agent sends to the owner of a ticket; it is part of no reply yet.

        Raises:
            PictureError: no such ticket.
            LimitError: the disk's share for pictures is used up.
        """

        def owner(connection: Connection) -> int:
            row = schema.ticket.c
            query = select(row.requester_id).where(row.number == number, row.erased_at.is_(None))
            requester_id = connection.execute(query).scalar_one_or_none()
            if requester_id is None:
                raise PictureError(_GONE)
            return int(requester_id)

        return self._keep(picture, owner, self._clock.now())

    def _keep(
        self, picture: CleanPicture, owner: Callable[[Connection], int], now: datetime, page_text: str = ""
    ) -> AttachmentView:
        sealed, key = self._vault.seal(picture.data), secrets.token_urlsafe(16)

        def keep(connection: Connection) -> None:
            connection.execute(
                insert(schema.attachment).values(
                    id=key,
                    requester_id=owner(connection),
                    sha256=picture.sha256,
                    media_type=picture.media_type,
                    size_bytes=len(picture.data),
                    width=picture.width,
                    height=picture.height,
                    page_text=self._vault.encrypt(without_secrets(page_text)) if page_text else None,
                    created_at=now,
                )
            )

        with self._lock.taking():
            if not self._files.has(picture.sha256):
                with reading(self._engine) as connection:
                    self._check_room(connection, len(picture.data))
            self._files.put(picture.sha256, sealed)
            transact(self._engine, keep)
        log.info("picture_taken bytes=%d media_type=%s", len(picture.data), picture.media_type)
        return AttachmentView(key, None, picture.sha256, picture.media_type, len(picture.data), False, page_text)

    def open_for_person(self, person: Person, attachment_id: str) -> tuple[AttachmentView, bytes]:
        """A picture for the person who sent it, or who may read the ticket it is part of.

        Raises:
            PictureError: no such picture, or somebody else's.
        """
        row, owner = schema.attachment.c, schema.requester.c
        mine = row.requester_id.in_(select(owner.id).where(owner.conversation_key == person.conversation_key))
        theirs = row.ticket_id.in_(select(schema.ticket.c.id).where(is_theirs(person)))
        return self._open((row.id == attachment_id) & (mine | theirs))

    def open_for_agent(self, attachment_id: str, number: str = "") -> tuple[AttachmentView, bytes]:
        """A picture for an agent (or for the mail that goes to them); if a ticket is named, only of that one.

        Raises:
            PictureError: no such picture.
        """
        condition = schema.attachment.c.id == attachment_id
        if number:
            row = schema.ticket.c
            condition &= schema.attachment.c.ticket_id.in_(select(row.id).where(row.number == number))
        return self._open(condition)

    def delete(self, attachment_ids: list[str]) -> None:
        """Forget pictures: rows say so, files nobody else needs are gone when this returns."""
        table = schema.attachment

        def forget(connection: Connection) -> None:
            mine = table.c.id.in_(attachment_ids) & table.c.deleted_at.is_(None)
            connection.execute(update(table).where(mine).values(deleted_at=self._clock.now(), page_text=None))

        with self._lock.alone():
            transact(self._engine, forget)
            self._remove_unneeded()

    def sweep(self) -> int:
        """Remove bytes left behind by a crash between them and their row; says how many."""
        with self._lock.alone():
            return self._remove_unneeded()

    def reseal(self) -> int:
        """Put every picture that is no row of the database under the newest key; says how many there were."""
        count = 0
        with self._lock.alone():
            names = () if isinstance(self._files, DatabaseFiles) else self._files.names()  # columns are rotated anyway
            for name in names:
                self._files.put(name, self._vault.rotate(self._files.get(name)), replace=True)
                count += 1
        return count

    def _open(self, condition: ClauseElement) -> tuple[AttachmentView, bytes]:
        with reading(self._engine) as connection:
            row = connection.execute(select(schema.attachment).where(condition)).one_or_none()
        if row is None or row.deleted_at is not None:
            raise PictureError(_GONE)
        try:
            return attachment_view(row, self._vault), self._vault.unseal(self._files.get(row.sha256))
        except FileNotFoundError as error:
            raise PictureError(_GONE) from error

    def _check_limit(self, connection: Connection, theirs: ClauseElement, now: datetime) -> None:
        today = theirs & (schema.attachment.c.created_at >= day_start(now))
        count = connection.execute(select(func.count()).select_from(schema.attachment).where(today)).scalar_one()
        if count >= self._settings.pictures_per_day:
            raise LimitError(f"今天已经收到您 {count} 张图片，请明天再发，或直接提交工单。")

    def _check_room(self, connection: Connection, more_bytes: int = 1) -> None:
        row = schema.attachment.c
        files = select(row.sha256, row.size_bytes).where(row.deleted_at.is_(None)).distinct().subquery()
        kept = connection.execute(select(func.sum(files.c.size_bytes))).scalar_one() or 0
        # Encryption makes a third more of them (Fernet writes base64).
        if (kept + more_bytes) * 4 / 3 > self._settings.pictures_disk_bytes:
            log.error("pictures_disk_full bytes=%d", kept)
            raise LimitError(_FULL)

    def _remove_unneeded(self) -> int:
        row = schema.attachment.c
        with reading(self._engine) as connection:
            needed = set(connection.execute(select(row.sha256).where(row.deleted_at.is_(None)).distinct()).scalars())
        unneeded = [name for name in self._files.names() if name not in needed]
        for name in unneeded:
            self._files.remove(name)
        return len(unneeded)

    def fill_from(self, other: PictureFiles) -> int:
        """Copy the pictures that are still needed from where they lay before; says how many there were."""
        row = schema.attachment.c
        with reading(self._engine) as connection:
            needed = set(connection.execute(select(row.sha256).where(row.deleted_at.is_(None)).distinct()).scalars())
        missing = sorted(needed & set(other.names()) - set(self._files.names()))
        with self._lock.taking():
            for name in missing:
                self._files.put(name, other.get(name))
        return len(missing)


def open_attachments(
    engine: Engine, vault: Vault, settings: Settings, directory: Path, clock: Clock = SYSTEM_CLOCK
) -> AttachmentStore:
    """The pictures of an installation, where its settings say (`storage.pictures`).

    Raises:
        BotError: the settings name a store and no key to it.
    """
    files = open_picture_files(engine, settings, directory, clock)
    return AttachmentStore(engine, vault, directory, settings.tickets, clock, files)


def open_picture_files(
    engine: Engine, settings: Settings, directory: Path, clock: Clock = SYSTEM_CLOCK
) -> PictureFiles:
    """The place that `storage.pictures` names."""
    if settings.storage.pictures == "directory":
        return FolderFiles(directory / FOLDER)
    if settings.storage.pictures == "database":
        return DatabaseFiles(engine, clock)
    from tickets.picture_bucket import BucketFiles  # half a second to import, for those who have one

    return BucketFiles(settings.storage)


def still_kept(connection: Connection, attachment_ids: Collection[str]) -> frozenset[str]:
    """Those of these pictures that have not been deleted."""
    row = schema.attachment.c
    there = select(row.id).where(row.id.in_(attachment_ids), row.deleted_at.is_(None))
    return frozenset(connection.execute(there).scalars()) if attachment_ids else frozenset()


def attachment_view(row: Row, vault: Vault) -> AttachmentView:
    """What readers see of an attachment row."""
    text = vault.decrypt(row.page_text) if row.page_text else ""
    deleted = row.deleted_at is not None
    return AttachmentView(row.id, row.message_id, row.sha256, row.media_type, row.size_bytes, deleted, text)
