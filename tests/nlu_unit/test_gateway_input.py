"""Rasa's only door, over real HTTP, with a stand-in for Rasa's agent behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered, UserUttered
from sanic import Sanic

from nlu.gateway_input import GatewayInput, WholeMessages

# One server for the module: Sanic rewrites its own methods when it starts, and can do so only once in a process.
pytestmark = pytest.mark.asyncio(loop_scope="module")

SECRET = "inner"
KNOWN = {"Authorization": f"Bearer {SECRET}"}
TURN = {"sender": "web-k", "text": "密码忘了", "metadata": {"channel": "web"}}
PARSE = {
    "text": "密码忘了",
    "intent": {"name": "nlu_fallback", "confidence": 0.6},
    "entities": [],
    "intent_ranking": [
        {"name": "nlu_fallback", "confidence": 0.6},
        {"name": "forgot_password", "confidence": 0.25},
        {"name": "greet", "confidence": 0.1},
    ],
}


@dataclass
class FakeTracker:
    active_loop_name: str | None = None
    events: list[Any] = field(default_factory=list)


@dataclass
class FakeAgent:
    """What the channel uses of Rasa's agent: parsing, the tracker store, whether a model is loaded."""

    ready: bool = True
    tracker: FakeTracker | None = None
    parse: dict[str, Any] = field(default_factory=lambda: {**PARSE})
    received: list[UserMessage] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    """What was done, in order."""
    gate: asyncio.Event | None = None
    """What a turn waits for."""
    locks: dict[str, asyncio.Lock] = field(default_factory=dict)

    @property
    def lock_store(self) -> FakeAgent:
        return self

    @asynccontextmanager
    async def lock(self, sender: str, **_: Any) -> AsyncIterator[None]:
        async with self.locks.setdefault(sender, asyncio.Lock()):
            self.steps.append("locked")
            yield
            self.steps.append("free")

    @property
    def processor(self) -> FakeAgent:
        return self

    @property
    def tracker_store(self) -> FakeAgent:
        return self

    def is_ready(self) -> bool:
        return self.ready

    async def retrieve(self, _: str) -> FakeTracker | None:
        self.steps.append("read")
        return self.tracker

    async def get_tracker(self, _: str) -> FakeTracker:
        return self.tracker or FakeTracker()

    async def parse_message(self, _: UserMessage, tracker: FakeTracker) -> dict[str, Any]:
        self.steps.append("parse")
        return self.parse

    async def handle_message(self, message: UserMessage) -> None:
        self.steps.append("turn")
        self.received.append(message)
        if self.gate is not None:
            await self.gate.wait()
        assert message.output_channel is not None
        await message.output_channel.send_response(
            message.sender_id,
            {
                "text": "第一段\n\n第二段",
                "buttons": [{"title": "一", "payload": '/choose_option{"option": "a"}'}],
                "custom": {"trace": {"band": "clarify"}},
            },
        )
        await message.output_channel.send_response(message.sender_id, {"text": "甲\n\n乙"})


@dataclass
class Door:
    """A running channel."""

    base: str
    agent: FakeAgent
    http: aiohttp.ClientSession
    app: Sanic

    async def post(self, body: Any, headers: dict[str, str] = KNOWN) -> tuple[int, Any]:
        async with self.http.post(f"{self.base}/webhook", json=body, headers=headers) as response:
            return response.status, await response.json()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server() -> AsyncIterator[Door]:
    app = Sanic("door", configure_logging=False)
    app.config.ACCESS_LOG = False
    channel = GatewayInput.from_credentials({"secret": SECRET})

    async def on_new_message(message: UserMessage) -> None:
        raise AssertionError("turns go to the processor, under the lock")

    app.blueprint(channel.blueprint(on_new_message), url_prefix="/webhooks/gateway")
    running = await app.create_server("127.0.0.1", 0, return_asyncio_server=True, debug=False)
    assert running is not None
    await running.startup()
    await running.start_serving()
    port = running.server.sockets[0].getsockname()[1]
    async with aiohttp.ClientSession() as http:
        yield Door(f"http://127.0.0.1:{port}/webhooks/gateway", FakeAgent(), http, app)
    running.close()
    await running.wait_closed()


@pytest.fixture
def door(server: Door) -> Door:
    server.app.ctx.agent = server.agent = FakeAgent()
    return server


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": SECRET},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer innér"},
    ],
)
async def test_closed_without_the_secret(door: Door, headers: dict[str, str]) -> None:
    assert await door.post(TURN, headers) == (401, {"ok": False, "error": "unauthorised", "status": 401})
    assert door.agent.received == []


@pytest.mark.parametrize("credentials", [None, {}, {"secret": ""}, {"secret": None}])
async def test_it_does_not_start_without_a_secret(credentials: dict[str, Any] | None) -> None:
    with pytest.raises(ValueError, match="需要 secret"):
        GatewayInput.from_credentials(credentials)


async def test_one_turn(door: Door) -> None:
    assert await door.post(TURN) == (
        200,
        {
            "messages": [
                {
                    "recipient_id": "web-k",
                    "text": "第一段\n\n第二段",
                    "buttons": [{"title": "一", "payload": '/choose_option{"option": "a"}'}],
                },
                {"recipient_id": "web-k", "custom": {"trace": {"band": "clarify"}}},
                {"recipient_id": "web-k", "text": "甲\n\n乙"},
            ],
            "parse": {"intent": "forgot_password", "confidence": 0.25},
        },
    )
    (message,) = door.agent.received
    assert (message.text, message.sender_id, message.input_channel) == ("密码忘了", "web-k", "gateway")
    assert (message.metadata, message.parse_data) == ({"channel": "web"}, PARSE)


