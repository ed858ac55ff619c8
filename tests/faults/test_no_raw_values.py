"""The same through the real Rasa and its action server: nothing raw in the tracker, the logs or the database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.common.leaks import leaked, mixed_samples
from tests.common.private_samples import Sample
from tests.faults.served import Served, served

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]
USERNAME = "13912345678"


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


async def test_forty_messages_and_a_ticket_leave_no_raw_value_in_any_file() -> None:
    samples = mixed_samples(40)
    async with served() as system:
        talk = Talk(system)
        for sample in samples[:36]:
            await talk.say(sample.text)
        await talk.say("重新开始")
        await talk.say("我要提交工单")
        await talk.say(USERNAME)
        await talk.say(f"注册时一直提示证件号已注册，{samples[36].text}")
        await talk.say("没有截图")
        for sample in samples[37:]:
            await talk.say(f"改描述：一直提示证件号已注册，{sample.text}")
        await talk.say("提交")
        assert len(system.tickets()) == 1
        await system.wait_until_sent(60)
        check_files(Path(system.settings.storage.directory), samples)


def check_files(folder: Path, samples: Sequence[Sample]) -> None:
    """Nothing raw in any of them, and all are there."""
    files = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    assert {"bot.db", "tracker.db", "log/rasa.log", "log/gateway.log", "log/actions.log"} <= files.keys()
    assert leaked(folder, samples) == []
    assert [name for name, path in files.items() if USERNAME.encode() in path.read_bytes()] == []
