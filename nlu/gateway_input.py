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

from nlu.action_results import prepare_schema_once

log = logging.getLogger(__name__)

NAME = "gateway"
SESSION_START = "/session_start"


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
        prepare_schema_once()
        self._expected = f"Bearer {secret}".encode()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes."""
        routes = Blueprint("gateway_webhook")

        @routes.get("/")
        async def health(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            if agent is None or not agent.is_ready():  # Rasa listens even when it could not load its model
                return json({"ok": False, "error": "no model", "status": 503}, status=503)
            return json({"status": "ok"})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            given = request.headers.get("Authorization", "").encode()
            if not hmac.compare_digest(given, self._expected):
                return json({"ok": False, "error": "unauthorised", "status": 401}, status=401)
            turn = request.json
            agent = request.app.ctx.agent
            answered = await _answered_before(agent, turn)
            if answered is not None:
                return json({**answered, "restarted": False})
            restarted = bool(turn.get("restart")) and await _may_restart(agent, turn["sender"])
            if restarted:
                await on_new_message(_message(SESSION_START, turn, WholeMessages()))
            collector = WholeMessages()
            message = _message(turn["text"], turn, collector)
            # Parsed here so that the reply can carry the intent; the processor uses this result.
            # In its context: the readers need what was offered, asked and told before.
            tracker = await agent.processor.get_tracker(turn["sender"])
            message.parse_data = await agent.processor.parse_message(message, tracker)
            parse = message.parse_data
            parse["text"] = message.text  # actions quote what was typed, not its normalised form
            try:
                await on_new_message(message)
            except asyncio.CancelledError:
                log.warning("turn_cancelled")
                raise
            return json({"messages": collector.messages, "parse": _ranking(parse), "restarted": restarted})

        return routes


async def _may_restart(agent: Agent, sender: str) -> bool:
    """A new session would end a form in the middle; outside one nothing is lost, slots are carried over."""
    tracker = await agent.tracker_store.retrieve(sender)
    return tracker is not None and not tracker.active_loop_name


async def _answered_before(agent: Agent, turn: dict[str, Any]) -> dict[str, Any] | None:
    """What was said to this very message, if the gateway died before it could pass the answer on.

    The message's number in the gateway's inbox names it. Without this, a form that was submitted in
    that turn would meet its own last message a second time, outside the form.
    """
    metadata = turn.get("metadata") or {}
    tracker = await agent.tracker_store.retrieve(turn["sender"]) if metadata.get("again") else None
    if tracker is None:
        return None
    said: list[BotUttered] = []
    for event in reversed(tracker.events):
        if isinstance(event, BotUttered):
            said.insert(0, event)
        if not isinstance(event, UserUttered):
            continue
        if (event.metadata or {}).get("message") != metadata["message"] or event.text != turn["text"] or not said:
            return None
        log.info("turn_repeated")
        messages = [
            {"text": item.text, "buttons": item.data.get("buttons"), "custom": item.data.get("custom")} for item in said
        ]
        return {"messages": messages, "parse": _ranking(event.parse_data)}
    return None


def _message(text: str, turn: dict[str, Any], output: CollectingOutputChannel) -> UserMessage:
    return UserMessage(text, output, turn["sender"], input_channel=NAME, metadata=turn.get("metadata"))


def _ranking(parse: dict[str, Any]) -> dict[str, Any]:
    """The intent and its runners-up; the fallback is a decision, not an intent of the person."""
    ranking = [item for item in parse.get("intent_ranking", []) if item["name"] != "nlu_fallback"]
    top = ranking[0] if ranking else parse["intent"]
    return {"intent": top["name"], "confidence": float(top["confidence"])}
