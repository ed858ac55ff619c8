"""The supervisor with tiny children: they answer, crash, refuse to end or leave grandchildren."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.running.processes import ChildProcess
from bot.running.services import Service
from bot.running.stack import free_ports
from bot.running.supervisor import RestartPolicy, Supervisor, check_ports
from common.errors import BotError

ROOT = Path(__file__).resolve().parents[2]
POLICY = RestartPolicy(
    first_delay_s=0.01, last_delay_s=0.04, stop_grace_s=0.3, poll_every_s=0.02, progress_every_s=3600
)

ANSWERING = """
import http.server, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b"ok")
    def log_message(self, *_): pass
print("listening", flush=True)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""
NEVER_ANSWERING = (
    "import socket, sys, time; s = socket.create_server(('127.0.0.1', int(sys.argv[1]))); s.accept(); time.sleep(99)"
)
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(99)"
)
CRASHING = "import sys; print('no model', flush=True); sys.exit(3)"
WITH_GRANDCHILD = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(99)"])
print(child.pid, flush=True)
time.sleep(99)
"""


def make_service(code: str, *, name: str = "fake", port: int | None = None) -> Service:
    port = port or free_ports(1)[0]
    return Service(
        name=name,
        title="假服务",
        command=(sys.executable, "-c", code, str(port)),
        ready_url=f"http://127.0.0.1:{port}/",
        environment=dict(os.environ),
        setting="server.port",
        address=("127.0.0.1", port),
    )


@contextlib.asynccontextmanager
async def supervised(
    *services: Service, folder: Path, policy: RestartPolicy = POLICY
) -> AsyncIterator[tuple[Supervisor, list[str], asyncio.Task[None]]]:
    said: list[str] = []
    supervisor = Supervisor(
        services, directory=folder, log_directory=folder / "log", announce=said.append, policy=policy
    )
    running = asyncio.create_task(supervisor.run())
    try:
        yield supervisor, said, running
    finally:
        supervisor.stop()
        await asyncio.gather(running, return_exceptions=True)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 - what is watched happens in other processes
            await asyncio.sleep(0.01)


def is_running(pid: int) -> bool:
    """A zombie nobody reaped yet (a grandchild's parent is gone) does not count."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


async def test_services_start_together_and_stop_without_a_trace(tmp_path: Path) -> None:
    async with supervised(
        make_service(ANSWERING, name="one"), make_service(ANSWERING, name="two"), folder=tmp_path
    ) as (supervisor, said, running):
        await asyncio.wait_for(supervisor.ready.wait(), 20)
        pids = [child.pid for child in supervisor.children.values()]
        assert len(pids) == 2
        supervisor.stop()
        await running
    assert [is_running(pid) for pid in pids] == [False, False]
    assert sorted(said) == ["[one]     listening", "[two]     listening"]
    assert (tmp_path / "log/one.log").read_text(encoding="utf-8") == "listening\n"


async def test_a_crashed_service_is_started_again(tmp_path: Path) -> None:
    async with supervised(make_service(ANSWERING), folder=tmp_path) as (supervisor, said, _):
        await asyncio.wait_for(supervisor.ready.wait(), 20)
        first = supervisor.children["fake"].pid
        os.kill(first, signal.SIGKILL)
        await until(lambda: supervisor.starts["fake"] == 2 and said.count("[fake]    listening") == 2)
        assert supervisor.children["fake"].pid != first
    assert "假服务退出了（被信号 SIGKILL 结束），0.01 秒后重新启动。" in said


async def test_a_service_that_no_longer_answers_is_killed_and_started_again(tmp_path: Path) -> None:
    """A hung process was never noticed: only one that ended was started again."""
    impatient = replace(POLICY, health_every_s=0.05, health_timeout_s=0.2, silences_before_kill=2)
    async with supervised(make_service(ANSWERING), folder=tmp_path, policy=impatient) as (supervisor, said, _):
        await asyncio.wait_for(supervisor.ready.wait(), 20)
        first = supervisor.children["fake"].pid
        await asyncio.sleep(0.3)  # it has answered the health check by now
        os.kill(first, signal.SIGSTOP)  # it cannot even obey SIGTERM
        await until(lambda: supervisor.starts["fake"] == 2 and said.count("[fake]    listening") == 2)
    assert not is_running(first)
    assert said[1:3] == [
        "假服务连续 2 次没有应答，把它结束掉再启动。",
        "假服务退出了（被信号 SIGKILL 结束），0.01 秒后重新启动。",
    ]


async def test_a_service_that_never_begins_to_answer_is_killed_too(tmp_path: Path) -> None:
    impatient = replace(POLICY, health_every_s=0.05, health_timeout_s=0.1, start_allowance_s=0.3)
    async with supervised(make_service(NEVER_ANSWERING), folder=tmp_path, policy=impatient) as (supervisor, said, _):
        await until(lambda: supervisor.starts["fake"] == 2)
    assert said[0] == "假服务启动了 0 秒还没有应答，把它结束掉再启动。"


async def test_a_service_that_never_comes_up_ends_the_start(tmp_path: Path) -> None:
    async with supervised(make_service(CRASHING), make_service(STUBBORN, name="other"), folder=tmp_path) as (
        supervisor,
        said,
        running,
    ):
        with pytest.raises(BotError) as fault:
            await asyncio.wait_for(running, 20)
    assert str(fault.value) == (
        f"假服务启动了 4 次都没有成功（退出码 3）。完整记录在 {tmp_path}/log/fake.log，最后几行：\n"
        "no model\nno model\nno model\nno model"
    )
    # The waits grow twofold and stop growing at the last delay.
    assert [line for line in said if "重新启动" in line] == [
        "假服务退出了（退出码 3），0.01 秒后重新启动。",
        "假服务退出了（退出码 3），0.02 秒后重新启动。",
        "假服务退出了（退出码 3），0.04 秒后重新启动。",
    ]
    assert supervisor.children == {}


async def test_the_delay_starts_over_after_a_healthy_run(tmp_path: Path) -> None:
    always_healthy = replace(POLICY, healthy_after_s=0.0)
    async with supervised(make_service(CRASHING), folder=tmp_path, policy=always_healthy) as (_, said, running):
        with pytest.raises(BotError):
            await asyncio.wait_for(running, 20)
    assert {line for line in said if "重新启动" in line} == {"假服务退出了（退出码 3），0.01 秒后重新启动。"}


async def test_a_child_deaf_to_sigterm_is_killed(tmp_path: Path) -> None:
    async with supervised(make_service(STUBBORN), folder=tmp_path) as (supervisor, said, running):
        await until(lambda: "[fake]    deaf" in said)
        pid = supervisor.children["fake"].pid
        supervisor.stop()
        await asyncio.wait_for(running, 20)
    assert not is_running(pid)


async def test_grandchildren_end_too(tmp_path: Path) -> None:
    lines: list[str] = []
    child = await ChildProcess.start(
        (sys.executable, "-c", WITH_GRANDCHILD), directory=tmp_path, environment={}, on_line=lines.append
    )
    await until(lambda: bool(lines))
    assert is_running(int(lines[0]))
    assert await child.stop() == -signal.SIGTERM
    await until(lambda: not is_running(int(lines[0])))


async def test_children_die_with_a_killed_supervisor(tmp_path: Path) -> None:
    parent = f"""
import asyncio, sys
from pathlib import Path
from bot.running.processes import ChildProcess
async def main():
    await ChildProcess.start((sys.executable, "-c", {STUBBORN!r}), directory=Path("."), environment={{}},
                             on_line=lambda line: None)
    child = await ChildProcess.start((sys.executable, "-c", {STUBBORN!r}), directory=Path("."), environment={{}},
                                     on_line=lambda line: print(child.pid, flush=True))
    await asyncio.sleep(99)
asyncio.run(main())
"""
    lines: list[str] = []
    middle = await ChildProcess.start(
        (sys.executable, "-c", parent), directory=ROOT, environment={}, on_line=lines.append
    )
    await until(lambda: bool(lines))
    os.kill(middle.pid, signal.SIGKILL)
    await until(lambda: not is_running(int(lines[0])))
    assert await middle.wait() == -signal.SIGKILL


async def test_long_and_broken_lines_are_no_obstacle(tmp_path: Path) -> None:
    code = r"import sys; sys.stdout.buffer.write(b'x' * 3_000_000 + b'\n\xff\xfe\nlast\n')"
    lines: list[str] = []
    child = await ChildProcess.start(
        (sys.executable, "-c", code), directory=tmp_path, environment={}, on_line=lines.append
    )
    assert await child.wait() == 0
    assert lines[-2:] == ["\ufffd\ufffd", "last"]


def test_a_used_port_is_refused_with_the_setting_to_change() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BotError) as fault:
            check_ports([make_service(ANSWERING, port=port), make_service(ANSWERING)])
    assert str(fault.value) == (
        f"假服务的端口 127.0.0.1:{port} 已经被别的程序占用。改法：停掉占用它的程序，"
        "或在 settings.local.yml 里把 server.port 改成别的端口。"
    )


async def test_nothing_is_started_when_a_port_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        service = make_service(ANSWERING, port=taken.getsockname()[1])
        async with supervised(make_service(ANSWERING), service, folder=tmp_path) as (supervisor, said, running):
            with pytest.raises(BotError):
                await running
    assert supervisor.starts == {"fake": 0}
    assert said == []
