"""A publish wakes the processes that serve: from the command line, through PostgreSQL and through Redis."""

from __future__ import annotations

import asyncio
import threading
from functools import partial
from pathlib import Path

import pytest

from bot.__main__ import main
from common.background_thread import BackgroundThread
from common.settings import Settings, StorageSettings
from tests.faq.test_published import FINDINGS
from tests.small_project import write_small_project
from tests.tickets.test_wakeups import SOON_S, postgres_database, redis_url, server
from tickets.content_news import brings_notices, hear_of_versions, listen, tell_of_version
from tickets.database import open_database
from tickets.migrations import migrate
from tickets.wakeups import InProcessWakeups

__all__ = ["postgres_database", "redis_url", "server"]


def test_the_command_wakes_a_process_that_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: str) -> None:
    """It took up to two seconds, and every process asked the database every other second, day and night."""
    root = write_small_project(tmp_path)
    storage = StorageSettings(redis_url=server) if server.startswith("redis") else StorageSettings(database_url=server)
    engine, heard = open_database(storage.database_url, root), threading.Event()
    migrate(engine)
    settings = Settings(storage=storage)
    assert brings_notices(settings, engine)
    background = BackgroundThread()
    background.start("content news", partial(listen, settings, engine, heard.set))
    assert heard.wait(SOON_S), "who has just connected may have missed something"
    heard.clear()
    monkeypatch.setenv("BOT_CONTENT_SOURCE", "published")
    monkeypatch.setenv("BOT_STORAGE_DATABASE_URL", storage.database_url)
    monkeypatch.setenv("BOT_STORAGE_REDIS_URL", storage.redis_url)
    monkeypatch.setattr("bot.commands.publish.examine_content", lambda root: FINDINGS)
    assert main(["publish", "--author", "李"], root) == 0
    assert heard.wait(SOON_S)
    background.close()
    engine.dispose()


async def test_within_one_process_it_is_heard_too() -> None:
    wakeups, heard = InProcessWakeups(), asyncio.Event()
    hearing = asyncio.create_task(hear_of_versions(wakeups, heard.set))
    await asyncio.sleep(0)
    await tell_of_version(wakeups)
    await asyncio.wait_for(heard.wait(), SOON_S)
    hearing.cancel()
