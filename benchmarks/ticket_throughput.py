"""How many tickets a second the desk opens: SQLite beside PostgreSQL, one writer and several.

Run from the project root: `.venv/bin/python -m benchmarks.ticket_throughput` (PostgreSQL needs Debian's package).
Each ticket is one durable transaction: requester, ticket, history, two outbox rows, audit entry.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import threading
import time
from pathlib import Path

from cryptography.fernet import Fernet

from common.settings import MailSettings, Settings, WebhookSettings
from tests.tickets.conftest import create_postgres
from tests.tickets.postgres_server import find_programs, running_postgres
from tickets.audit import verify_audit
from tickets.database import open_database
from tickets.desk import Desk
from tickets.migrations import migrate
from tickets.model import Person, Submission
from tickets.vault import Vault


def measure(url: str, writers: int, tickets: int) -> str:
    """Open that many tickets of as many persons and describe how long it took."""
    engine = open_database(url, Path())
    migrate(engine)
    settings = Settings(mail=MailSettings(host="unused"), webhook=WebhookSettings(url="unused"))
    desk = Desk(engine, Vault([Fernet.generate_key().decode()]), settings)
    times: list[float] = []

    def work(writer: int) -> None:
        for turn in range(tickets // writers):
            began = time.perf_counter()
            person = Person("web", f"web:{time.time_ns()}:{writer}:{turn}")
            desk.open(person, Submission("form", "13900001234", "注册时一直提示证件号已注册", context="问过一次"))
            times.append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=work, args=(writer,)) for writer in range(writers)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed_s = time.perf_counter() - began
    assert verify_audit(engine).faults == ()
    engine.dispose()
    cuts = statistics.quantiles(times, n=20)
    return f"{len(times) / elapsed_s:7.0f} tickets/s   p50 {cuts[9]:6.1f} ms   p95 {cuts[18]:6.1f} ms"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=1000)
    count = parser.parse_args().tickets
    with tempfile.TemporaryDirectory() as folder:
        for writers in (1, 4):
            url = f"sqlite:///{folder}/{writers}.db"
            print(f"SQLite       {writers} writer(s)  {measure(url, writers, count)}", flush=True)
    programs = find_programs()
    if programs is None:
        print("PostgreSQL   not installed")
        return
    with running_postgres(programs) as server:
        for writers in (1, 4):
            create_postgres(server, f"bench{writers}")
            url = server.format(name=f"bench{writers}")
            print(f"PostgreSQL   {writers} writer(s)  {measure(url, writers, count)}", flush=True)


if __name__ == "__main__":
    main()
