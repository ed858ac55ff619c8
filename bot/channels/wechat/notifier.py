"""Brings agents' answers to people in WeChat: as rows of the outbox, each part once."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.engine import Connection, Engine

from bot.channels.base import OutboundMessage
from bot.channels.wechat.contacts import Contacts
from bot.channels.wechat.outbox import KeptPicture, Sendable, WeChatOutbox
from bot.channels.wechat.render import render
from common.clock import Clock
from common.off_loop import OffLoop
from tickets.database import transact
from tickets.deliveries import Delivery, UndeliverableError
from tickets.live_rows import LiveLine
from tickets.model import STATUS_LABELS, Event
from tickets.outbox import OutboxEntry
from wechat.options import OptionStyle


class TicketNotifier:
    """The WeChat end of the desk's outbox."""

    def __init__(
        self,
        engine: Engine,
        contacts: Contacts,
        outbox: WeChatOutbox,
        kick: Callable[[str], None],
        clock: Clock,
        database: OffLoop,
        *,
        text_bytes: int = 2000,
    ) -> None:
        """Put messages in the outbox and wake its sender."""
        self._engine = engine
        self._contacts = contacts
        self._outbox = outbox
        self._kick = kick
        self._clock = clock
        self._database = database
        self._text_bytes = text_bytes

    async def deliver(self, delivery: Delivery) -> None:
        """Queue one answer for the person; again under the same key changes nothing.

        Raises:
            UndeliverableError: they left the account.
        """
        pictures: tuple[str, ...] = ()
        if delivery.event is Event.REPLIED and delivery.message is not None:
            sent = (one for one in delivery.ticket.attachments if one.message_id == delivery.message.id)
            pictures = tuple(picture.id for picture in sent if not picture.deleted)
        await self._tell(delivery.ticket.conversation_key, _text(delivery), pictures, delivery.entry)

    async def tell_line(self, line: LiveLine, entry: OutboxEntry) -> None:
        """Queue what the bot says in a talk with an agent; again under the same key changes nothing.

        Raises:
            UndeliverableError: they left the account.
        """
        await self._tell(line.person.conversation_key, line.text, (), entry)

    async def _tell(self, pseudonym: str, text: str, pictures: tuple[str, ...], about: OutboxEntry) -> None:
        openid = await self._database(self._contacts.openid, pseudonym)
        if openid is None:
            raise UndeliverableError("对方已取消关注，或已删除资料")
        await self._database(self._queue, pseudonym, text, pictures, about)
        self._kick(pseudonym)

    def _queue(self, pseudonym: str, text: str, pictures: tuple[str, ...], about: OutboxEntry) -> None:
        replies = (OutboundMessage(text),)
        messages: list[Sendable] = [*render(replies, lambda _: [], OptionStyle.NUMBERS, self._text_bytes)]
        messages += map(KeptPicture, pictures)

        def queue(connection: Connection) -> None:
            self._outbox.put(connection, pseudonym, messages, now=self._clock.now(), about=about)

        transact(self._engine, queue)


def _text(delivery: Delivery) -> str:
    number = delivery.ticket.number
    if delivery.event is Event.REPLIED and delivery.message is not None and delivery.entry.payload.get("live"):
        return f"客服 {delivery.message.author}：\n{delivery.message.body}"
    if delivery.event is Event.REPLIED and delivery.message is not None:
        return f"【工单 {number}】客服回复：\n{delivery.message.body}\n\n需要补充时，回复“补充工单”加上要说的话。"
    if into := delivery.ticket.merged_into:
        return f"【工单 {number}】和工单 {into} 是同一件事，已经合在一起，请看 {into}。"
    return f"【工单 {number}】现在的状态：{STATUS_LABELS[delivery.ticket.status]}。"
