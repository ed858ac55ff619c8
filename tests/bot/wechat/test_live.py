"""A talk with an agent in WeChat: the bot is silent, the agent's words come as messages under the agent's name."""

from __future__ import annotations

import asyncio

from tests.bot.gateway import until
from tests.bot.wechat.stage import OPENID, Stage

LI = "小李"


async def sent_all(stage: Stage) -> None:
    """Wait until nothing is left to be told."""
    waiting = "SELECT id FROM outbox WHERE kind IN ('person', 'live', 'wechat') AND state = 'waiting'"
    async with asyncio.timeout(20):
        await until(lambda: not stage.rows(waiting))
    await stage.idle()


async def test_an_agent_talks_and_the_bot_is_silent(stage: Stage) -> None:
    live = stage.served.parts.live
    live.at_desk.seen(LI)
    await stage.platform.say(OPENID, "转人工")
    assert stage.person.texts[-1].startswith("正在为您接通人工客服")
    [talk] = live.waiting()
    live.take(LI, talk.id)
    await sent_all(stage)
    assert stage.person.texts[-1].startswith("客服 小李 接通了")
    seen, heard = len(stage.person.texts), len(stage.rasa.turns)
    await stage.platform.say(OPENID, "登录页一直转圈怎么办")
    await stage.idle()
    assert (len(stage.person.texts), len(stage.rasa.turns)) == (seen, heard)
    live.say(LI, talk.id, "换个浏览器试试", "k-1")
    await sent_all(stage)
    assert stage.person.texts[seen:] == ["客服 小李：\n换个浏览器试试"]
    live.end(LI, talk.id)
    await sent_all(stage)
    assert stage.person.texts[-1].startswith("客服 小李 结束了这次对话，我（机器人）回来了")
    await stage.platform.say(OPENID, "忘记密码怎么办")
    assert len(stage.rasa.turns) == heard + 1


async def test_a_line_that_cannot_be_sent_now_waits_without_a_template(stage: Stage) -> None:
    """Templates announce tickets; a line of a talk is about none."""
    live = stage.served.parts.live
    live.at_desk.seen(LI)
    await stage.platform.say(OPENID, "转人工")
    [talk] = live.waiting()
    stage.clock.advance(49 * 3600)  # past the hours in which messages may be sent
    live.sweep()
    held = "SELECT state FROM outbox WHERE kind = 'wechat' AND delivery_key LIKE 'live.%'"
    async with asyncio.timeout(20):
        await until(lambda: stage.rows(held) == [("held",)])
    assert stage.rows("SELECT kind FROM outbox WHERE kind = 'wechat_notice'") == []
    assert live.talk(talk.id).ended_by == "nobody"  # type: ignore[union-attr]
