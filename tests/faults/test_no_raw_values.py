"""The same through the real Rasa and its action server: nothing raw in the tracker, the logs or the database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from simulator import Platform
from tests.common.leaks import leaked, mixed_samples
from tests.common.private_samples import Sample
from tests.fakes.wechat_account import account_settings
from tests.faults.served import Served, served

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]
USERNAME = "13912345678"
WEB, WECHAT, FORM = 96, 50, 4
TALKS = 4
"""So many people on the page, none of whom says more than one may in a minute."""
HOSTILE = ("您好" * 40 + "甲", "请帮我" * 60 + "甲", "谢谢" * 40 + "龘", "提交" * 200 + "龘")
PEOPLE = ("oInvented-Person_000000000001", "oInvented-Person_000000000002")


class Talk:
    """One person on the web page."""

    def __init__(self, system: Served) -> None:
        self._system = system
        self._session = ""

    async def say(self, text: str) -> str:
        """What is answered to one message."""
        if not self._session:
            self._session = (await self._post("session"))["session"]
        answer = await self._post("messages", session=self._session, text=text)
        assert answer["trace"]["intent"] is not None, text  # Rasa heard it
        return "\n".join(reply["text"] for reply in answer["replies"])

    async def _post(self, path: str, **body: Any) -> dict[str, Any]:
        async with self._system.http.post(f"{self._system.url}/api/v1/{path}", json=body) as response:
            assert response.status == 200, await response.text()
            answer: dict[str, Any] = await response.json()
            return answer


async def test_150_messages_on_two_channels_and_a_ticket_leave_no_raw_value_in_any_file() -> None:
    samples = mixed_samples(WEB + WECHAT + FORM)
    talks, chats, form = samples[:WEB], samples[WEB : WEB + WECHAT], samples[WEB + WECHAT :]
    async with Platform() as platform, served(wechat=account_settings(platform, join_s=0)) as system:
        platform.point_to(f"{system.url}/wechat")
        at_once = [chat(Talk(system), talks[number::TALKS]) for number in range(TALKS)]
        await asyncio.gather(*at_once, push(platform, chats))
        await submit(Talk(system), form)
        await hold_up(system, Talk(system))
        assert len(system.tickets()) == 1
        await system.wait_until_answered(60)
        await system.wait_until_sent(60)
        heard = [person for person in platform.people.values() if person.texts]
        assert len(heard) == len(PEOPLE)  # they were answered, so what they said was heard
        check_files(Path(system.settings.storage.directory), samples)


async def chat(talk: Talk, samples: Sequence[Sample]) -> None:
    """One person who says them all."""
    for sample in samples:
        await talk.say(sample.text)


async def push(platform: Platform, samples: Sequence[Sample]) -> None:
    """The same in WeChat, by turns."""
    for number, sample in enumerate(samples):
        openid = PEOPLE[number % len(PEOPLE)]
        platform.person(openid).follows = True
        delivered = await platform.say(openid, sample.text)
        assert delivered.result != "fault", delivered.reason


async def submit(talk: Talk, samples: Sequence[Sample]) -> None:
    """A ticket, with private values in its description."""
    await talk.say("我要提交工单")
    await talk.say(USERNAME)
    await talk.say(f"注册时一直提示证件号已注册，{samples[0].text}")
    await talk.say("没有截图")
    for sample in samples[1:]:
        await talk.say(f"改描述：一直提示证件号已注册，{sample.text}")
    await talk.say("提交")


async def hold_up(system: Served, talk: Talk) -> None:
    """Words that once kept the action server busy for ever, said in the form where they did: it goes on answering."""
    await talk.say("我要提交工单")
    for text in HOSTILE:
        saying = asyncio.create_task(talk.say(text))
        while not saying.done():
            started = time.monotonic()
            async with system.http.get(system.actions_url + "/health") as response:
                assert response.status == 200
            assert time.monotonic() - started < 5.0, text
            await asyncio.sleep(0.1)
        await saying


def check_files(folder: Path, samples: Sequence[Sample]) -> None:
    """Nothing raw in any of them, and all are there."""
    files = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    assert {"bot.db", "tracker.db", "log/rasa.log", "log/gateway.log", "log/actions.log"} <= files.keys()
    assert leaked(folder, samples) == []
    content = b"".join(path.read_bytes() for path in files.values())
    assert [openid for openid in PEOPLE if openid.encode() in content] == []
    assert [name for name, path in files.items() if USERNAME.encode() in path.read_bytes()] == []
