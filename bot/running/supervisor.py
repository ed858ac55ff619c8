"""Keeps the services running: starts them together, restarts what crashes or hangs, leaves nothing behind."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.running.process_log import ProcessLog
from bot.running.processes import STOP_GRACE_S, ChildProcess
from bot.running.services import Service
from common.clock import SYSTEM_CLOCK, Clock
from common.errors import FoundFaultsError, UnusableError
from common.machine_faults import reason_of


@dataclass(frozen=True)
class RestartPolicy:
    """How patient the supervisor is; the waits grow twofold between the two delays."""

    first_delay_s: float = 0.5
    last_delay_s: float = 30.0
    healthy_after_s: float = 60.0
    """A run this long was fine: the next crash starts from the first delay again."""
    failures_before_ready: int = 4
    """A service that ends this often before the system was ever ready will not come up by itself."""
    stop_grace_s: float = STOP_GRACE_S
    poll_every_s: float = 0.25
    health_every_s: float = 5.0
    health_timeout_s: float = 5.0
    silences_before_kill: int = 4
    """A service that answered before and then leaves this many questions in a row unanswered hangs."""
    start_allowance_s: float = 300.0
    """How long one run may take until its first answer; Rasa loads its model in 5 to 30 s."""
    progress_every_s: float = 5.0


class Supervisor:
    """Runs a set of services until it is told to stop."""

    def __init__(
        self,
        services: Sequence[Service],
        *,
        directory: Path,
        log_directory: Path,
        announce: Callable[[str], None],
        policy: RestartPolicy | None = None,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self.services = tuple(services)
        self.ready = asyncio.Event()
        """Set once every service has answered."""
        self.starts = dict.fromkeys((service.name for service in services), 0)
        """How often each service was started."""
        self.children: dict[str, ChildProcess] = {}
        """The processes that run now, by service."""
        self._directory = directory
        self._log_directory = log_directory
        self._announce = announce
        self._policy = policy or RestartPolicy()
        self._clock = clock
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """Ask it to end everything; safe to call more than once."""
        self._stop.set()

    async def run(self) -> None:
        """Run until `stop`; every child is gone when this returns or raises.

        Raises:
            UnusableError: a port is taken.
            FoundFaultsError: a service ends again and again before the system was ever ready.
        """
        check_ports(self.services)
        tasks = [asyncio.create_task(self._keep_running(service)) for service in self.services]
        tasks.append(asyncio.create_task(self._watch_readiness()))
        stopping = asyncio.create_task(self._stop.wait())
        try:
            done, _ = await asyncio.wait([*tasks, stopping], return_when=asyncio.FIRST_EXCEPTION)
            faults = [fault for task in done if task is not stopping and (fault := task.exception())]
            if faults:
                raise faults[0]
        finally:
            self._stop.set()
            await asyncio.gather(*tasks, stopping, return_exceptions=True)

    async def _keep_running(self, service: Service) -> None:
        delay_s = self._policy.first_delay_s
        failures = 0
        with ProcessLog(service.name, self._log_directory, self._announce, noise=service.noise) as log:
            while not self._stop.is_set():
                began = self._clock.monotonic_s()
                code = await self._run_once(service, log)
                if self._stop.is_set():
                    return
                failures += 1
                if not self.ready.is_set() and failures >= self._policy.failures_before_ready:
                    raise FoundFaultsError(self._give_up_text(service, code, log))
                if self._clock.monotonic_s() - began >= self._policy.healthy_after_s:
                    delay_s = self._policy.first_delay_s
                self._announce(f"{service.title}退出了（{_ending(code)}），{delay_s:g} 秒后重新启动。")
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stop.wait(), delay_s)
                delay_s = min(delay_s * 2, self._policy.last_delay_s)

    async def _run_once(self, service: Service, log: ProcessLog) -> int:
        child = await ChildProcess.start(
            service.command, directory=self._directory, environment=service.environment, on_line=log.write
        )
        self.children[service.name] = child
        self.starts[service.name] += 1
        stopping = asyncio.create_task(self._stop.wait())
        ending = asyncio.create_task(child.wait())
        hanging = asyncio.create_task(self._until_it_hangs(service))
        try:
            await asyncio.wait([stopping, ending, hanging], return_when=asyncio.FIRST_COMPLETED)
            if hanging.done() and not ending.done():
                self._announce(f"{service.title}{hanging.result()}，把它结束掉再启动。")
        finally:
            code = await child.stop(self._policy.stop_grace_s)
            stopping.cancel()
            hanging.cancel()
            await ending
            del self.children[service.name]
        return code

    async def _until_it_hangs(self, service: Service) -> str:
        """Returns when a run has stopped answering, or never began to; says which."""
        policy, url = self._policy, service.alive_url or service.ready_url
        began = self._clock.monotonic_s()
        answered, silences = False, 0
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=policy.health_timeout_s)) as http:
            while silences < policy.silences_before_kill:
                await asyncio.sleep(policy.health_every_s)
                if await answers(http, url):
                    answered, silences = True, 0
                elif answered:
                    silences += 1
                elif self._clock.monotonic_s() - began > policy.start_allowance_s:
                    return f"启动了 {policy.start_allowance_s:.0f} 秒还没有应答"
        return f"连续 {silences} 次没有应答"

    async def _watch_readiness(self) -> None:
        began = self._clock.monotonic_s()
        said = began
        waiting = {service.name: service for service in self.services}
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as http:
            while waiting and not self._stop.is_set():
                for service in list(waiting.values()):
                    if service.name in self.children and await answers(http, service.ready_url):
                        del waiting[service.name]
                now = self._clock.monotonic_s()
                if waiting and now - said >= self._policy.progress_every_s:
                    said = now
                    titles = "、".join(service.title for service in waiting.values())
                    self._announce(f"正在启动，还在等：{titles}… {now - began:.0f} 秒")
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stop.wait(), self._policy.poll_every_s)
        if not waiting:
            self.ready.set()

    def _give_up_text(self, service: Service, code: int, log: ProcessLog) -> str:
        tail = "\n".join(log.last_lines)
        return (
            f"{service.title}启动了 {self.starts[service.name]} 次都没有成功（{_ending(code)}）。"
            f"完整记录在 {log.path}，最后几行：\n{tail}"
        )


async def answers(http: aiohttp.ClientSession, url: str) -> bool:
    """Whether a URL answers 200 right now."""
    try:
        async with http.get(url) as response:
            return response.status == 200
    except (aiohttp.ClientError, TimeoutError, OSError):
        return False


def check_ports(services: Iterable[Service]) -> None:
    """Refuse to start when a port is taken or may not be used.

    Raises:
        UnusableError: names every such port and the setting to change.
    """
    faults = []
    for service in services:
        host, port = service.address
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            with socket.socket(family) as probe:
                # As the servers do: a connection of an earlier run in TIME_WAIT is no reason to refuse.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, port))
                probe.listen(1)
        except OSError as fault:
            faults.append(f"{service.title}的端口 {unusable(host, port, fault, service.setting)}")
    if faults:
        raise UnusableError("\n".join(faults))


def unusable(host: str, port: int, fault: OSError, setting: str) -> str:
    """Why nothing can listen there, and which setting to change; `setting` names that of the port."""
    what, _ = reason_of(fault)
    if isinstance(fault, socket.gaierror) or fault.errno == errno.EADDRNOTAVAIL:
        place = "server.host" if setting.startswith("server.") else "assistant.listen_host"
        return f"{host}:{port} 不能使用：{what}。改法：在 settings.local.yml 里改 {place}，只在本机用就写 127.0.0.1。"
    if fault.errno == errno.EACCES:
        what += "（小于 1024 的端口要管理员权限）"
    return f"{host}:{port} {what}。改法：停掉占用它的程序，或在 settings.local.yml 里把 {setting} 改成别的端口。"


@contextlib.contextmanager
def stopping_on_signals(supervisor: Supervisor) -> Iterator[None]:
    """While inside, Ctrl-C and SIGTERM stop the supervisor in order."""
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for number in numbers:
        loop.add_signal_handler(number, supervisor.stop)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)


def _ending(code: int) -> str:
    return f"退出码 {code}" if code >= 0 else f"被信号 {signal.Signals(-code).name} 结束"
