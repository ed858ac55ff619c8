"""The process itself: frames in and out, what it may not do, and that it ends with whoever started it."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from screenshots.cleaning import clean_picture
from screenshots.frames import BrokenFrameError, lengths_of, pack, read_frame
from tests.tickets.samples import make_image

ROOT = Path(__file__).resolve().parents[2]


def run(requests: bytes, memory_bytes: int = 1 << 30) -> tuple[int, bytes]:
    """What a process says to requests before its input ends."""
    done = subprocess.run(
        [sys.executable, "-m", "screenshots", str(memory_bytes)],
        cwd=ROOT,
        input=requests,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout


def frames(said: bytes) -> list[tuple[dict[str, object], bytes]]:
    stream, found = io.BytesIO(said), []
    while (frame := read_frame(stream, 1 << 30)) is not None:
        found.append(frame)
    return found


def test_it_answers_one_after_the_other_and_ends_with_its_input() -> None:
    code, said = run(pack({"job": "clean"}, make_image()) + pack({"job": "clean"}, b"hello"))
    (first, data), (second, nothing) = frames(said)
    assert (code, data, nothing) == (0, clean_picture(make_image()).data, b"")
    assert first["ok"] is True
    assert (second["ok"], second["kind"]) == (False, "unreadable")


def test_limits_come_with_the_job() -> None:
    _, said = run(pack({"job": "clean", "limits": {"most_pixels": 10}}, make_image()))
    assert frames(said)[0][0]["kind"] == "too_large"


@pytest.mark.parametrize("requests", [pack({"job": "format the disk"}), b"\0" * 7, b"\xff" * 8, pack({})])
def test_nonsense_ends_it_without_an_answer(requests: bytes) -> None:
    code, said = run(requests)
    assert (code, said) == (1, b"")


def test_it_never_grows_beyond_its_memory() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (8000, 5000), "red").save(buffer, "PNG")
    code, said = run(pack({"job": "clean"}, buffer.getvalue()) + pack({"job": "clean"}, make_image()), 150 << 20)
    assert (code, [head.get("kind", "ok") for head, _ in frames(said)]) == (0, ["memory", "ok"])


def test_it_cannot_write_files(tmp_path: Path) -> None:
    code = f"""
from screenshots.worker import confine
confine(1 << 30)
with open({str(tmp_path / "file")!r}, "w") as file:
    file.write("x" * 10)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode != 0
    assert (tmp_path / "file").read_bytes() == b""


def test_frames_are_bounded() -> None:
    assert read_frame(io.BytesIO(b""), 10) is None
    assert read_frame(io.BytesIO(pack({"a": "中"}, b"xy")), 10) == ({"a": "中"}, b"xy")
    for broken in (b"\0\0", pack({}, b"x" * 11), pack({"a": 1}, b"xyz")[:-1]):
        with pytest.raises(BrokenFrameError):
            read_frame(io.BytesIO(broken), 10)
    with pytest.raises(BrokenFrameError):
        lengths_of(b"\xff" * 8, 10)
