"""From a push to its answer, exactly once also across crashes, whichever process answers it.

The push is one row of the common queue. Its answer is put on its way in the transaction that stores it: as the passive
reply that its delivery waits for (a repeated delivery gets the same), or as rows of the outbox.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from weakref import WeakValueDictionary

from sqlalchemy.engine import Connection, Engine

from bot.channels.base import Fetched, Outbound
from bot.channels.wechat import allowance, erasure, option_numbers, outgoing
from bot.channels.wechat.contacts import CHANNEL, Contacts
from bot.channels.wechat.delivering import Delivering
from bot.channels.wechat.notifier import TicketNotifier
from bot.channels.wechat.outbox import WeChatOutbox
from bot.channels.wechat.push_counts import PushCounts
from bot.channels.wechat.reading import PushReader, wants_answer
from bot.channels.wechat.render import render, with_page
from bot.channels.wechat.slots import Slot, Slots
from bot.conversation.turn import Turns
from bot.serving.limits import RateLimiter
from common.background import Background
from common.clock import Clock
from common.off_loop import OffLoop
from common.settings import WeChatSettings
from faq.text.choice import Option
from tickets.database import transact
from tickets.vault import Vault
from wechat.client import WeChatClient
from wechat.messages import Push, TemplateFinishedEvent
from wechat.options import OptionStyle
from wechat.outgoing import Text, passive_xml

log = logging.getLogger(__name__)


@dataclass
class WeChatService:
    """One account's work in one gateway process; the channel that the conversation knows."""

    settings: WeChatSettings
    engine: Engine
    vault: Vault
    contacts: Contacts
    turns: Turns
    reader: PushReader
    limiter: RateLimiter
    outbox: WeChatOutbox
    client: WeChatClient
    sender: Delivering
    notifier: TicketNotifier
    clock: Clock
    pushes: PushCounts
    database: OffLoop
    home: str = ""
    """Where people find our pages; answers lead to their articles there."""
    name: str = CHANNEL
    arrival = "答复会发到这个公众号对话里"
    in_browser = False
    _slots: Slots = field(default_factory=Slots, init=False)
    _doors: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary, init=False)
    _said: dict[int, tuple[tuple[int, ...], str | None]] = field(default_factory=dict, init=False)

    @property
    def answer_within_s(self) -> float:
        """See `Channel`: WeChat itself waits five seconds."""
        return self.settings.deadline_s

    def start(self, background: Background) -> None:
        """Send on what waits, beside the requests."""
        self.sender.start(background)

    async def idle(self) -> None:
        """Wait until nothing is being answered or sent."""
        await self.turns.workers.idle()
        await self.sender.idle()

    async def close(self) -> None:
        """Stop; everything unfinished stays in the database."""
        await self.client.close()

    def forget_old(self, days: int) -> None:
        """Delete what has ended, and messages that could not be sent for so many days."""
        now = self.clock.now()
        with self.engine.begin() as connection:
            option_numbers.forget_old(connection, now)
            allowance.forget_old(connection, now)
            gone = outgoing.forget_old(connection, now - timedelta(days=days))
        if gone:
            log.warning("wechat_outgoing_expired count=%d", gone)
        transact(self.engine, lambda connection: erasure.tidy(connection, now))

    def wants(self, push: Push) -> bool:
        """Whether a push is stored and worked on; the others are only noted."""
        return wants_answer(push)

    def note(self, push: Push) -> None:
        """Take notice of an event nobody answers."""
        if isinstance(push, TemplateFinishedEvent):
            log.info("wechat_template_finished status=%s", push.status)

    async def receive(self, push: Push, slot: Slot, seconds: float) -> str | None:
        """Store a push and wait a little for its passive reply; None when there is none, or none yet."""
        loop = asyncio.get_running_loop()
        ends_s = loop.time() + seconds
        pseudonym = self.contacts.pseudonym(push.openid)
        async with self._doors.setdefault(pseudonym, asyncio.Lock()):  # in the order they came
            too_fast = bool(await self.limiter.wait_s(pseudonym))
            accepted = await self.turns.put(
                CHANNEL, pseudonym, lambda: self.reader.arrival(push, pseudonym, too_fast=too_fast)
            )
        if accepted.finished is not None:
            said = self.vault.decrypt(accepted.sealed) if accepted.sealed else None
        else:
            self._slots.add(accepted.id, slot)
            if self.turns.workers.has_answered(accepted.id, pseudonym):
                slot.fill(None)
            said = await slot.wait(ends_s - loop.time())
            self._slots.discard(accepted.id, slot)
        if said is None:
            return None
        moment = int(self.clock.now().timestamp())
        return passive_xml(Text(said), openid=push.openid, account=push.account, created=moment)

    async def fetch(self, conversation_key: str, sealed: bytes) -> Fetched:
        """Load the picture or the voice of a push."""
        return await self.reader.fetch(conversation_key, sealed)

    def conclude(
        self, connection: Connection, conversation_key: str, row_ids: Sequence[int], outbound: Outbound
    ) -> bytes | None:
        """Put the answer on its way: into the response that a request waits for, or into the outbox."""
        now = self.clock.now()

        def allot(options: Sequence[Option]) -> list[int]:
            return option_numbers.allot(connection, conversation_key, options, now, self.settings.option_hours)

        replies, style = with_page(outbound, self.home), OptionStyle(self.settings.options)
        messages = render(replies, allot, style, self.settings.text_bytes)
        passive = bool(messages) and self._slots.claim(row_ids)
        said = self.outbox.speak(connection, conversation_key, messages, now=now, passive=passive)
        if said is not None and self.settings.passive_counts:
            allowance.spend(connection, conversation_key, now)
        erasure.end_farewell(connection, conversation_key, answered=True, but=row_ids)
        self._said[row_ids[-1]] = (tuple(row_ids), said.content if said else None)
        return self.vault.encrypt(said.content) if said else None

    async def answered(self, row_id: int, conversation_key: str, outbound: Outbound) -> None:  # noqa: ARG002 (the contract's)
        """Fill the response, and let the sender look for the rest."""
        row_ids, said = self._said.pop(row_id, ((row_id,), None))
        if not self._slots.fill(row_ids, said) and said is not None:
            # The request ended between the promise and now.
            await self.database(transact, self.engine, partial(self._send, conversation_key, said))
        self.sender.kick(conversation_key)

    def erase(self, connection: Connection, person_key: str) -> None:
        """Delete what the channel keeps of a person, but for what their last answer needs."""
        erasure.forget_person(connection, person_key, self.clock.now())

    def trouble(self) -> str:
        """What an operator must mend before pushes are taken, messages go out and pictures come in."""
        troubles = [("", self.pushes.trouble()), ("消息发不出去：", self.sender.trouble())]
        troubles.append(("图片取不到：", self.reader.refusals.trouble))
        told = "；".join(f"{what}{trouble}" for what, trouble in troubles if trouble)
        return f"{told}。运行 ./run wechat check 看怎样改" if told else ""

    def _send(self, pseudonym: str, said: str, connection: Connection) -> None:
        self.outbox.speak(connection, pseudonym, [Text(said)], now=self.clock.now(), passive=False)
