"""Who works at the desk: names, roles and passwords. Every change is on the audit record.

Passwords are kept as argon2id hashes (https://www.rfc-editor.org/rfc/rfc9106). A name that does not exist costs as
much time as a wrong password, so nobody learns which names there are.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection, Engine, Row

from common.clock import SYSTEM_CLOCK, Clock
from tickets.audit import record
from tickets.database import reading, transact
from tickets.errors import DeskError
from tickets.model import PERSON, SYSTEM
from tickets.schema_desk import desk_account, desk_session

log = logging.getLogger(__name__)
NAME_CHARS = 20
LEAST_PASSWORD_CHARS = 10
MOST_PASSWORD_CHARS = 200
"""A password of a megabyte would keep a processor busy."""


class Role(StrEnum):
    """What somebody at the desk is there for."""

    AGENT = "agent"
    EDITOR = "editor"
    LEAD = "lead"
    ADMIN = "admin"


ROLE_LABELS = {Role.AGENT: "客服", Role.EDITOR: "编辑", Role.LEAD: "主管", Role.ADMIN: "管理员"}
_HOLDS = {
    Role.AGENT: frozenset({Role.AGENT}),
    Role.EDITOR: frozenset({Role.EDITOR}),
    Role.LEAD: frozenset({Role.LEAD, Role.AGENT}),
    Role.ADMIN: frozenset(Role),
}
"""What each role may also do: a lead answers tickets too, an admin does everything."""


class AccountError(DeskError):
    """An account cannot be made, changed or signed in to."""


@dataclass(frozen=True)
class DeskAccount:
    """Somebody at the desk; `name` is what askers, colleagues and the audit record read."""

    id: int
    name: str
    roles: frozenset[Role]
    created_at: datetime
    disabled_at: datetime | None = None

    def may(self, role: Role) -> bool:
        """Whether they may do what this role is for."""
        return any(role in _HOLDS[own] for own in self.roles)

    def titles(self) -> str:
        """Their roles in words."""
        return "、".join(ROLE_LABELS[role] for role in Role if role in self.roles)


class Accounts:
    """The accounts of an installation. `actor` is who makes a change, for the audit record."""

    def __init__(self, engine: Engine, clock: Clock = SYSTEM_CLOCK) -> None:
        """Work on a migrated database."""
        self._engine = engine
        self._clock = clock
        # OWASP's first choice for argon2id: 19 MiB, so that a few sign-ins at once do not fill a small machine.
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

    def add(self, actor: str, name: str, roles: Iterable[Role], password: str) -> DeskAccount:
        """Make an account; an empty password is for who only signs in by a trusted proxy's header.

        Raises:
            AccountError: the name is taken or cannot be one, no role, or a weak password.
        """
        name, wanted = _checked_name(name), _checked_roles(roles)
        hashed = self._hash(name, password) if password else ""

        def work(connection: Connection) -> DeskAccount:
            if _find(connection, name) is not None:
                raise AccountError(f"已经有叫「{name}」的账号了。")
            values = {"name": name, "roles": wanted, "password": hashed, "created_at": self._clock.now()}
            connection.execute(insert(desk_account).values(**values))
            record(connection, self._clock.now(), actor, "account_add", name, roles=wanted)
            return account_of_row(_required(connection, name))

        account = transact(self._engine, work)
        log.info("desk_account_added roles=%s", wanted)
        return account

    def all(self) -> list[DeskAccount]:
        """Every account, disabled ones too, oldest first."""
        with reading(self._engine) as connection:
            return [account_of_row(row) for row in connection.execute(select(desk_account).order_by(desk_account.c.id))]

    def find(self, name: str) -> DeskAccount | None:
        """The account of that name that may be used; None when there is none or it is disabled."""
        with reading(self._engine) as connection:
            row = _find(connection, name)
        return None if row is None or row.disabled_at is not None else account_of_row(row)

    def agent(self, name: str) -> DeskAccount | None:
        """The same for somebody who works on tickets."""
        account = self.find(name)
        return account if account is not None and account.may(Role.AGENT) else None

    def agents(self) -> list[str]:
        """The names of all who work on tickets."""
        return [one.name for one in self.all() if one.may(Role.AGENT) and one.disabled_at is None]

    def verify(self, name: str, password: str) -> DeskAccount | None:
        """The account that name and password open; None for everything else. Takes as long either way."""
        with reading(self._engine) as connection:
            row = _find(connection, name.strip())
        kept = row.password if row is not None and row.disabled_at is None else ""
        right = self._matches(kept or self._nobodys, password[:MOST_PASSWORD_CHARS])
        if row is None or not kept or not right:
            return None
        if self._hasher.check_needs_rehash(row.password):
            self._store(row.id, password=self._hasher.hash(password))
        return account_of_row(row)

    def set_password(self, actor: str, name: str, password: str) -> None:
        """Give an account another password and sign it out everywhere.

        Raises:
            AccountError: no such account, or a weak password.
        """
        self._change(actor, "account_password", name, signs_out=True, password=self._hash(name, password))

    def set_roles(self, actor: str, name: str, roles: Iterable[Role]) -> None:
        """Give an account other roles; they count from the next click.

        Raises:
            AccountError: no such account, or no role.
        """
        wanted = _checked_roles(roles)
        self._change(actor, "account_roles", name, {"roles": wanted}, roles=wanted)

    def set_disabled(self, actor: str, name: str, *, disabled: bool) -> None:
        """Shut an account out (and sign it out) or let it in again.

        Raises:
            AccountError: no such account.
        """
        action = "account_disable" if disabled else "account_enable"
        at = self._clock.now() if disabled else None
        self._change(actor, action, name, signs_out=disabled, disabled_at=at)

    @cached_property
    def _nobodys(self) -> str:
        """A hash that no password opens, for names that do not exist."""
        return self._hasher.hash("nobody has this one")

    def _hash(self, name: str, password: str) -> str:
        if len(password) < LEAST_PASSWORD_CHARS:
            raise AccountError(f"密码太短。改法：至少 {LEAST_PASSWORD_CHARS} 个字符。")
        if len(password) > MOST_PASSWORD_CHARS:
            raise AccountError(f"密码太长。改法：不超过 {MOST_PASSWORD_CHARS} 个字符。")
        if len(set(password)) < 4 or name in password:
            raise AccountError("密码太容易猜。改法：不要用重复的字符，也不要带名字。")
        return self._hasher.hash(password)

    def _matches(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False

    def _change(
        self,
        actor: str,
        action: str,
        name: str,
        detail: dict[str, Any] | None = None,
        *,
        signs_out: bool = False,
        **values: Any,
    ) -> None:
        def work(connection: Connection) -> None:
            row = _required(connection, name)
            connection.execute(update(desk_account).where(desk_account.c.id == row.id).values(**values))
            if signs_out:
                connection.execute(delete(desk_session).where(desk_session.c.account_id == row.id))
            record(connection, self._clock.now(), actor, action, name, **(detail or {}))

        transact(self._engine, work)
        log.info("desk_account_changed action=%s", action)

    def _store(self, account_id: int, **values: Any) -> None:
        change = update(desk_account).where(desk_account.c.id == account_id).values(**values)
        transact(self._engine, lambda connection: connection.execute(change))


def account_of_row(row: Row) -> DeskAccount:
    """The account behind a row; roles of a newer version are left out."""
    known = frozenset(Role(word) for word in row.roles.split() if word in {str(role) for role in Role})
    return DeskAccount(row.id, row.name, known, row.created_at, row.disabled_at)


def _find(connection: Connection, name: str) -> Row | None:
    return connection.execute(select(desk_account).where(desk_account.c.name == name)).one_or_none()


def _required(connection: Connection, name: str) -> Row:
    row = _find(connection, name)
    if row is None:
        raise AccountError(f"没有叫「{name}」的账号。改法：用 ./run desk account list 看有哪些。")
    return row


def _checked_name(name: str) -> str:
    if not name or len(name) > NAME_CHARS or not name.isprintable() or any(map(str.isspace, name)):
        raise AccountError(f"名字不能用。改法：1 到 {NAME_CHARS} 个字符，中间没有空格；用户会看到它，例如 小林。")
    if name in (PERSON, SYSTEM):
        raise AccountError("这个名字系统自己要用，请换一个。")
    return name


def _checked_roles(roles: Iterable[Role]) -> str:
    wanted = set(roles)
    if not wanted:
        raise AccountError(f"至少要有一个角色。改法：--role {'、'.join(map(str, Role))} 里选。")
    return " ".join(str(role) for role in Role if role in wanted)
