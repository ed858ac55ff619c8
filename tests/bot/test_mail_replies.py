"""From the mailbox to the person: an agent answers a ticket's mail, and the answer is in the ticket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from common.errors import BotError
from common.settings import MailSettings, Settings
from faq.engine.library import Library
from tests.bot.gateway import Gateway, running_gateway, settings_for
from tests.fakes.imap_server import FakeImap
from tests.fakes.rasa_server import FakeRasa
from tests.tickets.samples import ANNA, make_image, make_submission
from tickets.deliveries import make_delivery
from tickets.mail import compose_mail
from tickets.model import MessageKind, Status
from tickets.outbox import State, list_entries

MAIL = MailSettings(
    host="127.0.0.1",
    port=9,
    security="none",
    sender="bot@example.com",
    recipient="小李 <li@example.com>；kefu@example.com",
    inbox_password="inbox-secret",
    inbox_every_s=3600,
)


@pytest.fixture
async def imap() -> AsyncIterator[FakeImap]:
    async with FakeImap() as server:
        server.add(b"Subject: old\r\n\r\nread long ago")
        yield server


@pytest.fixture
async def gateway(tmp_path: Path, small_library: Library, rasa: FakeRasa, imap: FakeImap) -> AsyncIterator[Gateway]:
    settings: Settings = replace(settings_for(rasa), mail=replace(MAIL, inbox=imap.url))
    async with running_gateway(tmp_path, small_library, rasa, settings) as running:
        await look(running)  # from here on what comes is new
        yield running


async def look(gateway: Gateway) -> None:
    replies = gateway.served.parts.replies
    assert replies is not None
    await replies.look()


def ticket_mail(gateway: Gateway) -> EmailMessage:
    """A fresh ticket's mail, as it is sent."""
    parts = gateway.served.parts
    parts.desk.open(ANNA, make_submission())
    entry = next(row for row in list_entries(parts.database, (State.WAITING,)) if row.kind == "mail")
    delivery = make_delivery(parts.database, parts.desk.reader, parts.pictures, entry)
    return compose_mail(delivery, parts.settings.mail, tokens=parts.reply_tokens)


def answer(mail: EmailMessage, text: str, name: str = "1", sender: str = "li@example.com") -> EmailMessage:
    reply = EmailMessage()
    reply["From"], reply["Message-ID"] = sender, f"<{name}@example.com>"
    reply["In-Reply-To"] = mail["Message-ID"]
    body = mail.get_body()
    assert body is not None
    quoted = "\n".join(f"> {line}" for line in str(body.get_content()).splitlines())
    reply.set_content(f"{text}\n\n在 2026-11-02 10:00:00，bot@example.com 写道：\n{quoted}")
    return reply


async def test_an_agents_mail_is_an_answer_in_the_ticket(gateway: Gateway, imap: FakeImap) -> None:
    mail = ticket_mail(gateway)
    number, desk = str(mail["X-Ticket-Number"]), gateway.served.parts.desk
    reply = answer(mail, "请重新登录。")
    reply.add_attachment(make_image(), maintype="image", subtype="png", filename="a.png")
    reply.add_attachment(b"no picture", maintype="image", subtype="png", filename="b.png")
    imap.add(b"\xff\xfe\x00 no mail at all")
    imap.add(reply.as_bytes())
    imap.add(answer(mail, "我是骗子", "2", "stranger@example.org").as_bytes())
    imap.add(reply.as_bytes())  # forwarded twice
    await look(gateway)
    await look(gateway)
    ticket = desk.reader.ticket(number)
    said = [(line.kind, line.author, line.body) for line in ticket.messages if line.kind is not MessageKind.EVENT]
    assert said == [
        (MessageKind.REPLY, "小李", "请重新登录。"),
        (MessageKind.NOTE, "小李", "邮件里有 1 张图片打不开，没有发给用户。"),
    ]
    assert (len(ticket.attachments), ticket.status) == (1, Status.PENDING)
    told = [entry.event for entry in list_entries(desk.engine, (State.WAITING, State.SENT)) if entry.kind == "person"]
    assert told == ["replied"]
    outcomes = gateway.rows("SELECT outcome FROM mail_received ORDER BY outcome")
    assert outcomes == [("no_ticket",), ("replied",), ("stranger",)] or ("stranger",) in outcomes
    assert sum("BODY.PEEK[]" in command for command in imap.commands) == 4  # none of them a second time
    assert {command.split()[0] for command in imap.commands} == {
        "CAPABILITY",
        "LOGIN",
        "ID",
        "EXAMINE",
        "UID",
        "LOGOUT",
    }


async def test_what_came_before_the_first_look_is_left_alone(gateway: Gateway, imap: FakeImap) -> None:
    assert not any("FETCH" in command for command in imap.commands)
    imap.validity += 1  # the mailbox was made anew: its numbers mean nothing any more
    imap.add(b"Subject: x\r\n\r\nx")
    await look(gateway)
    assert not any("FETCH" in command for command in imap.commands)


async def test_an_answer_to_a_closed_ticket_is_kept_as_a_note(gateway: Gateway, imap: FakeImap) -> None:
    mail = ticket_mail(gateway)
    number, desk = str(mail["X-Ticket-Number"]), gateway.served.parts.desk
    desk.settle(ANNA, number)
    imap.add(answer(mail, "请重新登录。", sender="KEFU@example.com").as_bytes())
    await look(gateway)
    [note] = [line for line in desk.reader.ticket(number).messages if line.kind is MessageKind.NOTE]
    assert note.author == "kefu"
    assert note.body.startswith("这封邮件回复没有发给用户：")
    assert note.body.endswith("请重新登录。")


async def test_a_mailbox_that_refuses_is_tried_again(gateway: Gateway, imap: FakeImap) -> None:
    mail = ticket_mail(gateway)
    imap.refuse = True
    imap.add(answer(mail, "请重新登录。").as_bytes())
    with pytest.raises(Exception, match="error"):
        await look(gateway)
    imap.refuse = False
    await look(gateway)
    assert gateway.rows("SELECT outcome FROM mail_received") == [("replied",)]


async def test_an_inbox_without_a_password_is_refused_at_the_start(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    settings = replace(settings_for(rasa), mail=replace(MAIL, inbox="imaps://a@example.com/INBOX", inbox_password=""))
    with pytest.raises(BotError, match=r"inbox_password: \$\{MAIL_INBOX_PASSWORD\}"):
        async with running_gateway(tmp_path, small_library, rasa, settings):
            pass