async def test_actions_see_the_words_as_they_were_typed(door: Door) -> None:
    await door.post({**TURN, "text": "密碼忘了！"})
    (message,) = door.agent.received
    assert message.parse_data == {**PARSE, "text": "密碼忘了！"}


async def test_everything_about_a_turn_happens_under_rasas_lock(door: Door) -> None:
    """Whether a message was answered before was read outside the lock: one message could be heard twice."""
    await door.post({**TURN, "metadata": {"message": 7, "again": True}})
    assert door.agent.steps == ["locked", "read", "parse", "turn", "free"]


async def test_a_turn_nobody_waits_for_any_more_is_not_left_half_done(door: Door) -> None:
    door.agent.gate = asyncio.Event()
    impatient = asyncio.create_task(door.post(TURN))
    while not door.agent.received:  # noqa: ASYNC110 (the server has no event)
        await asyncio.sleep(0.01)
    impatient.cancel()
    following = asyncio.create_task(door.post(TURN))
    await asyncio.sleep(0.05)
    assert len(door.agent.received) == 1
    door.agent.gate.set()
    assert (await following)[0] == 200
    assert door.agent.steps.count("free") == 2


AGAIN = {**TURN, "metadata": {"message": 7, "again": True}}


def asked(number: int, text: str = "密码忘了") -> UserUttered:
    return UserUttered(text, parse_data={**PARSE, "text": text}, metadata={"message": number})  # type: ignore[arg-type]


async def test_a_message_rasa_answered_before_a_crash_gets_that_answer(door: Door) -> None:
    buttons = [{"title": "一", "payload": '/choose_option{"option": "a"}'}]
    said = [BotUttered("第一段", {"buttons": buttons}), BotUttered(None, {"custom": {"trace": {"band": "answer"}}})]
    door.agent.tracker = FakeTracker(events=[asked(6), BotUttered("旧的"), asked(7), *said])
    assert await door.post(AGAIN) == (
        200,
        {
            "messages": [
                {"text": "第一段", "buttons": buttons, "custom": None},
                {"text": None, "buttons": None, "custom": {"trace": {"band": "answer"}}},
            ],
            "parse": {"intent": "forgot_password", "confidence": 0.25},
        },
    )
    assert door.agent.received == []


@pytest.mark.parametrize(
    "events",
    [
        [],
        [asked(6), BotUttered("旧的")],
        [asked(7)],  # heard, but the process died before the answer
        [asked(7, "别的话"), BotUttered("答别的话")],
        [asked(7), BotUttered("答过"), asked(8), BotUttered("又一轮")],
    ],
)
async def test_what_was_not_answered_is_run(door: Door, events: list[Any]) -> None:
    door.agent.tracker = FakeTracker(events=events)
    await door.post(AGAIN)
    assert [message.text for message in door.agent.received] == ["密码忘了"]


async def test_a_slow_server_does_not_hear_again_what_another_has_answered(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It took the first delivery, was too slow to begin, and the second went to another server."""
    monkeypatch.setattr("nlu.gateway_input.SharedLockStore", FakeAgent)
    door.agent.tracker = FakeTracker(events=[asked(7), BotUttered("答过")])
    status, answer = await door.post({**AGAIN, "metadata": {"message": 7}})
    assert (status, [item["text"] for item in answer["messages"]]) == (200, ["答过"])
    assert door.agent.received == []


async def test_a_server_that_was_alone_runs_every_first_delivery(door: Door) -> None:
    door.agent.tracker = FakeTracker(events=[asked(7), BotUttered("答过")])
    await door.post({**AGAIN, "metadata": {"message": 7}})
    assert [message.text for message in door.agent.received] == ["密码忘了"]


@pytest.mark.parametrize(("unheard", "told"), [([7], True), ([6, 7], True), ([6], False), (None, False)])
async def test_a_ticket_that_was_opened_too_late_is_told_in_the_next_turn(
    door: Door, unheard: list[int] | None, told: bool
) -> None:
    """The gateway stopped waiting and said that it did not work; the person would have opened a second one."""
    opened = BotUttered("工单已提交，编号 T2345678。", {"custom": {"trace": {"ticket": "T2345678"}}})
    door.agent.tracker = FakeTracker(events=[asked(6), BotUttered("旧的"), asked(7), opened])
    metadata = {"message": 8} | ({"unheard": unheard} if unheard else {})
    _, answer = await door.post({**TURN, "metadata": metadata})
    late = [item["text"] for item in answer["messages"] if "T2345678" in (item.get("text") or "")]
    assert late == (["刚才那次提交其实成功了，只是回得慢：工单已提交，编号 T2345678。"] if told else [])
    assert len(door.agent.received) == 1


async def test_the_intent_without_a_ranking(door: Door) -> None:
    door.agent.parse = {"text": "x", "intent": {"name": "choose_option", "confidence": 1}, "entities": []}
    _, answer = await door.post(TURN)
    assert answer["parse"] == {"intent": "choose_option", "confidence": 1.0}


async def test_healthy_only_with_a_model(door: Door) -> None:
    for ready, status in ((True, 200), (False, 503)):
        door.agent.ready = ready
        async with door.http.get(f"{door.base}/") as response:
            assert response.status == status
    del door.app.ctx.agent
    async with door.http.get(f"{door.base}/") as response:
        assert response.status == 503


async def test_a_text_stays_in_one_piece() -> None:
    output = WholeMessages()
    await output.send_text_message("k", "一\n\n二\n\n三")
    assert output.messages == [{"recipient_id": "k", "text": "一\n\n二\n\n三"}]
