"""Who did what when: entries chained by hash, so that changing, removing or adding one shows.

Each entry's hash covers the entry and the hash before it; the head row keeps the last hash and the
count, so a cut-off tail shows too. Entries name tickets and fields, never personal data, because
they outlive the person's data.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection, Engine, Row

from tickets import schema
from tickets.database import reading
from tickets.requesters import insert_missing

_FIRST = "0" * 64


@dataclass(frozen=True)
class AuditReport:
    """What a check of the chain found; write the head hash down elsewhere to prove more later."""

    entries: int
    head_hash: str
    faults: tuple[str, ...]


def record(connection: Connection, at: datetime, actor: str, action: str, subject: str, **detail: Any) -> None:
    """Append an entry in the transaction of the change it tells of; make it the last statement.

    Writers queue at the head row from here to their commit.
    """
    head = schema.audit_head
    query = select(head).with_for_update()
    last = connection.execute(query).one_or_none()
    if last is None:
        insert_missing(connection, head, {"id": 1, "sequence": 0, "hash": _FIRST})
        last = connection.execute(query).one()
    sequence = last.sequence + 1
    text = json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str)
    digest = _digest(sequence, at, actor, action, subject, text, last.hash)
    connection.execute(
        insert(schema.audit_entry).values(
            sequence=sequence,
            at=at,
            actor=actor,
            action=action,
            subject=subject,
            detail=text,
            previous_hash=last.hash,
            hash=digest,
        )
    )
    connection.execute(update(head).values(sequence=sequence, hash=digest))


def verify_audit(engine: Engine) -> AuditReport:
    """Walk the whole chain and name every break, in Chinese."""
    faults: list[str] = []
    expected, previous = 1, _FIRST
    with reading(engine) as connection:
        head = connection.execute(select(schema.audit_head)).one_or_none()
        rows = connection.execution_options(stream_results=True).execute(
            select(schema.audit_entry).order_by(schema.audit_entry.c.sequence)
        )
        for entry in rows:
            if entry.sequence != expected:
                missing = str(expected) if entry.sequence == expected + 1 else f"{expected}–{entry.sequence - 1}"
                faults.append(f"审计记录 {missing}：缺失，被删除了")
            elif entry.previous_hash != previous:
                faults.append(f"审计记录 {entry.sequence}：和前一条接不上，前一条被替换过")
            if entry.hash != _entry_digest(entry):
                faults.append(f"审计记录 {entry.sequence}：内容被改过")
            expected, previous = entry.sequence + 1, entry.hash
    count = expected - 1
    if (head.sequence, head.hash) != (count, previous) if head else count:
        known = head.sequence if head else 0
        faults.append(f"审计记录的末尾对不上：应有 {known} 条，实有 {count} 条或最后一条被替换过")
    return AuditReport(count, previous, tuple(faults))


def _entry_digest(entry: Row) -> str:
    return _digest(
        entry.sequence, entry.at, entry.actor, entry.action, entry.subject, entry.detail, entry.previous_hash
    )


def _digest(sequence: int, at: datetime, *texts: str) -> str:
    # JSON keeps the fields apart: no two different entries spell the same text.
    content = json.dumps([sequence, at.timestamp(), *texts], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()
