"""How outbox rows leave the house: mail by SMTP, pushes by HTTP."""

from __future__ import annotations

import aiosmtplib
from aiohttp import ClientSession, ClientTimeout

from common.clock import SYSTEM_CLOCK, Clock
from common.errors import BotError
from common.settings import MailSettings, Settings, WebhookSettings
from tickets.deliveries import Delivery, Sender
from tickets.mail import compose_mail
from tickets.webhook import compose_push


class RefusedError(Exception):
    """The other side answered, and not with yes."""


class MailSender:
    """Sends to the support mailbox; done when the mail server has taken the mail over."""

    def __init__(self, settings: MailSettings, public_url: str = "") -> None:
        """Send through this server.

        Raises:
            BotError: the settings cannot work.
        """
        _check_mail(settings)
        self._settings = settings
        self._public_url = public_url

    async def send(self, delivery: Delivery) -> None:
        """Deliver one mail."""
        settings = self._settings
        await aiosmtplib.send(
            compose_mail(delivery, settings, self._public_url),
            hostname=settings.host,
            port=settings.port,
            use_tls=settings.security == "tls",
            start_tls=settings.security == "starttls",
            username=settings.username or None,
            password=settings.password or None,
            timeout=settings.timeout_s,
        )


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

    async def send(self, delivery: Delivery) -> None:
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
                raise RefusedError(f"HTTP {response.status}")


def make_senders(settings: Settings, session: ClientSession, clock: Clock = SYSTEM_CLOCK) -> dict[str, Sender]:
    """The senders this installation is set up for; the one for persons is the gateway's to add.

    Raises:
        BotError: mail or webhook is half set up.
    """
    public_url = settings.server.public_url
    senders: dict[str, Sender] = {}
    if settings.mail.host:
        senders["mail"] = MailSender(settings.mail, public_url)
    if settings.webhook.url:
        senders["webhook"] = WebhookSender(settings.webhook, session, public_url, clock)
    return senders


def _check_mail(settings: MailSettings) -> None:
    for name in ("sender", "recipient"):
        if "@" not in getattr(settings, name):
            raise BotError(f"settings.yml: mail.{name} 不是邮箱地址。改法：写成 {name}: bot@example.com 的样子。")
    if settings.security not in ("tls", "starttls", "none"):
        raise BotError(f"settings.yml: mail.security 现在是「{settings.security}」。改法：写 tls、starttls 或 none。")
