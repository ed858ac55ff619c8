"""Agents' answers in WeChat: at once, announced by a template, or with the person's next message; never twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.wechat.phrases import AGAIN
from bot.gateway.person_sender import PersonSender
from common.settings import Settings
from faq.engine.library import Library
from simulator import Fault
from tests.bot.wechat.stage import OPENID, Stage, running_stage
from tests.fakes.rasa_server import FakeRasa
from tests.tickets.samples import make_picture
from tickets.agents import AgentDesk
from tickets.model import Person, Submission
from tickets.worker import OutboxWorker, TicketWay

SEND = "/cgi-bin/message/custom/send"
TEMPLATE = "/cgi-bin/message/template/send"
SUBMISSION = Submission("form-1", None, "登录不了，提示密码错误。", ())


@pytest.fixture
async def stage(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> AsyncIterator[Stage]:
    async with running_stage(tmp_path, small_library, rasa, template_id="T1") as running:
        yield running


async def _deliver_all(stage: Stage) -> None:
    """Let the desk's worker and WeChat's do all there is to do now; the gateway's own may help."""
    desk, sender = stage.served.parts.desk, PersonSender({"wechat": stage.served.account.deliver})
    worker = OutboxWorker(
        desk.engine,
        TicketWay("person", desk, stage.served.parts.pictures, sender, asyncio.to_thread),
        asyncio.to_thread,
        stage.clock,
    )
    async with asyncio.timeout(20):
        while stage.rows("SELECT id FROM outbox WHERE kind = 'person' AND state = 'waiting'"):
            await worker.idle()
    await stage.idle()


async def _open_ticket(stage: Stage) -> str:
    await stage.platform.say(OPENID, "登录不了，帮我提交工单")
    person = Person("wechat", stage.service.contacts.pseudonym(OPENID))
    number = stage.served.parts.desk.open(person, SUBMISSION).ticket.number
    stage.person.screen.clear()
    return number


def _agents(stage: Stage) -> AgentDesk:
    desk = stage.served.parts.desk
    return AgentDesk(desk.engine, desk.vault, Settings(), stage.clock)


async def test_an_answer_reaches_the_chat_once(stage: Stage) -> None:
    number = await _open_ticket(stage)
    _agents(stage).reply("kefu", number, "已为您重置，请重新登录。")
    await _deliver_all(stage)
    answers = [text for text in stage.person.texts if "客服回复" in text]
    assert answers == [
        f"【工单 {number}】客服回复：\n已为您重置，请重新登录。\n\n需要补充时，回复“补充工单”加上要说的话。"
    ]
    with stage.served.parts.desk.engine.begin() as connection:  # a worker that was killed delivers again
        connection.exec_driver_sql("UPDATE outbox SET state = 'waiting' WHERE kind = 'person'")
    await _deliver_all(stage)
    assert [text for text in stage.person.texts if "客服回复" in text] == answers


async def test_pictures_of_an_answer_come_after_its_text(stage: Stage) -> None:
    number = await _open_ticket(stage)
    pictures = stage.served.parts.pictures
    kept = [pictures.take_for_reply(number, make_picture(colour)) for colour in ("red", "blue")]
    _agents(stage).reply("kefu", number, "照这样拍。", pictures=tuple(one.id for one in kept))
    pictures.delete([kept[1].id])  # on its way, and gone before it went
    await _deliver_all(stage)
    assert [item.kind for item in stage.person.screen] == ["text", "image"]
    states = stage.rows("SELECT state, last_error FROM outbox WHERE kind = 'wechat' AND ticket_id IS NOT NULL")
    assert states == [("sent", None), ("sent", None)]


async def test_after_48_hours_a_template_announces_it_and_the_next_message_brings_it(stage: Stage) -> None:
    number = await _open_ticket(stage)
    stage.clock.advance(49 * 3600)
    _agents(stage).reply("kefu", number, "已为您重置，请重新登录。")
    await _deliver_all(stage)
    kinds = {item.kind for item in stage.person.screen}
    assert kinds == {"template"}
    assert all(number in item.text for item in stage.person.screen)
    await stage.platform.say(OPENID, "收到通知了，请问怎么说")
    await stage.idle()
    told = "\n".join(stage.person.texts)
    assert told.index("已为您重置") < told.index("echo:收到通知了")


async def test_who_left_is_undeliverable(stage: Stage) -> None:
    number = await _open_ticket(stage)
    with stage.served.parts.desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE wechat_contact SET subscribed = 0, openid_ciphertext = NULL")
    _agents(stage).reply("kefu", number, "已为您重置，请重新登录。")
    await _deliver_all(stage)
    assert stage.person.screen == []
    dead = stage.rows("SELECT state, last_error FROM outbox WHERE kind = 'person' AND event = 'replied'")
    assert dead == [("dead", "对方已取消关注，或已删除资料")]


