"""Two gateways on one database behave as one: one turn a message, its answer at both, nothing lost with a process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import FormData
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.channels.base import Inbound, Outbound, OutboundMessage
from bot.conversation import queue as queue_module
from bot.conversation.answers import BROKEN
from bot.conversation.rows import Finished, Work
from common.clock import SYSTEM_CLOCK
from faq.engine.library import Library
from tests.bot.gateway import API, Gateway, running_gateway, settings_for, until
from tests.bot.test_desk_shell import PAGE, PASSWORD, form_token_of, sign_in
from tests.fakes.rasa_server import FakeRasa, say
from tests.tickets.samples import make_image
from tickets.accounts import Role
from tickets.schema import inbox

PROCESS = """
import sys, time
from pathlib import Path
from bot.conversation.queue import Queue
from common.clock import SYSTEM_CLOCK
from tickets.database import open_database
queue = Queue(open_database(sys.argv[1], Path(sys.argv[2])), SYSTEM_CLOCK, "dead", float(sys.argv[3]))
payload = {"text": "密码忘了", "option": None, "pictures": [], "private": [], "channel": "web"}
assert queue.accept("web", "web-k", "m1", payload).work is not None
print("at work", flush=True)
time.sleep(600)
"""
"""A gateway that has begun a turn and hangs in it."""
ROOT = Path(__file__).resolve().parents[3]


@contextlib.asynccontextmanager
async def another(root: Path, library: Library, rasa: FakeRasa, url: str, **changes: object) -> AsyncIterator[Gateway]:
    settings = settings_for(rasa)
    settings = replace(settings, storage=replace(settings.storage, database_url=url), **changes)  # type: ignore[arg-type]
    async with running_gateway(root, library, rasa, settings, SYSTEM_CLOCK) as gateway:  # type: ignore[arg-type]
        yield gateway


@pytest.fixture
async def pair(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, database_url: str
) -> AsyncIterator[tuple[Gateway, Gateway]]:
    async with (
        another(tmp_path, small_library, rasa, database_url) as one,
        another(tmp_path, small_library, rasa, database_url) as other,
    ):
        yield one, other


@pytest.fixture
def short_leases(monkeypatch: pytest.MonkeyPatch) -> float:
    """Leases of half a second, so that a dead process is followed soon."""
    monkeypatch.setattr(queue_module.Queue.__init__, "__defaults__", (0.5,))
    return 0.5


def states(engine: Engine) -> list[tuple[str, int]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(inbox.c.state, inbox.c.attempts))]


async def test_one_message_at_both_gateways_is_one_turn_and_one_answer(
    pair: tuple[Gateway, Gateway], rasa: FakeRasa
) -> None:
    """Every message delivered twice to different gateways used to be answered twice in two cases of five."""
    token = await pair[0].session("s")
    answers = await asyncio.gather(
        *(
            gateway.post(session=token, text=f"第{number}句", message_id=f"m{number}")
            for number in range(10)
            for gateway in pair
        )
    )
    assert [answer["replies"] for answer in answers[::2]] == [answer["replies"] for answer in answers[1::2]]
    assert sorted(turn["text"] for turn in rasa.turns) == sorted(f"第{number}句" for number in range(10))
    assert set(rasa.most_at_once.values()) == {1}


async def test_one_conversation_is_answered_in_order_whichever_gateway_hears_it(
    pair: tuple[Gateway, Gateway], rasa: FakeRasa
) -> None:
    rasa.stalled = True
    asking = []
    for number in range(6):
        turns = pair[number % 2].served.turns
        inbound = Inbound("web", "web-k", f"m{number}", f"第{number}句")
        asking.append(asyncio.create_task(turns.run(inbound)))
        count = number + 1
        await until(lambda: len(states(turns.queue.engine)) == count)  # noqa: B023
    rasa.resume()
    outbound = await asyncio.gather(*asking)
    assert [turn["text"] for turn in rasa.turns] == [f"第{number}句" for number in range(6)]
    assert [item.replies[0].text for item in outbound] == [f"echo:第{number}句" for number in range(6)]
    assert rasa.most_at_once == {"web-k": 1}


async def test_a_talk_goes_on_across_gateways(pair: tuple[Gateway, Gateway], rasa: FakeRasa) -> None:
    """The person is at one gateway, the agents at the other and at both: taken once, answered, ended, seen by all."""
    asker, desk = pair
    for name in ("小李", "小王"):
        desk.served.parts.accounts.add("test", name, [Role.AGENT], PASSWORD)
    desk.served.parts.live.at_desk.seen("小李")
    token = await asker.session("s")
    assert "正在为您接通" in (await asker.texts(session=token, text="转人工"))[0]
    assert await asker.texts(session=token, text="登录页打不开") == ["收到，接通后客服看得到。"]
    await sign_in(desk, "小李")
    await sign_in(asker, "小王")
    async with desk.client.get("/desk/talks", headers=PAGE) as page:
        path = re.search(r'href="(/desk/talks/[0-9]+)" class="waiting"', await page.text())
    assert path is not None

    async def post(gateway: Gateway, act: str, form: FormData | dict[str, str] | None = None) -> int:
        headers = {"X-Desk-Token": await form_token_of(gateway), **PAGE}
        address = f"{path[1]}/{act}"
        async with gateway.client.post(address, data=form, headers=headers, allow_redirects=False) as answer:
            return answer.status

    assert sorted(await asyncio.gather(post(desk, "take"), post(asker, "take"))) == [303, 409]
    async with desk.client.get(path[1], headers=PAGE) as page:
        text = await page.text()
    assert "登录页打不开" in text
    first, other = (desk, asker) if 'id="say"' in text else (asker, desk)
    assert await asker.texts(session=token, text="换了浏览器也一样") == []
    form = FormData(default_to_multipart=True)
    form.add_field("text", "点红框里的")
    form.add_field("image", make_image(), filename="x.png", content_type="image/png")
    assert await post(first, "say", form) == 303
    assert await post(other, "say", {"text": "我来"}) == 409
    for gateway in pair:  # the person may come back at either
        headers = {"X-Session": token}
        async with gateway.client.get(f"{API}/updates", headers=headers) as answer:
            told = await answer.json()
        assert [item["text"] for item in told["updates"]] == ["点红框里的"]
        assert told["live"]["state"] == "live"
        [picture] = told["updates"][0]["pictures"]
        assert (await gateway.client.get(f"{API}/pictures/{picture}", headers=headers)).status == 200
    async with other.client.get(f"{path[1]}/lines", headers=PAGE) as page:
        assert "换了浏览器也一样" in await page.text()
    assert await post(first, "end") == 303
    assert await asker.texts(session=token, text="忘记密码") == ["echo:忘记密码"]
    assert [turn["text"] for turn in rasa.turns] == ["忘记密码"]


async def test_what_a_killed_process_had_begun_is_answered_by_another(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, database_url: str, short_leases: float, engine: Engine
) -> None:
    """kill -9 in the middle of a turn: a repeat gets an answer after one lease, and Rasa is told that it is one."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PROCESS, database_url, str(tmp_path), str(short_leases)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert child.stdout is not None
    assert await child.stdout.readline() == b"at work\n"
    async with another(tmp_path, small_library, rasa, database_url) as gateway:
        os.kill(child.pid, signal.SIGKILL)
        await child.wait()
        outbound = await gateway.served.turns.run(Inbound("web", "web-k", "m1", "密码忘了"))
        assert [reply.text for reply in outbound.replies] == ["echo:密码忘了"]
        [turn] = rasa.turns
        assert turn["metadata"]["again"] is True
        assert states(engine) == [("done", 2)]


