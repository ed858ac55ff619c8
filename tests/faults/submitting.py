"""A person who submits a ticket while something breaks, and does what the bot tells them to do."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from screenshots.cleaning import clean_picture
from tests.faults.served import Served
from tests.tickets.samples import make_image
from tickets.numbers import find_numbers

FIRST = "提交工单，用户名是13800138000，注册时一直提示证件号已注册"
COPIES = 3
_RETRY_S = 0.2
_PATIENCE_S = 90.0
_MOST_ATTEMPTS = 15
_LATER_S = 1.1
"""How long a person waits who is told to come back later: for so long `/readyz` may tell how it was before."""
Fault = Callable[[], Any]


@dataclass
class Submitter:
    """One person on the web page; every message is delivered several times under one id."""

    system: Served
    color: tuple[int, int, int] = (200, 30, 30)
    session: str = field(default="", init=False)
    waited: list[str] = field(default_factory=list)
    """Everything that was said to them."""
    copies: int = COPIES

    @property
    def picture(self) -> bytes:
        """The screenshot as it is uploaded."""
        return make_image(color=self.color, size=(64, 40))

    @property
    def kept_picture(self) -> bytes:
        """The screenshot as every copy of it must be, byte for byte."""
        return clean_picture(self.picture).data

    async def fill_in(self) -> None:
        """All the form wants, in one message with the screenshot; ends at the summary."""
        async with self.system.http.post(f"{self.system.url}/api/v1/session") as response:
            self.session = (await response.json())["session"]
        for _ in range(_MOST_ATTEMPTS):
            text = await self.say(FIRST, picture=True)
            if "请核对一下" in text:
                return
            await self._come_back_later()
        raise AssertionError(f"no summary: {self.waited}")

    async def submit(self, fault: Fault | None = None, after_s: float = 0.0) -> str:
        """Say «提交» until there is a number; the fault happens so long after the first time."""
        breaking = asyncio.create_task(self._break(fault, after_s)) if fault else None
        for _ in range(_MOST_ATTEMPTS):
            text = await self.say("提交")
            if numbers := find_numbers(text):
                if breaking:
                    await breaking
                return numbers[0]
            await self._come_back_later()
        raise AssertionError(f"no number: {self.waited}")

    async def say(self, text: str, *, picture: bool = False) -> str:
        """One message, delivered several times at once; all deliveries must get the same answer."""
        message_id = secrets.token_hex(8)
        answers = await asyncio.gather(*(self._deliver(text, message_id, picture) for _ in range(self.copies)))
        assert all(answer == answers[0] for answer in answers), answers
        said = "\n".join(reply["text"] for reply in json.loads(answers[0])["replies"])
        self.waited.append(said)
        return said

    async def _deliver(self, text: str, message_id: str, picture: bool) -> str:
        async with asyncio.timeout(_PATIENCE_S):
            while True:
                form = aiohttp.FormData(
                    {"session": self.session, "text": text, "message_id": message_id}, default_to_multipart=True
                )
                if picture:
                    form.add_field("image", self.picture, filename="a.png", content_type="image/png")
                try:
                    async with self.system.http.post(f"{self.system.url}/api/v1/messages", data=form) as response:
                        if response.status == 200:
                            return await response.text()
                        assert response.status >= 500, await response.text()
                except (aiohttp.ClientError, TimeoutError, OSError):
                    pass  # the gateway is down: the page tries again under the same id
                await asyncio.sleep(_RETRY_S)

    async def _come_back_later(self) -> None:
        await asyncio.sleep(_LATER_S)
        await self.system.wait_until_ready()

    async def _break(self, fault: Fault, after_s: float) -> None:
        await asyncio.sleep(after_s)
        result = await asyncio.to_thread(fault)
        assert result is None or isinstance(result, int)
