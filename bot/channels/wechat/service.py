"""From a stored push to its answer, exactly once also across crashes.

A push is finished in the transaction that stores its answer, either as the passive reply its delivery gets (a repeated
delivery gets the same) or as rows of the outbox. A crash before it runs the turn again, which finds its first result.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from sqlalchemy.engine import Connection, Engine

from bot.channels.base import OutboundMessage
from bot.channels.wechat import allowance, erasure, option_numbers, phrases
from bot.channels.wechat.contacts import CHANNEL, Contacts
from bot.channels.wechat.inbox import Acceptance, PushInbox, StoredPush, wants_storing
from bot.channels.wechat.lines import Group, Lines, Slot
from bot.channels.wechat.notifier import TicketNotifier
from bot.channels.wechat.outbox import WeChatOutbox
from bot.channels.wechat.render import render
from bot.channels.wechat.replies import Replies
from bot.channels.wechat.sender import WeChatSender
from bot.conversation.erasure import make_erase
from bot.conversation.inbox import Inbox
from common.clock import Clock
from common.settings import WeChatSettings
from faq.choice import Option, choose
from faq.library import Library
from tickets.database import transact
from tickets.model import Person
from tickets.retention import Retention
from wechat.client import WeChatClient
from wechat.messages import Push, TemplateFinishedEvent, TextMessage, UnsubscribeEvent
from wechat.options import OptionStyle
from wechat.outgoing import Text, passive_xml

log = logging.getLogger(__name__)
_POLL_S = 0.2
_TURNS_AT_ONCE = 4
_HUMAN_WORDS = ("人工", "客服", "工单")


@dataclass
class WeChatService:
    """One account's work in one gateway process."""

    settings: WeChatSettings
    engine: Engine
    tracker_engine: Engine
    contacts: Contacts
    inbox: PushInbox
    conversations: Inbox
    outbox: WeChatOutbox
    client: WeChatClient
    sender: WeChatSender
    notifier: TicketNotifier
    replies: Replies
    retention: Retention
    library: Library
    clock: Clock
    lines: Lines = field(init=False)
    _accepting: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary, init=False)

    def __post_init__(self) -> None:
        # Acknowledging must not queue behind answering, however busy the machine is: it has a thread of its own.
        self._accept_thread = ThreadPoolExecutor(1, "wechat-accept")
        # More turns at once would only time out inside Rasa, which works on one at a time.
        self._at_once = asyncio.Semaphore(_TURNS_AT_ONCE)
        self.lines = Lines(self._work, self._is_short, self._is_piece, self.settings.join_s)

    async def start(self) -> None:
        """Take up what a process that died left behind."""
        uncertain, people = await asyncio.to_thread(self.outbox.recover)
        waiting = await asyncio.to_thread(self.inbox.waiting)
        for stored in waiting:
            self.lines.append(stored)
        for pseudonym in people:
            self.sender.kick(pseudonym)
        if waiting or uncertain:
            log.info("wechat_resumed waiting=%d uncertain=%d", len(waiting), uncertain)

    async def idle(self) -> None:
        """Wait until nothing is being answered or sent."""
        await self.lines.idle()
        await self.sender.idle()

    async def close(self) -> None:
        """Stop; everything unfinished stays in the database."""
        await self.lines.close()
        await self.sender.close()
        await self.client.close()
        self.tracker_engine.dispose()
        self._accept_thread.shutdown(wait=False)

    def forget_old(self, days: int) -> None:
        """Delete what has ended, and messages that could not be sent for so many days."""
        now = self.clock.now()
        with self.engine.begin() as connection:
            option_numbers.forget_old(connection, now)
            allowance.forget_old(connection, now)
        if gone := self.outbox.forget_old(days):
            log.warning("wechat_outgoing_expired count=%d", gone)
        transact(self.engine, lambda connection: erasure.tidy(connection, now))

    def wants(self, push: Push) -> bool:
        """Whether a push is stored and worked on; the others are only noted."""
        return wants_storing(push)

    def note(self, push: Push) -> None:
        """Take notice of an event nobody answers."""
        if isinstance(push, TemplateFinishedEvent):
            log.info("wechat_template_finished status=%s", push.status)

    async def receive(self, push: Push, slot: Slot, seconds: float) -> str | None:
        """Store a push and wait a little for its passive reply; None when there is none, or none yet."""
        loop = asyncio.get_running_loop()
        ends_s = loop.time() + seconds
        # Stored in the order they came: two threads would not keep it.
        lock = self._accepting.setdefault(push.openid, asyncio.Lock())
        async with lock:
            accepted = await self._accept(push)
            if accepted.is_new:
                self.lines.append(accepted.stored, slot)
        if accepted.is_new or (not accepted.is_finished and self.lines.replace_slot(accepted.stored.id, slot)):
            return await slot.wait(ends_s - loop.time())
        while not accepted.is_finished and loop.time() + _POLL_S < ends_s:
            # Another process works on it, and its request may be gone.
            await asyncio.sleep(_POLL_S)
            accepted = await self._accept(push)
        return accepted.reply_xml

    async def _accept(self, push: Push) -> Acceptance:
        return await asyncio.get_running_loop().run_in_executor(self._accept_thread, self.inbox.accept, push)

    async def _work(self, group: Group) -> None:
        pseudonym, failed = group[0].pseudonym, False
        if isinstance(group[0].push, UnsubscribeEvent):
            await asyncio.to_thread(self._forget, group[0])
            return
        try:
            async with self._at_once:
                replies = await self.replies.answer(group)
        except Exception as error:
            # Only its kind: the text of a database error holds the row.
            log.error("wechat_answer_failed error=%s", type(error).__name__)
            replies, failed = (OutboundMessage(phrases.BROKEN),), True
        waiting = next((stored for stored in reversed(group) if self.lines.slot_of(stored)), None)
        slot = self.lines.slot_of(waiting) if waiting else None
        passive = waiting if slot is not None and slot.claim() else None
        reply_xml = await asyncio.to_thread(self._conclude, group, replies, passive, failed)
        if slot is not None:
            slot.fill(reply_xml)
        if reply_xml is None:
            self.sender.kick(pseudonym)

    def _conclude(
        self, group: Group, replies: Sequence[OutboundMessage], passive: StoredPush | None, failed: bool
    ) -> str | None:
        pseudonym = group[0].pseudonym
        ids = [stored.id for stored in group if stored is not passive] + ([passive.id] if passive else [])
        style = OptionStyle(self.settings.options)

        def conclude(connection: Connection) -> str | None:
            now = self.clock.now()

            def allot(options: Sequence[Option]) -> list[int]:
                return option_numbers.allot(connection, pseudonym, options, now, self.settings.option_hours)

            messages = render(replies, allot, style, self.settings.text_bytes)
            reply_xml: str | None = None
            if passive and len(messages) == 1 and self.outbox.is_empty(connection, pseudonym):
                [message] = messages
                if isinstance(message, Text):
                    push = passive.push
                    moment = int(now.timestamp())
                    reply_xml = passive_xml(message, openid=push.openid, account=push.account, created=moment)
            if reply_xml is None:
                self.outbox.put(connection, pseudonym, messages)
            elif self.settings.passive_counts:
                allowance.spend(connection, pseudonym, now)
            self.inbox.finish(connection, ids, reply_xml, failed=failed)
            erasure.end_farewell(connection, pseudonym, answered=True)
            return reply_xml

        return transact(self.engine, conclude)

    def _forget(self, stored: StoredPush) -> None:
        """Unfollowing erases like «删除我的资料»; the row of the push stays, emptied, to know its repeats."""
        make_erase(self.retention, self.tracker_engine)(Person(CHANNEL, stored.pseudonym))
        self.conversations.forget(stored.pseudonym, stored.id)

        def finish(connection: Connection) -> None:
            self.inbox.finish(connection, [stored.id])
            erasure.end_farewell(connection, stored.pseudonym, answered=True)

        transact(self.engine, finish)

    def _is_short(self, stored: StoredPush) -> bool:
        return 0 < len(_typed(stored)) <= self.settings.join_chars

    async def _is_piece(self, stored: StoredPush) -> bool:
        """Whether a text is short and says nothing by itself: then its other half may be on the way."""
        text = _typed(stored)
        if not self._is_short(stored) or any(char.isdigit() for char in text):
            return False
        return await asyncio.to_thread(self._says_nothing, stored.pseudonym, text)

    def _says_nothing(self, pseudonym: str, text: str) -> bool:
        state = self.conversations.conversation(pseudonym).state
        offered = list(map(Option.from_dict, state.get("offered", [])))
        if state.get("asking") or any(word in text for word in _HUMAN_WORDS) or choose(text, offered):
            return False
        return self.library.decide(text).band != "answer"


def _typed(stored: StoredPush) -> str:
    return stored.push.content.strip() if isinstance(stored.push, TextMessage) else ""
