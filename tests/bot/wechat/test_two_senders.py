"""Two gateways on one database: every message sent once, each person's in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from faq.engine.library import Library
from simulator import Account, Fault
from tests.bot.wechat.stage import running_gateway
from tests.fakes.rasa_server import FakeRasa
from tests.fakes.wechat_server import FakeWeChat
from tests.tickets.conftest import BOTH, empty_postgres, migrated_postgres, postgres_url

__all__ = ["empty_postgres", "migrated_postgres", "postgres_url"]
SEND = "/cgi-bin/message/custom/send"
PEOPLE = [f"oInvented-Crowd_{number:012d}" for number in range(12)]
QUESTIONS = ("忘记密码怎么办", "那手机号换了怎么办呢", "请问多久能改好手机号")


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "sqlite" else str(request.getfixturevalue("empty_postgres"))


async def test_two_gateways_send_everything_once_and_in_order(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, database_url: str
) -> None:
    """A second gateway doubled 8 of 20 answers, and deleted what the first was sending."""
    async with FakeWeChat(account=Account(is_json=True)) as platform:
        for openid in PEOPLE:
            platform.person(openid).follows = True
        platform.account.blocked_address = "203.0.113.7"
        async with running_gateway(tmp_path, small_library, rasa, platform, database_url) as one:
            for question in QUESTIONS:
                await platform.push_together(*(platform.say(openid, question) for openid in PEOPLE))
                await one.idle()
            assert all(platform.person(openid).texts == [] for openid in PEOPLE)
            async with running_gateway(tmp_path, small_library, rasa, platform, database_url) as two:
                # What the first had not tried before it paused is tried, and refused, before time goes on.
                await two.idle()
                platform.account.blocked_address = ""
                platform.faults.add(SEND, Fault("slow", seconds=0.02, times=None))
                platform.clock.advance(61)
                one.service.sender.kick("")
                two.service.sender.kick("")
                await one.idle()
                await two.idle()
                await one.idle()
        told = "\n\n".join(f"echo:{question}" for question in QUESTIONS)
        assert ["\n\n".join(platform.person(openid).texts) for openid in PEOPLE] == [told] * len(PEOPLE)
