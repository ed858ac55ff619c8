"""Whether each part of the system is ready, or why not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.conversation.rasa_client import RasaClient
from bot.conversation.rasa_servers import RasaServers
from bot.gateway.content_news import refusal_notice
from bot.serving.inner_health import inner_trouble
from common.background import READY, Background
from common.errors import Problem
from common.off_loop import OffLoop
from faq.engine.library import Library
from tickets.database import reading

_PROBE_S = 2.0
_FRESH_S = 1.0
"""A load balancer asks every few seconds; who asks more often gets the same answer."""


@dataclass
class Health:
    """Asks the parts when it is asked."""

    rasa: RasaClient
    servers: RasaServers
    actions_url: str
    http: aiohttp.ClientSession
    background: Background
    library: Library
    engine: Engine
    database: OffLoop
    refused: Callable[[], Sequence[Problem]]
    """Why what staff wrote last is not what is served."""
    wechat_trouble: Callable[[], str] | None = None
    """What an operator must mend in the WeChat account, empty when nothing; None without an account."""
    wechat_pushes: Callable[[], dict[str, Any]] | None = None
    """What became of its pushes."""
    turns_trouble: Callable[[], str] | None = None
    """Messages that could not be answered; empty when there are none."""
    writing_trouble: Callable[[], str] | None = None
    """What keeps this process from writing; empty when nothing does."""
    hung_threads: Callable[[], int] | None = None
    """How many threads of the processor pool hang."""

    _asked: asyncio.Task[dict[str, Any]] | None = field(default=None, init=False)
    _asked_s: float = field(default=0.0, init=False)

    async def is_ready(self) -> bool:
        """Whether everything that answers depend on is there, as of the last second.

        Anybody may ask, however often; the parts are asked once for all who ask at the same time.
        """
        loop = asyncio.get_running_loop()
        if self._asked is None or (self._asked.done() and loop.time() - self._asked_s >= _FRESH_S):
            self._asked, self._asked_s = loop.create_task(self.report()), loop.time()
        return bool((await asyncio.shield(self._asked))["ready"])

    async def report(self) -> dict[str, Any]:
        """`ready` for the whole, and a line for each part.

        Faults of the content, the embedding model or the WeChat account are shown, but do not make it unready: it
        still answers.
        """
        rasa, actions, database = await asyncio.gather(
            self.rasa.ready(), inner_trouble(self.http, self.actions_url, _PROBE_S), self.database(self._database_ready)
        )
        parts: dict[str, Any] = {
            "rasa": self.servers.trouble() or READY if rasa else "没有应答：正在启动、正在加载模型，或者已经停止",
            "actions": "没有应答：正在启动，或者已经停止" if actions is None else actions or READY,
            "database": READY if database else "打不开，请检查 storage.database_url",
            "content": READY,
        }
        unwritable = await self.database(self.writing_trouble) if self.writing_trouble is not None else ""
        parts |= {"disk": unwritable} if unwritable else {}
        refused = self.refused()
        problems = [str(problem) for problem in refused]
        if problems:
            parts["content"] = refusal_notice(refused)
        if self.library.meaning_trouble:
            parts["meaning"] = str(self.library.meaning_trouble)
        elif self.library.has_meaning:
            parts["meaning"] = READY
        if self.wechat_trouble is not None:
            parts["wechat"] = self.wechat_trouble() or READY
        if self.turns_trouble is not None and database:
            trouble = await self.database(self.turns_trouble)
            parts |= {"turns": trouble} if trouble else {}
        if self.hung_threads is not None and (hung := self.hung_threads()):
            parts["processor"] = f"{hung} 个线程卡住了，已经换上新的；占着的处理器要等网关重新启动才放开"
        parts |= {f"background {name}": state for name, state in self.background.report().items() if state != READY}
        report = {
            "ready": rasa and actions is not None and database and not unwritable,
            "parts": parts,
            "content_version": self.library.version,
            "content_problems": problems,
        }
        return report if self.wechat_pushes is None else {**report, "wechat_pushes": self.wechat_pushes()}

    def _database_ready(self) -> bool:
        try:
            with reading(self.engine) as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True
