"""A disk that takes no more, in WeChat: questions are answered all the same, and nobody sees a fault."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.channels.wechat import phrases
from tests.bot.wechat.stage import OPENID, Stage, png, shown

NOT_KEPT = "（系统暂时记不下您说的话，工单也要过一会儿才能提交；下面是知识库直接给出的内容。）\n\n"


def refuse(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
        raise OperationalError(statement, {}, sqlite3.OperationalError("database or disk is full"))


async def test_questions_and_the_way_to_a_person_are_answered_in_the_reply(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    event.listen(stage.served.parts.database, "before_cursor_execute", refuse)
    for said in ("密码忘了", "人工"):
        assert (await stage.platform.say(OPENID, said)).result == "reply"
    await stage.platform.send_picture(OPENID, png())
    texts = [text for _, text in shown(stage.person.screen)]
    assert texts[0].startswith(f"{NOT_KEPT}在登录页点")
    assert texts[1].startswith(f"{NOT_KEPT}发邮件给客服")
    assert texts[2] == phrases.BUSY
    assert all(record.exc_info is None for record in caplog.records)
    event.remove(stage.served.parts.database, "before_cursor_execute", refuse)
    assert stage.rows("SELECT count(*) FROM inbox") == [(0,)]
    await stage.platform.say(OPENID, "密码忘了")
    await stage.idle()
    assert shown(stage.person.screen)[-1] == ("passive", "echo:密码忘了")
