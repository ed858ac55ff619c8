"""The application as a whole: what it opens, tidies and closes."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from bot.gateway.app import Gateway as ServedGateway
from common.clock import FakeClock
from common.errors import BotError, ContentError
from common.settings import Settings, StorageSettings
from faq.engine.library import Library
from tests.bot.gateway import Gateway, assert_headers, running_gateway, until
from tests.fakes.rasa_server import FakeRasa
from tests.small_project import write_small_project


async def test_alive(gateway: Gateway) -> None:
    async with gateway.client.get("/healthz") as response:
        assert (response.status, await response.text()) == (200, '{"ok": true}')
        assert_headers(response)


async def test_metrics_name_nobody_and_quote_nothing(gateway: Gateway, rasa: FakeRasa) -> None:
    token = (await gateway.post(text="密码忘了 13800138000", session="zhangwei"))["session"]
    async with gateway.private("/metrics") as response:
        assert response.content_type == "text/plain"
        text = await response.text()
    assert 'bot_turns_total{band="talk",channel="web",limited="false"} 1.0' in text
    assert text.isascii()
    for private in (token, rasa.turns[0]["sender"], "13800138000", "127.0.0.1"):
        assert private not in text
    assert set(re.findall(r'(\w+)="', text)) <= {
        *("channel", "band", "limited", "le", "reason", "helpful", "status", "kind", "state", "outcome")
    }


async def test_secrets_and_data_are_readable_by_the_owner_only(gateway: Gateway) -> None:
    folder = gateway.root / "var"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in ("session_key", "encryption.key"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


async def test_a_restart_keeps_sessions_and_answers(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> None:
    async with running_gateway(tmp_path, small_library, rasa) as gateway:
        first = await gateway.post(text="密码忘了", message_id="m1")
    async with running_gateway(tmp_path, small_library, rasa) as gateway:
        assert await gateway.post(text="密码忘了", message_id="m1", session=first["session"]) == first
        await gateway.post(text="再问", session=first["session"])
    assert [turn["sender"] for turn in rasa.turns] == [rasa.turns[0]["sender"]] * 2


async def test_the_old_is_forgotten_at_start(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> None:
    clock = FakeClock()
    tables = ("inbox", "conversation", "private_value")
    async with running_gateway(tmp_path, small_library, rasa, clock=clock) as gateway:
        await gateway.post(text="密码忘了 13800138000")
        assert [gateway.rows(f"SELECT count(*) FROM {table}") for table in tables] == [[(1,)]] * 3
    clock.advance(31 * 86_400)
    async with running_gateway(tmp_path, small_library, rasa, clock=clock) as gateway:
        await until(lambda: [gateway.rows(f"SELECT count(*) FROM {table}") for table in tables] == [[(0,)]] * 3)


async def test_parts_are_closed_at_the_end(tmp_path: Path, rasa: FakeRasa) -> None:
    library = Library.open(write_small_project(tmp_path))
    async with running_gateway(tmp_path, library, rasa) as gateway:
        assert gateway.served.parts.library is library
        assert not library._closed
        pool = gateway.served.parts.database.pool
    assert library._closed
    assert gateway.served.parts.database.pool is not pool  # disposed


def test_broken_content_stops_the_start(tmp_path: Path) -> None:
    write_small_project(tmp_path)
    (tmp_path / "faq/entries/small.yml").write_text("- id: x\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"^faq/entries/small\.yml:1: "):
        ServedGateway(Settings(), tmp_path)


def test_a_database_nobody_knows_stops_the_start(tmp_path: Path, small_library: Library) -> None:
    settings = Settings(storage=StorageSettings(database_url="nonsense"))
    with pytest.raises(BotError, match="database_url"):
        ServedGateway(settings, tmp_path, library=small_library)


async def test_a_domain_is_proved_by_a_file_put_into_its_folder(gateway: Gateway) -> None:
    name = "MP_verify_AbCd1234EfGh5678.txt"
    async with gateway.client.get(f"/{name}") as response:
        assert response.status == 404
    folder = gateway.root / "var/verify"
    folder.mkdir()
    (folder / name).write_text("AbCd1234EfGh5678", encoding="ascii")
    (folder / "other.txt").write_text("no", encoding="ascii")
    async with gateway.client.get(f"/{name}") as response:
        assert (response.status, await response.text()) == (200, "AbCd1234EfGh5678")
    for path in ("/other.txt", "/MP_verify_..%2fother.txt", "/MP_verify_a.txt"):
        async with gateway.client.get(path) as response:
            assert response.status == 404