async def test_a_message_nobody_repeats_is_answered_all_the_same(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, database_url: str, short_leases: float, engine: Engine
) -> None:
    dead = queue_module.Queue(engine, SYSTEM_CLOCK, "dead")
    dead.accept("web", "web-k", "m1", {"text": "密码忘了", "channel": "web"})
    async with another(tmp_path, small_library, rasa, database_url):
        await until(lambda: states(engine)[0][0] == "done")
    assert [turn["text"] for turn in rasa.turns] == ["密码忘了"]


async def test_a_message_that_kills_its_worker_three_times_is_answered_politely_and_reported(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, database_url: str, short_leases: float, engine: Engine
) -> None:
    for owner in ("first", "second", "third"):
        dead = queue_module.Queue(engine, SYSTEM_CLOCK, owner)
        dead.accept("web", "web-k", "m1", {"text": "密码忘了", "channel": "web"})
        await asyncio.sleep(short_leases)
    async with another(tmp_path, small_library, rasa, database_url) as gateway:
        outbound = await gateway.served.turns.run(Inbound("web", "web-k", "m1", "密码忘了"))
        assert [reply.text for reply in outbound.replies] == [BROKEN]
        assert (rasa.turns, states(engine)) == ([], [("failed", 4)])
        report = await gateway.served.health.report()
        assert report["parts"]["turns"].startswith("最近一天有 1 条消息试了几次都没有处理好")
        assert b"bot_turns_given_up_total 1.0" in gateway.served.parts.metrics.text()
        assert await gateway.texts(session="s", text="别的话") == ["echo:别的话"]


async def test_a_slow_gateway_cannot_overwrite_what_another_answered(
    tmp_path: Path,
    small_library: Library,
    rasa: FakeRasa,
    database_url: str,
    short_leases: float,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queue_module.Queue, "renew", lambda *_: True)  # it believes that it still has the lease
    async with another(tmp_path, small_library, rasa, database_url) as slow:
        rasa.stalled = True
        asking = asyncio.create_task(slow.served.turns.run(Inbound("web", "web-k", "m1", "密码忘了")))
        await until(lambda: bool(rasa.turns))
        await asyncio.sleep(short_leases)
        other = queue_module.Queue(engine, SYSTEM_CLOCK, "other")
        work = other.claim("web-k")
        assert work is not None
        rasa.answers.append(say("晚到的回答"))
        rasa.resume()
        await until(lambda: not slow.served.turns.workers.is_busy("web-k"))
        other.finish(work, Outbound((OutboundMessage("先到的回答"),), {}), {})
        assert [reply.text for reply in (await asking).replies] == ["先到的回答"]


async def test_an_answer_stored_while_the_lease_is_renewed_is_not_taken_for_lost(
    short_leases: float,
    pair: tuple[Gateway, Gateway],
    rasa: FakeRasa,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Storing it gives the lease back: on a busy machine a renewal in between found it gone, 144 times in a burst."""
    workers = pair[0].served.turns.workers
    answer = workers._answer

    async def stored_and_told_late(work: Work) -> Finished:
        finished = await answer(work)
        await asyncio.sleep(short_leases)
        return finished

    monkeypatch.setattr(workers, "_answer", stored_and_told_late)
    assert (await pair[0].texts(session="s", text="您好"))[0] == "echo:您好"
    assert "turn_lost_lease" not in caplog.text
    assert [turn["text"] for turn in rasa.turns] == ["您好"]
