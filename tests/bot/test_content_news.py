"""Staff hear of a refused edit: a banner, and one mail for each state."""

from __future__ import annotations

import asyncio
import json
import socket
from dataclasses import replace
from email import message_from_bytes
from email.policy import SMTP as SMTP_POLICY
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.gateway.content_news import KIND, RefusalMail, refusal_notice
from common.clock import FakeClock
from common.errors import Problem
from common.settings import MailSettings
from faq.engine.library import Library
from tests.bot.gateway import running_gateway, settings_for, until
from tests.fakes.rasa_server import FakeRasa
from tests.ready_database import ready_database
from tests.small_project import write_small_project
from tickets.database import reading
from tickets.outbox import State, list_entries
from tickets.schema import outbox

WRONG = Problem("faq/entries/a.yml", 3, "没有这个电话", "写 010-67410388")
ALSO = Problem("faq/entries/b.yml", 9, "链接打不开", "改链接")


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return ready_database("sqlite:///news.db", tmp_path)


def mails(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        rows = connection.execute(select(outbox.c.payload).where(outbox.c.kind == KIND).order_by(outbox.c.id))
        return [json.loads(payload)["text"] for payload in rows.scalars()]


def test_the_banner_names_the_first_fault() -> None:
    assert refusal_notice([]) == ""
    assert refusal_notice([WRONG, ALSO]) == (
        "知识库的新修改有错，没有上线，线上仍是上一版。"
        "faq/entries/a.yml:3: 没有这个电话。改法：写 010-67410388，另有 1 处。改好就自动换上。"
    )


def test_what_no_editor_can_mend_is_shown_and_not_mailed(engine: Engine) -> None:
    away = Problem("faq", 1, "取不到发布的版本", "看数据库是否正常", "unreachable")
    assert refusal_notice([away]).startswith("知识库的新修改还没有换上，线上仍是上一版。faq:1: 取不到发布的版本")
    assert not RefusalMail(lambda: [away], engine, "host", FakeClock()).look()
    assert mails(engine) == []


def test_one_mail_a_state_whichever_process_sees_it(engine: Engine) -> None:
    problems, clock = [WRONG], FakeClock()
    first, second = (RefusalMail(lambda: problems, engine, "host", clock) for _ in range(2))
    assert [mail.look() for mail in (first, second, first)] == [True, False, False]
    assert "faq/entries/a.yml:3" in mails(engine)[0]
    problems.append(ALSO)
    assert (second.look(), first.look()) == (True, False)
    problems.clear()
    assert not first.look()
    problems += [WRONG]
    clock.advance(20)
    assert first.look(), "mended and broken again is news again"
    assert len(mails(engine)) == 3
    assert RefusalMail(lambda: problems, engine, "another host", clock).look(), "its files are others"


class Postbox:
    """Refuses the first mail for now."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.tries = 0

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802 - aiosmtpd's
        self.tries += 1
        if self.tries == 1:
            return "451 try again"
        self.mails.append(envelope.content)  # type: ignore[attr-defined]
        return "250 OK"


async def test_a_refused_edit_is_mailed_by_the_outbox_also_after_the_server_was_away(
    tmp_path: Path, rasa: FakeRasa
) -> None:
    """It was handed to the mail server beside the outbox: nobody could see or resend what had not left."""
    root, box = write_small_project(tmp_path), Postbox()
    library = Library.open(root)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box, hostname="test"), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    mail = MailSettings(host="127.0.0.1", port=port, security="none", sender="a@example.com", recipient="b@example.com")
    async with server, running_gateway(root, library, rasa, replace(settings_for(rasa), mail=mail)) as gateway:
        (root / "faq/entries/small.yml").write_text("- id: reset_password\n  title：忘记密码\n", encoding="utf-8")
        library.refresh()
        parts = gateway.served.parts
        refusals = RefusalMail(parts.refused, parts.database, socket.gethostname(), parts.clock)
        assert refusals.look()
        await until(lambda: box.tries == 1)
        await until(lambda: gateway.rows("SELECT attempts FROM outbox WHERE claim IS NULL") == [(1,)])
        [entry] = list_entries(parts.database, (State.WAITING,))
        assert (entry.kind, "451" in (entry.last_error or "")) == (KIND, True)
        gateway.clock.advance(3600)
        await until(lambda: gateway.rows("SELECT state FROM outbox") == [("sent",)])
    [content] = box.mails
    parsed = message_from_bytes(content, policy=SMTP_POLICY)
    assert parsed["To"] == "b@example.com"
    assert "faq/entries/small.yml:" in parsed.get_content()
