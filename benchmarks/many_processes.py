"""Several gateways, Rasa servers and action servers as on hosts of their own, on a real PostgreSQL and Redis.

Each process is started by `python -m bot run`, with a storage folder of its own for each host, so that nothing can be
shared by files; `kill` is a SIGKILL, after which the process' own supervisor starts it again.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from cryptography.fernet import Fernet

from bot.running.stack import free_ports

ROOT = Path(__file__).resolve().parents[1]
KINDS = ("actions", "rasa", "gateway")
_READY_S = 240
_MUCH = "1000000"


@dataclass
class Processes:
    """What runs: by kind and number of the host."""

    folder: Path
    environments: list[dict[str, str]]
    gateways: list[str]
    running: dict[tuple[str, int], asyncio.subprocess.Process] = field(default_factory=dict)

    async def start(self, kind: str, host: int) -> None:
        """Start one process; its output goes to a file beside the others."""
        with (self.folder / f"{kind}{host}.log").open("ab") as log:
            self.running[kind, host] = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run", kind),
                cwd=ROOT,
                env={**os.environ, **self.environments[host]},
                stdout=log,
                stderr=log,
            )

    def kill(self, kind: str, host: int) -> None:
        """End a process with SIGKILL; the one that watches it stays."""
        watcher = self.running[kind, host].pid
        for child in Path(f"/proc/{watcher}/task/{watcher}/children").read_text(encoding="ascii").split():
            os.kill(int(child), signal.SIGKILL)

    async def stop(self) -> None:
        """End all of them."""
        for process in self.running.values():
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        await asyncio.gather(*(process.wait() for process in self.running.values()))

    async def wait_until_ready(self) -> None:
        """Return once every gateway says that people are answered as they should be."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as http:
            for url in self.gateways:
                async with asyncio.timeout(_READY_S):
                    while not await _is_ready(http, url):
                        if ended := [key for key, item in self.running.items() if item.returncode is not None]:
                            raise SystemExit(f"{ended} ended; see {self.folder}")
                        await asyncio.sleep(0.25)


@contextlib.asynccontextmanager
async def running_processes(
    folder: Path, hosts: int, database_url: str, redis_url: str, more: Mapping[str, str] | None = None
) -> AsyncIterator[Processes]:
    """Start one of each kind for every host, and wait until they answer.

    Args:
        folder: for their files and logs.
        hosts: how many of each kind.
        database_url: an empty PostgreSQL database.
        redis_url: an empty Redis.
        more: further settings, as `BOT_…` variables.
    """
    ports = [free_ports(4) for _ in range(hosts)]
    shared = {
        "BOT_STORAGE_DATABASE_URL": database_url,
        "BOT_STORAGE_REDIS_URL": redis_url,
        "BOT_STORAGE_PICTURES": "database",
        "BOT_ASSISTANT_RASA_URLS": ",".join(f"http://127.0.0.1:{rasa}" for _, _, rasa, _ in ports),
        "BOT_ASSISTANT_INNER_SECRET": secrets.token_urlsafe(32),
        "BOT_PRIVACY_ENCRYPTION_KEY": Fernet.generate_key().decode(),
        "BOT_PRIVACY_SESSION_KEY": secrets.token_urlsafe(32),
        "BOT_PRIVACY_WECHAT_KEY": secrets.token_urlsafe(32),
        "BOT_PRIVACY_SIGN_IN_KEY": secrets.token_urlsafe(32),
        # One machine sends what a thousand people would: the limits are not what is measured.
        "BOT_LIMITS_SESSION_MESSAGES_PER_MINUTE": _MUCH,
        "BOT_LIMITS_ADDRESS_MESSAGES_PER_MINUTE": _MUCH,
        "BOT_LIMITS_ADDRESS_READS_PER_MINUTE": _MUCH,
        "BOT_LIMITS_ADDRESS_SESSIONS_PER_MINUTE": _MUCH,
        "BOT_LIMITS_ADDRESS_TICKETS_PER_MINUTE": _MUCH,
        **(more or {}),
    }
    environments = [
        {
            **shared,
            "BOT_SERVER_PORT": str(server),
            "BOT_SERVER_PRIVATE_PORT": str(private),
            "BOT_ASSISTANT_RASA_PORT": str(rasa),
            "BOT_ASSISTANT_ACTIONS_PORT": str(actions),
            "BOT_STORAGE_DIRECTORY": str(folder / f"host{number}"),
        }
        for number, (server, private, rasa, actions) in enumerate(ports)
    ]
    processes = Processes(folder, environments, [f"http://127.0.0.1:{server}" for server, *_ in ports])
    try:
        for kind in KINDS:
            for host in range(hosts):
                await processes.start(kind, host)
        await processes.wait_until_ready()
        yield processes
    finally:
        await processes.stop()


async def _is_ready(http: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with http.get(f"{url}/readyz") as response:
            return response.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False
