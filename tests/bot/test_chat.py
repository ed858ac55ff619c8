"""`chat` in a real terminal: options are shown once, and the first Ctrl-C ends it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60
CTRL_C = b"\x03"

CHAT = """
import contextlib, sys
from argparse import Namespace
from pathlib import Path
from bot.commands import chat

class Stack:
    async def send(self, text, session=None):
        option = {"id": "1", "title": "找回用户名"}
        return {"session": "s", "replies": [{"type": "text", "text": f"您说的是{text}", "options": [option]}]}

@contextlib.asynccontextmanager
async def stack(*_, **__):
    yield Stack()

chat.ensure_model, chat.running_stack = (lambda *_: None), stack
sys.exit(chat.run(Namespace(trace=False), Path.cwd()))
"""
"""The command with an assistant that answers at once: what is tried is the terminal."""


def read_until(terminal: int, words: str) -> str:
    said = b""
    while words not in said.decode("utf-8", "replace"):
        said += os.read(terminal, 4096)
    return said.decode("utf-8", "replace")


def test_the_first_ctrl_c_ends_it_while_it_waits_for_a_line(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    talk = subprocess.Popen(
        [sys.executable, "-c", CHAT],
        cwd=ROOT,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=take_terminal,
    )
    os.close(theirs)
    try:
        read_until(ours, "> ")
        os.write(ours, "忘记用户名\n".encode())
        answered = read_until(ours, "\n> ").partition("您说的是")[2]
        assert answered.count("找回用户名") == 1
        os.write(ours, CTRL_C)
        assert talk.wait(PATIENCE_S) == 0
    finally:
        talk.kill()
        talk.wait()
        os.close(ours)


def take_terminal() -> None:
    """In the child: Ctrl-C typed in the terminal is for it."""
    import fcntl
    import signal
    import termios

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever runs the tests in the background had it ignored
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
