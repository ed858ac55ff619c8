"""Looks into the inbox now and then; what an agent answered goes to its ticket (`mail.inbox`)."""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.gateway.imap import ImapAccount, Position, fetch_new, read_account
from bot.serving.executors import Executors
from bot.serving.pictures import Pictures
from common.errors import place_of
from common.mail_addresses import read_address, read_addresses
from common.off_loop import OffLoop, in_own_thread
from common.pictures import PictureRefusedError
from common.settings import MailSettings
from tickets.agents import AgentDesk
from tickets.attachments import AttachmentStore
from tickets.errors import DeskError
from tickets.mail_inbox import MailInbox
from tickets.mail_reading import MailReply, OtherMail, read_mail
from tickets.mail_tokens import ReplyTokens
from tickets.service_notes import read_note, write_note

log = logging.getLogger(__name__)
_MAIL_BYTES = 30 * 1024 * 1024
_TOO_LARGE = "too_large"


class MailReplies:
    """One gateway's look into the inbox; several may look, each mail is answered once."""

    def __init__(
        self,
        settings: MailSettings,
        tokens: ReplyTokens,
        desk: AgentDesk,
        store: AttachmentStore,
        pictures: Pictures,
        executors: Executors,
        poll: OffLoop = in_own_thread,
    ) -> None:
        """Read the inbox of these settings.

        Raises:
            BotError: it is half set up.
        """
        self._account: ImapAccount = read_account(settings.inbox, settings.inbox_password)
        self._own = read_address(settings.sender, "sender").addr_spec
        self._agents = known_agents(settings)
        self._tokens = tokens
        self._desk = desk
        self._inbox = MailInbox(desk)
        self._store = store
        self._pictures = pictures
        self._executors = executors
        self._poll = poll
        self._note = "inbox-" + hashlib.sha256(settings.inbox.encode()).hexdigest()[:16]

    async def look(self) -> None:
        """Deal with what came since the last look.

        Raises:
            ImapError, OSError: the mailbox cannot be read; it is tried again.
        """
        database = self._executors.database_call
        note = await database(read_note, self._desk.engine, self._note)
        after = Position(**note.detail) if note else None
        found = await self._poll(fetch_new, self._account, after, _MAIL_BYTES)
        for number, data in found.mails:
            await self._deal_with(data)
            await self._reached(Position(found.position.validity, number))
        if after is None or after.validity != found.position.validity:
            await self._reached(found.position)

    async def _reached(self, position: Position) -> None:
        engine, now = self._desk.engine, self._desk.clock.now()
        told: dict[str, Any] = {"validity": position.validity, "last": position.last}
        await self._executors.database_call(write_note, engine, self._note, now, **told)

    async def _deal_with(self, data: bytes | None) -> None:
        if data is None:
            log.warning("mail_ignored reason=%s", _TOO_LARGE)
            return
        try:
            mail = await self._executors.processor_call(read_mail, data, self._tokens, self._agents, self._own)
            if await self._executors.database_call(self._inbox.is_known, mail.key):
                return
            if isinstance(mail, OtherMail):
                await self._executors.database_call(self._inbox.ignore, mail)
                log.info("mail_ignored reason=%s", mail.reason)
            else:
                await self._answer(mail)
        except SQLAlchemyError:  # the database is away: the same mail again at the next look
            raise
        except Exception as error:
            # One mail must not keep the others waiting; its text is nobody's business here.
            log.error("mail_failed error=%s at=%s", type(error).__name__, place_of(error))

    async def _answer(self, reply: MailReply) -> None:
        kept: list[str] = []
        for data in reply.pictures:
            try:
                clean = await self._pictures.clean(data)
                view = await self._executors.picture_call(self._store.take_for_reply, reply.number, clean)
            except (PictureRefusedError, DeskError):
                continue
            kept.append(view.id)
        lost = len(reply.pictures) - len(kept)
        outcome = await self._executors.database_call(self._inbox.answer, reply, tuple(kept), lost)
        log.info("mail_reply number=%s outcome=%s pictures=%d", reply.number, outcome, len(kept))


def known_agents(settings: MailSettings) -> dict[str, str]:
    """Who may answer by mail, by address: those who get the tickets and those named beside; the name people read."""
    listed = [*read_addresses(settings.recipient, "recipient")]
    if settings.inbox_agents:
        listed += read_addresses(settings.inbox_agents, "inbox_agents")
    return {address.addr_spec.lower(): address.display_name or address.username for address in listed}
