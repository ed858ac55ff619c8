"""Receiving pushes when something goes wrong: repeats at the wrong moment, faults, slow downloads, two gateways."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.channels.wechat import phrases
from bot.channels.wechat.quotes import own_words
from bot.channels.wechat.service import WeChatService
from bot.channels.wechat.slots import Slot
from bot.conversation.queue import Queue
from bot.conversation.queue_care import QueueCare
from faq.engine.library import Library
from simulator import Account, Fault
from tests.bot.wechat.stage import OPENID, OTHER, Stage, png, running_gateway, running_stage, shown
from tests.fakes.rasa_server import FakeRasa
from tests.fakes.wechat_server import FakeWeChat
from tests.lost_acknowledgement import lose_next_acknowledgement
from wechat.messages import Push

MEDIA = "/cgi-bin/media/get"


@pytest.mark.parametrize(("where", "step", "first"), [(Queue, "finish", False), (WeChatService, "conclude", True)])
async def test_a_repeat_in_the_moment_the_answer_is_stored_gets_the_answer(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, where: type, step: str, first: bool
) -> None:
    """A repeat right before the transaction that stores got «success», and the answer was lost; within it, never."""
    store, receive = getattr(where, step), WeChatService.receive
    pushes: list[Push] = []
    repeated = threading.Event()

    async def noted(service: WeChatService, push: Push, slot: Slot, seconds: float) -> str | None:
        pushes.append(push)
        if len(pushes) > 1:
            repeated.set()
        return await receive(service, push, slot, seconds)

    def slow(*given: Any, **named: Any) -> Any:
        promised = store(*given, **named) if first else None
        assert repeated.wait(10)  # in the thread that stores
        time.sleep(0.0 if first else 0.3)  # until the repeat itself is noted
        return promised if first else store(*given, **named)

    monkeypatch.setattr(WeChatService, "receive", noted)
    monkeypatch.setattr(where, step, slow)
    stage.platform.rules.timeout_s = 1.0
    delivered = await stage.platform.say(OPENID, "忘记密码怎么办")
    assert (delivered.attempts > 1, delivered.result) == (True, "reply")
    await stage.idle()
    assert shown(stage.person.screen) == [("passive", "echo:忘记密码怎么办")]
    assert len(stage.rasa.turns) == 1


async def test_an_answer_whose_commit_was_not_acknowledged_is_read_once(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer was on its way a second time."""
    conclude, lost = WeChatService.conclude, []

    def losing(service: WeChatService, *given: Any) -> bytes | None:
        if not lost:
            lost.append(given)
            lose_next_acknowledgement(service.engine)
        return conclude(service, *given)

    monkeypatch.setattr(WeChatService, "conclude", losing)
    async with running_stage(tmp_path, small_library, rasa, Account(is_json=True)) as stage:
        await stage.platform.say(OPENID, "忘记密码怎么办")
        await stage.idle()
        assert (len(lost), len(rasa.turns), stage.person.texts) == (1, 1, ["echo:忘记密码怎么办"])


