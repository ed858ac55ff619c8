"""What a turn costs in write transactions: one to accept the message, one to store its answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.bot.gateway import Gateway
from tests.bot.wechat.conftest import stage as stage
from tests.bot.wechat.stage import OPENID, OPTIONS, Stage
from tests.fakes.rasa_server import FakeRasa, say


@contextmanager
def commits(engine: Engine) -> Iterator[list[str]]:
    """The transactions that wrote; the hourly tidying and the signs of life aside."""
    seen: list[str] = []

    def write(connection: Any, _: Any, statement: str, *__: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE")) and not re.search(
            "deleted_at|process_beat|turn_outcome.day <=", statement
        ):
            connection.info["wrote"] = statement

    def commit(connection: Any) -> None:
        if wrote := connection.info.pop("wrote", None):
            seen.append(wrote)

    event.listen(engine, "before_cursor_execute", write)
    event.listen(engine, "commit", commit)
    yield seen
    event.remove(engine, "before_cursor_execute", write)
    event.remove(engine, "commit", commit)


@pytest.mark.parametrize("text", ["密码忘了", "我的手机号是13800138000，收不到验证码", "", "人工"])
async def test_a_turn_of_the_page_is_two_write_transactions(gateway: Gateway, text: str) -> None:
    await gateway.post(session="s", text="你好")
    with commits(gateway.served.parts.database) as seen:
        await gateway.post(session="s", text=text)
    assert len(seen) == 2


async def test_so_is_a_turn_without_rasa_and_a_repeat_writes_nothing(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.status = 500
    with commits(gateway.served.parts.database) as seen:
        for _ in range(2):
            await gateway.post(session="s", text="密码忘了", message_id="m1")
    assert len(seen) == 2


async def test_a_push_with_a_passive_reply_is_two_write_transactions(stage: Stage) -> None:
    """It was four or five: the push, the values, the turn, its answer, the push's answer."""
    await stage.platform.say(OPENID, "忘记密码怎么办")
    for answer in (say("好"), say(OPTIONS)):
        stage.rasa.answers.append(answer)
        with commits(stage.served.parts.database) as seen:
            await stage.platform.say(OPENID, "我的手机号是13800138000，登录的时候出问题了")
        assert len(seen) == 2
    assert [shown.via for shown in stage.person.screen] == ["passive"] * 3
