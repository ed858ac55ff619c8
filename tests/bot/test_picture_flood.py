"""Eight people send the worst pictures that are allowed; everybody else is answered as usual."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import aiohttp
import pytest
from PIL import Image

from tests.bot.gateway import API, Gateway
from tests.bot.test_picture_process import many_scans, saved

_PEOPLE = 8


@pytest.mark.alone
@pytest.mark.timeout(400)
async def test_the_worst_pictures_of_eight_people_delay_nobody_else(gateway: Gateway) -> None:
    flat = saved(Image.new("RGB", (8000, 5000), "red"), "PNG")
    worst = [flat, many_scans()]
    before_kb = own_memory_kb()
    uploads = [asyncio.create_task(upload(gateway, f"sender-{number}", worst)) for number in range(_PEOPLE)]
    slowest = 0.0
    while not all(task.done() for task in uploads):
        started = time.perf_counter()
        assert await gateway.texts(text="你好", session="somebody") == ["echo:你好"]
        async with gateway.client.get("/healthz") as response:
            assert response.status == 200
        slowest = max(slowest, time.perf_counter() - started)
        gateway.clock.advance(60)  # the person's own limit is another test's
        await asyncio.sleep(0.1)
    assert {task.result() for task in uploads} <= {200, 400, 503}
    assert slowest < 3.0
    assert own_memory_kb() - before_kb < 300 * 1024
    assert b"\xff\xd8\xff" not in gateway.stored_bytes()  # what is kept is encrypted


async def test_what_a_limit_refuses_is_never_decoded(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    store = gateway.served.parts.intake._store
    monkeypatch.setattr(store, "_settings", store._settings.__class__(pictures_per_day=0))
    assert await upload(gateway, "anna", [saved(Image.new("RGB", (8, 8)), "PNG")]) == 400
    assert gateway.served.parts.intake._pictures.cleaner.pid is None


async def upload(gateway: Gateway, name: str, pictures: list[bytes]) -> int:
    form = aiohttp.FormData({"session": await gateway.session(name), "text": "看图"})
    for data in pictures:
        form.add_field("image", data, filename="a.png", content_type="image/png")
    async with gateway.client.post(f"{API}/messages", data=form) as response:
        await response.read()
        return response.status


def own_memory_kb() -> int:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0])
