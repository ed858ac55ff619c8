"""How long each page of the desk takes with 2,000 tickets and 200,000 turns in the database.

    python -m benchmarks.desk_pages [--database postgresql://…] [--tickets 2000] [--turns 200000]

Serves the real gateway over the project's knowledge base from a temporary folder, signs in and asks for every page
eleven times; prints the first time, then median and worst of the others, in milliseconds. Exit code 1 when a median is
not below 300 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import event, insert

from benchmarks.desk_figures import DAYS, make_turns
from bot.gateway.app import Gateway
from common.clock import SYSTEM_CLOCK, china_time
from common.settings import Settings
from faq.engine.library import Library
from learning.shelf import copy_content
from tickets.accounts import Role
from tickets.model import Person, Priority, Status, Submission
from tickets.outbox import State, list_entries
from tickets.schema import inbox, turn_outcome
from tickets.ticket_texts import set_topics, without_topic

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "correct-horse-42"
_LULL_S = 10.0
_ROUNDS = 10
_MOST_MS = 300
_BATCH = 5_000
_SAID = ("换了手机号登不上", "提示证件号已注册", "学籍信息里没有我的专业", "学信档案打不开", "征兵报名收不到验证码")
_PAGES = {
    "列表：待处理": "/desk/tickets",
    "列表：全部，第 10 页": "/desk/tickets?view=all&page=9",
    "列表：我的": "/desk/tickets?view=mine",
    "列表：超期": "/desk/tickets?view=overdue",
    "搜索：常见的词": "/desk/tickets?view=all&q=手机号",
    "搜索：没有的词": "/desk/tickets?view=all&q=没有人说过这句",
    "列表：按主题": "/desk/tickets?view=all&topic=学信网账号",
    "一张工单": "/desk/tickets/{number}",
    "常用语和答案": "/desk/answers?q=手机号&number={number}",
    "在线": "/desk/talks",
    "在线：一段对话": "/desk/talks/{talk}",
    "没答上来的：刚启动，还在分组": "/desk/misses",
    "没答上来的：一组": "/desk/misses/{group}",
    "没答上来的": "/desk/misses?days=14",
    "条目": "/desk/entries",
    "条目：一条": "/desk/entries/reset_password",
    "条目：按字找": "/desk/entry-picker?entry_query=密码",
    "今天": "/desk/day",
    "数字：30 天": "/desk/figures?from={month_ago}&to={today}",
    "数字：90 天": "/desk/figures?from={quarter_ago}&to={today}",
    "数字：90 天的表格": "/desk/figures.csv?from={quarter_ago}&to={today}",
    "运行": "/desk/operate",
}


def seed(gateway: Gateway, tickets: int, turns: int) -> str:
    """Fill the database; the number of a ticket with a long talk."""
    parts, chance = gateway.parts, random.Random(7)
    people = [
        Person(("web", "wechat")[place % 3 == 0], f"web-seed{place}") for place in range(max(1, tickets * 2 // 3))
    ]
    number = ""
    for place in range(tickets):
        person = people[place % len(people)]
        said = f"{chance.choice(_SAID)}，第 {place} 次了，手机号 1390000{place % 10_000:04d}"
        number = parts.desk.open(person, Submission(f"seed{place}", None, said, (), f"问：{said}")).ticket.number
        if place % 3:
            parts.agents.assign("小林", number, chance.choice(("小林", "小王", None)))
        if place % 2:
            status = chance.choice((None, Status.RESOLVED))
            parts.agents.reply("小林", number, "请按页面上的提示再试一次", status=status)
        if place % 10 == 0:
            parts.agents.set_priority("小林", number, Priority.HIGH)
            parts.agents.tag("小林", number, chance.choice(("急", "要回电", "等学校")))
    topics = ("学信网账号", "学信档案", "征兵报名", "")
    set_topics(
        parts.database,
        {key: chance.choice(topics) for key in without_topic(parts.database, parts.agents.vault, tickets)},
    )
    reply = json.dumps({"replies": [{"type": "text", "text": "请先看看手机号还能不能收短信"}], "trace": {}})
    now = parts.clock.now()
    for begin in range(0, turns, 2000):
        rows = [
            {
                "channel": "web",
                "conversation_key": people[place % len(people)].conversation_key,
                "dedupe_key": f"seed{place}",
                "received_at": now - timedelta(seconds=turns - place),
                "payload": json.dumps({"text": f"{chance.choice(_SAID)} {place}"}),
                "state": "done",
                "attempts": 1,
                "reply": reply,
            }
            for place in range(begin, min(begin + 2000, turns))
        ]
        with parts.database.begin() as connection:
            connection.execute(insert(inbox), rows)
    outcomes = list(make_turns(chance, turns, now - timedelta(days=DAYS - 1)))
    for begin in range(0, turns, _BATCH):
        with parts.database.begin() as connection:
            connection.execute(insert(turn_outcome), outcomes[begin : begin + _BATCH])
    if parts.database.dialect.name == "postgresql":  # as autovacuum does by itself on a server that has been up a while
        with parts.database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    return number


async def signed_in(client: TestClient, name: str) -> None:  # type: ignore[type-arg]
    """Sign in as a browser does."""
    async with client.get("/desk/sign-in") as page:
        entry = re.search(r'name="entry" value="([^"]+)"', await page.text())
    assert entry is not None
    fields = {"name": name, "password": PASSWORD, "entry": entry.group(1)}
    async with client.post("/desk/sign-in", data=fields, allow_redirects=False) as answer:
        assert answer.status == 303, answer.status


def _hurry(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA synchronous = OFF").close()


async def asked(client: TestClient, address: str) -> tuple[float, str]:  # type: ignore[type-arg]
    """How many milliseconds a page took, and the page."""
    start = time.perf_counter()
    async with client.get(address, headers={"Accept": "text/html"}) as page:
        body = await page.text()
        assert page.status == 200, (address, page.status)
    return (time.perf_counter() - start) * 1000, body


async def _all_sent(gateway: Gateway) -> None:
    """Wait for the thousand replies that no day brings at once: what they cost is not what a page costs."""
    left = -1
    while left and left != (left := len(list_entries(gateway.parts.database, (State.WAITING,), 10_000))):  # noqa: ASYNC110
        await asyncio.sleep(_LULL_S)


async def measure(settings: Settings, root: Path, tickets: int, turns: int) -> bool:
    """Seed, ask and print; whether all pages are fast enough."""
    copy_content(ROOT, root)
    gateway = Gateway(settings, root, SYSTEM_CLOCK, Library.open(ROOT, SYSTEM_CLOCK, rarely_asked=True))
    gateway.parts.accounts.add("bench", "小林", [Role.ADMIN], PASSWORD)
    if gateway.parts.database.dialect.name == "sqlite":  # only while it is filled, which is not what is measured
        event.listen(gateway.parts.database, "connect", _hurry)
        gateway.parts.database.dispose()
    began = time.perf_counter()
    number = seed(gateway, tickets, turns)
    when, load = china_time(SYSTEM_CLOCK.now()), os.getloadavg()[0]
    print(f"{when:%Y-%m-%d %H:%M}，负载 {load:.1f}，{gateway.parts.database.dialect.name}")
    print(f"{tickets} 张工单、{turns} 轮对话，{time.perf_counter() - began:.0f} 秒写完", file=sys.stderr)
    async with TestClient(TestServer(gateway.app)) as client:
        await signed_in(client, "小林")
        await _all_sent(gateway)
        live, person = gateway.parts.live, Person("web", "web-seed1")
        live.at_desk.seen("小林")
        live.ask(person, 0)
        today = china_time(gateway.parts.clock.now()).date()
        filled = {
            "number": number,
            "talk": next(talk.id for talk in live.waiting() if talk.person == person),
            "today": today,
            "month_ago": today - timedelta(days=29),
            "quarter_ago": today - timedelta(days=89),
        }
        is_fast = True
        for name, address in _PAGES.items():
            if "{group}" in address:
                while not (groups := re.findall(r"/desk/misses/([0-9a-f]+)", (await asked(client, "/desk/misses"))[1])):  # noqa: ASYNC110
                    await asyncio.sleep(1)  # they are gathered for the first time
                filled["group"] = groups[0]
            place = address.format(**filled)
            first, body = await asked(client, place)
            took = [(await asked(client, place))[0] for _ in range(_ROUNDS)]
            median = statistics.median(took)
            is_fast = is_fast and median < _MOST_MS
            size = len(body.encode()) // 1024
            print(
                f"{name}\t第一次 {first:.0f} ms\t中位 {median:.0f} ms\t最慢 {max(took):.0f} ms\t{size} KB", flush=True
            )
        return is_fast


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="")
    parser.add_argument("--tickets", type=int, default=2000)
    parser.add_argument("--turns", type=int, default=200_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        plain = Settings()
        storage = replace(plain.storage, database_url=options.database or plain.storage.database_url)
        limits = replace(plain.limits, address_reads_per_minute=100_000)
        tickets = replace(plain.tickets, per_day=100_000)
        settings = replace(plain, storage=storage, limits=limits, tickets=tickets)
        if not asyncio.run(measure(settings, Path(folder), options.tickets, options.turns)):
            sys.exit(1)


if __name__ == "__main__":
    main()
