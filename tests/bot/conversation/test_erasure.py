"""«删除我的资料»: asked, confirmed, and then nothing of the person is left anywhere."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import Any

import pytest

from bot.conversation.erasure import OPTIONS, erasure_step
from tests.bot.gateway import API, Gateway, until
from tests.fakes.rasa_server import FakeRasa

ASKED = {"erasing": True}
YES = {"id": "erase_yes", "title": "确认删除"}


@pytest.mark.parametrize(
    "text",
    [
        "删除我的资料",
        "请帮我删除我的全部个人信息",
        "把我的聊天记录删掉",
        "清除我的数据",
        "我要删除我的资料",
        "你好，删掉我的记录吧",
    ],
)
def test_words_that_ask_for_it(text: str) -> None:
    step = erasure_step({}, text, None)
    assert step is not None and (step.act, step.reply.options) == ("ask", OPTIONS)


@pytest.mark.parametrize(
    "text",
    [
        "删除我的学籍信息",
        "怎么注销学信网账号",
        "我的学历信息被删除了",
        "删除",
        "资料",
        "",
        "删除我的资料要多久",
        "我的工单怎么样了",
    ],
)
def test_words_that_do_not(text: str) -> None:
    assert erasure_step({}, text, None) is None


@pytest.mark.parametrize(
    ("text", "option", "act"),
    [
        ("确认删除", None, "erase"),
        ("1", None, "erase"),
        ("是的", None, "erase"),
        ("", "erase_yes", "erase"),
        ("不删", None, "keep"),
        ("2", None, "keep"),
        ("算了", None, "keep"),
        ("", "erase_no", "keep"),
        ("删除我的资料", None, "ask"),
        ("忘记密码怎么办", None, None),
        ("", "reset_password", None),
    ],
)
def test_answers_to_the_question(text: str, option: str | None, act: str | None) -> None:
    step = erasure_step(ASKED, text, option)
    assert (step.act if step else None) == act


def test_a_confirmation_nobody_asked_for_is_none() -> None:
    assert erasure_step({}, "确认", None) is None
    assert erasure_step({}, "确认删除", "erase_yes") is None


def remember(gateway: Gateway, sender: str) -> sqlite3.Connection:
    database = sqlite3.connect(gateway.root / "var/tracker.db")
    with database:
        database.execute("CREATE TABLE IF NOT EXISTS events (sender_id TEXT, timestamp REAL)")
        # Of this very moment: old conversations are tidied away when a gateway starts.
        now = gateway.clock.now().timestamp()
        database.executemany("INSERT INTO events VALUES (?, ?)", [(sender, now), ("web-other", now)])
    return database


async def test_all_is_gone_and_only_theirs(gateway: Gateway, rasa: FakeRasa) -> None:
    async with gateway.client.post(f"{API}/session") as response:
        token = (await response.json())["session"]
    body = {
        "session": token,
        "form": "form-12345",
        "username": "13800138000",
        "description": "注册时一直提示证件号已注册",
    }
    for session in (token, "other"):
        await gateway.post(session=session, text="我的手机号是13800138000")
        async with gateway.client.post(
            f"{API}/tickets", json={**body, "session": await gateway.session(session)}
        ) as response:
            assert response.status == 200
    tracker = remember(gateway, rasa.turns[0]["sender"])
    heard = len(rasa.turns)
    asked = await gateway.post(session=token, text="删除我的资料")
    assert asked["replies"][0]["options"] == [YES, {"id": "erase_no", "title": "不删"}]
    done = await gateway.post(session=token, text="确认删除", option="erase_yes", message_id="last")
    assert [reply["text"] for reply in done["replies"]] == [
        "已经删除您在这里的全部资料，处理中的工单也已关闭。以后需要帮助，随时再来。"
    ]
    assert await gateway.post(session=token, text="确认删除", option="erase_yes", message_id="last") == done
    assert len(rasa.turns) == heard
    other = rasa.turns[1]["sender"]
    assert gateway.rows("SELECT key FROM conversation") == [(other,)]
    assert gateway.rows(f"SELECT payload FROM inbox WHERE conversation_key != '{other}'") == [("{}",)]
    assert gateway.rows("SELECT DISTINCT conversation_key FROM private_value") == [(other,)]
    assert gateway.rows("SELECT status, username IS NULL, description IS NULL FROM ticket ORDER BY id") == [
        ("closed", 1, 1),
        ("open", 0, 0),
    ]
    assert tracker.execute("SELECT sender_id FROM events").fetchall() == [("web-other",)]
    tracker.close()


async def test_a_cleared_talk_is_forgotten_by_rasa_too_and_the_ticket_stays(gateway: Gateway, rasa: FakeRasa) -> None:
    """What was cleared came back in the next answer and in the next ticket, a half-filled one among it."""
    await gateway.post(session="anna", text="我的手机号是13800138000")
    headers = {"X-Session": await gateway.session("anna")}
    form = {"form": "form-12345", "username": "zhang_san", "description": "注册时一直提示证件号已注册"}
    async with gateway.client.post(f"{API}/tickets", json=form, headers=headers) as response:
        assert response.status == 200
    tracker = remember(gateway, rasa.turns[0]["sender"])
    async with gateway.client.post(f"{API}/history/erase", json={}, headers=headers) as response:
        assert response.status == 200
    assert tracker.execute("SELECT sender_id FROM events").fetchall() == [("web-other",)]
    tracker.close()
    assert gateway.rows("SELECT payload FROM inbox") == [("{}",)]
    assert gateway.rows("SELECT key FROM conversation") == []
    asked = "SELECT text, conversation_key LIKE 'erased:%' FROM turn_outcome"
    assert set(gateway.rows(asked)) == {(None, 1)}
    assert gateway.rows("SELECT count(*) FROM private_value") == [(0,)]
    assert gateway.rows("SELECT status, username IS NULL FROM ticket") == [("open", 0)]


@pytest.mark.parametrize("second", [{"text": "不删"}, {"text": "密码忘了"}, {"text": "2"}])
async def test_anything_but_a_yes_keeps_all(gateway: Gateway, second: dict[str, Any]) -> None:
    await gateway.post(session="s", text="你好")
    await gateway.post(session="s", text="删除我的资料")
    await gateway.post(session="s", **second)
    await gateway.post(session="s", text="确认删除")
    assert gateway.rows("SELECT count(*) FROM conversation") == [(1,)]
    assert gateway.rows("SELECT count(*) FROM inbox") == [(4,)]


async def test_what_was_said_is_in_no_file_afterwards(gateway: Gateway, rasa: FakeRasa) -> None:
    """It used to stay in the write-ahead logs of both databases until they happened to be written over."""
    said = "注册时一直提示证件号已注册"
    for number in range(20):
        await gateway.post(session="s", text=f"{said}第{number}遍{'再说一次' * 20}")
    sender = rasa.turns[0]["sender"]
    with contextlib.closing(sqlite3.connect(gateway.root / "var/tracker.db")) as tracker, tracker:
        tracker.execute("PRAGMA journal_mode = WAL")
        tracker.execute("CREATE TABLE events (sender_id TEXT, timestamp REAL, data TEXT)")
        now = gateway.clock.now().timestamp()
        tracker.executemany("INSERT INTO events VALUES (?, ?, ?)", [(sender, now, f"{said} {n}") for n in range(99)])
    assert said.encode() in (gateway.root / "var/bot.db-wal").read_bytes()
    assert said.encode() in gateway.stored_bytes()
    kept_open = sqlite3.connect(gateway.root / "var/tracker.db")  # as Rasa does: else the log went with the last user
    kept_open.execute("SELECT count(*) FROM events").fetchone()
    await gateway.post(session="s", text="删除我的资料")
    await gateway.post(session="s", text="确认删除")
    await until(lambda: said.encode() not in gateway.stored_bytes())
    assert "删除我的资料".encode() not in (gateway.root / "var/bot.db").read_bytes()
    kept_open.close()