async def _reply(stage: Stage, text: str = "已为您重置，请重新登录。") -> str:
    number = await _open_ticket(stage)
    _agents(stage).reply("kefu", number, text)
    return number


def _kept(stage: Stage) -> list[tuple[str, str]]:
    return stage.rows("SELECT kind, state FROM outbox WHERE kind LIKE 'wechat%' ORDER BY id")


@pytest.mark.parametrize("code", [45015, 45047])
async def test_a_template_announces_what_wechat_will_not_take_though_we_thought_it_would(
    stage: Stage, code: int
) -> None:
    """Our ledger had allowance left, WeChat said no: no template message was sent."""
    stage.platform.faults.add(SEND, Fault("error", code))
    number = await _reply(stage)
    await _deliver_all(stage)
    assert [item.kind for item in stage.person.screen] == ["template"]
    assert number in stage.person.texts[0]
    assert _kept(stage) == [("wechat", "held"), ("wechat_notice", "sent")]
    await stage.platform.say(OPENID, "收到通知了，请问怎么说")
    await stage.idle()
    assert stage.person.texts[1].startswith(f"【工单 {number}】客服回复：\n已为您重置")
    assert stage.person.texts[1].endswith("echo:收到通知了，请问怎么说")
    assert _kept(stage) == [("wechat", "sent"), ("wechat_notice", "sent")]


@pytest.mark.parametrize("fault", [Fault("status", 502), Fault("lost"), Fault("error", 99999)], ids=lambda it: it.kind)
async def test_a_template_of_unclear_outcome_is_repeated_under_its_key(stage: Stage, fault: Fault) -> None:
    """WeChat knows a repeated template message, so a 502 may be tried again."""
    await _open_ticket(stage)
    stage.clock.advance(49 * 3600)
    (number,) = stage.rows("SELECT number FROM ticket")[0]
    stage.platform.faults.add(TEMPLATE, Fault(fault.kind, fault.code))
    _agents(stage).reply("kefu", number, "已为您重置，请重新登录。")
    await _deliver_all(stage)
    assert ("wechat_notice", "waiting") in _kept(stage)
    stage.clock.advance(31)
    await stage.idle()
    assert [item.kind for item in stage.person.screen] == ["template"]
    calls = [call for call in stage.platform.calls if call.path == TEMPLATE]
    assert len({call.payload["client_msg_id"] for call in calls}) == 1 and len(calls) == 2
    assert ("wechat_notice", "sent") in _kept(stage)


async def test_a_template_wechat_would_not_know_again_is_not_repeated(stage: Stage) -> None:
    await _open_ticket(stage)
    stage.clock.advance(49 * 3600)
    (number,) = stage.rows("SELECT number FROM ticket")[0]
    stage.platform.faults.add(TEMPLATE, Fault("lost"))
    _agents(stage).reply("kefu", number, "已为您重置，请重新登录。")
    await _deliver_all(stage)
    stage.clock.advance(600)
    await stage.idle()
    assert [item.kind for item in stage.person.screen] == ["template"]
    assert ("wechat_notice", "dead") in _kept(stage)


async def test_an_answer_told_meanwhile_needs_no_template(stage: Stage) -> None:
    await _open_ticket(stage)
    stage.clock.advance(49 * 3600)
    (number,) = stage.rows("SELECT number FROM ticket")[0]
    stage.platform.faults.add(TEMPLATE, Fault("error", 48001))
    _agents(stage).reply("kefu", number, "已为您重置，请重新登录。")
    await _deliver_all(stage)
    await stage.platform.say(OPENID, "请问我的问题怎么说")
    await stage.idle()
    stage.clock.advance(61)
    await stage.idle()
    assert "template" not in {item.kind for item in stage.person.screen}
    assert ("wechat_notice", "cancelled") in _kept(stage)


async def test_an_answer_that_may_be_lost_is_announced_kept_and_said_again(stage: Stage) -> None:
    """A 502, and an agent's answer was gone for good."""
    stage.platform.faults.add(SEND, Fault("status", 502))
    number = await _reply(stage)
    await _deliver_all(stage)
    assert _kept(stage) == [("wechat", "unclear"), ("wechat_notice", "sent")]
    await stage.platform.say(OPENID, "收到通知了，请问怎么说")
    await stage.idle()
    assert stage.person.texts[1].startswith(f"{AGAIN}\n【工单 {number}】客服回复：\n已为您重置")


async def test_a_long_answer_arrives_whole_and_in_order(stage: Stage) -> None:
    text = "这是答复里的一句话。" * 300
    await _reply(stage, text)
    await _deliver_all(stage)
    assert text in "".join(stage.person.texts)
    assert len(stage.person.texts) == 5
