"""Delivering pushes: five seconds for an answer, the same body again when there is none, then the fault notice."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from dataclasses import dataclass, field
from itertools import count, cycle

import aiohttp

from common.clock import Clock
from simulator.account import Account
from simulator.answers import AbnormalError, read_answer
from simulator.bodies import signed_request
from simulator.people import FAULT_NOTICE, SimulatedPerson


@dataclass(frozen=True)
class Delivered:
    """How a push ended."""

    attempts: int
    result: str
    """silent, reply, or fault."""
    text: str = field(default="", repr=False)
    reason: str = ""
    seconds: float = 0.0


@dataclass
class PushRules:
    """What is not documented about deliveries, and what a test wants to vary."""

    deliveries: int = 3
    """In all: the first and its repeats. Tests try 3 and 4."""
    timeout_s: float = 5.0
    pause_s: float = 0.0
    fresh_nonce: bool = False
    """Whether a repeat carries a new timestamp and nonce."""
    twice: bool = False
    """Whether every push is delivered to two addresses at once, as when an answer comes just too late."""
    lose_answers: int = 0
    """So many next answers are lost after the server wrote them."""


class Pusher:
    """Sends signed pushes to the callback addresses, one after the other when there are several."""

    def __init__(self, account: Account, clock: Clock, session: aiohttp.ClientSession, urls: list[str]) -> None:
        self.rules = PushRules()
        self._account = account
        self._clock = clock
        self._session = session
        self._urls = cycle(urls)
        self._nonces = count(1)
        self._run = secrets.token_hex(4)

    async def check_address(self) -> bool:
        """WeChat's check when the operator saves the callback's address."""
        echo = str(secrets.randbelow(10**19))
        query, _ = self._sign("", b"")
        query = {name: query[name] for name in ("signature", "timestamp", "nonce")} | {"echostr": echo}
        async with self._session.get(next(self._urls), params=query) as response:
            return response.status == 200 and await response.text() == echo

    async def deliver(self, person: SimulatedPerson, body: bytes) -> Delivered:
        """Push a body until it is answered; shows what comes on the person's screen."""
        started = self._clock.monotonic_s()
        request = self._sign(person.openid, body)
        for attempt in range(1, self.rules.deliveries + 1):
            if attempt > 1:
                await asyncio.sleep(self.rules.pause_s)
                if self.rules.fresh_nonce:
                    request = self._sign(person.openid, body)
            posts = [self.post(*request) for _ in range(2 if self.rules.twice else 1)]
            answers = [answer for answer in await asyncio.gather(*posts) if answer is not None]
            if answers:
                return self._conclude_all(person, attempt, answers, started)
        person.show("fault", "fault", FAULT_NOTICE, self._clock)
        return Delivered(self.rules.deliveries, "fault", FAULT_NOTICE, "没有回答")

    async def post(self, query: dict[str, str], body: bytes) -> tuple[int, bytes] | None:
        """One request, whatever its content; None when no answer came in time."""
        try:
            async with self._session.post(
                next(self._urls),
                params=query,
                data=body,
                headers={"Content-Type": "text/xml"},
                timeout=aiohttp.ClientTimeout(total=self.rules.timeout_s),
            ) as response:
                answer = response.status, await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError):
            return None
        if self.rules.lose_answers > 0:
            self.rules.lose_answers -= 1
            return None
        return answer

    def _conclude_all(
        self, person: SimulatedPerson, attempt: int, answers: list[tuple[int, bytes]], started: float
    ) -> Delivered:
        """What the person sees when the same push was answered by each address: the same reply only once."""
        if len(answers) == 2:
            with contextlib.suppress(AbnormalError):
                one, two = (read_answer(self._account, person.openid, *answer) for answer in answers)
                if one is None or (two is not None and one.text == two.text):
                    answers = answers[1:]
                elif two is None:
                    answers = answers[:1]
        return [self._conclude(person, attempt, answer, started) for answer in answers][-1]

    def _conclude(self, person: SimulatedPerson, attempt: int, answer: tuple[int, bytes], started: float) -> Delivered:
        taken = self._clock.monotonic_s() - started
        try:
            reply = read_answer(self._account, person.openid, *answer)
        except AbnormalError as error:
            person.show("fault", "fault", FAULT_NOTICE, self._clock)
            return Delivered(attempt, "fault", FAULT_NOTICE, str(error), taken)
        if reply is None:
            return Delivered(attempt, "silent", seconds=taken)
        if self._account.passive_counts:
            person.spend(self._clock.now())
        if person.follows:
            person.show("passive", reply.kind, reply.text, self._clock)
        return Delivered(attempt, "reply", reply.text, seconds=taken)

    def _sign(self, openid: str, body: bytes) -> tuple[dict[str, str], bytes]:
        timestamp, nonce = int(self._clock.now().timestamp()), f"{self._run}{next(self._nonces)}"
        return signed_request(self._account, body, openid=openid, timestamp=timestamp, nonce=nonce)
