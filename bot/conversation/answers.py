"""What a message is answered: a fixed sentence, erasing everything, Rasa within its deadline, else the library."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from sqlalchemy.engine import Connection

from bot.channels.base import Channel, Channels, Outbound, OutboundMessage, Picture
from bot.conversation.erasure import Eraser, ErasureStep, erasure_step
from bot.conversation.heard import HeardMessage, hear
from bot.conversation.intake import warned_now
from bot.conversation.limited import answer_without_rasa
from bot.conversation.live import STATE, LiveTurns
from bot.conversation.outcomes import turn_outcome
from bot.conversation.queue import NOTHING_FETCHED, Queue
from bot.conversation.rasa_client import RasaClient, RasaError
from bot.conversation.replies import empty_trace, read_turn, remembered
from bot.conversation.rows import Finished, Work
from bot.conversation.several_pictures import said_of_several
from bot.conversation.whereabouts import Whereabouts
from bot.serving.executors import Executors
from bot.serving.fair_turns import FairTurns
from bot.serving.metrics import Metrics
from common.clock import Clock
from common.help_desk import HelpDesk
from common.masking import show_masked
from common.pictures import BusyError
from common.settings import Settings
from faq.engine.library import Library
from faq.pages.page import PageReading, likeliest
from faq.pages.words import asks_of_picture, points_at
from tickets.model import Person
from tickets.outcomes import Ending, TurnOutcome, record_outcome
from tickets.private_values import PrivateValues
from tickets.usage import Usage

log = logging.getLogger(__name__)
PICTURE_INTENT = "/send_picture"
_REFERENCE = re.compile(r"\{\{private:([A-Za-z0-9_-]+)\}\}")
"""The channel whose platform waits for five seconds only."""
_AT_ONCE, _EACH, _MOST_WAITING = 8, 4, 100
"""Rasa works on one turn at a time: of those it has, one address has half at most, so that the next one's come soon."""
EMPTY_REPLY = "我这边只收到了空白消息。请把您遇到的问题打成一句话发给我，例如“忘记密码怎么办”。"
BROKEN = "抱歉，系统出了点问题，这条消息没有处理好。请稍后再发一次，或者回复“人工”。"


