"""Whatever is done to the audit chain behind the desk's back shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection, Engine

from common.clock import FakeClock
from tickets.audit import AuditReport, record, verify_audit
from tickets.schema import audit_entry, audit_head

row = audit_entry.c


@pytest.fixture
def chain(engine: Engine, clock: FakeClock) -> Engine:
    """Six entries."""
    for turn in range(6):
        with engine.begin() as connection:
            record(connection, clock.now(), "小王", "note", "TK7M4Q2B", turn=turn, text="「引号」\"'\n")
        clock.advance(1.25)
    return engine


def test_an_empty_chain_is_whole(engine: Engine) -> None:
    assert verify_audit(engine) == AuditReport(0, "0" * 64, ())


def test_an_untouched_chain_is_whole(chain: Engine) -> None:
    with chain.begin() as connection:
        head = connection.execute(select(audit_head)).one()
    assert verify_audit(chain) == AuditReport(6, head.hash, ())


def test_a_rolled_back_change_leaves_no_entry(chain: Engine, clock: FakeClock) -> None:
    with pytest.raises(RuntimeError), chain.begin() as connection:
        record(connection, clock.now(), "小王", "note", "TK7M4Q2B")
        raise RuntimeError
    assert verify_audit(chain).entries == 6


def change(sequence: int, **values: Any) -> Callable[[Connection], Any]:
    return lambda connection: connection.execute(update(audit_entry).where(row.sequence == sequence).values(**values))


def remove(*sequences: int) -> Callable[[Connection], Any]:
    return lambda connection: connection.execute(delete(audit_entry).where(row.sequence.in_(sequences)))


def append(connection: Connection) -> None:
    found = connection.execute(select(audit_entry).where(row.sequence == 6)).one()
    values = dict(found._mapping) | {"sequence": 7, "previous_hash": found.hash}
    connection.execute(insert(audit_entry).values(values))


@pytest.mark.parametrize(
    ("tamper", "faults"),
    [
        (change(3, actor="小李"), ("审计记录 3：内容被改过",)),
        (change(3, detail="{}"), ("审计记录 3：内容被改过",)),
        (change(1, action="reply"), ("审计记录 1：内容被改过",)),
        (
            change(3, hash="f" * 64),
            ("审计记录 3：内容被改过", "审计记录 4：和前一条接不上，前一条被替换过"),
        ),
        (remove(1), ("审计记录 1：缺失，被删除了",)),
        (remove(3, 4), ("审计记录 3–4：缺失，被删除了",)),
        (remove(6), ("审计记录的末尾对不上：应有 6 条，实有 5 条或最后一条被替换过",)),
        (remove(1, 2, 3, 4, 5, 6), ("审计记录的末尾对不上：应有 6 条，实有 0 条或最后一条被替换过",)),
        (append, ("审计记录 7：内容被改过", "审计记录的末尾对不上：应有 6 条，实有 7 条或最后一条被替换过")),
        (
            lambda connection: connection.execute(delete(audit_head)),
            ("审计记录的末尾对不上：应有 0 条，实有 6 条或最后一条被替换过",),
        ),
    ],
)
def test_tampering_shows(chain: Engine, tamper: Callable[[Connection], Any], faults: tuple[str, ...]) -> None:
    with chain.begin() as connection:
        tamper(connection)
    assert verify_audit(chain).faults == faults


def test_a_shifted_time_shows(chain: Engine, clock: FakeClock) -> None:
    with chain.begin() as connection:
        change(2, at=clock.now() + timedelta(microseconds=1))(connection)
    assert verify_audit(chain).faults == ("审计记录 2：内容被改过",)
