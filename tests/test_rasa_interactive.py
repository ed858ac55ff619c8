"""`rasa interactive` as docs/rasa.md tells it: in a terminal, beside `rasa run actions`, one message, written back."""

from __future__ import annotations

import fcntl
import os
import pty
import shutil
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rasa.shared.utils.io import read_yaml_file

from bot.running.stack import free_ports
from bot.running.training import TRAIN_ENVIRONMENT, ensure_model
from bot.serving.model_file import MODEL_FILE
from tests.bot.test_chat import CTRL_C, PATIENCE_S, read_until, take_terminal

ROOT = Path(__file__).resolve().parents[1]
LINES, COLUMNS = 60, 300  # so wide that no question is broken into two lines
ENTER, DOWN, CLEAR_LINE = b"\r", b"\x1b[B", b"\x15"
WRITTEN = ("stories", "NLU", "domain")
"""What it asks the files of, in this order."""
SAID = "忘记密码怎么找回"

pytestmark = [pytest.mark.stack, pytest.mark.timeout(900)]


@contextmanager
def rasa(folder: Path, *words: str, terminal: int | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A command of Rasa in the project, with nothing kept there."""
    with (folder / f"{words[0]}.log").open("wb") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", "rasa", *words],
            cwd=ROOT,
            env={
                **os.environ,
                **TRAIN_ENVIRONMENT,
                "BOT_STORAGE_DIRECTORY": str(folder / "var"),
                "BOT_STORAGE_DATABASE_URL": f"sqlite:///{folder}/bot.db",
                "PROMPT_TOOLKIT_NO_CPR": "1",
            },
            stdin=subprocess.DEVNULL if terminal is None else terminal,
            stdout=log if terminal is None else terminal,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=None if terminal is None else take_terminal,
        )
        try:
            yield running
        finally:
            running.kill()
            running.wait()


def test_a_message_is_understood_confirmed_and_answered(tmp_path: Path) -> None:
    model = shutil.copy(ensure_model(ROOT), tmp_path / MODEL_FILE.name)
    actions, server = free_ports(2)
    endpoints = tmp_path / "endpoints.yml"
    endpoints.write_text(f"action_endpoint:\n  url: http://127.0.0.1:{actions}/webhook\n", encoding="utf-8")
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    words = ["interactive", "--skip-visualization", "--model", str(model), "--endpoints", str(endpoints)]
    with (
        rasa(tmp_path, "run", "actions", "--port", str(actions)),
        rasa(tmp_path, *words, "--port", str(server), terminal=theirs) as talk,
    ):
        os.close(theirs)
        read_until(ours, "Your input")
        while b"Action endpoint is up" not in (tmp_path / "run.log").read_bytes():
            assert talk.poll() is None
            time.sleep(0.2)
        os.write(ours, SAID.encode() + ENTER)
        assert "forgot_password" in read_until(ours, "are all entities labeled correctly?")
        os.write(ours, ENTER)
        assert "action_answer_question" in read_until(ours, "', correct?")
        os.write(ours, ENTER)
        read_until(ours, "www.chsi.com.cn")
        read_until(ours, "action_listen', correct?")
        os.write(ours, CTRL_C)
        read_until(ours, "Export & Quit")
        os.write(ours, 4 * DOWN + ENTER)
        for asked in WRITTEN:
            read_until(ours, f"Export {asked}")
            os.write(ours, CLEAR_LINE + str(tmp_path / f"written/{asked}.yml").encode() + ENTER)
        assert talk.wait(PATIENCE_S) == 0
    os.close(ours)
    written = {name: read_yaml_file(tmp_path / f"written/{name}.yml") for name in WRITTEN}
    assert written["NLU"]["nlu"] == [{"intent": "forgot_password", "examples": f"- {SAID}\n"}]
    steps = written["stories"]["stories"][0]["steps"]
    assert [step.get("intent", step.get("action")) for step in steps if "slot_was_set" not in step][:2] == [
        "forgot_password",
        "action_answer_question",
    ]
    assert "forgot_password" in str(written["domain"]["intents"])
