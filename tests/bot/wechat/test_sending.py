"""Customer messages that fail: surely not sent costs nothing, unclear is said once more, nothing is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.wechat import allowance
from bot.channels.wechat.phrases import AGAIN
from bot.commands import tickets as tickets_command
from bot.commands.arguments import ChineseParser
from faq.engine.library import Library
from simulator import Account, Fault
from tests.bot.wechat.stage import OPENID, Stage, running_gateway, running_stage, shown
from tests.fakes.rasa_server import FakeRasa, say
from tests.fakes.wechat_server import FakeWeChat
from tickets.database import reading

SEND = "/cgi-bin/message/custom/send"
TOKEN = "/cgi-bin/stable_token"
UNCLEAR = [
    Fault("status", 502),
    Fault("garbage"),
    Fault("reset"),
    Fault("error", 99999),
]
QUESTION, ANSWER = "忘记密码怎么办", "echo:忘记密码怎么办"


@pytest.fixture
async def json_stage(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> AsyncIterator[Stage]:
    """An account whose answers are never passive."""
    async with running_stage(tmp_path, small_library, rasa, Account(is_json=True)) as running:
        yield running


def left(stage: Stage) -> int:
    """How many messages our ledger still allows."""
    contacts = stage.service.contacts
    with reading(contacts.engine) as connection:
        return allowance.left(connection, contacts.pseudonym(OPENID), stage.clock.now())


def states(stage: Stage) -> list[tuple[str, int]]:
    """State and attempts of the messages that are kept."""
    return stage.rows("SELECT state, attempts FROM outbox WHERE kind = 'wechat' ORDER BY id")


def outbox_page(stage: Stage, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    """What `bot tickets outbox` prints."""
    return command(stage, capsys, "outbox", *options)


def command(stage: Stage, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What `bot tickets` prints."""
    (stage.root / "settings.yml").write_text("storage:\n  database_url: sqlite:///var/bot.db\n", encoding="utf-8")
    parser = ChineseParser("bot tickets", "")
    tickets_command.add_arguments(parser)
    capsys.readouterr()
    assert tickets_command.run(parser.parse_args(words), stage.root, stage.clock) == 0
    return capsys.readouterr().out


def sends(stage: Stage) -> int:
    """How often WeChat was asked to send."""
    return [call.path for call in stage.platform.calls].count(SEND)


async def wait_and_look(stage: Stage, seconds: float) -> None:
    """Let time pass once everything under way has ended, and let the sender look."""
    await stage.idle()
    stage.clock.advance(seconds)
    await stage.idle()


@pytest.mark.parametrize("fault", UNCLEAR, ids=lambda fault: f"{fault.kind}{fault.code}")
async def test_what_may_not_have_arrived_is_kept_and_said_with_the_next_message(
    json_stage: Stage, fault: Fault
) -> None:
    """A send whose outcome is unclear was deleted."""
    stage = json_stage
    stage.platform.faults.add(SEND, Fault(fault.kind, fault.code))
    await stage.platform.say(OPENID, QUESTION)
    await stage.idle()
    assert (states(stage), stage.person.texts) == ([("unclear", 1)], [])
    await wait_and_look(stage, 3600)  # not again by itself: it could be shown twice
    assert (states(stage), stage.person.texts) == ([("unclear", 1)], [])
    await stage.platform.say(OPENID, "那手机号换了怎么办呢")
    await stage.idle()
    assert stage.person.texts == [f"{AGAIN}\n{ANSWER}", "echo:那手机号换了怎么办呢"]
    assert states(stage) == []


