"""People whose every message reaches two gateways at once, and what they saw."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import aiohttp

from bot.channels.wechat.phrases import AGAIN
from simulator import Platform

_PATIENCE_S = 90.0
_AGAIN_S = 0.5
_FORM_STEPS = 40
_PARTS_S = 0.5
"""A long answer comes in several messages."""
_LATE_S = 10.0


@dataclass
class Spoken:
    """One message of a person on the page and the answers of the two deliveries."""

    token: str
    message_id: str
    answers: list[str] = field(default_factory=list)
    seconds: float = 0.0


class WebPeople:
    """People on the page; each delivery is repeated as the page does it until there is an answer."""

    def __init__(
        self, http: aiohttp.ClientSession, gateways: Sequence[str], questions: Sequence[str], chance: random.Random
    ) -> None:
        self._http = http
        self._gateways = gateways
        self._questions = questions
        self._chance = chance
        self._tokens: list[str] = []
        self._numbers: Counter[str] = Counter()
        self._spoken: list[Spoken] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self.answered = 0

    async def arrive(self, count: int) -> None:
        """Open the page: so many people get their tokens."""
        self._tokens = [await new_token(self._http, self._gateways[0]) for _ in range(count)]

    def speak(self) -> None:
        """Somebody asks something; nobody waits for the answer before they ask again."""
        task = asyncio.create_task(self._say(self._chance.choice(self._tokens)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def talk_without_pause(self, seconds: float) -> None:
        """Everybody asks the next question as soon as the last is answered; each message goes to one gateway."""
        ends = time.perf_counter() + seconds

        async def talk(number: int, token: str) -> None:
            while time.perf_counter() < ends:
                question = self._chance.choice(self._questions)
                gateway = self._gateways[number % len(self._gateways)]
                body = {"session": token, "text": question}
                async with self._http.post(f"{gateway}/api/v1/messages", json=body) as response:
                    self.answered += response.status == 200

        await asyncio.gather(*(talk(number, token) for number, token in enumerate(self._tokens)))

    async def finish(self) -> None:
        """Wait for the last answers."""
        await asyncio.gather(*self._tasks)

    def figures(self) -> dict[str, object]:
        """What came of all that was said."""
        ordered = sorted(spoken.seconds for spoken in self._spoken)
        lost = [spoken for spoken in self._spoken if len(spoken.answers) < len(self._gateways)]
        return {
            "sent": len(self._spoken),
            "lost": len(lost),
            "doubled": sum(len(set(spoken.answers)) > 1 for spoken in self._spoken),
            "p50_ms": round(ordered[len(ordered) // 2] * 1000) if ordered else 0,
            "p95_ms": round(ordered[int(len(ordered) * 0.95)] * 1000) if ordered else 0,
            "max_ms": round(ordered[-1] * 1000) if ordered else 0,
        }

    async def _say(self, token: str) -> None:
        self._numbers[token] += 1
        spoken = Spoken(token, f"m{self._numbers[token]}")
        self._spoken.append(spoken)
        text = self._chance.choice(self._questions)
        began = time.perf_counter()
        body = {"session": token, "text": text, "message_id": spoken.message_id}
        found = await asyncio.gather(*(deliver(self._http, [first, *self._gateways], body) for first in self._gateways))
        spoken.seconds = time.perf_counter() - began
        spoken.answers = [said(answer) for answer in found if answer is not None]


class WeChatPeople:
    """Followers of the account; the platform delivers each push twice at once."""

    def __init__(self, platform: Platform, questions: Sequence[str], chance: random.Random) -> None:
        self._platform = platform
        self._questions = questions
        self._chance = chance
        self._openids: list[str] = []
        self._begins: dict[str, list[int]] = defaultdict(list)
        """By person: how much was on the screen when each question was asked."""
        self._asked: dict[str, list[str]] = defaultdict(list)
        self._busy: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._tasks: set[asyncio.Task[None]] = set()

    def arrive(self, count: int) -> None:
        """So many follow the account."""
        self._openids = [f"oTwice-Person_{number:014d}" for number in range(count)]
        for openid in self._openids:
            self._platform.person(openid).follows = True

    def speak(self) -> None:
        """Somebody writes."""
        task = asyncio.create_task(self._say(self._chance.choice(self._openids)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Wait for the last answers, and a little longer for what should not come any more."""
        await asyncio.gather(*self._tasks)
        await asyncio.sleep(_LATE_S)

    def figures(self, unclear: int) -> dict[str, int]:
        """What came of all that was written; `unclear` sends, whose outcome nobody can know, may be told once more."""
        windows = [window for openid in self._openids for window in self._windows(openid)]
        repeated = sum(count - 1 for window in windows for count in Counter(window).values() if count > 1)
        repeated += sum(self._late_repeats(openid) for openid in self._openids)
        retold = [
            Counter(text for window in self._windows(openid) for text in window if text.startswith(AGAIN))
            for openid in self._openids
        ]
        return {
            "sent": len(windows),
            "lost": sum(not window for window in windows),
            "doubled": repeated,
            "unclear": unclear,
            "retold": sum(map(Counter.total, retold)),
            "retold_twice": sum(count - 1 for texts in retold for count in texts.values()),
            "fault_notices": len(self._platform.fault_notices),
        }

    async def _say(self, openid: str) -> None:
        # One after the other: answers that wait for each other are put into one message, which could not be counted.
        async with self._busy[openid]:
            person = self._platform.person(openid)
            question = self._chance.choice([item for item in self._questions if item not in self._asked[openid][-5:]])
            self._asked[openid].append(question)
            self._begins[openid].append(len(person.screen))
            await self._platform.say(openid, question)
            ends = time.perf_counter() + _PATIENCE_S
            while len(person.screen) == self._begins[openid][-1] and time.perf_counter() < ends:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
            await asyncio.sleep(_PARTS_S)

    def _windows(self, openid: str) -> list[list[str]]:
        """The texts that came after each question, notices left out."""
        screen = self._platform.person(openid).screen
        begins = self._begins[openid]
        return [
            [shown.text for shown in screen[begin:end] if shown.via in ("passive", "custom")]
            for begin, end in pairwise([*begins, len(screen)])
        ]

    def _late_repeats(self, openid: str) -> int:
        """Texts that came once more after the next question, which was another one."""
        return sum(len(set(before) & set(after)) for before, after in pairwise(self._windows(openid)))


