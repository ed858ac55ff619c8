"""One turn asked of Rasa over loopback, within a deadline."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import aiohttp

WEBHOOK_PATH = "/webhooks/gateway/webhook"
_FAULTS = (TimeoutError, aiohttp.ClientError, json.JSONDecodeError, KeyError, TypeError, ValueError)


class RasaError(Exception):
    """Rasa gave no usable answer; the gateway answers without it."""


@dataclass(frozen=True)
class RasaTurn:
    """What Rasa said in one turn: its messages as they came, and what it understood."""

    messages: tuple[dict[str, Any], ...]
    intent: str
    confidence: float


class RasaClient:
    """Talks to Rasa's gateway channel; the session belongs to the caller."""

    def __init__(self, http: aiohttp.ClientSession, base_url: str, secret: str, deadline_s: float) -> None:
        """`deadline_s` bounds a whole turn, connection included."""
        self._http = http
        self._base_url = base_url
        self._headers = {"Authorization": f"Bearer {secret}"}
        self._timeout = aiohttp.ClientTimeout(total=deadline_s)

    async def turn(self, sender: str, text: str, *, metadata: dict[str, Any] | None = None) -> RasaTurn:
        """Run one turn of the conversation `sender`.

        Raises:
            RasaError: refused, broken, or too late.
        """
        body = {"sender": sender, "text": text, "metadata": metadata or {}}
        try:
            return await self._ask(body)
        except aiohttp.ServerDisconnectedError:
            # An idle connection that was just being closed; should the turn have run, its answer is wanted.
            body["metadata"] = {**(metadata or {}), "again": True}
        except _FAULTS as error:
            raise RasaError(type(error).__name__) from error
        try:
            return await self._ask(body)
        except _FAULTS as error:
            raise RasaError(type(error).__name__) from error

    async def _ask(self, body: dict[str, Any]) -> RasaTurn:
        async with self._http.post(
            self._base_url + WEBHOOK_PATH, json=body, headers=self._headers, timeout=self._timeout
        ) as response:
            if response.status != 200:
                raise RasaError(f"status {response.status}")
            answer = await response.json()
        return RasaTurn(
            tuple(map(_checked, answer["messages"])),
            str(answer["parse"]["intent"]),
            float(answer["parse"]["confidence"]),
        )

    async def ready(self) -> bool:
        """Whether Rasa answers and its model is loaded."""
        try:
            async with self._http.get(self._base_url + "/webhooks/gateway/", timeout=self._timeout) as response:
                return response.status == 200
        except (TimeoutError, aiohttp.ClientError):
            return False


def _checked(message: dict[str, Any]) -> dict[str, Any]:
    """The message, if it has the form the gateway reads; else KeyError, TypeError or ValueError."""
    if not isinstance(message, dict) or not isinstance(message.get("text") or "", str):
        raise TypeError("a message of Rasa is an object with a text")
    custom = message.get("custom") or {}
    if not isinstance(custom, dict) or not isinstance(custom.get("trace") or {}, dict):
        raise TypeError("custom data of Rasa is an object, and so is its trace")
    for button in message.get("buttons") or ():
        if not (isinstance(button["payload"], str) and isinstance(button["title"], str)):
            raise TypeError("a button of Rasa has a payload and a title")
    return message