async def test_an_answer_lost_on_the_way_back_is_told_twice_at_most(
    json_stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    stage = json_stage
    stage.platform.faults.add(SEND, Fault("lost", times=2))
    for question in (QUESTION, "那手机号换了怎么办呢", "谢谢，我再试一试看看"):
        await stage.platform.say(OPENID, question)
        await stage.idle()
    assert stage.person.texts == [
        ANSWER,
        f"{AGAIN}\n{ANSWER}",
        "echo:那手机号换了怎么办呢",
        "echo:谢谢，我再试一试看看",
    ]
    assert states(stage) == [("dead", 2)]
    page = outbox_page(stage, capsys)
    assert "微信消息" in page and "死信" in page and "不知道有没有送到" in page
    number = page.splitlines()[2].split()[0]
    outbox_page(stage, capsys, "--retry", number)
    await stage.idle()
    assert stage.person.texts[-1] == ANSWER


async def test_the_passive_reply_carries_what_may_not_have_arrived(hasty_stage: Stage) -> None:
    stage = hasty_stage
    stage.platform.faults.add(SEND, Fault("status", 502))
    stage.rasa.stalled = True
    await stage.platform.say(OPENID, QUESTION)
    stage.rasa.resume()
    await stage.idle()
    assert states(stage) == [("unclear", 1)]
    await stage.platform.say(OPENID, "那手机号换了怎么办呢")
    await stage.idle()
    assert "\n\n".join(stage.person.texts) == f"{AGAIN}\n{ANSWER}\n\necho:那手机号换了怎么办呢"


async def test_a_tap_allows_a_few_messages_and_for_a_minute_only(json_stage: Stage) -> None:
    """What comes later is held until the person writes, and no call is spent on a refusal."""
    stage = json_stage
    await stage.service.client.check_token()
    for seconds, states_then, sent in ((57, [], 1), (61, ["held"], 0)):
        before = sends(stage)
        async with stage.platform.away():
            await stage.platform.click_menu(OPENID, "agent")
            await stage.idle()
            assert left(stage) == stage.platform.account.messages_per_action == 3
            stage.clock.advance(seconds)
        await stage.idle()
        assert [state for state, _ in states(stage)] == states_then
        assert (left(stage), sends(stage) - before) == (2 * sent, sent)
        stage.clock.advance(60)
    await stage.platform.say(OPENID, QUESTION)
    await stage.idle()
    assert stage.person.texts == ["echo:人工", f"echo:人工\n\n{ANSWER}"]


async def test_without_a_token_nothing_is_used_up(json_stage: Stage) -> None:
    """Attempts that reached nobody used up our own allowance: after five nothing was sent any more."""
    stage = json_stage
    stage.platform.faults.add(TOKEN, Fault("status", 502, times=8))
    await stage.platform.say(OPENID, QUESTION)
    for _ in range(7):
        await stage.idle()
        assert (stage.person.texts, left(stage)) == ([], 5)
        stage.clock.advance(61)
    await wait_and_look(stage, 61)
    assert (stage.person.texts, left(stage)) == ([ANSWER], 4)


async def test_an_api_that_is_away_for_a_while_loses_and_costs_nothing(json_stage: Stage) -> None:
    """The API unreachable for twenty seconds, by really closing its port."""
    stage = json_stage
    await stage.service.client.check_token()
    async with stage.platform.away():
        await stage.platform.say(OPENID, QUESTION)
        for _ in range(6):
            await wait_and_look(stage, 61)
        assert (stage.person.texts, left(stage)) == ([], 5)
        assert "连不上微信接口" in stage.served.account.trouble()
    await wait_and_look(stage, 61)
    assert (stage.person.texts, left(stage)) == ([ANSWER], 4)
    assert stage.served.account.trouble() == ""


async def test_a_server_put_on_the_white_list_late_sends_everything_then(json_stage: Stage) -> None:
    """The address mended after 330 s: what waited was never sent."""
    stage = json_stage
    stage.platform.account.blocked_address = "203.0.113.7"
    await stage.platform.say(OPENID, QUESTION)
    for _ in range(6):
        await wait_and_look(stage, 61)
    assert (stage.person.texts, left(stage)) == ([], 5)
    assert "40164 203.0.113.7" in stage.served.account.trouble()
    stage.platform.account.blocked_address = ""
    await wait_and_look(stage, 61)
    assert (stage.person.texts, stage.served.account.trouble()) == ([ANSWER], "")


async def test_a_used_up_day_ends_at_midnight(json_stage: Stage) -> None:
    """45009 at ten in the morning: at midnight it was not sent."""
    stage = json_stage
    stage.platform.api.quota[SEND] = 0
    await stage.platform.say(OPENID, QUESTION)
    await stage.idle()
    for _ in range(13):
        await wait_and_look(stage, 3600)
    sends = [call for call in stage.platform.calls if call.path == SEND]
    assert len(sends) == 14  # a look now and then, not one a second
    stage.platform.api.quota.clear()
    await wait_and_look(stage, 3600)
    assert stage.person.texts == [ANSWER]


@pytest.mark.parametrize("code", [48001, -1, 45011])
async def test_other_refusals_end_with_their_cause(json_stage: Stage, code: int) -> None:
    stage = json_stage
    stage.platform.faults.add(SEND, Fault("error", code, times=7))
    await stage.platform.say(OPENID, QUESTION)
    for _ in range(8):
        await wait_and_look(stage, 61)
    assert (stage.person.texts, left(stage)) == ([ANSWER], 4)


@pytest.fixture
async def patient_stage(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> AsyncIterator[Stage]:
    """Passive replies are given up after a second and a half: long enough on a busy machine, short enough to wait."""
    async with running_stage(tmp_path, small_library, rasa, passive_s=1.5) as running:
        yield running


async def test_a_message_that_is_stuck_does_not_mute_the_person(patient_stage: Stage) -> None:
    """One stuck customer message, and every further question got a bare «success»."""
    stage = patient_stage
    stage.platform.account.blocked_address = "203.0.113.7"
    stage.rasa.stalled = True
    await stage.platform.say(OPENID, QUESTION)
    stage.rasa.resume()
    await stage.idle()
    assert stage.person.texts == []
    questions = [f"第{number}个问题是密码" for number in range(4)]
    for question in questions:
        assert (await stage.platform.say(OPENID, question)).result == "reply"
    assert shown(stage.person.screen) == [
        ("passive", f"{ANSWER}\n\necho:{questions[0]}"),
        *(("passive", f"echo:{question}") for question in questions[1:]),
    ]
    assert states(stage) == []


async def test_an_unreadable_message_is_set_aside_and_stops_nobody(
    json_stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    """One unreadable row ended the worker."""
    stage = json_stage
    stage.platform.account.blocked_address = "203.0.113.7"
    stage.rasa.answers.append(say("长" * 1300))
    await stage.platform.say(OPENID, QUESTION)
    await stage.idle()
    with sqlite3.connect(stage.root / "var/bot.db") as database:
        database.execute("UPDATE outbox SET sealed = x'00' WHERE id = (SELECT min(id) FROM outbox)")
    stage.platform.account.blocked_address = ""
    await wait_and_look(stage, 61)
    assert [len(text) for text in stage.person.texts] == [634]
    assert "内容解不开" in outbox_page(stage, capsys)


async def test_a_sender_that_died_leaves_an_unclear_message_not_a_lost_one(json_stage: Stage) -> None:
    stage = json_stage
    stage.platform.faults.add(SEND, Fault("slow", seconds=30))
    await stage.platform.say(OPENID, QUESTION)
    await stage.service.turns.workers.idle()
    with sqlite3.connect(stage.root / "var/bot.db") as database:  # claimed by a process that is gone
        database.execute(
            "UPDATE outbox SET claim = 'gone', lease_until = '2026-11-02 02:01:00.000000' WHERE kind = 'wechat'"
        )
    await wait_and_look(stage, 61)
    assert stage.rows("SELECT state, last_error FROM outbox WHERE kind = 'wechat'") == [
        ("unclear", "发送它的进程没有做完")
    ]


async def test_keys_changed_twice_while_a_message_waits(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, capsys: pytest.CaptureFixture[str]
) -> None:
    """After two rotations a waiting message could not be opened any more, and the gateway did not start."""
    account = Account(is_json=True, blocked_address="203.0.113.7")
    async with FakeWeChat(account=account) as platform:
        platform.person(OPENID).follows = True
        async with running_gateway(tmp_path, small_library, rasa, platform) as stage:
            await platform.say(OPENID, QUESTION)
            await stage.idle()
        for _ in range(2):
            command(stage, capsys, "rotate-key")
        platform.account.blocked_address = ""
        async with running_gateway(tmp_path, small_library, rasa, platform) as stage:
            await wait_and_look(stage, 61)
        assert platform.person(OPENID).texts == [ANSWER]
