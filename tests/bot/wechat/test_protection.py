"""What the channel forgets, keeps out of stores and logs, refuses, and says when something breaks."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.channels.wechat import phrases
from bot.conversation.answers import BROKEN
from bot.conversation.rasa_client import RasaClient
from faq.engine.library import Library
from simulator import Fault
from tests.bot.wechat.stage import OPENID, OPTIONS, OTHER, Stage, png, running_stage
from tests.fakes.rasa_server import FakeRasa, say

SEND = "/cgi-bin/message/custom/send"


async def test_unfollowing_deletes_everything_about_the_person(stage: Stage) -> None:
    await stage.platform.say(OPENID, "我的手机号是13800000000，登录不了")
    await stage.platform.send_picture(OPENID, png())
    await stage.platform.say(OTHER, "我的手机号也登录不了")
    mine, others = stage.rasa.turns[0]["sender"], stage.rasa.turns[2]["sender"]
    delivered = await stage.platform.unfollow(OPENID)
    await stage.idle()
    assert delivered.result == "silent"
    for table, column in (
        ("conversation", "key"),
        ("wechat_contact", "pseudonym"),
        ("wechat_allowance", "pseudonym"),
        ("private_value", "conversation_key"),
        ("requester", "conversation_key"),
    ):
        left = {row[0] for row in stage.rows(f"SELECT {column} FROM {table}")}
        assert mine not in left
        assert (others in left) or table in ("private_value", "requester")
    assert stage.rows("SELECT payload, reply FROM inbox WHERE conversation_key = '" + mine + "'") == [("{}", None)]
    assert stage.rows("SELECT count(*) FROM attachment WHERE deleted_at IS NULL") == [(0,)]
    # Coming back is a new beginning.
    await stage.platform.follow(OPENID)
    assert stage.rows(f"SELECT subscribed FROM wechat_contact WHERE pseudonym = '{mine}'") == [(1,)]


async def test_unfollowing_empties_rasas_memory_too(stage: Stage) -> None:
    await stage.platform.say(OPENID, "我的账号登录不了怎么办")
    mine = stage.rasa.turns[0]["sender"]
    with contextlib.closing(sqlite3.connect(stage.root / "var/tracker.db")) as tracker, tracker:
        tracker.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT)")
        tracker.executemany("INSERT INTO events (sender_id) VALUES (?)", [(mine,), ("wechat-other",)])
    await stage.platform.unfollow(OPENID)
    await stage.idle()
    with contextlib.closing(sqlite3.connect(stage.root / "var/tracker.db")) as tracker:
        assert tracker.execute("SELECT sender_id FROM events").fetchall() == [("wechat-other",)]


async def test_what_has_ended_is_forgotten(stage: Stage) -> None:
    stage.rasa.answers.append(say(OPTIONS))
    await stage.platform.say(OPENID, "我登录的时候出问题了")
    stage.platform.faults.add(SEND, Fault("error", 45047))
    stage.rasa.answers.append(say("长" * 1300))
    await stage.platform.say(OPENID, "手机号注册不了怎么办")
    await stage.idle()
    tables = ("wechat_option", "wechat_allowance", "outbox")
    assert stage.rows("SELECT count(*) FROM outbox WHERE kind = 'wechat'") == [(2,)]
    stage.clock.advance(31 * 86400)
    stage.service.forget_old(30)
    assert [stage.rows(f"SELECT count(*) FROM {table}") for table in tables] == [[(0,)]] * 3


async def test_nothing_personal_is_stored_in_the_clear_or_logged(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await stage.platform.say(OPENID, "我叫云杉，手机号13800000000，忘记密码了")
    stage.rasa.answers.append(say("长" * 1300))
    stage.platform.faults.add(SEND, Fault("error", 45047, times=None))
    await stage.platform.say(OPENID, "手机号13800000000的密码忘记了怎么办")
    await stage.idle()
    stored = stage.stored_bytes()
    for secret in (OPENID, "13800000000", stage.platform.account.app_secret, "stable-000001"):
        assert secret.encode() not in stored
        assert secret not in caplog.text
    assert "云杉" not in caplog.text


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ({}, b""),
        ({"signature": "0" * 40, "timestamp": "1", "nonce": "n"}, b"<xml/>"),
        ({"signature": "0" * 40, "timestamp": "1", "nonce": "n", "encrypt_type": "aes"}, b"<xml/>" * 20000),
    ],
)
async def test_forged_requests_get_the_same_403(stage: Stage, query: dict[str, str], body: bytes) -> None:
    answered = await stage.platform.pusher.post(query, body)
    assert answered == (403, b"forbidden")
    assert stage.rows("SELECT count(*) FROM inbox") == [(0,)]


async def test_who_was_refused_too_often_is_not_read_any_more_and_wechat_is(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    """Every forged push cost 64 KB of reading and parsing, however many came from one address."""
    forged = {"signature": "0" * 40, "timestamp": "1", "nonce": "n", "encrypt_type": "aes"}
    async with running_stage(tmp_path, small_library, rasa) as stage:
        pusher = stage.platform.pusher
        for _ in range(60):
            assert await pusher.post(forged, b"<xml/>") == (403, b"forbidden")
        read = [0]

        async def endless() -> AsyncIterator[bytes]:
            while True:
                read[0] += 1
                yield bytes(1024)

        async with aiohttp.ClientSession() as http:
            for path in ("/wechat", "/wechat?echostr=x"):
                async with http.get(stage.server.make_url(path)) as response:
                    assert (response.status, await response.text()) == (403, "forbidden")
            with contextlib.suppress(aiohttp.ClientError):
                announced = {"Content-Length": str(10**9)}  # a body in chunks is refused before anybody is known
                address = stage.server.make_url("/wechat")
                async with http.post(address, params=forged, data=endless(), headers=announced) as response:
                    assert (response.status, await response.text()) == (403, "forbidden")
        # From the same address, as behind a proxy that nobody declared.
        await stage.platform.say(OPENID, "忘记密码怎么办")
        assert stage.person.texts == ["echo:忘记密码怎么办"]
        refused = stage.served.parts.metrics.registry.get_sample_value
        assert refused("bot_refused_total", {"reason": "wechat_address_limit"}) == 3


async def test_a_downgrade_to_plain_text_is_refused(stage: Stage) -> None:
    stage.platform.account.mode = "plain"
    answered = await stage.platform.say(OPENID, "忘记密码怎么办")
    assert (answered.result, answered.reason) == ("fault", "HTTP 403")
    stage.platform.person(OPENID).screen.clear()


async def test_a_verified_but_unreadable_push_is_acknowledged(stage: Stage) -> None:
    delivered = await stage.platform.pusher.deliver(stage.person, b"<xml><Nothing/></xml>")
    assert delivered.result == "silent"


async def test_a_database_that_fails_is_told_to_the_person(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(stage.service.turns.queue, "accept", broken)
    await stage.platform.say(OPENID, "忘记密码怎么办")
    assert stage.person.texts == [phrases.BUSY]


async def test_a_turn_that_fails_is_told_to_the_person(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise ValueError("bug")

    monkeypatch.setattr(RasaClient, "turn", broken)
    await stage.platform.say(OPENID, "忘记密码怎么办")
    assert stage.person.texts == [BROKEN]
    assert stage.rows("SELECT state, attempts FROM inbox") == [("failed", 4)]


async def test_a_flood_is_slowed_down(stage: Stage) -> None:
    for number in range(31):
        await stage.platform.say(OPENID, f"这是我要问的第{number}个问题")
    assert stage.person.texts[-1] == phrases.TOO_FAST
    assert len(stage.rasa.turns) == 30
