"""A whole running system inside one `async with`: Rasa and the action server as children, the gateway in process.

`ask`, `chat`, the evaluation and the conversation tests talk to it over HTTP like anybody else.
Everything it stores lies in a temporary folder; it never touches the data of the served system.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot.gateway.app import Gateway
from bot.running.services import make_services
from bot.running.supervisor import RestartPolicy, Supervisor, answers
from bot.serving.addresses import LOOPBACK
from bot.serving.listening import make_runner
from bot.serving.secret_files import storage_directory
from common.clock import SYSTEM_CLOCK, Clock
from common.errors import BotError
from common.off_loop import in_own_thread
from common.settings import ServerSettings, Settings
from common.settings_allowances import LimitSettings
from common.whole_files import check_writable
from faq.engine.meaning_preparation import prepare_knowledge

START_TIMEOUT_S = 120.0
_DEADLINE_S = 30.0
_ENOUGH = 1_000_000


@dataclass(frozen=True)
class RunningStack:
    """A system that is up: where it is and how to talk to it."""

    root: Path
    settings: Settings
    base_url: str
    http: aiohttp.ClientSession
    gateway: Gateway
    supervisor: Supervisor

    async def send(self, text: str, session: str | None = None, *, image: bytes | None = None) -> dict[str, Any]:
        """One message of a conversation (a new one without `session`), answered by the public API.

        Raises:
            BotError: the API refused; the text is its own.
        """
        body = {"text": text} if session is None else {"session": session, "text": text}
        form = None
        if image is not None:
            form = aiohttp.FormData(body)
            form.add_field("image", image, filename="image", content_type="application/octet-stream")
        sent = {"json": body} if form is None else {"data": form}
        async with self.http.post(f"{self.base_url}/api/v1/messages", **sent) as response:
            answer: dict[str, Any] = await response.json()
            if response.status != 200:
                raise BotError(f"机器人没有接受这条消息（{response.status}）：{answer.get('error')}")
            return answer


@contextlib.asynccontextmanager
async def running_stack(
    root: Path,
    settings: Settings | None = None,
    *,
    clock: Clock = SYSTEM_CLOCK,
    announce: Callable[[str], None] = lambda _: None,
    merged_log: Callable[[str], None] = lambda _: None,
) -> AsyncIterator[RunningStack]:
    """Start a system of its own on free loopback ports and end it again; the model must be trained.

    `clock` is the gateway's, so that a test can let days pass; the children go by the machine's.

    Raises:
        BotError: a service did not come up; the text ends with its last lines.
    """
    settings = settings or Settings()
    logs = storage_directory(root, settings) / "log/stack"
    check_writable(logs)  # else the minute that a start takes is spent before it is noticed
    await in_own_thread(prepare_knowledge, root, announce)
    with tempfile.TemporaryDirectory(prefix="bot-stack-") as folder:
        own = temporary_settings(settings, Path(folder))
        services = [service for service in make_services(root, own) if service.name != "gateway"]
        supervisor = Supervisor(
            services,
            directory=root,
            log_directory=logs,
            announce=merged_log,
            policy=RestartPolicy(failures_before_ready=1),
        )
        running = asyncio.create_task(supervisor.run())
        runner: web.AppRunner | None = None
        try:
            announce("正在启动 Rasa 和动作服务…")
            # In a thread: reading the knowledge base takes a second, and the children must start meanwhile.
            gateway = await in_own_thread(Gateway, own, root, clock)
            runner = make_runner(gateway.app)
            await runner.setup()
            await web.TCPSite(runner, LOOPBACK, own.server.port).start()
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as http:
                base_url = f"http://{LOOPBACK}:{own.server.port}"
                await _wait_until_ready(supervisor, running, http, base_url)
                yield RunningStack(root, own, base_url, http, gateway, supervisor)
        finally:
            supervisor.stop()
            if runner:
                await runner.cleanup()
            await asyncio.gather(running, return_exceptions=True)


def temporary_settings(settings: Settings, folder: Path) -> Settings:
    """The same settings with free ports, a storage folder of their own, a fresh secret and no rate limits."""
    server_port, rasa_port, actions_port = free_ports(3)
    return replace(
        settings,
        server=ServerSettings(host=LOOPBACK, port=server_port, private_port=0),
        storage=replace(settings.storage, database_url=f"sqlite:///{folder / 'bot.db'}", directory=str(folder)),
        assistant=replace(
            settings.assistant,
            rasa_port=rasa_port,
            actions_port=actions_port,
            deadline_s=_DEADLINE_S,  # what is asked is what the whole system says, however busy the machine
            inner_secret=secrets.token_urlsafe(32),
        ),
        limits=replace(settings.limits, **dict.fromkeys(rate_limits(), _ENOUGH)),
    )


def rate_limits() -> list[str]:
    """The settings that say how often somebody may do something."""
    return [item.name for item in fields(LimitSettings) if "_per_" in item.name]


def free_ports(count: int) -> list[int]:
    """Loopback ports nobody listens on, all different."""
    with contextlib.ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind((LOOPBACK, 0))
        return [probe.getsockname()[1] for probe in probes]


async def _wait_until_ready(
    supervisor: Supervisor, running: asyncio.Task[None], http: aiohttp.ClientSession, base_url: str
) -> None:
    ready = asyncio.create_task(supervisor.ready.wait())
    try:
        await asyncio.wait([ready, running], timeout=START_TIMEOUT_S, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            await running  # raises what ended it
        if not ready.done():
            raise BotError(f"等了 {START_TIMEOUT_S:.0f} 秒，Rasa 和动作服务还没有准备好")
    finally:
        ready.cancel()
    # The gateway asks its parts every so often; it may see a moment later than we that they are there.
    for _ in range(int(START_TIMEOUT_S / 0.25)):
        if await answers(http, f"{base_url}/readyz"):
            return
        await asyncio.sleep(0.25)
    async with http.get(f"{base_url}/readyz") as response:
        raise BotError(f"网关没有准备好：{await response.text()}")
