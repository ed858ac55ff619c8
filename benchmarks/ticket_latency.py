"""How long a person waits from their last message («提交») to the ticket number, on the whole running system.

Run from the project root: `.venv/bin/python -m benchmarks.ticket_latency` (needs the trained model). Three processes
on this machine, SQLite, one person after the other, each with a screenshot and a mail to a real SMTP server.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time

from bot.running.training import ensure_model
from tests.faults.served import ROOT, served
from tests.faults.submitting import Submitter
from tickets.numbers import find_numbers


async def measure(tickets: int) -> None:
    """Submit that many forms and print the times."""
    times: list[float] = []
    async with served() as system:
        for turn in range(tickets + 3):
            person = Submitter(system, (turn % 256, 0, 0), copies=1)
            await person.fill_in()
            began = time.perf_counter()
            assert find_numbers(await person.say("提交"))
            if turn >= 3:  # the first ones warm up
                times.append((time.perf_counter() - began) * 1000)
        await system.wait_until_sent(60)
        assert len(system.mailbox.mails) == tickets + 3
    cuts = statistics.quantiles(times, n=20)
    print(f"{tickets} tickets: p50 {cuts[9]:.0f} ms, p95 {cuts[18]:.0f} ms, longest {max(times):.0f} ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=100)
    options = parser.parse_args()
    ensure_model(ROOT, print)
    asyncio.run(measure(options.tickets))


if __name__ == "__main__":
    main()
