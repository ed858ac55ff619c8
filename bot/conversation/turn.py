"""The conversation's door: a message is guarded and stored, then answered by whichever process has its conversation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy.engine import Connection

from bot.channels.base import Inbound, Outbound, OutboundMessage
from bot.conversation.answers import Answers
from bot.conversation.guard import guard, may_be_name
from bot.conversation.heard import CUT_NOTE
from bot.conversation.offered import as_offered
from bot.conversation.queue import Queue
from bot.conversation.queue_care import QueueCare
from bot.conversation.replies import empty_trace
from bot.conversation.rows import Accepted
from bot.conversation.workers import LONGEST_S, TOPIC, Workers
from common.off_loop import OffLoop
from common.settings import Settings
from tickets.private_values import PrivateValues
from tickets.wakeups import Waiter, Wakeups


@dataclass(frozen=True)
class Arrival:
    """A message as a channel takes it in, with what only the channel knows of it."""

    inbound: Inbound
    sealed: bytes | None = field(default=None, repr=False)
    joins: str = ""
    """The kind of messages it may be one with (`bot.conversation.grouping`)."""
    hold_s: float = 0.0
    """How long it waits for those."""
    lead: str = ""
    said: tuple[OutboundMessage, ...] | None = None
    """A fixed answer: no turn is run."""
    act: str = ""
    """Not something said: `erase` is the wish to be forgotten, `forget` to have the talk alone forgotten."""
    also: Callable[[Connection], None] | None = None
    """Runs in the transaction that stores the message, if it is new."""


class Turns:
    """Takes messages in and runs turns; messages of one conversation strictly one after the other."""

    def __init__(
        self,
        queue: Queue,
        care: QueueCare,
        private: PrivateValues,
        answers: Answers,
        wakeups: Wakeups,
        settings: Settings,
        database: OffLoop,
        *,
        longest_s: float = LONGEST_S,
    ) -> None:
        """`answers` knows what to say; `wakeups` reaches the other processes."""
        self.whereabouts = answers.whereabouts
        self.queue = queue
        self.care = care
        self.settings = settings
        self.workers = Workers(queue, care, wakeups, answers.answer, database, longest_s=longest_s)
        self._home = answers.channels.home.name
        self._library = answers.library
        self._private = private
        self._wakeups = wakeups
        self._database = database

    async def run(self, message: Inbound) -> Outbound:
        """Answer one message of a page; a repeated delivery gets the first one's answer."""
        return await self.answer(await self.enter(message), message.conversation)

    async def enter(self, message: Inbound) -> Accepted:
        """Take one message of a page in; a page may say anything was tapped, and only what was offered counts."""
        return await self.put(self._home, message.conversation, lambda: Arrival(self._tapped(message)))

    async def answer(self, accepted: Accepted, key: str) -> Outbound:
        """The answer to a message that was taken in."""
        if accepted.finished is not None:
            return accepted.finished
        return await self.workers.wait(accepted.id, key)

    async def find(self, message: Inbound) -> Accepted | None:
        """A message of a page that may have been taken in; None when it was not, or not yet."""
        return await self._database(self.care.find, self._home, message.conversation, message.message_id)

    def news(self, key: str) -> AbstractContextManager[Waiter]:
        """Wait for the next thing that becomes of a conversation's messages, at whatever gateway."""
        return self._wakeups.waiter(TOPIC, key)

    async def tell(self, key: str) -> None:
        """Let whoever waits for a conversation's messages look again."""
        await self._wakeups.notify(TOPIC, key)

    async def put(self, channel: str, key: str, read: Callable[[], Arrival]) -> Accepted:
        """Store a message, which `read` makes off the event loop; the channel of that name brings the answer back.

        Messages of one conversation are read and stored in the order of the calls.
        """
        async with self.workers.entrance(key):
            accepted = await self._database(self._accept, channel, read, self.workers.is_busy(key))
            if accepted.work is not None:
                self.workers.start(accepted.work)
        if accepted.is_new and accepted.work is None:
            await self.tell(key)  # somebody may wait for the rest of a sentence
        return accepted

    async def state(self, key: str) -> dict[str, Any]:
        """What is kept of a conversation between two messages."""
        return await self._database(self.care.state, key)

    def trouble(self) -> str:
        """What an operator should look into; empty when nothing."""
        count = self.care.given_up()
        return f"最近一天有 {count} 条消息试了几次都没有处理好，日志里查 turn_given_up 和 turn_failed" if count else ""

    def _tapped(self, message: Inbound) -> Inbound:
        if message.option is None:
            return message
        key = message.conversation
        before = partial(self.care.was_offered, key)
        return as_offered(message, self._library, self.care.state(key), before)

    def _accept(self, channel: str, read: Callable[[], Arrival], busy: bool) -> Accepted:
        arrival = read()
        inbound, limits = arrival.inbound, self.settings.limits
        # As stored, not as answered: a talk with an agent and three messages at once are a number in pieces too.
        state, before = self.care.before(inbound.conversation)
        late = bool(state.get("name_open")) and may_be_name(inbound.text)
        expected = state.get("asking") == "username" or late
        in_talk = "live" in state
        guarded = guard(
            inbound.text, limits.text_chars, username_expected=expected, code_expected=in_talk, before=before
        )
        hours = self.settings.privacy.private_value_hours
        private, references = self._private.seal(inbound.conversation, guarded.private, hours)
        payload: dict[str, Any] = {
            "text": guarded.text,
            "option": inbound.option,
            "pictures": [picture.as_dict() for picture in inbound.pictures],
            "private": references,
            "channel": inbound.channel,
        }
        lead = CUT_NOTE + arrival.lead if guarded.cut else arrival.lead
        extra = {"lead": lead, "joins": arrival.joins, "act": arrival.act, "said": _as_dict(arrival.said)}
        payload |= {name: value for name, value in extra.items() if value}
        hold_until = self.queue.clock.now() + timedelta(seconds=arrival.hold_s) if arrival.hold_s else None
        return self.queue.accept(
            channel,
            inbound.conversation,
            inbound.message_id,
            payload,
            arrival.sealed,
            hold_until,
            private=private,
            also=arrival.also,
            busy=busy,
        )


def _as_dict(said: Sequence[OutboundMessage] | None) -> dict[str, Any] | None:
    return Outbound(tuple(said), empty_trace()).as_dict() if said is not None else None
