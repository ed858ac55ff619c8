"""The published versions of the knowledge base, in the database that all processes of all hosts share."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.engine import Connection, Engine

from common.clock import SYSTEM_CLOCK, Clock, china_time
from common.errors import BotError
from tickets.database import reading, transact
from tickets.schema import content_version


@dataclass(frozen=True)
class ContentVersion:
    """One published version; `number` counts from 1."""

    number: int
    parent: int
    author: str
    at: datetime
    digest: str

    def text(self) -> str:
        """How people read it."""
        return f"第 {self.number} 版，{self.author} {china_time(self.at):%Y-%m-%d %H:%M} 发布"


class OvertakenError(BotError):
    """Somebody else published in the meantime."""

    def __init__(self, latest: ContentVersion, known: int) -> None:
        """Say what is live and how to go on."""
        based = f"这份文件是在第 {known} 版上改的" if known else "不知道这份文件是在哪一版上改的"
        super().__init__(
            f"没有发布：线上是{latest.text()}，{based}，直接发布会盖掉别人的修改。"
            "改法：用 ./run publish --fetch 文件夹 取下线上那一版，合并之后加上 "
            f"--onto {latest.number} 再发布。"
        )


class ContentVersions:
    """Publishes and hands out versions; the newest one is what is served."""

    def __init__(self, engine: Engine, clock: Clock = SYSTEM_CLOCK) -> None:
        """Use a migrated database."""
        self._engine = engine
        self._clock = clock

    def latest(self) -> ContentVersion | None:
        """The version that is served; None before the first."""
        with reading(self._engine) as connection:
            return _latest(connection)

    def newest(self, count: int) -> list[ContentVersion]:
        """The last versions, newest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(_FIELDS.order_by(content_version.c.number.desc()).limit(count)).all()
        return [ContentVersion(*row) for row in rows]

    def parcel(self, number: int) -> bytes:
        """The files of a version, packed.

        Raises:
            BotError: there is no such version.
        """
        row = content_version.c
        with reading(self._engine) as connection:
            bundle = connection.execute(select(row.bundle).where(row.number == number)).scalar_one_or_none()
        if bundle is None:
            raise BotError(f"没有第 {number} 版。改法：用 ./run publish --list 看有哪些。")
        return base64.b64decode(bundle)

    def publish(self, parcel: bytes, digest: str, *, parent: int, author: str) -> ContentVersion:
        """Make a parcel the newest version, on top of the one its author knew.

        Raises:
            OvertakenError: that is not the newest any more.
        """
        now = self._clock.now()

        def add(connection: Connection) -> ContentVersion:
            latest = _latest(connection)
            if latest is not None and (latest.digest, latest.parent) == (digest, parent):
                return latest  # the acknowledgement of the first attempt got lost
            if latest is not None and latest.number != parent:
                raise OvertakenError(latest, parent)
            version = ContentVersion((latest.number if latest else 0) + 1, parent, author, now, digest)
            # Two that publish at once collide on the number; the second is tried again and sees the first.
            connection.execute(
                insert(content_version).values(**version.__dict__, bundle=base64.b64encode(parcel).decode())
            )
            return version

        return transact(self._engine, add)


_FIELDS = select(
    content_version.c.number,
    content_version.c.parent,
    content_version.c.author,
    content_version.c.at,
    content_version.c.digest,
)


def _latest(connection: Connection) -> ContentVersion | None:
    newest = select(func.max(content_version.c.number)).scalar_subquery()
    row = connection.execute(_FIELDS.where(content_version.c.number == newest)).one_or_none()
    return ContentVersion(*row) if row else None