@dataclass
class Answers:
    """Answers the messages of one conversation at a time, and stores the answer with all that follows from it."""

    queue: Queue
    private: PrivateValues
    rasa: RasaClient
    library: Library
    settings: Settings
    clock: Clock
    metrics: Metrics
    usage: Usage
    channels: Channels
    executors: Executors
    eraser: Eraser | None = None
    live: LiveTurns | None = None
    """Talks with agents; None where there is no desk."""
    whereabouts: Whereabouts = field(default_factory=Whereabouts)
    _rasa_turns: FairTurns = field(default_factory=lambda: FairTurns(_MOST_WAITING, 0, at_once=_AT_ONCE, each=_EACH))

    async def answer(self, work: Work) -> Finished:
        """Answer a work's messages.

        Raises:
            LostLeaseError: another process does.
        """
        started_s = self.clock.monotonic_s()
        first, state = work.messages[0], work.lease.state
        person = Person(str(first.payload.get("channel", first.channel)), work.lease.key)
        if work.given_up:
            log.error("turn_given_up message=%d attempts=%d", first.id, first.attempts - 1)
            self.metrics.given_up()
            outbound = Outbound((OutboundMessage(BROKEN),), empty_trace())
            ended = turn_outcome(person, HeardMessage(), outbound.trace, failed=True)
            finished = await self._finish(work, outbound, state, ended, failed=True)
        else:
            calls = self.executors
            heard = await hear(
                work,
                self.channels.of(first.channel),
                self.private,
                self.settings,
                processor=calls.processor_call,
                database=calls.database_call,
            )
            finished = await self._answer_heard(work, person, heard)
        trace = finished.outbound.trace
        if trace:
            self.metrics.turn(person.channel, trace, self.clock.monotonic_s() - started_s)
            if trace.get("band") == "answer" and trace.get("faq_id"):
                self.usage.note(trace["faq_id"], person.conversation_key)
        return finished

    async def _answer_heard(self, work: Work, person: Person, heard: HeardMessage) -> Finished:
        state = work.lease.state
        if heard.act == "erase":
            return await self._erase(work, person, Outbound((), empty_trace()))
        if heard.act == "forget":
            return await self._erase(work, person, Outbound((), empty_trace()), only_talk=True)
        if heard.said is not None:
            return await self._finish(work, heard.said, state)
        step = erasure_step(state, heard.text, heard.option) if self.eraser else None
        if step is not None:
            return await self._erasing(work, person, step)
        number = work.messages[0].id
        live = await self.live.answer(person, heard, state, number) if self.live else None
        if live is not None and live.outbound is not None:
            with_people = TurnOutcome(person.channel, person.conversation_key, Ending.HUMAN)
            state = warned_now(live.state, heard.pictures)
            return await self._finish(work, heard.frame(live.outbound), state, with_people, fetched=heard.fetched)
        state = state if live is None else live.state
        heard = heard if live is None or live.option is None else replace(heard, option=live.option)
        pointed = points_at(heard.text) or asks_of_picture(heard.text)
        only_pointed = heard.warnings and pointed and not heard.attachments
        if heard.option or heard.attachments or heard.pages or (heard.text and not only_pointed):
            outbound = await self._with_others(await self._ask(work, person, heard), heard)
        elif heard.warnings:  # of a picture that is gone there is nothing to ask anybody
            outbound = Outbound((), empty_trace())
        else:
            outbound = Outbound((OutboundMessage(EMPTY_REPLY),), empty_trace())
        outbound = heard.frame(outbound)
        ended = turn_outcome(person, heard, outbound.trace)
        kept = remembered(state, outbound, work.messages[0].number, heard.text, heard.option)
        state = warned_now(kept, heard.pictures)
        return await self._finish(work, outbound, state, ended, fetched=heard.fetched)

    async def _erasing(self, work: Work, person: Person, step: ErasureStep) -> Finished:
        """«删除我的资料»: without Rasa, for afterwards it must remember nothing of it."""
        outbound = Outbound((step.reply,), empty_trace())
        if step.act == "erase":
            return await self._erase(work, person, outbound)
        offered = [option.as_dict() for option in step.reply.options]
        state = {**work.lease.state, "erasing": step.act == "ask", "offered": offered}
        return await self._finish(work, outbound, state)

    async def _erase(self, work: Work, person: Person, outbound: Outbound, *, only_talk: bool = False) -> Finished:
        """Forget a person, or with `only_talk` what was said («清空对话»), which a talk with an agent outlasts.

        In the queue, for a turn that still runs would write down again what is deleted.
        """
        state = {name: value for name, value in work.lease.state.items() if only_talk and name == STATE}
        if self.eraser is not None:
            await self.executors.database_call(self.eraser.forget_talk if only_talk else self.eraser.erase, person)
        finished = await self._finish(work, outbound, state, forget=True)
        if self.eraser is not None:
            await self.executors.database_call(self.eraser.truncate_logs)
        return finished

    async def _ask(self, work: Work, person: Person, heard: HeardMessage) -> Outbound:
        first, theirs = work.messages[0], self.channels.of(person.channel)
        sent = f'/choose_option{{"option": "{heard.option}"}}' if heard.option else heard.text or PICTURE_INTENT
        metadata: dict[str, Any] = {
            "channel": person.channel,
            "arrival": theirs.arrival,
            "in_browser": theirs.in_browser,
            "message": first.number,
            "private": list(heard.private),
            "attachments": list(heard.attachments),
        }
        if heard.pages:
            metadata["pages"] = list(map(dict, heard.pages))
        if first.attempts > 1 or first.number != first.id:
            # Begun before: if Rasa has answered this very message, its answer is wanted.
            metadata["again"] = True
        if "unheard" in work.lease.state:
            metadata["unheard"] = work.lease.state["unheard"]
            metadata["missed"] = work.lease.state.get("missed", [])
        try:
            async with self._rasa_turns.turn((self.whereabouts.of(work.lease.key), work.lease.key), 0):
                turn = await self.rasa.turn(
                    work.lease.key, sent, metadata=metadata, at_most_s=self.channels.of(first.channel).answer_within_s
                )
            outbound = read_turn(turn, self.library.content)
            if outbound.replies:
                return outbound
            log.error("turn_empty intent=%s", turn.intent)
        except (RasaError, BusyError) as error:
            log.warning("turn_limited reason=%s", error if isinstance(error, RasaError) else "busy")
        url, promise = self._ticket_page(theirs), HelpDesk.of(self.settings).promise
        page = likeliest(map(PageReading.from_dict, heard.pages))
        answer = partial(answer_without_rasa, ticket_url=url, promise=promise, page=page)
        return await self.executors.processor_call(answer, self.library, heard.text, heard.option, work.lease.state)

    async def _finish(
        self,
        work: Work,
        outbound: Outbound,
        state: dict[str, Any],
        ended: TurnOutcome | None = None,
        *,
        failed: bool = False,
        forget: bool = False,
        fetched: Mapping[int, Sequence[Picture]] = NOTHING_FETCHED,
    ) -> Finished:
        channel = self.channels.of(work.messages[0].channel)
        key = work.lease.key

        def store() -> Finished:
            shown = self._show_own_values(key, outbound)
            conclude = partial(self._conclude, channel, key, ended)
            return self.queue.finish(
                work, shown, state, failed=failed, conclude=conclude, forget=forget, fetched=fetched
            )

        finished = await self.executors.database_call(store)
        if finished.is_ours:
            await channel.answered(work.messages[-1].id, key, finished.outbound)
        return finished

    def _conclude(
        self,
        channel: Channel,
        key: str,
        ended: TurnOutcome | None,
        connection: Connection,
        row_ids: Sequence[int],
        outbound: Outbound,
    ) -> bytes | None:
        if ended is not None:
            record_outcome(connection, ended, self.clock.now())
        return channel.conclude(connection, key, row_ids, outbound)

    def _ticket_page(self, channel: Channel) -> str:
        """Where a ticket can be submitted without Rasa, as it can be opened from that channel."""
        base = self.settings.server.public_url.rstrip("/")
        return f"{base}/ticket" if base else "/ticket" if channel.in_browser else ""

    def _show_own_values(self, key: str, outbound: Outbound) -> Outbound:
        """Put the person's own data, masked, where Rasa could only write a reference."""

        def shown(match: re.Match[str]) -> str:
            value = self.private.read(key, match[1])
            return show_masked(value.kind, value.value) if value else "（已过期，请重新填写）"

        replies = tuple(OutboundMessage(_REFERENCE.sub(shown, reply.text), reply.options) for reply in outbound.replies)
        return Outbound(replies, outbound.trace)

    async def _with_others(self, outbound: Outbound, heard: HeardMessage) -> Outbound:
        """An answer to one of several pictures, with what the others say behind it; a ticket takes them all."""
        trace = outbound.trace
        answered = trace.get("band") in ("answer", "clarify") or trace.get("guide_id")
        if not answered or len(heard.pages) < 2:
            return outbound
        others = await self.executors.processor_call(said_of_several, heard.pages, self.library)
        return Outbound((*outbound.replies, others), trace) if others is not None else outbound
