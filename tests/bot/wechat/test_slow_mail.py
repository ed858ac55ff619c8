"""A mail server that takes its time delays nobody's answer in the chat."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from common.settings import MailSettings, Settings
from faq.engine.library import Library
from simulator.people import Shown
from tests.bot.wechat.stage import OPENID, running_gateway
from tests.fakes.rasa_server import FakeRasa
from tests.fakes.wechat_server import FakeWeChat
from tickets.agents import AgentDesk
from tickets.model import Person, Submission

_SOON_S = 5.0


class Screen(list[Shown]):
    """A phone's screen that tells when something appears on it."""

    def __init__(self) -> None:
        super().__init__()
        self.changed = asyncio.Event()

    def append(self, item: Shown) -> None:
        super().append(item)
        self.changed.set()


@asynccontextmanager
async def tarpit() -> AsyncIterator[tuple[int, asyncio.Event]]:
    """A mail server that lets everybody in and says nothing; its port, and whether somebody came."""
    came, over = asyncio.Event(), asyncio.Event()

    async def keep_waiting(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.set()
        await over.wait()
        writer.close()

    server = await asyncio.start_server(keep_waiting, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1], came
    over.set()
    server.close()


@pytest.mark.parametrize("tickets", [1, 20])
async def test_an_agents_answer_does_not_wait_for_the_mail(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, tickets: int
) -> None:
    """A mail server's tarpit of ten seconds delayed an agent's reply by 9.6 s."""
    async with tarpit() as (port, came), FakeWeChat() as platform:
        mail = MailSettings("127.0.0.1", port, "none", sender="bot@example.com", recipient="desk@example.com")
        platform.person(OPENID).follows = True
        async with running_gateway(tmp_path, small_library, rasa, platform, mail=mail) as stage:
            await platform.say(OPENID, "登录不了，帮我提交工单")
            desk = stage.served.parts.desk
            person = Person("wechat", stage.service.contacts.pseudonym(OPENID))
            others = [Person("web", f"web:{number}") for number in range(tickets - 1)]
            submission = Submission("form-1", None, "登录不了，提示密码错误。", ())
            for other in others:
                await asyncio.to_thread(desk.open, other, submission)
            number = (await asyncio.to_thread(desk.open, person, submission)).ticket.number
            await asyncio.wait_for(came.wait(), 10)
            platform.person(OPENID).screen = screen = Screen()
            agents = AgentDesk(desk.engine, desk.vault, Settings(), stage.clock)
            await asyncio.to_thread(agents.reply, "kefu", number, "已为您重置，请重新登录。")
            await asyncio.wait_for(screen.changed.wait(), _SOON_S)
            assert "已为您重置" in screen[0].text
            assert {state for (state,) in stage.rows("SELECT state FROM outbox WHERE kind = 'mail'")} == {"waiting"}
