from __future__ import annotations

import io
import time

import pytest

from bot.commands.progress import Progress, telling
from common.clock import FakeClock


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_one_line_that_is_renewed_and_cleared() -> None:
    terminal = Terminal()
    progress = Progress(terminal, FakeClock())
    progress.say("一")
    progress.say("二")
    progress.end()
    assert terminal.getvalue() == "\r\x1b[2K一\r\x1b[2K二\r\x1b[2K"


def test_a_log_gets_the_first_line_at_once_and_then_one_every_few_seconds() -> None:
    log, clock = io.StringIO(), FakeClock()
    progress = Progress(log, clock)
    for step in ("一", "二", "三", "四"):
        progress.say(step)
        clock.advance(2)
    progress.end()
    assert log.getvalue() == "一\n三\n"


def test_what_is_being_done_stands_there_until_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with pytest.raises(KeyError), telling("正在做…"):
        assert terminal.getvalue().endswith("正在做…")
        raise KeyError
    assert terminal.getvalue().endswith("\r\x1b[2K")


def test_a_step_that_takes_long_shows_that_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.commands.progress._ALIVE_S", 0.02)
    log = io.StringIO()
    with Progress(log) as progress:
        progress.say("检查知识库…")
        while "检查知识库… 0 秒\n" not in log.getvalue():
            time.sleep(0.01)
    told = log.getvalue()
    time.sleep(0.1)
    assert log.getvalue() == told
