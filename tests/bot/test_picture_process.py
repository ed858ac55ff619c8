"""The pictures' processes: limits, order, and that a picture which breaks one breaks nothing else."""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import random
import struct
import sys
import textwrap
import zlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from bot.serving.pictures import PictureProcess, Pictures, ProcessLimits
from common.pictures import (
    BusyError,
    PictureRefusedError,
    ReadingOffError,
    TooLargeError,
    TooSlowError,
    UnreadableError,
)
from common.settings_allowances import PictureSettings, TicketSettings
from screenshots.cleaning import clean_picture
from tests.tickets.samples import make_image

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures/pictures"
LIMITS = ProcessLimits(job_s=20.0, start_s=20.0, memory_bytes=1 << 30, waiting=3, waiting_bytes=1000, idle_s=600.0)


def speaker(body: str) -> tuple[str, ...]:
    """A process that speaks the frames and does to `head` and `data` what the lines say; `say` answers."""
    code = f"""
import os, sys, time
from screenshots.frames import pack, read_frame
def say(data=b"", **head):
    sys.stdout.buffer.write(pack(head, data)); sys.stdout.buffer.flush()
while (frame := read_frame(sys.stdin.buffer, 1 << 20)) is not None:
    head, data = frame
{textwrap.indent(textwrap.dedent(body), "    ")}
"""
    return (sys.executable, "-c", code)


@pytest.fixture
async def pictures() -> AsyncIterator[Pictures]:
    made = Pictures(PictureSettings(clean_s=60.0, start_s=60.0, read_s=100.0), TicketSettings())
    yield made
    await made.close()


async def test_a_picture_is_cleaned_as_in_this_process(pictures: Pictures) -> None:
    clean = await pictures.clean(make_image("JPEG"))
    assert clean == clean_picture(make_image("JPEG"))
    assert clean.sha256 == hashlib.sha256(clean.data).hexdigest()
    assert pictures.cleaner.pid not in (None, os.getpid())
    assert pictures.reader.pid is None  # the models are not loaded for cleaning


async def test_refusals_come_back_as_they_are(pictures: Pictures) -> None:
    for data, kind, text in (
        (b"hello", UnreadableError, "不是我能打开的图片"),
        (make_image()[:50], UnreadableError, "不完整或已损坏"),
        (b"\0" * (10 * 1024 * 1024 + 1), TooLargeError, "最多 10 MB"),
    ):
        with pytest.raises(kind, match=text):
            await pictures.clean(data)
    assert pictures.cleaner.restarts == 0


@pytest.mark.alone
@pytest.mark.timeout(200)
async def test_a_picture_is_read_after_warming(pictures: Pictures) -> None:
    await pictures.warm()
    pid = pictures.reader.pid
    reading = await pictures.read((FIXTURES / "id_registered.png").read_bytes())
    assert "证件号码已被注册" in [line.text for line in reading.lines]
    assert pictures.reader.pid == pid


async def test_reading_can_be_switched_off() -> None:
    pictures = Pictures(PictureSettings(read=False), TicketSettings())
    await pictures.warm()
    with pytest.raises(ReadingOffError):
        await pictures.read(make_image())
    assert pictures.reader.pid is None


async def test_one_that_hangs_is_killed_and_the_next_is_served() -> None:
    process = PictureProcess(
        replace(LIMITS, job_s=0.3, start_s=3.0), speaker("time.sleep(3600) if data == b'hang' else say(ok=True)")
    )
    await process.run({"job": "x"}, b"fine")
    first = process.pid
    with pytest.raises(TooSlowError) as caught:
        await process.run({"job": "x"}, b"hang")
    assert str(caught.value).startswith("这张图片太复杂，没能打开。")
    assert not is_running(first)
    assert (await process.run({"job": "x"}, b"fine"))[0] == {"ok": True}
    assert (process.restarts, process.pid != first) == (1, True)
    await process.close()


@pytest.mark.parametrize(
    "body",
    [
        "os._exit(9)",
        "os.kill(os.getpid(), 11)",
        "sys.stdout.buffer.write(b'\\xff' * 100); sys.stdout.buffer.flush()",
        "sys.stdout.buffer.write(b'\\0\\0\\0\\2\\0\\0\\0\\0[]'); sys.stdout.buffer.flush()",
        "say(ok=False, kind='memory', text='')",
        "say(ok=False)",
    ],
)
async def test_one_that_dies_or_talks_nonsense_is_a_polite_refusal(body: str) -> None:
    process = PictureProcess(LIMITS, speaker(body))
    for _ in range(2):
        with pytest.raises(TooSlowError):
            await process.run({"job": "x"}, b"data")
    await process.close()


