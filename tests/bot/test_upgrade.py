"""A database of the version before opens with everything in it: tickets, forms, what waits to be answered or sent."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.channels.base import Inbound
from common.clock import FakeClock
from faq.engine.library import Library
from tests.bot.wechat.stage import running_gateway
from tests.fakes.rasa_server import FakeRasa
from tests.fakes.wechat_server import FakeWeChat
from tests.upgrade_fixture import OPENID_WITH_FORM, OPENID_WITH_TICKET, WITH_FORM, WITH_TICKET, unpack_upgrade
from tickets.model import Person

WAITING = "这是还没有送到的一段话"
SAID = "这是已经算出来的回答"


async def test_nothing_is_lost_answered_twice_or_forgotten(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    unpack_upgrade(tmp_path)
    clock = FakeClock(datetime(2026, 11, 25, 23, 40, tzinfo=UTC))
    async with FakeWeChat(clock=clock) as platform:
        for openid in (OPENID_WITH_TICKET, OPENID_WITH_FORM):
            person = platform.person(openid)
            person.follows = True
            person.grant(5, 3600, clock.now())
        async with running_gateway(tmp_path, small_library, rasa, platform) as stage:
            await stage.take_up()
            # The answer that was known is given without a second turn; the others get theirs.
            assert sorted((turn["sender"], turn["text"]) for turn in rasa.turns) == [
                ("web-upgrade", "密码忘了"),
                (WITH_TICKET, "学籍查不到怎么办"),
                (WITH_FORM, "我的工单"),
            ]
            assert {turn["metadata"]["channel"] for turn in rasa.turns if turn["sender"] == WITH_FORM} == {"wechat"}
            ticket_screen, form_screen = (
                platform.person(openid).texts for openid in (OPENID_WITH_TICKET, OPENID_WITH_FORM)
            )
            assert "\n\n".join(ticket_screen) == f"{WAITING}\n\necho:学籍查不到怎么办"
            assert form_screen == [SAID]
            assert stage.rows("SELECT DISTINCT state FROM inbox WHERE channel IN ('web', 'wechat')") == [("done",)]
            assert stage.rows("SELECT count(*) FROM inbox WHERE sealed IS NOT NULL OR channel = 'wechat_push'") == [
                (0,)
            ]
            # What was asked on the page is given to whoever asks again.
            turns = stage.service.turns
            again = await turns.run(Inbound("wechat", WITH_FORM, f"{WITH_FORM}:page1", "我的工单"))
            assert [reply.text for reply in again.replies] == ["echo:我的工单"]
            assert len(rasa.turns) == 3
            # The ticket is open and readable, its mail waits; the form's username can be shown to its owner.
            [ticket] = stage.served.parts.desk.reader.own_tickets(Person("wechat", WITH_TICKET))
            assert (ticket.status, ticket.username) == ("open", "min****2026")
            assert stage.rows("SELECT kind, state FROM outbox WHERE kind = 'mail'") == [("mail", "waiting")]
            assert stage.rows(f"SELECT kind FROM private_value WHERE conversation_key = '{WITH_FORM}'") != []


async def test_a_push_the_old_version_answered_is_known_again(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    unpack_upgrade(tmp_path)
    clock = FakeClock(datetime(2026, 11, 25, 23, 40, tzinfo=UTC))
    async with FakeWeChat(clock=clock) as platform:
        platform.person(OPENID_WITH_TICKET).follows = True
        async with running_gateway(tmp_path, small_library, rasa, platform) as stage:
            await stage.take_up()
            heard = len(rasa.turns)
            fields = {"Content": "学籍查不到怎么办", "MsgId": "990001", "CreateTime": "1790000000"}
            await platform.push_message(OPENID_WITH_TICKET, "text", **fields)
            await stage.idle()
            assert len(rasa.turns) == heard
