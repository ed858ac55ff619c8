"""A disk that takes no more: people are answered from the knowledge base, and the load balancer is told the truth."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from tests.bot.gateway import Gateway

NOT_KEPT = "（系统暂时记不下您说的话，工单也要过一会儿才能提交；下面是知识库直接给出的内容。）\n\n"
TROUBLE = "写不进去：磁盘满了"


@dataclass
class Disk:
    """Says what SQLite and the operating system say when a file can grow no more."""

    full: bool = True

    def refuse(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if self.full and statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            raise OperationalError(statement, {}, sqlite3.OperationalError("database or disk is full"))

    def trouble(self) -> str:
        return TROUBLE if self.full else ""


@pytest.fixture
def disk(gateway: Gateway) -> Disk:
    found = Disk()
    event.listen(gateway.served.parts.database, "before_cursor_execute", found.refuse)
    gateway.served.health.writing_trouble = found.trouble
    return found


async def test_questions_and_the_way_to_a_person_are_answered_and_kept_again_later(
    gateway: Gateway, disk: Disk
) -> None:
    (text,) = await gateway.texts(session="a", text="密码忘了")
    assert text.startswith(f"{NOT_KEPT}在登录页点")
    (human,) = await gateway.texts(session="a", text="人工")
    assert human.startswith(f"{NOT_KEPT}发邮件给客服")
    assert gateway.rows("SELECT count(*) FROM inbox") == [(0,)]
    disk.full = False
    (text,) = await gateway.texts(session="a", text="密码忘了")
    assert NOT_KEPT not in text
    assert gateway.rows("SELECT count(*) FROM inbox") == [(1,)]


async def test_it_says_that_it_is_not_ready_until_there_is_room_again(gateway: Gateway, disk: Disk) -> None:
    async with gateway.private("/readyz") as response:
        assert response.status == 503
        report = await response.json()
    assert (report["ready"], report["parts"]["disk"]) == (False, TROUBLE)
    disk.full = False
    async with gateway.private("/readyz") as response:
        assert response.status == 200
        assert "disk" not in (await response.json())["parts"]
