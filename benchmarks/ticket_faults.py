"""Hundreds of seeded faults in the middle of submits: exactly one ticket, one mail, the same screenshot each time.

Run from the project root: `.venv/bin/python -m benchmarks.ticket_faults` (needs the trained model and Debian's
PostgreSQL package). Every message is delivered three times; the mail server refuses half of the time.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time

from bot.running.training import ensure_model
from tests.faults.served import ROOT, Served, served
from tests.faults.trials import Books, check_books, run_trials
from tests.tickets.conftest import create_postgres
from tests.tickets.postgres_server import find_programs, running_postgres


def main() -> None:
    """Break things and print how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--actions", type=int, default=40, help="kill -9 of the action server")
    parser.add_argument("--gateway", type=int, default=40, help="kill -9 of the gateway")
    parser.add_argument("--database", type=int, default=120, help="all database connections cut")
    options = parser.parse_args()
    ensure_model(ROOT, print)
    kinds = {"actions": options.actions, "gateway": options.gateway, "database": options.database}
    programs = find_programs()
    if programs is None:
        raise SystemExit("PostgreSQL is not installed")
    with running_postgres(programs) as server:
        create_postgres(server, "faults")
        asyncio.run(_run(server.format(name="faults"), kinds, options.seed))


async def _run(url: str, kinds: dict[str, int], seed: int) -> None:
    began = time.perf_counter()
    async with served(url) as system:
        books = await run_trials(system, kinds, seed, report=20)
        await check_books(system, books)
        _print(system, books, time.perf_counter() - began)


def _print(system: Served, books: Books, seconds: float) -> None:
    copies = len(system.mailbox.mails) - len(books.given)
    cuts = statistics.quantiles(books.seconds, n=20)
    met = sum(1 for person in books.given.values() if len(person.waited) > 2)
    print(f"faults {dict(books.faults)}, {seconds:.0f} s; messages delivered 3 times each")
    print(
        f"tickets {len(books.given)}, lost 0, doubled 0; mails {len(books.given)} distinct, {copies} identical repeats"
    )
    print(f"SMTP refusals {system.mailbox.refused}; restarts {system.supervisor.starts}")
    print(f"persons who had to repeat «提交» {met}; time to the number p50 {cuts[9]:.2f} s, p95 {cuts[18]:.2f} s")


if __name__ == "__main__":
    main()
