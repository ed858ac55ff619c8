"""How outbox rows leave the house: mail by SMTP, pushes by HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from email.message import EmailMessage

from aiohttp import ClientSession, ClientTimeout
from aiosmtplib import SMTPException

from bot.gateway.mail_refusals import read_refusal, readable
from bot.gateway.mail_server import hand_over
from common.clock import SYSTEM_CLOCK, Clock
from common.errors import BotError
from common.help_desk import HelpDesk
from common.mail_addresses import read_address, read_addresses
from common.off_loop import OffLoop
from common.settings import MailSettings, Settings, WebhookSettings
from tickets.attachments import AttachmentStore
from tickets.deliveries import Delivery, Sender
from tickets.desk import DeskBase
from tickets.mail import compose_mail
from tickets.mail_tokens import ReplyTokens
from tickets.webhook import compose_push
from tickets.worker import LEASE_S, TicketWay


class WebhookRefusedError(Exception):
    """The other side answered, and not with yes."""


class MailSender:
    """Sends to the support mailbox; done when the mail server has taken the mail over."""

    def __init__(
        self, settings: MailSettings, public_url: str = "", signed: str = "", tokens: ReplyTokens | None = None
    ) -> None:
        """Send through this server; every mail is `signed` by the help desk, and can be answered where `tokens` are.

        Raises:
            BotError: the settings cannot work.
        """
        if settings.security not in ("tls", "starttls", "none"):
            raise BotError(
                f"settings.yml: mail.security 现在是「{settings.security}」。改法：写 tls、starttls 或 none。"
            )
        self._sender = read_address(settings.sender, "sender")
        self._recipients = read_addresses(settings.recipient, "recipient")
        self._settings = settings
        self._public_url = public_url
        self._signed = signed
        self._tokens = tokens

    async def send(self, delivery: Delivery) -> str | None:
        """Deliver one mail; without its pictures when the server finds it too large.

        Raises:
            UndeliverableError: this mail is refused for good.
            PostponedError: not now.
        """
        try:
            return await self._send(delivery, with_pictures=True)
        except SMTPException as error:
            refusal = read_refusal(error)
            if refusal is None:
                raise
            if not (refusal.is_size and delivery.pictures):
                raise refusal.as_end() from error
        try:
            await self._send(delivery, with_pictures=False)
        except SMTPException as error:
            again = read_refusal(error)
            if again is None:
                raise
            raise again.as_end() from error
        return f"{refusal.text}；已去掉图片重发"

    async def _send(self, delivery: Delivery, *, with_pictures: bool) -> str | None:
        settings, url, tokens = self._settings, self._public_url, self._tokens
        mail = compose_mail(delivery, settings, url, self._signed, with_pictures=with_pictures, tokens=tokens)
        return await self._hand_over(mail)

    async def _hand_over(self, mail: EmailMessage) -> str | None:
        refused = await hand_over(mail, self._settings, self._sender, self._recipients)
        texts = [f"{response.code} {readable(response.message)}" for response in refused.values()]
        return f"有 {len(texts)} 个收件地址被拒收：{'；'.join(texts)}" if texts else None


class WebhookSender:
    """Pushes to an existing ticket system; done when it answers 2xx."""

    def __init__(
        self, settings: WebhookSettings, session: ClientSession, public_url: str = "", clock: Clock = SYSTEM_CLOCK
    ) -> None:
        """Push to this address.

        Raises:
            BotError: there is no secret to sign with.
        """
        if not settings.secret:
            raise BotError(
                "settings.yml: webhook.secret 没有设置。改法：写成 secret: ${WEBHOOK_SECRET}，值放进环境变量。"
            )
        self._settings = settings
        self._session = session
        self._public_url = public_url
        self._clock = clock

    async def send(self, delivery: Delivery) -> str | None:
        """Deliver one push; a redirect is a refusal, because it would carry the data elsewhere."""
        body, headers = compose_push(delivery, self._settings, self._clock.now(), self._public_url)
        async with self._session.post(
            self._settings.url,
            data=body,
            headers=headers,
            allow_redirects=False,
            timeout=ClientTimeout(total=self._settings.timeout_s),
        ) as response:
            if not 200 <= response.status < 300:
                raise WebhookRefusedError(f"HTTP {response.status}")
        return None


def make_senders(
    settings: Settings, session: ClientSession, clock: Clock = SYSTEM_CLOCK, tokens: ReplyTokens | None = None
) -> dict[str, Sender]:
    """The senders this installation is set up for; the one for persons is the gateway's to add.

    `tokens` tie replies by mail to their tickets, where an inbox is read.

    Raises:
        BotError: mail or webhook is half set up.
    """
    public_url = settings.server.public_url
    senders: dict[str, Sender] = {}
    if settings.mail.host:
        senders["mail"] = MailSender(settings.mail, public_url, HelpDesk.of(settings).signature(), tokens)
    if settings.webhook.url:
        senders["webhook"] = WebhookSender(settings.webhook, session, public_url, clock)
    return senders


def make_ways(
    settings: Settings, desk: DeskBase, pictures: AttachmentStore, senders: Mapping[str, Sender], database: OffLoop
) -> list[TicketWay]:
    """A way for each sender, each with a lease that outlasts its slowest delivery (a mail may be sent twice)."""
    leases_s = {"mail": 2 * settings.mail.timeout_s, "webhook": settings.webhook.timeout_s}
    return [
        TicketWay(kind, desk, pictures, sender, database, max(2 * leases_s.get(kind, 0.0), LEASE_S))
        for kind, sender in senders.items()
    ]
