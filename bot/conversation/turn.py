"""One turn, end to end (design.md §4): guard, inbox, Rasa within its deadline, else the library."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.channels.base import Inbound, Outbound, OutboundMessage
from bot.conversation.erasure import Erase, Step, erasure_step
from bot.conversation.guard import guard
from bot.conversation.inbox import Conversation, Inbox
from bot.conversation.limited import answer_without_rasa
from bot.conversation.rasa_client import RasaClient, RasaError, RasaTurn
from bot.serving.metrics import Metrics
from common.clock import Clock
from common.masking import show_masked
from common.settings import Settings
from faq.choice import Option
from faq.entry import INTENTS
from faq.library import Library
from faq.loader import Content
from tickets.model import Person
from tickets.private_values import PrivateValues

log = logging.getLogger(__name__)
T = TypeVar("T")

PICTURE_INTENT = "/send_picture"
_REFERENCE = re.compile(r"\{\{private:([A-Za-z0-9_-]+)\}\}")
_CHOICES = ("choose_option", "affirm", "deny", "go_back")
EMPTY_REPLY = "我这边只收到了空白消息。请把您遇到的问题打成一句话发给我，例如“忘记密码怎么办”。"
CUT_NOTE = "（您的消息较长，我只看了前面一部分；最要紧的一句请单独再发一次。）\n\n"


@dataclass
class Turns:
    """Runs turns; messages of one conversation strictly one after the other."""

    inbox: Inbox
    private: PrivateValues
    rasa: RasaClient
    library: Library
    settings: Settings
    clock: Clock
    metrics: Metrics
    erase: Erase | None = None
    _locks: dict[str, tuple[asyncio.Lock, int]] = field(default_factory=dict)

    async def run(self, message: Inbound) -> Outbound:
        """Answer one message; a repeated delivery gets the first one's answer."""
        started = self.clock.monotonic_s()
        async with self._one_at_a_time(message.conversation):
            known = await _off_loop(self.inbox.conversation, message.conversation)
            expected = known.state.get("asking") == "username"
            guarded = guard(message.text, self.settings.limits.text_chars, username_expected=expected)
            hours = self.settings.privacy.private_value_hours
            payload = {
                "text": guarded.text,
                "option": message.option,
                "attachments": list(message.attachments),
                "private": await _off_loop(self.private.keep, message.conversation, guarded.private, hours),
            }
            accepted = await _off_loop(
                self.inbox.accept, message.channel, message.conversation, message.message_id, payload
            )
            if accepted.finished is not None:
                return accepted.finished
            result = await self._answer(
                accepted.id, message.channel, known, payload, cut=guarded.cut, again=accepted.repeated
            )
        self.metrics.turn(message.channel, result.trace, self.clock.monotonic_s() - started)
        return result

    async def resume(self, channel: str) -> int:
        """Answer what was accepted but not finished when a process died; returns how many there were."""
        waiting = await _off_loop(self.inbox.unfinished, channel)
        answered = 0
        for number, key, payload in waiting:
            async with self._one_at_a_time(key):
                if not await _off_loop(self.inbox.is_waiting, number):  # a live delivery was faster
                    continue
                known = await _off_loop(self.inbox.conversation, key)
                await self._answer(number, channel, known, payload, cut=False, again=True)
            answered += 1
        return answered

    async def _answer(
        self, number: int, channel: str, known: Conversation, payload: dict[str, Any], *, cut: bool, again: bool
    ) -> Outbound:
        step = erasure_step(known.state, payload["text"], payload["option"]) if self.erase else None
        if step is not None:
            return await self._erasing(number, channel, known, step)
        if payload["text"] or payload["option"] or payload["attachments"]:
            result, turns = await self._ask(number, channel, known, payload, again=again)
        else:
            result, turns = Outbound((OutboundMessage(EMPTY_REPLY),), _trace()), known.turns
        if cut:
            first = OutboundMessage(CUT_NOTE + result.replies[0].text, result.replies[0].options)
            result = Outbound((first, *result.replies[1:]), result.trace)
        state = _remember(known, result)
        await _off_loop(self.inbox.finish, number, known.key, channel, result, turns=turns, state=state)
        return result

    async def _erasing(self, number: int, channel: str, known: Conversation, step: Step) -> Outbound:
        """«删除我的资料»: without Rasa, for afterwards it must remember nothing of it."""
        offered = [option.as_dict() for option in step.reply.options]
        state = {**known.state, "erasing": step.act == "ask", "offered": offered}
        if step.act == "erase" and self.erase is not None:
            await _off_loop(self.erase, Person(channel, known.key))
            state = {}
        result = Outbound((step.reply,), _trace())
        await _off_loop(self.inbox.finish, number, known.key, channel, result, turns=known.turns, state=state)
        if step.act == "erase":
            await _off_loop(self.inbox.forget, known.key, number)
        return result

    async def _ask(
        self, number: int, channel: str, known: Conversation, payload: dict[str, Any], *, again: bool
    ) -> tuple[Outbound, int]:
        text, option = payload["text"], payload["option"]
        sent = f'/choose_option{{"option": "{option}"}}' if option else text or PICTURE_INTENT
        metadata = {
            "channel": channel,
            "message": number,
            "private": payload["private"],
            "attachments": payload["attachments"],
            # A process died in the middle: if Rasa has answered this very message, its answer is wanted.
            **({"again": True} if again else {}),
        }
        restart = known.turns >= self.settings.assistant.session_turns
        try:
            turn = await self.rasa.turn(known.key, sent, restart=restart, metadata=metadata)
            result = _collect(turn, self.library.content)
            if result.replies:
                return await _off_loop(self._show_own_values, known.key, result), (
                    0 if turn.restarted else known.turns
                ) + 1
            log.error("turn_empty intent=%s", turn.intent)
        except RasaError as error:
            log.warning("turn_limited reason=%s", error)
        page = self._ticket_page(channel)
        return await _off_loop(answer_without_rasa, self.library, text, option, known.state, page), known.turns

    def _ticket_page(self, channel: str) -> str:
        """Where a ticket can be submitted without Rasa, as it can be opened from that channel."""
        base = self.settings.server.public_url.rstrip("/")
        return f"{base}/ticket" if base else "/ticket" if channel == "web" else ""

    def _show_own_values(self, key: str, result: Outbound) -> Outbound:
        """Put the person's own data, masked, where Rasa could only write a reference."""

        def shown(match: re.Match[str]) -> str:
            value = self.private.read(key, match[1])
            return show_masked(value.kind, value.value) if value else "（已过期，请重新填写）"

        replies = tuple(OutboundMessage(_REFERENCE.sub(shown, reply.text), reply.options) for reply in result.replies)
        return Outbound(replies, result.trace)

    @asynccontextmanager
    async def _one_at_a_time(self, key: str) -> AsyncIterator[None]:
        lock, waiting = self._locks.get(key, (asyncio.Lock(), 0))
        self._locks[key] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._locks.pop(key)
            if waiting > 1:
                self._locks[key] = (lock, waiting - 1)