class TicketPeople:
    """People who fill in the ticket form while the system is hurt; each wants exactly one ticket."""

    def __init__(self, http: aiohttp.ClientSession, gateways: Sequence[str], chance: random.Random) -> None:
        self._http = http
        self._gateways = gateways
        self._chance = chance
        self._begun = 0
        self._submitted = 0
        self._stuck: list[str] = []

    async def fill_one(self, after_s: float) -> None:
        """Wait, then fill in a ticket from beginning to end, each step delivered twice."""
        await asyncio.sleep(after_s)
        token = await new_token(self._http, self._chance.choice(self._gateways))
        self._begun += 1
        text, last = "提交工单", ""
        for step in range(_FORM_STEPS):
            body = {"session": token, "text": text, "message_id": f"t{step}"}
            found = await asyncio.gather(
                *(deliver(self._http, [first, *self._gateways], body) for first in self._gateways)
            )
            last = next((said(answer) for answer in found if answer is not None), "")
            if "工单已提交" in last:
                self._submitted += 1
                return
            text = _next_answer(last)
            await asyncio.sleep(0.3)
        self._stuck.append(last[:80])

    def figures(self, owned: dict[str, int]) -> dict[str, object]:
        """How many were begun, said to be submitted, and are in the database."""
        return {
            "begun": self._begun,
            "submitted": self._submitted,
            "in_database": sum(owned.values()),
            "lost": max(self._submitted - sum(owned.values()), 0) + self._begun - self._submitted,
            "doubled": sum(count - 1 for count in owned.values() if count > 1),
            "stuck_at": self._stuck,
        }


def _next_answer(asked: str) -> str:
    """What somebody says to the form's question."""
    steps = (("请核对", "提交"), ("用户名", "忘了"), ("截图", "没有"), ("说说问题", "登录时提示系统繁忙，三天了"))
    return next((answer for words, answer in steps if words in asked), "提交工单")


async def new_token(http: aiohttp.ClientSession, gateway: str) -> str:
    """A session of the page, asked for until the gateway is there."""
    async with asyncio.timeout(_PATIENCE_S):
        while True:
            try:
                async with http.post(f"{gateway}/api/v1/session", json={}) as response:
                    return str((await response.json())["session"])
            except (aiohttp.ClientError, KeyError):
                await asyncio.sleep(_AGAIN_S)


async def deliver(http: aiohttp.ClientSession, gateways: Sequence[str], body: dict[str, Any]) -> dict[str, Any] | None:
    """Send a message until one gateway answers it, as the page does; None when none did in time."""
    ends = time.perf_counter() + _PATIENCE_S
    attempt = 0
    while time.perf_counter() < ends:
        gateway = gateways[attempt % len(gateways)]
        attempt += 1
        try:
            async with http.post(
                f"{gateway}/api/v1/messages", json=body, timeout=aiohttp.ClientTimeout(total=30)
            ) as response:
                if response.status == 200:
                    answer: dict[str, Any] = await response.json()
                    return answer
        except (aiohttp.ClientError, TimeoutError):
            pass
        await asyncio.sleep(_AGAIN_S)
    return None


def said(answer: dict[str, Any]) -> str:
    """The texts of an answer."""
    return "\n".join(reply["text"] for reply in answer["replies"])
