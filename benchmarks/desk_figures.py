"""Times the desk's figures and misses on a database with many turns and tickets.

Run: `python -m benchmarks.desk_figures [--url 数据库地址] [--turns 200000] [--tickets 2000]`; without an address a
SQLite file in a temporary folder. The data are invented; a database that is not empty is refused.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.engine import Engine

from common.clock import SYSTEM_CLOCK, china_time
from faq.content.entry import INTENTS
from learning.figures import Period
from learning.rows.misses import gather_misses
from learning.rows.periods import read_figures
from learning.rows.turns import roll_up
from learning.working_time import working_time
from tickets.database import open_database, reading
from tickets.migrations import migrate
from tickets.outcomes import Ending
from tickets.promise import OwnDays
from tickets.schema import requester, ticket, turn_outcome

DAYS = 90
WORKING = working_time("", time_of_day(17, 30), OwnDays())
_BATCH = 5_000
_TALKED_OF = "密码 手机号 邮箱 学籍 学历 照片 验证码 实名 报名 档案 报告 认证 注册 登录 绑定 换号 找回 看不到 提示 错误"
_WEIGHTS = {
    Ending.ANSWERED: 50,
    Ending.CLARIFIED: 8,
    Ending.MISSED: 7,
    Ending.PICKED: 8,
    Ending.REJECTED: 2,
    Ending.HUMAN: 4,
    Ending.HELPFUL: 3,
    Ending.UNHELPFUL: 1,
    Ending.TALK: 17,
}
_ASKED = (Ending.ANSWERED, Ending.CLARIFIED, Ending.MISSED)


def seed(engine: Engine, turns: int, tickets: int, today: date) -> None:
    """Fill an empty database with that many turns of the last days, and tickets."""
    with reading(engine) as connection:
        if connection.execute(select(func.count()).select_from(turn_outcome)).scalar_one():
            raise SystemExit("the database is not empty")
    chance = random.Random(7)
    begin = SYSTEM_CLOCK.now() - timedelta(days=DAYS - 1)
    with engine.begin() as connection:
        rows = list(make_turns(chance, turns, begin))
        for start in range(0, turns, _BATCH):
            connection.execute(insert(turn_outcome), rows[start : start + _BATCH])
        owners = [
            {"id": n, "channel": chance.choice(("web", "wechat")), "conversation_key": f"t{n}", "created_at": begin}
            for n in range(1, tickets + 1)
        ]
        connection.execute(insert(requester), owners)
        connection.execute(insert(ticket), [_ticket(chance, n, begin, today) for n in range(1, tickets + 1)])
    if engine.dialect.name == "postgresql":  # as autovacuum does by itself on a server that has been up for a while
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def make_turns(chance: random.Random, count: int, begin: datetime) -> Iterator[dict[str, Any]]:
    """Rows of how so many turns ended, evenly over the days."""
    outcomes = chance.choices(list(_WEIGHTS), list(_WEIGHTS.values()), k=count)
    for number, outcome in enumerate(outcomes):
        at = begin + timedelta(days=DAYS * number / count)
        asked = outcome in _ASKED
        yield {
            "at": at,
            "day": china_time(at).date(),
            "channel": "wechat" if number % 3 else "web",
            "conversation_key": f"web-{(number // 50) * 10 + chance.randrange(10):x}",
            "outcome": str(outcome),
            "faq_id": "reset_password" if asked else None,
            "topic": chance.choice(INTENTS) if asked else None,
            "text": "".join(chance.sample(_TALKED_OF.split(), 4)) if asked else None,
        }


def _ticket(chance: random.Random, number: int, begin: datetime, today: date) -> dict[str, Any]:
    opened = begin + timedelta(days=DAYS * chance.random() * 0.98)
    answered = opened + timedelta(hours=chance.expovariate(1 / 20))
    is_answered = answered < SYSTEM_CLOCK.now()
    return {
        "number": f"T{number:06}",
        "requester_id": number,
        "idempotency_key": "k",
        "status": "resolved" if is_answered else "open",
        "priority": "normal",
        "username_kind": "forgotten",
        "promised_on": min(opened.date() + timedelta(days=3), today + timedelta(days=3)),
        "promise_exact": True,
        "version": 1,
        "created_at": opened,
        "updated_at": opened,
        "answered_at": answered if is_answered else None,
        "resolved_at": answered if is_answered else None,
        "rating": chance.choice(("good", "good", "fair", "bad", None)) if is_answered else None,
    }


def timed(name: str, work: Callable[[], object], times: int = 7) -> None:
    """Print the median and the longest of several runs, the first left out."""
    work()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    print(f"{name:<28} median {statistics.median(taken):6.0f} ms   longest {max(taken):6.0f} ms")


def measure(engine: Engine, today: date) -> None:
    """Time what the pages read."""
    began = time.perf_counter()
    print(f"sums of {roll_up(engine, today)} days kept in {time.perf_counter() - began:.1f} s, once")
    for days in (1, 7, 30, DAYS):
        period = Period(today - timedelta(days=days - 1), today)
        timed(f"figures of {days} days", lambda period=period: read_figures(engine, period, today, WORKING))  # type: ignore[misc]
    since = today - timedelta(days=13)
    timed("misses of 14 days", lambda: gather_misses(engine, since, SYSTEM_CLOCK.now()))


def main() -> None:
    """Seed and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="an empty database; without it a SQLite file")
    parser.add_argument("--turns", type=int, default=200_000)
    parser.add_argument("--tickets", type=int, default=2_000)
    options = parser.parse_args()
    today = china_time(SYSTEM_CLOCK.now()).date()
    with tempfile.TemporaryDirectory(prefix="figures-") as place:
        engine = open_database(options.url or "sqlite:///figures.db", Path(place))
        migrate(engine)
        seed(engine, options.turns, options.tickets, today)
        print(f"{engine.dialect.name}: {options.turns} turns, {options.tickets} tickets over {DAYS} days")
        measure(engine, today)
        engine.dispose()


if __name__ == "__main__":
    main()