def _collect(turn: RasaTurn, content: Content) -> Outbound:
    """Merge Rasa's messages: texts with buttons become replies, custom data the trace."""
    replies: list[OutboundMessage] = []
    trace = _trace()
    trace["intent"], trace["confidence"] = turn.intent, round(turn.confidence, 4)
    for message in turn.messages:
        trace.update((message.get("custom") or {}).get("trace") or {})
        if message.get("text"):
            buttons = message.get("buttons") or []
            options = tuple(Option(_option_id(button["payload"]), button["title"]) for button in buttons)
            replies.append(OutboundMessage(message["text"], options))
    trace["intent"] = _understood(turn.intent, trace, content)
    return Outbound(tuple(replies), trace)


def _understood(intent: str, trace: dict[str, Any], content: Content) -> str:
    """What the message was taken for in the end.

    Among the topics the knowledge base decides: its best entry names the right one far more often
    than Rasa's ranking (docs/benchmarks.md); everything else is Rasa's to say.
    """
    best = content.entry(trace["candidates"][0]["faq_id"]) if trace["candidates"] else None
    if trace["band"] == "answer" and best and intent not in _CHOICES:
        return best.intent
    if intent not in INTENTS or trace["band"] is None:
        return intent
    return best.intent if trace["band"] == "clarify" and best else "out_of_scope"


def _option_id(payload: str) -> str:
    return payload.partition('": "')[2].removesuffix('"}')


def _trace() -> dict[str, Any]:
    return {"band": None, "faq_id": None, "guide_id": None, "intent": None, "confidence": None, "candidates": []}


def _remember(known: Conversation, result: Outbound) -> dict[str, Any]:
    """What a turn without Rasa would need: the options on the table and the last answer."""
    if result.trace["intent"] is None and not result.trace.get("limited"):  # nothing was said, nothing changed
        return known.state
    options = [option.as_dict() for reply in result.replies for option in reply.options]
    asking = known.state.get("asking") if result.trace.get("limited") else result.trace.get("asking")
    return {
        **{key: value for key, value in known.state.items() if key != "erasing"},
        "offered": options,
        "last_answer": result.trace["faq_id"] or known.state.get("last_answer"),
        # Rasa did not hear a limited turn: what it asked for is still open.
        "asking": asking,
    }


async def _off_loop(work: Callable[..., T], *arguments: Any, **named: Any) -> T:
    return await asyncio.to_thread(work, *arguments, **named)
