"""Drives the whole system through the simulated WeChat platform: speed, and nothing lost, doubled or out of order.

    python -m benchmarks.load_wechat --people 1000 --rate 20 --seconds 300
    python -m benchmarks.load_wechat --people 1000 --rate 20 --seconds 60 --kill-at 20 --kill-at 40

Starts `python -m bot serve` on free ports with data of its own, and a platform that pushes encrypted messages to it.
Each person asks questions whose answers are known from a first round, so every answer can be matched with its question.
`--kill-at` kills the gateway (SIGKILL) that many seconds into the run; the supervisor starts it again. A push counts as
accepted when the gateway acknowledged one of its deliveries.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import re
import signal
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from bot.conversation.limited_texts import CHINESE
from bot.running.stack import free_ports
from faq.engine.library import Library
from simulator import Account, Platform

ROOT = Path(__file__).resolve().parents[1]
_LINK = re.compile(r"<a [^>]*>([^<]*)</a>")
_DRAIN_S = 60.0
_ATTEMPTS = 20
_QUESTIONS = 15
_UNSURE = ("您是不是想问", "抱歉", "您问了两件事")
_LIMITED = CHINESE.notice


@dataclass
class Figures:
    """What the run measured."""

    sent: int = 0
    accepted: int = 0
    lost: int = 0
    doubled: int = 0
    misordered: int = 0
    fault_notices: int = 0
    seconds: list[float] = field(default_factory=list)
    attempts: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    passive: int = 0
    examples: list[list[list[str]]] = field(default_factory=list)
    """What was expected and what was seen, of people for whom these differ."""

    def summary(self) -> dict[str, object]:
        """The figures as one JSON object."""
        ordered = sorted(self.seconds)

        def percentile(share: float) -> float:
            return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 1) if ordered else 0.0

        return {
            "sent": self.sent,
            "accepted": self.accepted,
            "answered_in_response": self.passive,
            "lost": self.lost,
            "doubled": self.doubled,
            "out_of_order": self.misordered,
            "fault_notices": self.fault_notices,
            "deliveries": dict(sorted(self.attempts.items())),
            "mismatches": self.examples[:5],
            "p50_ms": percentile(0.5),
            "p95_ms": percentile(0.95),
            "p99_ms": percentile(0.99),
            "max_ms": percentile(1.0),
        }


class Load:
    """The people and what each of them asked."""

    def __init__(self, platform: Platform, people: int, seed: int) -> None:
        self.platform = platform
        self.random = random.Random(seed)
        self.openids = [f"oLoad-Person_{number:015d}" for number in range(people)]
        self.asked: dict[str, list[str]] = defaultdict(list)
        self.answers: dict[str, str] = {}
        self.unsure: set[str] = set()
        self.repeated: set[str] = set()
        self.figures = Figures()
        self.pushing: set[asyncio.Task[None]] = set()

    async def learn(self) -> None:
        """The first line of the answer to each question, asked by a person of its own.

        Kept are questions with a sure answer in one message whose first line no other answer has.
        """
        for number, question in enumerate(_questions(self.random)):
            for attempt in range(_ATTEMPTS):
                screen = await self._learn_one(f"oLearn-Person_{number:07d}{attempt:07d}", question)
                if len(screen) == 1 and _LIMITED not in screen[0]:
                    head = _head(screen[0])
                    if head not in self.answers.values() and not head.startswith(_UNSURE):
                        self.answers[question] = head
                    break
            if len(self.answers) == _QUESTIONS:
                break

    async def _learn_one(self, openid: str, question: str) -> list[str]:
        person = self.platform.person(openid)
        person.follows = True
        await self.platform.say(openid, question)
        ends = time.perf_counter() + _DRAIN_S
        while not person.screen and time.perf_counter() < ends:  # noqa: ASYNC110 (a screen has no event)
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.3)
        return person.texts

    async def run(self, rate: float, seconds: float) -> None:
        """Send at a steady rate; who asks next, and what, is drawn."""
        for openid in self.openids:
            self.platform.person(openid).follows = True
        started = time.perf_counter()
        for number in range(int(rate * seconds)):
            delay = started + number / rate - time.perf_counter()
            if delay > 0:
                await asyncio.sleep(delay)
            task = asyncio.create_task(self._ask(self.random.choice(self.openids)))
            self.pushing.add(task)
            task.add_done_callback(self.pushing.discard)
        await asyncio.gather(*self.pushing)

    async def _ask(self, openid: str) -> None:
        person = self.platform.person(openid)
        choices = [question for question in self.answers if question not in self.asked[openid][-1:]]
        question = self.random.choice(choices)
        self.asked[openid].append(question)
        self.figures.sent += 1
        place = len(person.screen)
        started = time.perf_counter()
        delivered = await self.platform.say(openid, question)
        self.figures.attempts[delivered.attempts] += 1
        if delivered.attempts > 1:
            self.repeated.add(openid)
        if delivered.result == "fault":
            # Never acknowledged: it may have been stored before the kill and be answered all the same.
            self.unsure.add(openid)
            self.figures.fault_notices += 1
            return
        self.figures.accepted += 1
        self.figures.passive += delivered.result == "reply"
        ends = started + _DRAIN_S
        while len(person.screen) <= place and time.perf_counter() < ends:  # noqa: ASYNC110 (a screen has no event)
            await asyncio.sleep(0.005)
        self.figures.seconds.append(time.perf_counter() - started)

    async def drain(self) -> None:
        """Wait for the last answers, then compare every screen with what was asked."""
        ends = time.perf_counter() + _DRAIN_S
        while time.perf_counter() < ends and any(map(self._missing, self.openids)):  # noqa: ASYNC110
            await asyncio.sleep(0.2)
        await asyncio.sleep(2.0)
        for openid in self.openids:
            if openid in self.unsure:
                continue
            screen = self.platform.person(openid).screen
            seen = [part for item in screen for part in self._parts(item.text)]
            expected = [self.answers[question] for question in self.asked[openid]]
            self.figures.lost += max(len(expected) - len(seen), 0)
            self.figures.doubled += max(len(seen) - len(expected), 0)
            # A push that WeChat had to deliver again may come after the person's next one.
            in_order = seen == expected or openid in self.repeated or len(seen) != len(expected)
            self.figures.misordered += not in_order
            if not in_order or len(seen) != len(expected):
                self.figures.examples.append([expected, [f"{item.via}: {_head(item.text)}" for item in screen]])

    def _missing(self, openid: str) -> bool:
        return len(self.platform.person(openid).screen) < len(self.asked[openid])

    def _parts(self, text: str) -> list[str]:
        """Which known answers a message holds: waiting answers are merged into one message."""
        plain = _plain(text).replace(_LIMITED, "").strip()
        found = sorted((plain.find(head), head) for head in set(self.answers.values()) if head in plain)
        return [head for _, head in found] or [_head(plain)]


def _questions(chance: random.Random) -> list[str]:
    """Titles of the knowledge base in random order."""
    content = Library.open(ROOT).content
    titles = [entry.title for entry in content.entries if entry.scope is None]
    chance.shuffle(titles)
    return titles


def _plain(text: str) -> str:
    return _LINK.sub(r"\1", text)


def _head(text: str) -> str:
    return _plain(text).split("\n")[0]


async def _run(options: argparse.Namespace) -> dict[str, object]:
    account = Account()
    server_port, rasa_port, actions_port = free_ports(3)
    with tempfile.TemporaryDirectory(prefix="load-wechat-") as folder:
        async with Platform(account=account) as platform:
            environment = os.environ | {
                "BOT_SERVER_PORT": str(server_port),
                "BOT_ASSISTANT_RASA_PORT": str(rasa_port),
                "BOT_ASSISTANT_ACTIONS_PORT": str(actions_port),
                "BOT_STORAGE_DIRECTORY": folder,
                "BOT_STORAGE_DATABASE_URL": f"sqlite:///{folder}/bot.db",
                "BOT_WECHAT_APP_ID": account.app_id,
                "BOT_WECHAT_APP_SECRET": account.app_secret,
                "BOT_WECHAT_TOKEN": account.token,
                "BOT_WECHAT_AES_KEY": account.aes_key,
                "BOT_WECHAT_API_URL": platform.address,
            }
            log = (Path(folder) / "serve.log").open("wb")
            serve = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "serve", cwd=ROOT, env=environment, stdout=log, stderr=log
            )
            try:
                await _wait_ready(f"http://127.0.0.1:{server_port}/readyz", serve)
                platform.point_to(f"http://127.0.0.1:{server_port}/wechat")
                platform.rules.pause_s = options.pause
                load = Load(platform, options.people, options.seed)
                await load.learn()
                killers = [asyncio.create_task(_kill_gateway(serve.pid, moment)) for moment in options.kill_at]
                await load.run(options.rate, options.seconds)
                await load.drain()
                await asyncio.gather(*killers)
                return {"people": options.people, "rate": options.rate, "kills": len(killers)} | load.figures.summary()
            finally:
                serve.send_signal(signal.SIGTERM)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(serve.wait(), 20)
                log.close()


async def _wait_ready(url: str, serve: asyncio.subprocess.Process) -> None:
    async with aiohttp.ClientSession() as http:
        for _ in range(600):
            if serve.returncode is not None:
                raise SystemExit(f"bot serve ended with {serve.returncode}")
            with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                async with http.get(url) as response:
                    if response.status == 200:
                        return
            await asyncio.sleep(0.5)
    raise SystemExit("bot serve did not get ready")


async def _kill_gateway(serve: int, moment: float) -> None:
    await asyncio.sleep(moment)
    await asyncio.to_thread(_kill_child, serve, b"gateway")


def _kill_child(parent: int, name: bytes) -> None:
    for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        if name in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0"):
            os.kill(int(child), signal.SIGKILL)


def main() -> int:
    """Run the load and print the figures; 1 when a message was lost, doubled or answered out of order."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=20.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--kill-at", type=float, action="append", default=[])
    parser.add_argument("--pause", type=float, default=5.0, help="seconds between deliveries of a push that failed")
    parser.add_argument("--seed", type=int, default=20261102)
    figures = asyncio.run(_run(parser.parse_args()))
    print(json.dumps(figures, ensure_ascii=False))
    return int(bool(figures["lost"] or figures["doubled"] or figures["out_of_order"]))


if __name__ == "__main__":
    sys.exit(main())
