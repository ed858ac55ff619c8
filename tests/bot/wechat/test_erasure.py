"""«删除我的资料» said inside WeChat: everything of the person goes, and they still hear that it did."""

from __future__ import annotations

import contextlib
import io
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from bot.channels.base import Inbound
from bot.channels.wechat.service import WeChatService
from bot.conversation import workers
from faq.engine.library import Library
from simulator import Account, Fault
from tests.bot.wechat.stage import OPENID, OTHER, Stage, running_gateway, running_stage
from tests.fakes.rasa_server import FakeRasa, say
from tests.fakes.wechat_server import FakeWeChat
from tickets.model import Person, Submission

SEND = "/cgi-bin/message/custom/send"
DONE = "已经删除您在这里的全部资料，处理中的工单也已关闭。以后需要帮助，随时再来。"
OPTIONS = {
    "text": "选一个",
    "buttons": [{"title": "忘记密码", "payload": '/choose_option{"option": "reset_password"}'}],
}
KEYS = {
    "conversation": "key",
    "wechat_contact": "pseudonym",
    "wechat_allowance": "pseudonym",
    "outbox": "lane",
    "wechat_option": "pseudonym",
    "private_value": "conversation_key",
    "requester": "conversation_key",
    "feedback": "conversation_key",
}


@pytest.fixture
async def json_stage(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> AsyncIterator[Stage]:
    """An account whose answers are never passive."""
    async with running_stage(tmp_path, small_library, rasa, Account(is_json=True)) as running:
        yield running


def tables_with(stage: Stage, pseudonym: str) -> set[str]:
    """The tables that still name a person, but for the inbox."""
    return {
        table for table, column in KEYS.items() if stage.rows(f"SELECT 1 FROM {table} WHERE {column} = '{pseudonym}'")
    }


def inbox_of(stage: Stage, pseudonym: str) -> list[tuple[str, str, str]]:
    """Channel, state and payload of a person's rows in the inbox."""
    query = f"SELECT channel, state, payload FROM inbox WHERE conversation_key = '{pseudonym}' ORDER BY id"
    return stage.rows(query)


def remember(stage: Stage, *senders: str) -> None:
    """What Rasa would have stored; just now, or the gateway's own tidying could take it for old."""
    with contextlib.closing(sqlite3.connect(stage.root / "var/tracker.db")) as tracker, tracker:
        tracker.execute("CREATE TABLE IF NOT EXISTS events (sender_id TEXT, timestamp REAL)")
        now = stage.clock.now().timestamp()
        tracker.executemany("INSERT INTO events VALUES (?, ?)", [(sender, now) for sender in senders])


def remembered(stage: Stage) -> list[str]:
    with contextlib.closing(sqlite3.connect(stage.root / "var/tracker.db")) as tracker:
        return [row[0] for row in tracker.execute("SELECT sender_id FROM events")]


async def lived(stage: Stage) -> tuple[str, str]:
    """Two people with a bit of everything; gives their pseudonyms."""
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    for openid in (OPENID, OTHER):
        stage.rasa.answers.append(say(OPTIONS))
        await stage.platform.say(openid, "我的手机号是13800138000，登录不了")
        await stage.platform.send_picture(openid, picture.getvalue())
    await stage.idle()
    mine, others = stage.rasa.turns[0]["sender"], stage.rasa.turns[2]["sender"]
    for pseudonym in (mine, others):
        submission = Submission("form", "13800138000", "注册时一直提示证件号已注册")
        stage.served.parts.desk.open(Person("wechat", pseudonym), submission)
    remember(stage, mine, others)
    return mine, others


async def ask_and_confirm(stage: Stage, *, unheard: bool = False) -> None:
    """Ask for the erasure and confirm it; unheard: WeChat refuses the confirmation."""
    await stage.platform.say(OPENID, "删除我的资料")
    await stage.idle()
    if unheard:
        stage.platform.faults.add(SEND, Fault("error", 45047))
    await stage.platform.say(OPENID, "确认删除")
    await stage.idle()


async def test_nothing_is_left_and_the_person_hears_it(stage: Stage) -> None:
    mine, others = await lived(stage)
    assert tables_with(stage, mine) == KEYS.keys() - {"outbox", "feedback"}
    heard = len(stage.rasa.turns)
    await ask_and_confirm(stage)
    assert stage.person.texts[-1] == DONE
    assert stage.person.screen[-1].via == "passive"
    assert len(stage.rasa.turns) == heard
    assert tables_with(stage, mine) == set()
    # By this one, emptied, a repeat is known.
    assert inbox_of(stage, mine) == [("wechat", "done", "{}")]
    assert tables_with(stage, others) == KEYS.keys() - {"outbox", "feedback"}
    assert len(inbox_of(stage, others)) == 2
    assert remembered(stage) == [others]
    assert stage.rows("SELECT status, username IS NULL, description IS NULL FROM ticket ORDER BY id") == [
        ("closed", 1, 1),
        ("open", 0, 0),
    ]
    assert stage.rows("SELECT count(*) FROM attachment WHERE deleted_at IS NULL") == [(1,)]
    stage.clock.advance(3601)
    stage.service.forget_old(30)
    assert inbox_of(stage, mine) == []
    assert len(inbox_of(stage, others)) == 2


async def test_a_lost_confirmation_is_given_again(stage: Stage) -> None:
    mine, _ = await lived(stage)
    await stage.platform.say(OPENID, "删除我的资料")
    stage.platform.rules.lose_answers = 2
    delivered = await stage.platform.say(OPENID, "确认删除")
    assert (delivered.attempts, delivered.result) == (3, "reply")
    assert stage.person.texts.count(DONE) == 1
    assert tables_with(stage, mine) == set()


async def test_a_confirmation_that_cannot_be_passive_is_sent_before_the_rest_goes(json_stage: Stage) -> None:
    stage = json_stage
    mine, others = await lived(stage)
    await ask_and_confirm(stage)
    assert (stage.person.screen[-1].via, stage.person.texts[-1]) == ("custom", DONE)
    assert tables_with(stage, mine) == set()
    assert "wechat_contact" in tables_with(stage, others)


async def test_a_confirmation_wechat_holds_back_waits_and_so_does_the_openid(json_stage: Stage) -> None:
    stage = json_stage
    mine, _ = await lived(stage)
    await ask_and_confirm(stage, unheard=True)
    assert DONE not in stage.person.texts
    assert tables_with(stage, mine) == {"wechat_contact", "outbox"}
    await stage.platform.say(OPENID, "忘记密码怎么办")  # they came back
    await stage.idle()
    assert stage.person.texts[-1] == f"{DONE}\n\necho:忘记密码怎么办"
    assert "wechat_contact" in tables_with(stage, mine)


async def test_a_confirmation_nobody_can_be_sent_is_dropped_in_time(json_stage: Stage) -> None:
    stage = json_stage
    mine, _ = await lived(stage)
    await ask_and_confirm(stage, unheard=True)
    stage.clock.advance(31 * 86400)
    stage.service.forget_old(30)
    assert tables_with(stage, mine) == set()
    assert inbox_of(stage, mine) == []


async def test_who_wrote_on_is_answered_and_known_again(stage: Stage) -> None:
    mine, _ = await lived(stage)
    await stage.platform.say(OPENID, "删除我的资料")
    await stage.say_in_order(["确认删除", "忘记密码了应该怎么办"])
    await stage.idle()
    assert stage.person.texts[-2:] == [DONE, "echo:忘记密码了应该怎么办"]
    assert tables_with(stage, mine) == {"conversation", "wechat_contact", "wechat_allowance"}
    assert stage.rows(f"SELECT deleted_at FROM wechat_contact WHERE pseudonym = '{mine}'") == [(None,)]


async def test_a_crash_before_the_confirmation_only_delays_it(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with FakeWeChat() as platform:
        platform.person(OPENID).follows = True
        async with running_gateway(tmp_path, small_library, rasa, platform) as stage:
            await platform.say(OPENID, "我的手机号是13800138000，登录不了")
            await platform.say(OPENID, "删除我的资料")
            with monkeypatch.context() as patch:
                patch.setattr(WeChatService, "conclude", killed)
                patch.setattr(workers, "_RETRY_S", 60.0)
                platform.rules.timeout_s = 0.3
                await platform.say(OPENID, "确认删除")
            mine = rasa.turns[0]["sender"]
            assert tables_with(stage, mine) == {"conversation", "wechat_contact", "wechat_allowance"}
        platform.person(OPENID).screen.clear()
        async with running_gateway(tmp_path, small_library, rasa, platform) as stage:
            await stage.take_up()
            assert [(item.via, item.text) for item in platform.person(OPENID).screen] == [("custom", DONE)]
            assert tables_with(stage, mine) == set()


def killed(*_: object) -> None:
    """Where a process would have died."""
    raise OSError("killed here")


async def test_asked_on_a_page_nothing_has_to_wait(stage: Stage) -> None:
    mine, others = await lived(stage)
    turns = stage.served.turns
    for number, text in enumerate(("删除我的资料", "确认删除")):
        outbound = await turns.run(Inbound("wechat", mine, f"page{number}", text))
    assert [reply.text for reply in outbound.replies] == [DONE]
    assert tables_with(stage, mine) == set()
    assert remembered(stage) == [others]


async def test_unfollowing_erases_the_same(stage: Stage) -> None:
    mine, others = await lived(stage)
    await stage.platform.unfollow(OPENID)
    await stage.idle()
    assert tables_with(stage, mine) == set()
    assert inbox_of(stage, mine) == [("wechat", "done", "{}")]
    assert remembered(stage) == [others]


@pytest.mark.parametrize("name", ["OpenID", " OpenID"])
@pytest.mark.parametrize("event", ["user_authorization_revoke", "user_authorization_cancellation"])
async def test_withdrawing_what_was_allowed_erases_the_same(json_stage: Stage, event: str, name: str) -> None:
    """The platform sends it: whom it is about stands in a field of its own."""
    stage = json_stage
    mine, others = await lived(stage)
    seen = len(stage.person.screen)
    fields = {name: OPENID, "AppID": stage.platform.account.app_id, "RevokeInfo": "1"}
    delivered = await stage.platform.push_event("oInvented-Platform_0000000001", event, **fields)
    assert delivered.result == "silent"
    await stage.idle()
    assert tables_with(stage, mine) == set()
    assert remembered(stage) == [others]
    assert len(stage.person.screen) == seen
    await stage.platform.say(OPENID, "忘记密码怎么办")  # they are still there, and new
    await stage.idle()
    assert stage.person.texts[-1] == "echo:忘记密码怎么办"
