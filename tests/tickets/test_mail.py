"""The mail a support mailbox gets, through a real mail server that also refuses, stalls and hangs up."""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections.abc import AsyncIterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP
from sqlalchemy.engine import Engine

from bot.gateway.senders import MailSender, make_senders
from common.clock import FakeClock
from common.errors import BotError
from common.settings import MailSettings, Settings
from common.settings_file import load_settings
from screenshots.cleaning import clean_picture
from tests.tickets.samples import ANNA, make_image, make_picture, make_submission
from tests.tickets.test_outbox import make_worker as worker_of
from tests.tickets.test_outbox import states
from tickets.attachments import AttachmentStore
from tickets.deliveries import Delivery, make_delivery
from tickets.desk import Desk
from tickets.mail import compose_mail
from tickets.model import Submission
from tickets.outbox import list_entries
from tickets.worker import OutboxWorker


class Mailbox:
    """A mail server's memory; `answers` are given first, one a mail."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.sources: list[bytes] = []
        self.recipients: list[list[str]] = []
        self.answers: list[str] = []
        self.refused: dict[str, str] = {}
        self.most_bytes = 50_000_000
        self.hang_up_at_quit = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        if len(envelope.content) > self.most_bytes:
            return "552 5.3.4 message too big"
        self.recipients.append(envelope.rcpt_tos)
        self.sources.append(envelope.content)
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        self.mails.append(parsed)
        return "250 OK"

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.hang_up_at_quit:
            server.transport.abort()
        return "221 Bye"


@pytest.fixture
async def mailbox() -> AsyncIterator[tuple[Mailbox, int]]:
    box = Mailbox()
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(box, hostname="mail.example.com", data_size_limit=50_000_000), "127.0.0.1", 0
    )
    yield box, server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()


def make_worker(desk: Desk, store: AttachmentStore, settings: Settings, port: int, clock: FakeClock) -> OutboxWorker:
    sender = MailSender(replace(settings.mail, port=port), "https://help.example.com/")
    return worker_of(desk, store, "mail", sender, clock)


async def test_the_text_of_a_picture_stands_under_its_name(
    desk: Desk, store: AttachmentStore, settings: Settings, clock: FakeClock, mailbox: tuple[Mailbox, int]
) -> None:
    box, port = mailbox
    read, unread = store.take(ANNA, make_picture(), "注册\n证件号码已被注册"), store.take(ANNA, make_picture("blue"))
    number = desk.open(ANNA, make_submission(pictures=(read.id, unread.id))).ticket.number
    added = store.take(ANNA, make_picture("green"), "姓名格式有误")
    desk.add(ANNA, "再补一张", (added.id,), idempotency_key="a", number=number)
    worker = make_worker(desk, store, settings, port, clock)
    await worker.run_once()
    await worker.run_once()
    opened, addition = (mail.get_body().get_content().splitlines() for mail in box.mails)  # type: ignore[union-attr]
    head = f"截图 {read.filename} 上的字（机器读的，个人信息已打码）："
    assert opened[opened.index(head) :][:3] == [head, "  注册", "  证件号码已被注册"]
    assert sum(line.startswith("截图 ") for line in opened) == 1
    head = f"截图 {added.filename} 上的字（机器读的，个人信息已打码）："
    assert addition[addition.index(head) :][:2] == [head, "  姓名格式有误"]


async def test_the_mail_has_what_the_help_desk_asks_for(
    desk: Desk,
    store: AttachmentStore,
    settings: Settings,
    clock: FakeClock,
    mailbox: tuple[Mailbox, int],
    engine: Engine,
) -> None:
    box, port = mailbox
    pictures = [store.take(ANNA, make_picture(color=color)) for color in ("red", "green")]
    number = desk.open(ANNA, make_submission(pictures=tuple(view.id for view in pictures))).ticket.number
    await make_worker(desk, store, settings, port, clock).run_once()
    assert states(engine) == [("sent", 1, None)]
    mail = box.mails[0]
    assert {name: str(mail[name]) for name in ("From", "To", "Subject", "Date", "Message-ID", "X-Ticket-Number")} == {
        "From": "bot@example.com",
        "To": "desk@example.com",
        "Subject": f"[{number}] 新工单",
        "Date": "Mon, 02 Nov 2026 10:00:00 +0800",
        "Message-ID": f"<{number}.0.opened.mail@example.com>",
        "X-Ticket-Number": number,
    }
    body = mail.get_body()
    assert body is not None
    assert body.get_content().splitlines() == [
        f"工单号：{number}",
        "用户名：13900001234（手机号）",
        "承诺答复：2026年11月5日（星期四）前",
        "提交时间：2026-11-02 10:00",
        "来自：web",
        "截图：2 张，见附件",
        "",
        "问题描述：",
        "注册时一直提示证件号已注册，我的手机号是13900001234",
        "",
        "提交前问过和答过：",
        "问：注册不了",
        "答：证件号已注册怎么办",
        "",
        f"处理：https://help.example.com/desk/tickets/{number}",
    ]
    attached = [(part.get_filename(), part.get_content_type(), part.get_content()) for part in mail.iter_attachments()]
    stored = [store.open_for_agent(view.id)[1] for view in pictures]
    by_name = sorted((view.filename, "image/png", data) for view, data in zip(pictures, stored, strict=True))
    assert sorted(attached) == by_name


async def test_a_refusing_server_gets_the_mail_later_once(
    desk: Desk,
    store: AttachmentStore,
    settings: Settings,
    clock: FakeClock,
    mailbox: tuple[Mailbox, int],
    engine: Engine,
) -> None:
    box, port = mailbox
    box.answers = ["451 try again later", "452 not today", "421 closing"]
    desk.open(ANNA, make_submission(pictures=(store.take(ANNA, make_picture()).id,)))
    worker = make_worker(desk, store, settings, port, clock)
    for _ in range(3):
        assert await worker.run_once() == 1
        assert states(engine)[0][0] == "waiting"
        clock.advance(900)
    assert [await worker.run_once() for _ in range(2)] == [1, 0]
    assert (states(engine), len(box.mails)) == ([("sent", 4, None)], 1)


async def test_a_server_that_is_not_there_loses_nothing(
    desk: Desk,
    store: AttachmentStore,
    settings: Settings,
    clock: FakeClock,
    mailbox: tuple[Mailbox, int],
    engine: Engine,
) -> None:
    box, port = mailbox
    desk.open(ANNA, make_submission())
    await make_worker(desk, store, settings, 1, clock).run_once()
    (state, attempts, error), *_ = states(engine)
    assert (state, attempts, str(error).split(":")[0]) == ("waiting", 1, "SMTPConnectError")
    clock.advance(30)
    await make_worker(desk, store, settings, port, clock).run_once()
    assert len(box.mails) == 1


async def test_hanging_up_after_the_yes_is_still_a_yes(
    desk: Desk,
    store: AttachmentStore,
    settings: Settings,
    clock: FakeClock,
    mailbox: tuple[Mailbox, int],
    engine: Engine,
) -> None:
    box, port = mailbox
    box.hang_up_at_quit = True
    desk.open(ANNA, make_submission())
    worker = make_worker(desk, store, settings, port, clock)
    await worker.run_once()
    clock.advance(86400)
    assert await worker.run_once() == 0
    assert (states(engine), len(box.mails)) == ([("sent", 1, None)], 1)


async def test_a_repeat_is_the_same_mail_to_the_byte(
    desk: Desk, store: AttachmentStore, settings: Settings, mailbox: tuple[Mailbox, int], engine: Engine
) -> None:
    box, port = mailbox
    desk.open(ANNA, make_submission(pictures=(store.take(ANNA, make_picture()).id,)))
    entry = next(row for row in list_entries(engine, ("waiting",)) if row.kind == "mail")
    sender = MailSender(replace(settings.mail, port=port))
    for _ in range(2):
        await sender.send(make_delivery(engine, desk.reader, store, entry))
    assert box.sources[0] == box.sources[1]


def compose(desk: Desk, store: AttachmentStore, settings: MailSettings, place: int = 0) -> EmailMessage:
    entry = [row for row in list_entries(desk.engine, ("waiting",)) if row.kind == "mail"][place]
    delivery: Delivery = make_delivery(desk.engine, desk.reader, store, entry)
    return compose_mail(delivery, settings)


def body_of(mail: EmailMessage) -> list[str]:
    body = mail.get_body()
    assert body is not None
    return str(body.get_content()).splitlines()


def test_additions_and_settling_join_the_first_mail(desk: Desk, store: AttachmentStore, settings: Settings) -> None:
    number = desk.open(ANNA, make_submission()).ticket.number
    picture = store.take(ANNA, make_picture())
    desk.add(ANNA, "换了手机也不行", (picture.id,), idempotency_key="a")
    desk.settle(ANNA)
    added, settled = (compose(desk, store, settings.mail, place) for place in (1, 2))
    first = f"<{number}.0.opened.mail@example.com>"
    assert [(str(mail["Subject"]), str(mail["In-Reply-To"]), str(mail["References"])) for mail in (added, settled)] == [
        (f"[{number}] 用户补充", first, first),
        (f"[{number}] 用户说已解决", first, first),
    ]
    head = [f"工单号：{number}", "用户名：13900001234（手机号）", "时间：2026-11-02 10:00", ""]
    assert body_of(added) == [*head, "换了手机也不行", "截图：1 张，见附件"]
    assert [part.get_content() for part in added.iter_attachments()] == [store.open_for_agent(picture.id)[1]]
    assert body_of(settled) == [*head, "状态：处理中 → 已关闭"]


def test_hostile_text_stays_in_the_body(desk: Desk, store: AttachmentStore, settings: Settings) -> None:
    text = "登录不上\r\nBcc: evil@example.com\r\n.\r\nQUIT\r\n" + "长" * 3000
    desk.open(ANNA, Submission("f", "lilei\r\nTo: evil", text))
    mail = compose(desk, store, settings.mail)
    assert body_of(mail)[1] == "用户名：lilei To: evil（用户名）"
    assert (mail["Bcc"], str(mail["To"])) == (None, "desk@example.com")
    assert all(len(line) <= 998 for line in mail.as_bytes().split(b"\r\n"))


def test_pictures_that_do_not_fit_are_counted(desk: Desk, store: AttachmentStore, settings: Settings) -> None:
    desk.open(ANNA, make_submission(pictures=(store.take(ANNA, make_picture()).id,)))
    mail = compose(desk, store, replace(settings.mail, picture_bytes=10))
    assert "截图：0 张，见附件，另有 1 张太大，请到工单里看" in body_of(mail)
    assert list(mail.iter_attachments()) == []


def test_without_picture_and_username_the_mail_says_so(desk: Desk, store: AttachmentStore, settings: Settings) -> None:
    desk.open(ANNA, Submission("f", None, "手机号换了，收不到验证码"))
    body = body_of(compose(desk, store, settings.mail))
    assert [line for line in body if line.startswith(("用户名", "截图"))] == ["用户名：不记得", "截图：没有"]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (
            {"sender": "bot"},
            "settings.yml: mail.sender 不是邮箱地址（现在是「bot」）。改法：写成 sender: bot@example.com 的样子。",
        ),
        (
            {"recipient": ""},
            "settings.yml: mail.recipient 不是邮箱地址（现在是空的）。改法：写成 recipient: bot@example.com 的样子。",
        ),
        ({"security": "ssl"}, "settings.yml: mail.security 现在是「ssl」。改法：写 tls、starttls 或 none。"),
    ],
)
def test_settings_that_cannot_work_stop_the_start(settings: Settings, change: dict[str, str], text: str) -> None:
    broken = replace(settings, mail=replace(settings.mail, **change))
    with pytest.raises(BotError) as caught:
        make_senders(broken, None)  # type: ignore[arg-type]
    assert str(caught.value) == text


async def test_a_mail_refused_for_good_is_a_dead_letter_at_once(
    desk: Desk,
    store: AttachmentStore,
    settings: Settings,
    clock: FakeClock,
    mailbox: tuple[Mailbox, int],
    engine: Engine,
) -> None:
    box, port = mailbox
    box.refused = {"desk@example.com": "550 5.1.1 no such user here"}
    desk.open(ANNA, make_submission())
    await make_worker(desk, store, settings, port, clock).idle()
    assert states(engine) == [("dead", 1, "邮件服务器拒收（550）：5.1.1 no such user here")]


async def test_several_recipients_with_names_get_the_mail_and_a_refused_one_is_told_of(
    desk: Desk,
    store: AttachmentStore,
    settings: Settings,
    clock: FakeClock,
    mailbox: tuple[Mailbox, int],
    engine: Engine,
    tmp_path: Path,
) -> None:
    box, port = mailbox
    box.refused = {"gone@example.com": "550 gone"}
    (tmp_path / "settings.yml").write_text(
        "mail:\n  host: smtp.example.com\n  sender: 学信机器人 <bot@example.com>\n"
        "  recipient: 客服一组 <one@example.com>；two@example.com，gone@example.com\n",
        encoding="utf-8",
    )
    written = load_settings(tmp_path, {}).mail
    mail = replace(settings.mail, sender=written.sender, recipient=written.recipient)
    desk.open(ANNA, make_submission())
    await make_worker(desk, store, replace(settings, mail=mail), port, clock).idle()
    assert box.recipients == [["one@example.com", "two@example.com"]]
    assert str(box.mails[0]["From"]) == "学信机器人 <bot@example.com>"
    assert str(box.mails[0]["To"]) == "客服一组 <one@example.com>, two@example.com, gone@example.com"
    assert states(engine) == [("sent", 1, "有 1 个收件地址被拒收：550 gone")]


@pytest.mark.parametrize("event", ["opened", "added"])
async def test_a_mail_too_large_goes_without_its_pictures_and_says_so(
    desk: Desk,
    store: AttachmentStore,
    settings: Settings,
    clock: FakeClock,
    mailbox: tuple[Mailbox, int],
    engine: Engine,
    event: str,
) -> None:
    box, port = mailbox
    picture = store.take(ANNA, clean_picture(make_image("PNG", (300, 300))))
    desk.open(ANNA, make_submission(pictures=(picture.id,) if event == "opened" else ()))
    if event == "added":
        desk.add(ANNA, "补一张图", (picture.id,), idempotency_key="a")
    box.most_bytes = 1900
    await make_worker(desk, store, settings, port, clock).idle()
    lines = body_of(box.mails[-1])
    assert "截图：1 张，没有附上：邮件服务器不收这么大的邮件，请到工单里看" in lines
    assert list(box.mails[-1].iter_attachments()) == []
    remark = "邮件服务器拒收（552）：5.3.4 message too big；已去掉图片重发"
    assert states(engine)[-1] == ("sent", 1, remark)


async def test_a_mail_too_large_even_so_is_a_dead_letter(
    desk: Desk,
    store: AttachmentStore,
    settings: Settings,
    clock: FakeClock,
    mailbox: tuple[Mailbox, int],
    engine: Engine,
) -> None:
    box, port = mailbox
    box.most_bytes = 100
    desk.open(ANNA, make_submission(pictures=(store.take(ANNA, make_picture()).id,)))
    await make_worker(desk, store, settings, port, clock).idle()
    assert states(engine) == [("dead", 1, "邮件服务器拒收（552）：5.3.4 message too big")]


async def test_a_failed_login_is_no_fault_of_the_mail(
    desk: Desk, store: AttachmentStore, settings: Settings, clock: FakeClock, engine: Engine
) -> None:
    """An expired password must not make a dead letter of every ticket; the text, in GBK, can be read."""
    replies = [b"220 hi", b"250-hi\r\n250 AUTH PLAIN", "535 用户名或密码错误".encode("gb18030")]

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for place, reply in enumerate(replies):
            if place:
                await reader.readline()
            writer.write(reply + b"\r\n")
        await reader.read()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    mail = replace(settings.mail, username="bot", password="expired")
    desk.open(ANNA, make_submission())
    await make_worker(desk, store, replace(settings, mail=mail), port, clock).idle()
    assert states(engine) == [("waiting", 1, "邮件服务器暂时不收（535）：用户名或密码错误")]
    server.close()
