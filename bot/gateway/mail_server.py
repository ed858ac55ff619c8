"""Hands a mail to the mail server of the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from email.headerregistry import Address
from email.message import EmailMessage

import aiosmtplib
from aiosmtplib import SMTPResponse

from common.settings import MailSettings


async def hand_over(
    mail: EmailMessage, settings: MailSettings, sender: Address, recipients: Sequence[Address]
) -> Mapping[str, SMTPResponse]:
    """Send one mail; the recipients that were refused while others were taken, each with what the server said.

    Raises:
        SMTPException: nobody got it.
    """
    refused, _ = await aiosmtplib.send(
        mail,
        sender=sender.addr_spec,
        recipients=[address.addr_spec for address in recipients],
        hostname=settings.host,
        port=settings.port,
        use_tls=settings.security == "tls",
        start_tls=settings.security == "starttls",
        username=settings.username or None,
        password=settings.password or None,
        timeout=settings.timeout_s,
    )
    return refused
