"""The Rasa servers a turn may go to: in turn, those that answer first."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

import aiohttp

from bot.serving.inner_health import inner_trouble

log = logging.getLogger(__name__)
HEALTH_PATH = "/webhooks/gateway/"
CHECK_EVERY_S = 2.0
_CHECK_TIMEOUT_S = 2.0


class RasaServers:
    """Which of several Rasa servers can be asked now.

    A conversation belongs to none of them: its state is in the shared tracker store, and the gateway's lease keeps
    its turns apart.
    """

    def __init__(self, urls: Sequence[str]) -> None:
        """All are taken to be well until one is seen not to be."""
        self._urls = tuple(urls)
        self._down: dict[str, None] = {}
        self._wrong: dict[str, str] = {}
        self._next = 0

    def order(self) -> tuple[str, ...]:
        """The addresses to try for one turn: another first each time, those that are down last."""
        self._next = (self._next + 1) % len(self._urls)
        turned = self._urls[self._next :] + self._urls[: self._next]
        return tuple(sorted(turned, key=self._down.__contains__))

    @property
    def all_down(self) -> bool:
        """Whether none answered when last seen."""
        return len(self._down) == len(self._urls)

    def trouble(self) -> str:
        """Which of several do not answer and what fails in them, for operators (Chinese); empty when nothing does."""
        down = [url for url in self._urls if url in self._down]
        away = [f"没有应答：{'、'.join(down)}；其余的在用"] if down and not self.all_down else []
        return "；".join([*away, *(f"{url} {wrong}" for url, wrong in self._wrong.items() if wrong)])

    def failed(self, url: str) -> None:
        """Note that one could not be reached."""
        if url not in self._down:
            log.warning("rasa_down number=%d", self._urls.index(url) + 1)
        self._down[url] = None

    def answered(self, url: str) -> None:
        """Note that one is well."""
        if url in self._down:
            log.info("rasa_back number=%d", self._urls.index(url) + 1)
            del self._down[url]

    async def check(self, http: aiohttp.ClientSession) -> None:
        """Look at all of them once; to be called every `CHECK_EVERY_S`."""
        asked = (inner_trouble(http, url + HEALTH_PATH, _CHECK_TIMEOUT_S) for url in self._urls)
        for url, trouble in zip(self._urls, await asyncio.gather(*asked), strict=True):
            if trouble is None:
                self.failed(url)
            else:
                self.answered(url)
            self._wrong[url] = trouble or ""
