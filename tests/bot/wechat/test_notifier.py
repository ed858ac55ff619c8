"""Agents' answers in WeChat: at once, announced by a template, or with the person's next message; never twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.wechat import callback as wechat_channel
from bot.gateway.keys import DESK_KEY, PICTURES_KEY
from common.settings import Settings
from faq.library import Library
from tests.bot.wechat.stage import OPENID, Stage, running_stage
from tests.fakes.rasa_server import FakeRasa
from tickets.agents import AgentDesk
from tickets.deliveries import UndeliverableError, make_delivery
from tickets.model import Person, Submission
from tickets.outbox import read_entry

SUBMISSION = Submission("form-1", None, "登录不了，提示密码错误。", ())


@pytest.fixture
async def stage(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> AsyncIterator[Stage]:
    async with running_stage(tmp_path, small_library, rasa, template_id="T1") as running:
        yield running


async def _deliver_all(stage: Stage) -> None:
    """Hand every row for the person to the channel, in order, as the desk's worker does."""
    desk = stage.app[DESK_KEY]
    for (entry_id,) in stage.rows("SELECT id FROM outbox WHERE kind = 'person' ORDER BY id"):
        entry = read_entry(desk.engine, entry_id)
        delivery = make_delivery(desk.engine, desk.reader, stage.app[PICTURES_KEY], entry)
        await wechat_channel.deliver(stage.app, delivery)
    await stage.idle()


async def _open_ticket(stage: Stage) -> str:
    await stage.platform.say(OPENID, "登录不了，帮我提交工单")
    person = Person("wechat", stage.service.contacts.pseudonym(OPENID))
    number = stage.app[DESK_KEY].open(person, SUBMISSION).ticket.number
    stage.person.screen.clear()
    return number


def _agents(stage: Stage) -> AgentDesk:
    desk = stage.app[DESK_KEY]
    return AgentDesk(desk.engine, desk.vault, Settings(), stage.clock)


async def test_an_answer_reaches_the_chat_once(stage: Stage) -> None:
    number = await _open_ticket(stage)
    _agents(stage).reply("kefu", number, "已为您重置，请重新登录。")
    await _deliver_all(stage)
    answers = [text for text in stage.person.texts if "客服回复" in text]
    assert answers == [
        f"【工单 {number}】客服回复：\n已为您重置，请重新登录。\n\n需要补充时，回复“补充工单”加上要说的话。"
    ]
    await _deliver_all(stage)  # a worker that was killed delivers again
    assert [text for text in stage.person.texts if "客服回复" in text] == answers


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
    _agents(stage).reply("kefu", number, "已为您重置，请重新登录。")
    with stage.app[DESK_KEY].engine.begin() as connection:
        connection.exec_driver_sql("UPDATE wechat_contact SET subscribed = 0, openid_ciphertext = NULL")
    with pytest.raises(UndeliverableError):
        await _deliver_all(stage)
    assert stage.person.screen == []
