"""Work in a thread of its own: its result, its faults, and no complaint while the interpreter ends."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from common.off_loop import in_own_thread
from tests.small_project import ROOT

ENDING = """
import atexit, time
from common.background_thread import BackgroundThread
from common.off_loop import in_own_thread

async def look():
    await in_own_thread(int)

background = BackgroundThread()
background.start("look", look, every_s=0.01)
time.sleep(0.1)
atexit.register(time.sleep, 0.3)  # pools are shut before this, the background thread still runs
"""


async def test_the_result_and_the_fault_come_back() -> None:
    assert await in_own_thread(threading.current_thread) is not threading.current_thread()
    assert await in_own_thread(int, "7", base=8) == 7
    with pytest.raises(ValueError, match="invalid literal"):
        await in_own_thread(int, "x")


def test_work_that_goes_on_while_the_interpreter_ends_is_no_fault() -> None:
    ended = subprocess.run([sys.executable, "-c", ENDING], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, "")
