"""The log of one process: merged with its name, kept in files of bounded size."""

from __future__ import annotations

import re
from pathlib import Path

from bot.running.process_log import OLD_FILES, ProcessLog


def test_lines_go_to_the_file_and_the_merged_log(tmp_path: Path) -> None:
    merged: list[str] = []
    with ProcessLog("rasa", tmp_path / "log", merged.append) as log:
        log.write("ready")
    assert merged == ["[rasa]    ready"]
    assert (tmp_path / "log/rasa.log").read_text(encoding="utf-8") == "ready\n"


def test_noise_stays_in_the_file(tmp_path: Path) -> None:
    merged: list[str] = []
    with ProcessLog("rasa", tmp_path, merged.append, noise=re.compile(".*Warning: ")) as log:
        log.write("x.py:1: DeprecationWarning: old")
        log.write("broken")
    assert merged == ["[rasa]    broken"]
    assert list(log.last_lines) == ["broken"]
    assert log.path.read_text(encoding="utf-8") == "x.py:1: DeprecationWarning: old\nbroken\n"


def test_files_are_turned_over_and_the_oldest_is_dropped(tmp_path: Path) -> None:
    with ProcessLog("rasa", tmp_path, lambda _: None, file_bytes=5) as log:
        for number in range(7):
            log.write(f"line {number}")
    kept = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert OLD_FILES == 3
    assert kept == {
        "rasa.log": "",
        "rasa.log.1": "line 6\n",
        "rasa.log.2": "line 5\n",
        "rasa.log.3": "line 4\n",
    }


def test_a_restart_appends(tmp_path: Path) -> None:
    for text in ("first", "second"):
        with ProcessLog("rasa", tmp_path, lambda _: None) as log:
            log.write(text)
    assert log.path.read_text(encoding="utf-8") == "first\nsecond\n"
