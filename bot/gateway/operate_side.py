"""What a gateway does for its operators: it tells of itself, and serves the desk's room 运行."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any

from aiohttp import web

from bot.channels.wechat.callback import WeChatAccount
from bot.gateway.beating import Beating
from bot.gateway.parts import Parts
from tickets.beats import BEAT_S, Beats
from tickets.operating import Operating
from web.desk.operate import OperateRoom
from web.desk.shell import DeskPages, DeskRoom


class OperateSide:
    """One gateway's part."""

    def __init__(
        self, parts: Parts, report: Callable[[], Awaitable[dict[str, Any]]], account: WeChatAccount | None
    ) -> None:
        """`report` gives the readiness detail once the application has started."""
        self._parts = parts
        self._report = report
        self._account = account

    def rooms(self, pages: DeskPages) -> list[DeskRoom]:
        """The desk's room for admins."""
        parts, account = self._parts, self._account
        operating = Operating(parts.database, parts.clock)
        check = account.check if account is not None else None
        return [OperateRoom(pages, operating, self._report, check, parts.executors.database_call, parts.clock)]

    async def beating(self, _: web.Application) -> AsyncIterator[None]:
        """While the application runs this process is on the list; one that ends in good order takes itself off."""
        parts, database = self._parts, self._parts.executors.database_call
        beats = await database(partial(Beats, parts.database, "gateway", parts.clock))
        beating = Beating(beats, parts.root, self._report, database)
        parts.background.start("beats", beating.beat, every_s=BEAT_S)
        yield
        await parts.background.stop("beats")
        await beating.end()
