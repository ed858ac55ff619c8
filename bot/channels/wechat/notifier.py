"""Brings agents' answers to people in WeChat: as messages while that is allowed, else announced by a template."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from sqlalchemy.engine import Connection, Engine

from bot.channels.base import OutboundMessage
from bot.channels.wechat import allowance
from bot.channels.wechat.contacts import Contacts
from bot.channels.wechat.outbox import WeChatOutbox
from bot.channels.wechat.render import render
from common.clock import Clock, china_time
from tickets.database import reading, transact
from tickets.deliveries import Delivery, UndeliverableError
from tickets.model import STATUS_LABELS, Event
from tickets.requesters import insert_missing
from tickets.schema import inbox
from wechat.errors import WeChatError
from wechat.notices import Notice, Notifier
from wechat.options import OptionStyle

log = logging.getLogger(__name__)
_CHANNEL = "wechat_ticket"


class TicketNotifier:
    """The WeChat end of the desk's outbox."""

    def __init__(
        self,
        engine: Engine,
        contacts: Contacts,
        outbox: WeChatOutbox,
        kick: Callable[[str], None],
        clock: Clock,
        *,
        notifier: Notifier | None = None,
        text_bytes: int = 2000,
        page_url: str = "",
    ) -> None:
        """Put messages in the outbox; `notifier` announces those that must wait for the person to write."""
        self._engine = engine
        self._contacts = contacts
        self._outbox = outbox
        self._kick = kick
        self._clock = clock
        self._notifier = notifier
        self._text_bytes = text_bytes
        self._page_url = page_url

    async def deliver(self, delivery: Delivery) -> None:
        """Queue one message for the person; again under the same key changes nothing.

        Raises:
            UndeliverableError: they left the account.
        """
        pseudonym = delivery.ticket.conversation_key
        openid = await asyncio.to_thread(self._contacts.openid, pseudonym)
        if openid is None:
            raise UndeliverableError("the person left")
        if not await asyncio.to_thread(self._queue, pseudonym, delivery):
            return
        with_allowance = await asyncio.to_thread(self._may_send, pseudonym)
        self._kick(pseudonym)
        if with_allowance or self._notifier is None:
            return
        ticket = delivery.ticket
        values = {
            "number": ticket.number,
            "status": STATUS_LABELS[ticket.status],
            "time": china_time(self._clock.now()).strftime("%Y-%m-%d %H:%M"),
        }
        try:
            await self._notifier.notify(openid, Notice(values, self._page_url, delivery.key))
        except WeChatError as error:
            # The message itself waits for the person's next word; only the announcement failed.
            log.warning("wechat_notice_failed error=%s", error)

    def _queue(self, pseudonym: str, delivery: Delivery) -> bool:
        now = self._clock.now()
        values = {
            "channel": _CHANNEL,
            "conversation_key": pseudonym,
            "dedupe_key": delivery.key,
            "received_at": now,
            "payload": "{}",
            "state": "done",
            "attempts": 1,
            "finished_at": now,
        }
        replies = (OutboundMessage(_text(delivery)),)
        messages = render(replies, lambda _: [], OptionStyle.NUMBERS, self._text_bytes)

        def queue(connection: Connection) -> bool:
            if not insert_missing(connection, inbox, values):
                return False
            self._outbox.put(connection, pseudonym, messages)
            return True

        return transact(self._engine, queue)

    def _may_send(self, pseudonym: str) -> bool:
        with reading(self._engine) as connection:
            return allowance.left(connection, pseudonym, self._clock.now()) > 0


def _text(delivery: Delivery) -> str:
    number = delivery.ticket.number
    if delivery.event is Event.REPLIED and delivery.message is not None:
        return f"【工单 {number}】客服回复：\n{delivery.message.body}\n\n需要补充时，回复“补充工单”加上要说的话。"
    return f"【工单 {number}】现在的状态：{STATUS_LABELS[delivery.ticket.status]}。"
