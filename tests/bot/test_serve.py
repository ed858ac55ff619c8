"""The whole system by its commands: started, asked, hurt, stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.running.stack import free_ports
from bot.running.training import ensure_model
from tests.conversation_sources import sentences_of
from tests.printed_commands import printed_commands

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]
_PATIENCE_S = 120
ASKED = "邮件多久回复"
"""What docs/handbook.md asks after its example was put in."""


class Serving:
    """A running `python -m bot serve` and what it printed."""

    def __init__(self, folder: Path) -> None:
        server, rasa, actions = free_ports(3)
        self.url = f"http://127.0.0.1:{server}"
        self.rasa_port = rasa
        self.log = folder / "serve.log"
        environment = {
            **os.environ,
            "BOT_SERVER_PORT": str(server),
            "BOT_ASSISTANT_RASA_PORT": str(rasa),
            "BOT_ASSISTANT_ACTIONS_PORT": str(actions),
            "BOT_STORAGE_DIRECTORY": str(folder / "var"),
            "BOT_STORAGE_DATABASE_URL": f"sqlite:///{folder}/bot.db",
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "serve", "--no-train"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def children(self) -> dict[str, int]:
        """The running services by name: child processes of the supervisor."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
                words = (folder / "cmdline").read_text(encoding="utf-8").split("\0")
            except (OSError, ValueError):
                continue
            # A child between fork and exec still shows our words, and one that just ended shows none.
            name = next((name for name in ("gateway", "rasa", "actions.server") if name in words), None)
            if parent == self.process.pid and name:
                found[name] = int(folder.name)
        return found

    def ask(self, text: str) -> str:
        body = json.dumps({"text": text}).encode()
        request = urllib.request.Request(
            f"{self.url}/api/v1/messages", body, headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            return "\n".join(reply["text"] for reply in json.load(response)["replies"])

    def ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=10) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def until(self, holds: Callable[[], bool]) -> None:
        for _ in range(_PATIENCE_S * 5):
            if holds():
                return
            assert self.process.poll() is None, self.said()
            time.sleep(0.2)
        raise AssertionError(self.said())


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    ensure_model(ROOT)
    running = Serving(tmp_path_factory.mktemp("serve"))
    try:
        running.until(lambda: "启动完成，用浏览器打开：" in running.said())
        yield running
    finally:
        running.process.kill()
        running.process.wait()


def test_it_answers_once_it_says_it_is_ready(serving: Serving) -> None:
    assert serving.ready()
    assert "找回密码" in serving.ask("忘记密码怎么找回？")


def test_rasa_and_the_actions_ask_for_the_secret(serving: Serving) -> None:
    body = json.dumps({"sender": "x", "text": "/restart"}).encode()
    for path in ("/webhooks/gateway/webhook", "/webhooks/rest/webhook", "/conversations/x/tracker"):
        request = urllib.request.Request(f"http://127.0.0.1:{serving.rasa_port}{path}", body)
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=10)
        assert refused.value.code in (401, 404, 405)


def test_a_second_start_is_refused(serving: Serving) -> None:
    """In the same folder for what it would overwrite, in another for the port that is taken."""
    port = serving.url.rpartition(":")[2]
    same, other = serving.log.parent / "var", serving.log.parent / "other"
    said = {}
    for folder in (same, other):
        environment = {**os.environ, "BOT_SERVER_PORT": port, "BOT_STORAGE_DIRECTORY": str(folder)}
        second = subprocess.run(
            [sys.executable, "-m", "bot", "serve", "--no-train"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert second.returncode == 2
        said[folder] = second.stderr.splitlines()[0]
    assert said[same].startswith(f"这里已经有一个机器人在运行（进程 {serving.process.pid}）。改法：")
    assert said[other].startswith(f"网关的端口 127.0.0.1:{port} 已经被别的程序占用。改法：")


@pytest.mark.parametrize("name", ["rasa", "actions.server", "gateway"])
def test_a_killed_process_comes_back(serving: Serving, name: str) -> None:
    before = serving.children()[name]
    os.kill(before, signal.SIGKILL)
    serving.until(lambda: serving.children().get(name, before) != before)
    serving.until(serving.ready)
    assert "找回密码" in serving.ask("忘记密码怎么找回？")


def test_it_stops_in_order_and_leaves_nothing(serving: Serving) -> None:
    pids = list(serving.children().values())
    assert len(pids) == 3
    serving.process.send_signal(signal.SIGTERM)
    assert serving.process.wait(30) == 0
    assert serving.said().splitlines()[-1] == "已停止。"
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []


def test_ask_does_its_work_as_the_handbook_prints_it(tmp_path: Path) -> None:
    """By the wrapper and from another folder; what `--file` and `--json` do is tried without a system (test_ask.py)."""
    ensure_model(ROOT)
    words = next(words for words in printed_commands("docs/handbook.md", "./run") if words[1:] == ["ask", ASKED])
    done = subprocess.run([ROOT / "run", *words[1:]], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = "".join(done.stdout.split())
    assert any(sentence in said for sentence in sentences_of("contact_email")), done.stdout
