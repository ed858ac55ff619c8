"""The day's figures by mail: once, however many gateways, and not before its hour."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.gateway.daily_mail import KIND, DailyMail
from bot.gateway.plain_mail import staff_ways
from common.clock import FakeClock
from common.settings import Settings
from learning.working_time import working_time
from tests.ready_database import ready_database
from tickets.database import reading
from tickets.outbox import entry_of, select_entries
from tickets.outcomes import Ending, TurnOutcome, record_outcome
from tickets.promise import OwnDays
from tickets.schema import outbox

WORKING = working_time("", time(17, 30), OwnDays())
EIGHT = datetime(2026, 11, 3, 0, 0, tzinfo=UTC)
"""Eight in the morning in China."""


def settings(port: int = 25) -> Settings:
    plain = Settings()
    mail = replace(
        plain.mail, host="127.0.0.1", port=port, security="none", sender="bot@example.com", recipient="c@example.com"
    )
    server = replace(plain.server, public_url="https://help.example.com")
    return replace(plain, mail=mail, server=server, desk=replace(plain.desk, daily_mail="a@example.com, b@example.com"))


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = ready_database("sqlite:///mail.db", tmp_path)
    with engine.begin() as connection:
        asked = TurnOutcome("web", "k", Ending.ANSWERED, "reset_password", "forgot_password", "密码忘了")
        record_outcome(connection, asked, datetime(2026, 11, 2, 15, 59, tzinfo=UTC))
        record_outcome(connection, asked, datetime(2026, 11, 2, 16, 1, tzinfo=UTC))
    return engine


def test_one_report_a_day_after_its_hour(engine: Engine) -> None:
    clock = FakeClock(EIGHT)
    clock.advance(-60)
    gateways = [DailyMail(engine, settings(), WORKING, clock) for _ in range(2)]
    assert [gateway.put() for gateway in gateways] == [False, False]
    clock.advance(60)
    assert [gateway.put() for gateway in gateways] == [True, False]
    clock.advance(3600)
    assert [gateway.put() for gateway in gateways] == [False, False]
    clock.advance(24 * 3600)
    assert [gateway.put() for gateway in reversed(gateways)] == [True, False]
    with reading(engine) as connection:
        rows = connection.execute(select(outbox.c.delivery_key, outbox.c.payload).order_by(outbox.c.id)).all()
    assert [row.delivery_key for row in rows] == ["report:2026-11-02", "report:2026-11-03"]
    report = json.loads(rows[0].payload)
    assert report["subject"] == "11 月 2 日的数字"
    assert report["text"].startswith(
        "问了 1 句（前一天 0）：直接答 1，反问 0，没答上 0；反问以后没有下文 0。\n谈了 1 次：没找人就解决 100%"
    )
    assert "https://help.example.com/desk/day?day=2026-11-02" in report["text"]


class Mailbox:
    def __init__(self) -> None:
        self.mails: list[tuple[list[str], bytes]] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802 - aiosmtpd's
        self.mails.append((envelope.rcpt_tos, envelope.content))  # type: ignore[attr-defined]
        return "250 OK"


async def test_the_report_reaches_everybody_of_the_setting(engine: Engine) -> None:
    DailyMail(engine, settings(), WORKING, FakeClock(EIGHT)).put()
    with reading(engine) as connection:
        entry = entry_of(connection.execute(select_entries()).one())
    box = Mailbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box, hostname="test"), "127.0.0.1", 0)
    async with server:
        _, way = staff_ways(settings(server.sockets[0].getsockname()[1]))
        assert (entry.kind, way.kind) == (KIND, KIND)
        assert await way.send(entry) is None
    ((people, content),) = box.mails
    assert people == ["a@example.com", "b@example.com"]
    assert b"Message-ID: <report.2026-11-02@example.com>" in content