async def test_an_answer_promised_to_a_request_that_ended_is_sent(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    conclude = WeChatService.conclude

    def slow(*given: Any) -> bytes | None:
        sealed = conclude(*given)
        time.sleep(0.5)
        return sealed

    monkeypatch.setattr(WeChatService, "conclude", slow)
    wait = Slot.wait
    monkeypatch.setattr(Slot, "wait", lambda slot, _: wait(slot, 0.2))
    monkeypatch.setattr("bot.channels.wechat.slots._LAST_MOMENT_S", 0.2)
    assert (await stage.platform.say(OPENID, "忘记密码怎么办")).result == "silent"
    await stage.idle()
    assert stage.person.texts == ["echo:忘记密码怎么办"]


async def test_a_database_fault_while_reading_a_short_text_blocks_nobody(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It used to lose that push and to block the person's line until a restart."""
    state, faults = QueueCare.state, iter([True])

    def broken(care: QueueCare, key: str) -> dict[str, Any]:
        if next(faults, False):
            raise OperationalError("SELECT", {}, Exception("disk I/O error"))
        return state(care, key)

    monkeypatch.setattr(QueueCare, "state", broken)
    await stage.platform.say(OPENID, "我的")
    assert [text.splitlines()[0][:8] for text in stage.person.texts] == ["（系统暂时记不下"]
    await stage.platform.say(OPENID, "忘记密码怎么办")
    assert stage.person.texts[1:] == ["echo:忘记密码怎么办"]


async def test_slow_downloads_hold_up_nobody_else(stage: Stage) -> None:
    """Eight slow pictures used to let everybody else wait until they were there."""
    stage.platform.faults.add(MEDIA, Fault("slow", seconds=30.0, times=None))
    openids = [f"oInvented-Picture_{number:011d}" for number in range(8)]
    for openid in openids:
        stage.platform.person(openid).follows = True
    sending = [asyncio.create_task(stage.platform.send_picture(openid, png())) for openid in openids]
    while len([call for call in stage.platform.calls if call.path == MEDIA]) < 8 and not all(  # noqa: ASYNC110
        task.done() for task in sending
    ):
        await asyncio.sleep(0.02)
    started = asyncio.get_running_loop().time()
    assert (await stage.platform.say(OTHER, "忘记密码怎么办")).result == "reply"
    assert asyncio.get_running_loop().time() - started < 3
    for task in sending:
        task.cancel()
    await asyncio.gather(*sending, return_exceptions=True)


async def test_pictures_sent_together_are_one_turn_and_one_answer(stage: Stage) -> None:
    """Several pictures at once used to give as many equal answers."""
    await stage.platform.push_together(*(stage.platform.send_picture(OPENID, png()) for _ in range(3)))
    await stage.idle()
    [turn] = stage.rasa.turns
    assert (turn["text"], len(turn["metadata"]["attachments"])) == ("/send_picture", 3)
    assert stage.person.texts == ["echo:/send_picture"]


async def test_one_of_the_pictures_that_is_gone_is_said_behind_the_answer(stage: Stage) -> None:
    stage.platform.faults.add(MEDIA, Fault("error", 40007))
    await stage.platform.push_together(*(stage.platform.send_picture(OPENID, png()) for _ in range(2)))
    await stage.idle()
    [turn] = stage.rasa.turns
    assert len(turn["metadata"]["attachments"]) == 1
    assert "\n\n".join(stage.person.texts) == f"echo:/send_picture\n\n{phrases.PICTURE_GONE}"


QUOTE = "「学信机器人：要哪一个？\n1. 忘记密码\n2. 人工」\n- - - - - - - - - - - - - - -\n"


@pytest.mark.parametrize("own", ["人工", "2", "「那个」我不会"])
async def test_words_behind_a_quote_are_what_the_person_says(stage: Stage, own: str) -> None:
    """A reply that quotes was read as the quoted words: 人工 or a number behind it did not work."""
    await stage.platform.say(OPENID, QUOTE + own)
    assert [turn["text"] for turn in stage.rasa.turns] == [own]


@pytest.mark.parametrize("text", ["「人工」", QUOTE, "说「人工」\n- - - - - -\n不行", "- - - - - -\n人工", "a「b」\n-"])
def test_what_is_no_reply_to_a_quote_stays_whole(text: str) -> None:
    assert own_words(text) == text


@contextlib.asynccontextmanager
async def two_gateways(
    root: Path, library: Library, rasa: FakeRasa, **changes: Any
) -> AsyncIterator[tuple[Stage, Stage]]:
    async with FakeWeChat() as platform:
        platform.person(OPENID).follows = True
        async with (
            running_gateway(root, library, rasa, platform, **changes) as one,
            running_gateway(root, library, rasa, platform, **changes) as other,
        ):
            yield one, other


async def test_one_push_at_two_gateways_is_one_turn_and_one_answer(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    """A second gateway on the same database used to answer pushes a second time."""
    async with two_gateways(tmp_path, small_library, rasa) as (one, other):
        platform = one.platform
        for number in range(6):
            same = {"MsgId": 24_000_000_000_000_000 + number, "CreateTime": 1}
            platform._grant_message(OPENID)
            delivering = []
            for stage in (one, other):
                platform.point_to(str(stage.server.make_url("/wechat")))
                fields = {"Content": f"第{number}次问怎么找回密码", **same}
                delivering.append(asyncio.create_task(platform.push_message(OPENID, "text", **fields)))
                await asyncio.sleep(0)
            await asyncio.gather(*delivering)
        for stage in (one, other):
            await stage.idle()
        texts = [f"第{number}次问怎么找回密码" for number in range(6)]
        assert [turn["text"] for turn in rasa.turns] == texts
        # Two deliveries of one push are answered alike; WeChat shows one of them.
        assert list(dict.fromkeys(platform.person(OPENID).texts)) == [f"echo:{text}" for text in texts]


async def test_a_repeat_at_another_gateway_gets_the_same_passive_reply(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    async with two_gateways(tmp_path, small_library, rasa) as (one, other):
        platform = one.platform
        platform.point_to(str(one.server.make_url("/wechat")))
        await platform.push_message(OPENID, "text", Content="忘记密码怎么办", MsgId=7, CreateTime=1)
        platform.point_to(str(other.server.make_url("/wechat")))
        repeated = await platform.push_message(OPENID, "text", Content="忘记密码怎么办", MsgId=7, CreateTime=1)
        assert repeated.result == "reply"
        assert shown(platform.person(OPENID).screen) == [("passive", "echo:忘记密码怎么办")] * 2
        assert (len(rasa.turns), one.rows("SELECT count(*) FROM outbox WHERE state != 'sent'")) == (1, [(0,)])


async def test_a_gateway_that_starts_leaves_alone_what_another_waits_for(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    """A second gateway that started took over what the first was at work on: everybody was answered twice."""
    openids = [f"oInvented-Crowd_{number:012d}" for number in range(4)]
    async with FakeWeChat() as platform:
        for openid in openids:
            platform.person(openid).follows = True
        rasa.stalled = True
        async with running_gateway(tmp_path, small_library, rasa, platform, passive_s=0.3) as one:
            await asyncio.gather(*(platform.say(openid, "忘记密码怎么办") for openid in openids))
            async with running_gateway(tmp_path, small_library, rasa, platform, passive_s=0.3) as other:
                await other.service.turns.workers.sweep()
                await asyncio.sleep(0.5)
                rasa.resume()
                await one.idle()
                await other.idle()
        assert len(rasa.turns) == len(openids)
        assert [platform.person(openid).texts for openid in openids] == [["echo:忘记密码怎么办"]] * len(openids)


async def test_a_push_keeps_nothing_raw_once_it_is_answered(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    async with running_stage(tmp_path, small_library, rasa, passive_s=0.2) as stage:
        rasa.stalled = True
        await stage.platform.send_picture(OPENID, png())
        [(sealed,)] = stage.rows("SELECT sealed IS NOT NULL FROM inbox")
        rasa.resume()
        await stage.idle()
        assert (sealed, stage.rows("SELECT sealed, state FROM inbox")) == (1, [(None, "done")])
