"""One turn asked of Rasa, within a deadline."""

from __future__ import annotations

import asyncio
import json
import math
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.conversation.rasa_servers import RasaServers

WEBHOOK_PATH = "/webhooks/gateway/webhook"
_CONNECT_S = 1.0
_LATE_IN_A_ROW = 3
_IMPATIENT_S = 3.0
_PATIENT_EACH = 4
"""So long is waited for a Rasa that was too late several times in a row: it hangs, and nobody is to wait for that.

Each fourth turn waits as long as before all the same, for it may only be slow.
"""
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

    def __init__(self, http: aiohttp.ClientSession, servers: RasaServers, secret: str, deadline_s: float) -> None:
        """`deadline_s` bounds a whole turn, connection included."""
        self._late = 0
        self._http = http
        self._servers = servers
        self._headers = {"Authorization": f"Bearer {secret}"}
        self._deadline_s = deadline_s
        self._timeout = aiohttp.ClientTimeout(sock_connect=min(_CONNECT_S, deadline_s / 3))

    async def turn(
        self, sender: str, text: str, *, metadata: dict[str, Any] | None = None, at_most_s: float = math.inf
    ) -> RasaTurn:
        """Run one turn of the conversation `sender`; `at_most_s` is what its channel can wait.

        Raises:
            RasaError: refused, broken, or too late.
        """
        try:
            turn = await self._turn({"sender": sender, "text": text, "metadata": metadata or {}}, at_most_s)
        except RasaError as error:
            self._late += isinstance(error.__cause__, TimeoutError)
            raise
        self._late = 0
        return turn

    async def _turn(self, body: dict[str, Any], at_most_s: float) -> RasaTurn:
        hangs = self._late >= _LATE_IN_A_ROW and self._late % _PATIENT_EACH
        wait_s = min(self._deadline_s, at_most_s, _IMPATIENT_S if hangs else math.inf)
        try:
            return await self._ask(body, wait_s)
        except aiohttp.ServerDisconnectedError:
            # An idle connection that was just being closed; should the turn have run, its answer is wanted.
            body["metadata"] = {**body["metadata"], "again": True}
        except _FAULTS as error:
            raise RasaError(type(error).__name__) from error
        try:
            return await self._ask(body, wait_s)
        except _FAULTS as error:
            raise RasaError(type(error).__name__) from error

    async def ready(self) -> bool:
        """Whether a Rasa answers and its model is loaded."""
        await self._servers.check(self._http)
        return not self._servers.all_down

    async def _ask(self, body: dict[str, Any], wait_s: float) -> RasaTurn:
        async with asyncio.timeout(wait_s):
            answer = await self._first_answer(body)
        return RasaTurn(
            tuple(map(_checked, answer["messages"])),
            str(answer["parse"]["intent"]),
            float(answer["parse"]["confidence"]),
        )

    async def _first_answer(self, body: dict[str, Any]) -> Any:
        """The answer of the first server that takes the turn.

        Only who was surely not reached is passed over: who may have begun is not asked a second time elsewhere.
        """
        refused: Exception = RasaError("no server")
        for url in self._servers.order():
            try:
                async with self._http.post(
                    url + WEBHOOK_PATH, json=body, headers=self._headers, timeout=self._timeout
                ) as response:
                    self._servers.answered(url)
                    if response.status != 200:
                        raise RasaError(f"status {response.status}")
                    return await response.json()
            except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
                self._servers.failed(url)
                refused = error
        raise refused


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
