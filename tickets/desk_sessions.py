"""Where people of the desk are signed in: tokens that end after a while of not being used, and can be revoked.

The database keeps a hash of each token. What proves that a form came from our page follows from the token, so it
needs no place of its own and ends with it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection, Engine

from common.clock import SYSTEM_CLOCK, Clock
from tickets.accounts import DeskAccount, account_of_row
from tickets.audit import record
from tickets.database import reading, transact
from tickets.schema_desk import desk_account, desk_session

_TOKEN_BYTES = 32
_SEEN_EVERY_S = 60
"""How exactly it is known when somebody was last here; every click would be a write."""
_MOST_DAYS = 7
"""Then everybody signs in anew, however busy."""


@dataclass(frozen=True)
class OpenSession:
    """One browser somebody is signed in with."""

    name: str
    created_at: datetime
    seen_at: datetime


class DeskSessions:
    """Issues, reads and ends sessions."""

    def __init__(self, engine: Engine, idle_hours: int, clock: Clock = SYSTEM_CLOCK) -> None:
        """A session ends `idle_hours` after its last use."""
        self._engine = engine
        self._idle = timedelta(hours=idle_hours)
        self._clock = clock

    def begin(self, account: DeskAccount, replaced: str = "", *, way: str = "password") -> str:
        """Sign somebody in with a token nobody has seen before; the one their browser brought ends."""
        token, now = secrets.token_urlsafe(_TOKEN_BYTES), self._clock.now()
        values = {"digest": _digest(token), "account_id": account.id, "created_at": now, "seen_at": now}

        def work(connection: Connection) -> None:
            row = desk_session.c
            old = (row.seen_at < now - self._idle) | (row.created_at < now - timedelta(days=_MOST_DAYS))
            connection.execute(delete(desk_session).where(old | (row.digest == _digest(replaced))))
            connection.execute(insert(desk_session).values(**values))
            record(connection, now, account.name, "sign_in", account.name, way=way)

        transact(self._engine, work)
        return token

    def account(self, token: str) -> DeskAccount | None:
        """Whose session that is; None when nobody issued it, it ended, or the account is shut out."""
        now, row = self._clock.now(), desk_session.c
        if not token:
            return None
        live = (row.seen_at >= now - self._idle) & (row.created_at >= now - timedelta(days=_MOST_DAYS))
        query = (
            select(desk_account, row.seen_at)
            .join(desk_session, row.account_id == desk_account.c.id)
            .where(row.digest == _digest(token), live, desk_account.c.disabled_at.is_(None))
        )
        with reading(self._engine) as connection:
            found = connection.execute(query).one_or_none()
        if found is None:
            return None
        if (now - found.seen_at).total_seconds() >= _SEEN_EVERY_S:
            seen = update(desk_session).where(row.digest == _digest(token)).values(seen_at=now)
            transact(self._engine, lambda connection: connection.execute(seen))
        return account_of_row(found)

    def end(self, account: DeskAccount, token: str) -> None:
        """Sign out of one browser."""
        statement = delete(desk_session).where(desk_session.c.digest == _digest(token))

        def work(connection: Connection) -> None:
            connection.execute(statement)
            record(connection, self._clock.now(), account.name, "sign_out", account.name)

        transact(self._engine, work)

    def revoke(self, actor: str, account: DeskAccount) -> int:
        """Sign somebody out everywhere; how many browsers that were."""
        statement = delete(desk_session).where(desk_session.c.account_id == account.id)

        def work(connection: Connection) -> int:
            count = int(connection.execute(statement).rowcount)
            record(connection, self._clock.now(), actor, "sessions_revoke", account.name, count=count)
            return count

        return transact(self._engine, work)

    def open(self) -> list[OpenSession]:
        """Who is signed in, most recently seen first."""
        row = desk_session.c
        query = (
            select(desk_account.c.name, row.created_at, row.seen_at)
            .join(desk_session, row.account_id == desk_account.c.id)
            .where(row.seen_at >= self._clock.now() - self._idle)
            .order_by(row.seen_at.desc())
        )
        with reading(self._engine) as connection:
            return [OpenSession(found.name, found.created_at, found.seen_at) for found in connection.execute(query)]

    def present(self, within: timedelta) -> list[DeskAccount]:
        """Who has a page of the desk open or used one within that time (at least a minute or two: see `account`)."""
        query = (
            select(desk_account)
            .where(
                desk_account.c.id.in_(
                    select(desk_session.c.account_id).where(desk_session.c.seen_at >= self._clock.now() - within)
                ),
                desk_account.c.disabled_at.is_(None),
            )
            .order_by(desk_account.c.id)
        )
        with reading(self._engine) as connection:
            return [account_of_row(row) for row in connection.execute(query)]


def form_token(token: str) -> str:
    """What every form and request of a session carries: only who reads the session's own pages knows it."""
    return hmac.new(token.encode(), b"desk form", hashlib.sha256).hexdigest()


def is_form_token(token: str, given: str) -> bool:
    """Whether a request carries what its session's pages were given."""
    return hmac.compare_digest(form_token(token).encode(), given.encode("utf-8", "surrogatepass"))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
