"""A dozen faults in the middle of submits; benchmarks/ticket_faults.py does hundreds."""

from __future__ import annotations

import pytest

from tests.faults.served import served
from tests.faults.trials import check_books, run_trials
from tests.tickets.conftest import create_postgres, postgres_url

__all__ = ["postgres_url"]

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]


async def test_killed_processes_on_sqlite() -> None:
    async with served() as system:
        books = await run_trials(system, {"actions": 2, "gateway": 2, "rasa": 1}, seed=5)
        await check_books(system, books)
        assert books.faults.total() == 5
        assert system.supervisor.starts["actions"] >= 3
        assert system.supervisor.starts["gateway"] >= 3


@pytest.mark.postgres
async def test_cut_connections_on_postgres(postgres_url: str) -> None:
    create_postgres(postgres_url, "faults")
    async with served(postgres_url.format(name="faults")) as system:
        books = await run_trials(system, {"database": 8}, seed=6)
        await check_books(system, books)
        assert books.faults.total() == 8
