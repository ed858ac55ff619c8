"""The access token in the database, encrypted, for all gateway processes."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection, Engine

from common.clock import Clock
from common.off_loop import OffLoop
from tickets.database import reading, transact
from tickets.requesters import insert_missing
from tickets.schema import wechat_token
from tickets.vault import Vault
from wechat.tokens import AccessToken


class DatabaseTokenStore:
    """One row an account: value and end in one write, an older token never over a newer one."""

    def __init__(self, engine: Engine, vault: Vault, app_id: str, clock: Clock, database: OffLoop) -> None:
        """Work on a migrated database, where `database` runs it."""
        self._database = database
        self._engine = engine
        self._vault = vault
        self._name = f"stable:{app_id}"
        self._clock = clock

    async def read(self) -> AccessToken | None:
        """The stored token, usable or not."""
        return await self._database(self._read)

    async def write(self, token: AccessToken) -> None:
        """Store a token unless a later one is there already."""
        await self._database(transact, self._engine, lambda connection: self._write(connection, token))

    async def drop(self, value: str) -> None:
        """Forget the token if it is still this one."""
        await self._database(transact, self._engine, lambda connection: self._drop(connection, value))

    def _read(self) -> AccessToken | None:
        row = wechat_token.c
        query = select(row.value_ciphertext, row.expires_at).where(row.name == self._name)
        with reading(self._engine) as connection:
            found = connection.execute(query).one_or_none()
        return AccessToken(self._vault.decrypt(found.value_ciphertext), found.expires_at) if found else None

    def _write(self, connection: Connection, token: AccessToken) -> None:
        row = wechat_token.c
        values = {
            "value_ciphertext": self._vault.encrypt(token.value),
            "expires_at": token.expires_at,
            "fetched_at": self._clock.now(),
        }
        if not insert_missing(connection, wechat_token, {"name": self._name} | values):
            older = (row.name == self._name) & (row.expires_at <= token.expires_at)
            connection.execute(update(wechat_token).where(older).values(**values))

    def _drop(self, connection: Connection, value: str) -> None:
        row = wechat_token.c
        query = select(row.value_ciphertext).where(row.name == self._name).with_for_update()
        sealed = connection.execute(query).scalar_one_or_none()
        if sealed is not None and self._vault.decrypt(sealed) == value:
            connection.execute(delete(wechat_token).where(row.name == self._name))
