"""Two of each process on PostgreSQL and Redis, hurt while they work: nothing lost, doubled or out of order.

    python -m benchmarks.two_of_each                      60 s, 15 messages a second, kill -9 of each kind once
    python -m benchmarks.two_of_each --throughput         as many as they can take: 1+1+1 beside 2+2+2

Every message of the web channel and every push of the simulated WeChat platform is delivered twice, at the same time,
to different gateways. Some people fill in a ticket meanwhile. Afterwards the answers are compared with each other, and
the database is asked what was worked on, how often, and in which order. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import aiohttp

from benchmarks.double_talk import TicketPeople, WebPeople, WeChatPeople
from benchmarks.many_processes import KINDS, Processes, running_processes
from benchmarks.turns_in_database import count_turns
from faq.engine.library import Library
from simulator import Account, Platform
from tests.redis_server import running_redis
from tests.tickets.conftest import create_postgres
from tests.tickets.postgres_server import find_programs, running_postgres

ROOT = Path(__file__).resolve().parents[1]
_WECHAT_SHARE = 0.4
_CLOSED_PEOPLE = 24


@contextlib.asynccontextmanager
async def stage(hosts: int, platform: Platform | None = None) -> AsyncIterator[Processes]:
    """A database, a Redis and the processes; all of it gone afterwards."""
    programs = find_programs()
    if programs is None:
        raise SystemExit("no PostgreSQL: apt-get install postgresql")
    wechat: Mapping[str, str] = {}
    if platform is not None:
        account = platform.account
        wechat = {
            "BOT_WECHAT_APP_ID": account.app_id,
            "BOT_WECHAT_APP_SECRET": account.app_secret,
            "BOT_WECHAT_TOKEN": account.token,
            "BOT_WECHAT_AES_KEY": account.aes_key,
            "BOT_WECHAT_API_URL": platform.address,
        }
    with (
        tempfile.TemporaryDirectory(prefix="two-of-each-") as folder,
        running_postgres(programs, "-c max_connections=300") as server,
        running_redis() as redis_url,
    ):
        create_postgres(server, "bot")
        url = server.format(name="bot")
        async with running_processes(Path(folder), hosts, url, redis_url, wechat) as processes:
            yield processes


async def measure_faults(rate: float, seconds: float, kills: bool = True, seed: int = 20261102) -> dict[str, object]:
    """Talk at a steady rate while one of each kind is killed; what came of it."""
    chance = random.Random(seed)
    questions = [entry.title for entry in Library.open(ROOT).content.entries if entry.scope is None]
    async with (
        Platform(account=Account()) as platform,
        stage(2, platform) as processes,
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http,
    ):
        platform.point_to(*(f"{url}/wechat" for url in processes.gateways))
        platform.rules.twice, platform.rules.pause_s = True, 2.0
        web = WebPeople(http, processes.gateways, questions, chance)
        wechat = WeChatPeople(platform, questions, chance)
        tickets = TicketPeople(http, processes.gateways, chance)
        await web.arrive(80)
        wechat.arrive(40)
        killers = [
            asyncio.create_task(_kill(processes, kind, seconds * (number + 1) / 4))
            for number, kind in enumerate(KINDS if kills else ())
        ]
        filling = [asyncio.create_task(tickets.fill_one(seconds * number / 20)) for number in range(16)]
        await _steadily(rate, seconds, lambda: wechat.speak() if chance.random() < _WECHAT_SHARE else web.speak())
        await asyncio.gather(*killers, *filling)
        await asyncio.gather(web.finish(), wechat.finish())
        turns = count_turns(processes.environments[0]["BOT_STORAGE_DATABASE_URL"])
        return {
            "rate": rate,
            "seconds": seconds,
            "kills": len(killers),
            "web": web.figures(),
            "wechat": wechat.figures(turns.unclear),
            "tickets": tickets.figures(turns.tickets),
            "turns": turns.figures(),
        }


async def measure_throughput(hosts: int, seconds: float, seed: int = 20261102) -> float:
    """Messages answered a second when so many people ask their next question as soon as they have an answer."""
    chance = random.Random(seed)
    questions = [entry.title for entry in Library.open(ROOT).content.entries if entry.scope is None]
    async with stage(hosts) as processes, aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        web = WebPeople(http, processes.gateways, questions, chance)
        await web.arrive(_CLOSED_PEOPLE)
        await web.talk_without_pause(seconds / 6)  # the first answers warm everything up
        began, before = time.perf_counter(), web.answered
        await web.talk_without_pause(seconds)
        return round((web.answered - before) / (time.perf_counter() - began), 1)


_FAULTS = ("lost", "doubled", "out_of_order", "retold_twice")


def find_faults(result: dict[str, object]) -> dict[str, dict[str, object]]:
    """The figures of the parts where something was lost, doubled, out of order or told more than once more."""
    parts = {name: part for name, part in result.items() if isinstance(part, dict)}
    return {name: part for name, part in parts.items() if any(part.get(kind) for kind in _FAULTS)}


async def _steadily(rate: float, seconds: float, speak: Callable[[], None]) -> None:
    began = time.perf_counter()
    for number in range(int(rate * seconds)):
        delay = began + number / rate - time.perf_counter()
        if delay > 0:
            await asyncio.sleep(delay)
        speak()


async def _kill(processes: Processes, kind: str, moment: float) -> None:
    await asyncio.sleep(moment)
    processes.kill(kind, 0)


def main() -> int:
    """Measure and print; 1 when anything was lost, doubled or out of order."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=15.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--throughput", action="store_true")
    options = parser.parse_args()
    if options.throughput:
        one = asyncio.run(measure_throughput(1, options.seconds))
        two = asyncio.run(measure_throughput(2, options.seconds))
        print(json.dumps({"1+1+1 per_s": one, "2+2+2 per_s": two, "ratio": round(two / one, 2)}))
        return 0
    result = asyncio.run(measure_faults(options.rate, options.seconds))
    print(json.dumps(result, ensure_ascii=False))
    return 1 if find_faults(result) else 0


if __name__ == "__main__":
    sys.exit(main())
