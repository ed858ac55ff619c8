"""The mail to the support mailbox: username, description, number, promise, link, screenshots attached.

Composing the same delivery twice gives the same mail to the byte, Message-ID included, so a mailbox
can drop a repeat (RFC 5322, 3.6.4).
"""

from __future__ import annotations

import hashlib
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from common.clock import china_time
from common.mail_addresses import read_address, read_addresses
from common.settings import MailSettings
from tickets.deliveries import Delivery
from tickets.fields import KIND_LABELS
from tickets.mail_tokens import ReplyTokens
from tickets.model import AttachmentView, Event, Ticket
from tickets.promise import Promise

_TITLES = {Event.OPENED: "新工单", Event.ADDED: "用户补充", Event.SETTLED: "用户说已解决"}


def compose_mail(
    delivery: Delivery,
    settings: MailSettings,
    public_url: str = "",
    signed: str = "",
    *,
    with_pictures: bool = True,
    tokens: ReplyTokens | None = None,
) -> EmailMessage:
    """The mail of one delivery; the subject holds no personal data, since subjects end up in logs.

    Args:
        signed: by whom, under every mail.
        with_pictures: False for a server that finds the mail too large; the mail says so.
        tokens: ties replies to the ticket; None where nobody reads them.
    """
    ticket, entry = delivery.ticket, delivery.entry
    mail = EmailMessage(policy=SMTP)
    sender = read_address(settings.sender, "sender")
    domain = sender.domain
    mail["From"] = sender
    mail["To"] = read_addresses(settings.recipient, "recipient")
    mail["Subject"] = f"[{ticket.number}] {_TITLES[delivery.event]}"
    mail["Date"] = format_datetime(china_time(entry.created_at))
    word = f".{tokens.word(ticket.number)}" if tokens else ""
    mail["Message-ID"] = f"<{delivery.key}{word}@{domain}>"
    if delivery.event is not Event.OPENED:  # mail programs put it under the first mail
        first = f"<{ticket.number}.0.{Event.OPENED}.mail{word}@{domain}>"
        mail["In-Reply-To"] = mail["References"] = first
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers, please
    mail["X-Ticket-Number"] = ticket.number
    attached, left_out = _choose_pictures(delivery, settings.picture_bytes if with_pictures else 0)
    pictures = _pictures_line(len(attached), left_out) if with_pictures else _refused_line(left_out)
    head = "\n".join(tokens.head(ticket.number)) + "\n" if tokens else ""
    mail.set_content(head + _body(delivery, pictures, public_url, signed), cte="base64")
    for view, data in attached:
        maintype, _, subtype = view.media_type.partition("/")
        mail.add_attachment(data, maintype=maintype, subtype=subtype, filename=view.filename)
    if attached:
        mail.set_boundary(f"={hashlib.sha256(delivery.key.encode()).hexdigest()[:32]}=")
    return mail


def _body(delivery: Delivery, pictures: str, public_url: str, signed: str) -> str:
    ticket, message = delivery.ticket, delivery.message
    lines = [f"工单号：{ticket.number}", f"用户名：{_username(ticket)}"]
    if delivery.event is Event.OPENED:
        lines += [
            f"承诺答复：{Promise(ticket.promised_on, ticket.promise_exact).text()}",
            f"提交时间：{china_time(ticket.created_at):%Y-%m-%d %H:%M}",
            f"来自：{ticket.channel}",
            pictures,
            "",
            "问题描述：",
            ticket.description,
            *_page_texts(delivery),
        ]
        if ticket.context:
            lines += ["", "提交前问过和答过：", ticket.context]
    elif message is not None:
        lines += [f"时间：{china_time(message.created_at):%Y-%m-%d %H:%M}", ""]
        lines += [message.body] if message.body else []
        lines += [pictures, *_page_texts(delivery)] if delivery.pictures else []
    if public_url:
        lines += ["", f"处理：{public_url.rstrip('/')}/desk/tickets/{ticket.number}"]
    if signed:
        lines += ["", f"—— {signed}"]
    return "\n".join(lines) + "\n"


def _page_texts(delivery: Delivery) -> list[str]:
    """What was read on each picture, under the name it is attached by."""
    lines: list[str] = []
    for view, _ in delivery.pictures:
        if view.page_text:
            read = (f"  {line}" for line in view.page_text.split("\n"))
            lines += ["", f"截图 {view.filename} 上的字（机器读的，个人信息已打码）：", *read]
    return lines


def _username(ticket: Ticket) -> str:
    label = KIND_LABELS[ticket.username_kind]
    return f"{ticket.username}（{label}）" if ticket.username else label


def _pictures_line(attached: int, left_out: int) -> str:
    if not attached and not left_out:
        return "截图：没有"
    rest = f"，另有 {left_out} 张太大，请到工单里看" if left_out else ""
    return f"截图：{attached} 张，见附件{rest}"


def _refused_line(count: int) -> str:
    return f"截图：{count} 张，没有附上：邮件服务器不收这么大的邮件，请到工单里看"


def _choose_pictures(delivery: Delivery, max_bytes: int) -> tuple[list[tuple[AttachmentView, bytes]], int]:
    """The pictures that fit into one mail, and how many do not."""
    chosen, total = [], 0
    for view, data in delivery.pictures:
        if total + len(data) <= max_bytes:
            chosen.append((view, data))
            total += len(data)
    return chosen, len(delivery.pictures) - len(chosen)