async def test_killed_from_outside_between_two_jobs_nobody_notices() -> None:
    process = PictureProcess(LIMITS, speaker("say(ok=True)"))
    await process.run({"job": "x"})
    assert process.pid is not None
    os.kill(process.pid, 9)
    assert process._process is not None
    await process._process.wait()
    assert (await process.run({"job": "x"}))[0] == {"ok": True}
    assert process.restarts == 0
    await process.close()


async def test_jobs_keep_their_order_and_the_queue_its_bound() -> None:
    process = PictureProcess(LIMITS, speaker("say(data, ok=True)"))
    jobs = [asyncio.create_task(process.run({"job": "x"}, bytes([number]))) for number in range(5)]
    done = await asyncio.gather(*jobs, return_exceptions=True)
    assert [part[1] for part in done[:3] if isinstance(part, tuple)] == [b"\0", b"\1", b"\2"]
    assert [type(part) for part in done[3:]] == [BusyError, BusyError]
    with pytest.raises(BusyError, match="发图片的人太多"):
        await process.run({"job": "x"}, b"x" * 1001)
    assert (await process.run({"job": "x"}, b"later"))[1] == b"later"
    await process.close()


async def test_who_goes_away_leaves_no_answer_for_the_next() -> None:
    process = PictureProcess(LIMITS, speaker("time.sleep(0.5 if data == b'slow' else 0); say(data, ok=True)"))
    await process.run({"job": "x"}, b"first")
    waiting = asyncio.create_task(process.run({"job": "x"}, b"slow"))
    await asyncio.sleep(0.1)
    waiting.cancel()
    assert (await process.run({"job": "x"}, b"other"))[1] == b"other"
    await process.close()


async def test_memory_is_given_back_when_idle() -> None:
    process = PictureProcess(replace(LIMITS, idle_s=0.05), speaker("say(ok=True)"))
    await process.run({"job": "x"})
    assert process._process is not None
    await asyncio.wait_for(process._process.wait(), 20)
    assert process.pid is None
    await process.close()


async def test_the_process_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENCRYPTION_KEY", "invented")
    process = PictureProcess(LIMITS, speaker("say(ok=True, names=sorted(os.environ))"))
    answer, _ = await process.run({"job": "x"})
    assert "ENCRYPTION_KEY" not in answer["names"]
    await process.close()


@pytest.mark.alone
@pytest.mark.timeout(240)
async def test_the_worst_allowed_pictures_cost_their_sender_only(pictures: Pictures) -> None:
    """Flat 40-megapixel PNGs, 5 MB of 1-bit noise, many scans: each ends in bounded time, memory and bytes."""
    noise = random.Random(7).randbytes(1000 * 4992)
    worst = [
        saved(Image.new("RGB", (8000, 5000), "red"), "PNG"),
        saved(Image.new("RGBA", (8000, 5000), (1, 2, 3, 9)), "PNG"),
        saved(Image.frombytes("1", (8000, 4992), noise), "PNG"),
        saved(Image.new("RGB", (16383, 2440), "blue"), "WEBP"),
        many_scans(),
        png_of(30_000, 30_000),
    ]
    for data in worst:
        try:
            clean = await pictures.clean(data)
        except PictureRefusedError:
            continue
        assert (len(clean.data) <= 4 * 1024 * 1024, clean.width * clean.height <= 16_000_000) == (True, True)
    assert peak_kb(pictures.cleaner.pid) < 1024 * 1024
    assert (await pictures.clean(make_image())).width == 12


def is_running(pid: int | None) -> bool:
    return Path(f"/proc/{pid}").exists()


def peak_kb(pid: int | None) -> int:
    return int(Path(f"/proc/{pid}/status").read_text().split("VmHWM:")[1].split()[0])


def saved(image: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def many_scans() -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((6000, 6000), 20).save(buffer, "JPEG", progressive=True, quality=5)
    data = buffer.getvalue()
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last : last + 30] * 50 + data[last:]


def png_of(width: int, height: int) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (body, b"IDAT" + zlib.compress(b"\0" * 100), b"IEND")
    chunks = [struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
