"""The one door into Rasa: a REST channel for the gateway, closed to everybody without its secret."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.core.events import BotUttered, UserUttered
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from common.background_thread import process_background
from nlu.lock_store import SharedLockStore
from nlu.shortcuts import close_sessions, install_shortcuts
from nlu.tracker_store import ConversationStore, LateTurnError, trust_the_store

log = logging.getLogger(__name__)

NAME = "gateway"
_CAME_LATE = "刚才那次提交其实成功了，只是回得慢："
_LOCK_POLL_S = 0.2
"""The gateway keeps a conversation's turns apart; only one it stopped waiting for can hold the lock."""


class WholeMessages(CollectingOutputChannel):
    """Collects messages as they were said; the stock collector cuts a text at every blank line."""

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """Keep one text as one message."""
        await self._persist_message(self._message(recipient_id, text=text))


class GatewayInput(InputChannel):
    """`POST /webhooks/gateway/webhook` runs one turn and returns everything it said, with its trace."""

    @classmethod
    def name(cls) -> str:
        """The channel's name in URLs and trackers."""
        return NAME

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GatewayInput:
        """Make the channel from `credentials.yml`; without a secret it must not start."""
        secret = (credentials or {}).get("secret")
        if not secret:
            raise ValueError("nlu.gateway_input.GatewayInput 需要 secret（由 bot serve 生成）")
        return cls(str(secret))

    def __init__(self, secret: str) -> None:
        """Open for whoever knows the secret."""
        install_shortcuts()
        trust_the_store()
        self._expected = f"Bearer {secret}".encode()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes; turns go to the agent's processor, under a lock that also covers what is read before them."""
        routes = Blueprint("gateway_webhook")
        running: set[asyncio.Task[dict[str, Any]]] = set()

        @routes.get("/")
        async def health(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            if agent is None or not agent.is_ready():  # Rasa listens even when it could not load its model
                return json({"ok": False, "error": "no model", "status": 503}, status=503)
            return json({"status": "ok", "background": process_background().troubles()})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            given = request.headers.get("Authorization", "").encode()
            if not hmac.compare_digest(given, self._expected):
                return json({"ok": False, "error": "unauthorised", "status": 401}, status=401)
            # A gateway that stopped waiting must not leave a turn half done.
            turn = asyncio.create_task(run_turn(request.app.ctx.agent, request.json))
            running.add(turn)
            turn.add_done_callback(running.discard)
            try:
                return json(await asyncio.shield(turn))
            except LateTurnError:
                return json({"ok": False, "error": "late", "status": 409}, status=409)

        @routes.listener("after_server_stop")
        async def close(*_: object) -> None:
            await close_sessions()
            process_background().close()

        return routes


async def run_turn(agent: Agent, turn: dict[str, Any]) -> dict[str, Any]:
    """One turn under Rasa's lock of the conversation, or the answer that this very message got before."""
    async with agent.lock_store.lock(turn["sender"], wait_time_in_seconds=_LOCK_POLL_S):
        answered = await _answered_before(agent, turn)
        if answered is not None:
            return answered
        untold = await _tickets_nobody_saw(agent, turn)
        collector = WholeMessages()
        message = UserMessage(
            turn["text"], collector, turn["sender"], input_channel=NAME, metadata=turn.get("metadata")
        )
        # Parsed here so that the reply can carry the intent; the processor uses this result.
        # In its context: the readers need what was offered, asked and told before.
        tracker = await agent.processor.get_tracker(turn["sender"])
        message.parse_data = parse = await agent.processor.parse_message(message, tracker)
        parse["text"] = message.text  # actions quote what was typed, not its normalised form
        if isinstance(agent.tracker_store, ConversationStore):
            agent.tracker_store.give_back_now(tracker)  # the processor reads it again, first of all
        await agent.processor.handle_message(message)
        return {"messages": untold + collector.messages, "parse": _ranking(parse)}


async def _answered_before(agent: Agent, turn: dict[str, Any]) -> dict[str, Any] | None:
    """What was said to this very message; None when it is to be heard now.

    The message's number in the gateway's inbox names it. A gateway may have died before it could pass the answer on:
    without this, a form that was submitted in that turn would meet its own last message a second time, outside the
    form. Where several servers share the work, one may also be so slow that the message was asked of another meanwhile
    (then it is answered) or given up and the talk went on (then it is late).

    Raises:
        LateTurnError: a message of a higher number was heard already.
    """
    metadata = turn.get("metadata") or {}
    is_shared = isinstance(agent.lock_store, SharedLockStore)
    number = metadata.get("message")
    if number is None or not (is_shared or metadata.get("again")):
        return None
    tracker = await agent.tracker_store.retrieve(turn["sender"])
    if tracker is None:
        return None
    if isinstance(agent.tracker_store, ConversationStore):
        agent.tracker_store.give_back(tracker)  # the turn reads it again
    said: list[BotUttered] = []
    for event in reversed(tracker.events):
        if isinstance(event, BotUttered):
            said.insert(0, event)
        if not isinstance(event, UserUttered):
            continue
        heard = (event.metadata or {}).get("message")
        if is_shared and isinstance(heard, int) and heard > number:
            log.warning("turn_late")
            raise LateTurnError
        if heard != number or event.text != turn["text"] or not said:
            return None
        log.info("turn_repeated")
        messages = [
            {"text": item.text, "buttons": item.data.get("buttons"), "custom": item.data.get("custom")} for item in said
        ]
        return {"messages": messages, "parse": _ranking(event.parse_data)}
    return None


async def _tickets_nobody_saw(agent: Agent, turn: dict[str, Any]) -> list[dict[str, Any]]:
    """The tickets that were opened in the turns before, after the gateway had stopped waiting for those.

    Without this, somebody who was told that it did not work would fill in the form a second time.
    """
    unheard = (turn.get("metadata") or {}).get("unheard") or ()
    tracker = await agent.tracker_store.retrieve(turn["sender"]) if unheard else None
    if tracker is None:
        return []
    if isinstance(agent.tracker_store, ConversationStore):
        agent.tracker_store.give_back(tracker)
    told: list[dict[str, Any]] = []
    opened: list[dict[str, Any]] = []
    for event in reversed(tracker.events):
        if isinstance(event, BotUttered) and ((event.data.get("custom") or {}).get("trace") or {}).get("ticket"):
            opened.insert(0, {"text": f"{_CAME_LATE}{event.text}"})
        elif isinstance(event, UserUttered):
            if (event.metadata or {}).get("message") not in unheard:
                break
            told, opened = opened + told, []
    return told


def _ranking(parse: dict[str, Any]) -> dict[str, Any]:
    """The intent and its runners-up; the fallback is a decision, not an intent of the person."""
    ranking = [item for item in parse.get("intent_ranking", []) if item["name"] != "nlu_fallback"]
    top = ranking[0] if ranking else parse["intent"]
    return {"intent": top["name"], "confidence": float(top["confidence"])}
