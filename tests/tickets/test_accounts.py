"""Accounts of the desk: names, roles and passwords, on both kinds of database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from common.clock import FakeClock
from tickets import schema
from tickets.accounts import AccountError, Accounts, Role
from tickets.audit import verify_audit
from tickets.desk_refusals import DeskRefusals
from tickets.desk_sessions import DeskSessions
from tickets.schema_desk import desk_refusal

PASSWORD = "correct-horse-42"


@pytest.fixture
def accounts(engine: Engine, clock: FakeClock) -> Accounts:
    return Accounts(engine, clock)


@pytest.fixture
def sessions(engine: Engine, clock: FakeClock) -> DeskSessions:
    return DeskSessions(engine, 12, clock)


def test_an_account(accounts: Accounts) -> None:
    account = accounts.add("root", "小林", [Role.LEAD, Role.EDITOR], PASSWORD)
    assert accounts.all() == [account]
    assert account.titles() == "编辑、主管"
    assert [role for role in Role if account.may(role)] == [Role.AGENT, Role.EDITOR, Role.LEAD]
    assert accounts.verify("小林", PASSWORD) == account
    assert accounts.verify("小林", PASSWORD + "x") is None
    assert accounts.verify("小王", PASSWORD) is None
    accounts.set_roles("root", "小林", [Role.EDITOR])
    found = accounts.find("小林")
    assert found is not None and not found.may(Role.AGENT)


@pytest.mark.parametrize("name", ["", "小 林", "x" * 21, "小\n林", "requester", "system"])
def test_names_that_cannot_be(accounts: Accounts, name: str) -> None:
    with pytest.raises(AccountError):
        accounts.add("root", name, [Role.AGENT], PASSWORD)


@pytest.mark.parametrize("password", ["short-one", "a" * 201, "abababababab", "小林小林小林小林小林12"])
def test_weak_passwords(accounts: Accounts, password: str) -> None:
    with pytest.raises(AccountError):
        accounts.add("root", "小林", [Role.AGENT], password)
    assert accounts.all() == []


def test_a_name_once_and_a_role_at_least(accounts: Accounts) -> None:
    accounts.add("root", "小林", [Role.AGENT], PASSWORD)
    with pytest.raises(AccountError, match="已经有"):
        accounts.add("root", "小林", [Role.ADMIN], PASSWORD)
    with pytest.raises(AccountError, match="角色"):
        accounts.set_roles("root", "小林", [])
    with pytest.raises(AccountError, match="没有叫"):
        accounts.set_password("root", "小王", PASSWORD)


def test_sessions(accounts: Accounts, sessions: DeskSessions, clock: FakeClock) -> None:
    account = accounts.add("root", "小林", [Role.AGENT], PASSWORD)
    first = sessions.begin(account)
    second = sessions.begin(account)
    assert sessions.account(first) == sessions.account(second) == account
    assert sessions.account("") is None and sessions.account("\udcff") is None
    replacing = sessions.begin(account, first)
    assert sessions.account(first) is None and sessions.account(replacing) == account
    assert sessions.present(timedelta(minutes=2)) == [account]
    accounts.set_password("root", "小林", PASSWORD + "2")
    assert sessions.account(second) is None and sessions.account(replacing) is None
    assert sessions.present(timedelta(minutes=2)) == []
    third = sessions.begin(account)
    assert sessions.revoke("root", account) == 1 and sessions.account(third) is None
    clock.advance(60)


def test_a_busy_session_ends_too(accounts: Accounts, sessions: DeskSessions, clock: FakeClock) -> None:
    token = sessions.begin(accounts.add("root", "小林", [Role.AGENT], PASSWORD))
    for _ in range(16):
        assert sessions.account(token) is not None
        clock.advance(10 * 3600)
    clock.advance(9 * 3600)
    assert sessions.account(token) is None


def test_every_change_is_on_record(engine: Engine, accounts: Accounts, sessions: DeskSessions) -> None:
    account = accounts.add("root", "小林", [Role.AGENT], PASSWORD)
    accounts.set_roles("root", "小林", [Role.ADMIN])
    accounts.set_disabled("root", "小林", disabled=True)
    accounts.set_disabled("root", "小林", disabled=False)
    accounts.set_password("root", "小林", PASSWORD + "2")
    sessions.revoke("root", account)
    with engine.connect() as connection:
        rows = connection.execute(select(schema.audit_entry).order_by(schema.audit_entry.c.sequence)).all()
    assert [row.action for row in rows] == [
        "account_add",
        "account_roles",
        "account_disable",
        "account_enable",
        "account_password",
        "sessions_revoke",
    ]
    assert {row.subject for row in rows} == {"小林"}
    assert verify_audit(engine).faults == ()


def test_refused_sign_ins_are_a_row_an_account_and_minute(engine: Engine, accounts: Accounts, clock: FakeClock) -> None:
    accounts.add("root", "小林", [Role.AGENT], PASSWORD)
    refusals = DeskRefusals(engine, clock)
    for number in range(500):
        refusals.note("小林", f"203.0.113.{number % 7}")
        refusals.note(f"我的密码{number}", "203.0.113.1")
        refusals.note("小林" * 40_000, "203.0.113.1")
    refusals.flush()
    refusals.flush()

    def rows() -> list[tuple[str, int, int]]:
        row = desk_refusal.c
        with engine.connect() as connection:
            return [
                (one.name, one.tries, one.addresses)
                for one in connection.execute(select(row.name, row.tries, row.addresses))
            ]

    assert rows() == [("小林", 500, 7)]
    clock.advance(91 * 86_400)
    refusals.note("小林", "203.0.113.1")
    refusals.flush()
    refusals.forget_old()
    assert rows() == [("小林", 1, 1)]
