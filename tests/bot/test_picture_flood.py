"""Eight people send the worst pictures that are allowed; everybody else is answered as usual."""

from __future__ import annotations

import asyncio
import io
import time
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestClient
from PIL import Image

from faq.engine.library import Library
from tests.bot.attacked import Attacked, alive, rasa_there
from tests.bot.gateway import API, Gateway
from tests.bot.test_doors import behind_a_proxy
from tests.bot.test_picture_process import many_scans, saved
from tests.fakes.rasa_server import FakeRasa

_PEOPLE = 8
_SIZE = (8000, 5000)
_MEMORY_BYTES = 1024 * 1024 * 1024
"""Of the process that cleans pictures: its address space is limited to as much."""


@pytest.mark.alone
@pytest.mark.timeout(400)
async def test_the_worst_pictures_of_eight_people_delay_nobody_else(attacked: Attacked) -> None:
    """Each kind by two people: the gateway stays under 900 MB (`alive`), ordinary turns under 3 s."""
    kinds = [
        saved(Image.new("RGB", _SIZE, "red"), "PNG"),
        saved(Image.new("RGBA", _SIZE, (1, 2, 3, 9)), "PNG"),
        saved(Image.new("RGB", (16383, 2440), "blue"), "WEBP"),
        many_scans(),
    ]
    slowest = 0.0
    async with rasa_there(attacked), attacked.session() as web, alive(attacked):
        tokens = [await session(web) for _ in range(_PEOPLE + 1)]
        sending = [
            asyncio.create_task(upload(web, token, [kinds[number % len(kinds)]] * 2))
            for number, token in enumerate(tokens[:-1])
        ]
        while not all(task.done() for task in sending):
            started = time.perf_counter()
            async with web.post(f"{API}/messages", json={"session": tokens[-1], "text": "你好"}) as response:
                answer = await response.json()
            slowest = max(slowest, time.perf_counter() - started)
            assert [reply["text"] for reply in answer["replies"]] == ["echo:你好"]
            await asyncio.sleep(0.1)
    statuses = [task.result() for task in sending]
    print(f"ordinary turns at worst {slowest:.2f} s, cleaning pictures {attacked.picture_bytes >> 20} MB, {statuses}")
    assert set(statuses) <= {200, 400, 503} and 200 in statuses
    assert slowest < 3.0
    assert 0 < attacked.picture_bytes < _MEMORY_BYTES
    kept = b"".join(path.read_bytes() for path in attacked.folder.rglob("*") if path.is_file())
    assert b"\xff\xd8\xff" not in kept  # what is kept is encrypted


async def test_tiny_files_of_many_pixels_keep_nobodys_picture_waiting(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    """Six addresses, five each: the seventh's small picture waited for half a minute."""
    thin = io.BytesIO()
    Image.new("RGB", (16_000, 2_400), "blue").save(thin, "WEBP", lossless=True)
    small = saved(Image.new("RGB", (300, 200), "white"), "PNG")
    async with behind_a_proxy(tmp_path, small_library, rasa) as gateway:
        tokens = [await gateway.session(f"person-{number}") for number in range(7)]
        assert await upload(gateway.client, tokens[6], [small], "203.0.113.1") == 200  # the processes have started
        sending = [
            asyncio.create_task(upload(gateway.client, token, [thin.getvalue()] * 5, f"198.51.100.{number}"))
            for number, token in enumerate(tokens[:6])
        ]
        started = time.perf_counter()
        assert await upload(gateway.client, tokens[6], [small], "203.0.113.1") == 200
        assert time.perf_counter() - started < 5.0
        assert await asyncio.gather(*sending) == [400] * 6


async def test_what_a_limit_refuses_is_never_decoded(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    store = gateway.served.parts.intake._store
    monkeypatch.setattr(store, "_settings", store._settings.__class__(pictures_per_day=0))
    picture = saved(Image.new("RGB", (8, 8)), "PNG")
    assert await upload(gateway.client, await gateway.session("anna"), [picture]) == 400
    assert gateway.served.parts.intake._pictures.cleaner.pid is None


async def session(web: aiohttp.ClientSession) -> str:
    """A person who was never here."""
    async with web.post(f"{API}/session", json={"fresh": True}) as response:
        return str((await response.json())["session"])


async def upload(
    web: aiohttp.ClientSession | TestClient[Any, Any], token: str, pictures: list[bytes], address: str = ""
) -> int:
    """A message with pictures; its status."""
    headers = {"X-Forwarded-For": address} if address else {}
    form = aiohttp.FormData({"session": token, "text": "看图"})
    for data in pictures:
        form.add_field("image", data, filename="a.png", content_type="image/png")
    async with web.post(f"{API}/messages", data=form, headers=headers) as response:
        await response.read()
        return response.status
