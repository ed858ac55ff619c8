"""Pushes to an existing ticket system: signed, repeated under one key, refused replies tried again."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from sqlalchemy.engine import Engine

from bot.gateway.senders import WebhookSender, make_senders
from common.clock import FakeClock
from common.errors import BotError
from common.settings import Settings, WebhookSettings
from tests.tickets.samples import ANNA, DESCRIPTION, PHONE, make_picture, make_submission
from tests.tickets.test_outbox import make_worker, states
from tickets.agents import AgentDesk
from tickets.attachments import AttachmentStore
from tickets.desk import Desk
from tickets.webhook import check_signature, sign

SECRET = "hook-secret"


class TicketSystem:
    """What a receiver does: check the signature, ignore keys it has seen, answer 2xx when kept."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.kept: dict[str, dict[str, Any]] = {}
        self.requests = 0
        self.answers: list[int] = []

    async def receive(self, request: web.Request) -> web.Response:
        self.requests += 1
        body = await request.read()
        if not check_signature(SECRET, request.headers, body, self.clock.now()):
            return web.Response(status=401)
        assert request.headers["X-Ticket-Event"] == json.loads(body)["event"]
        self.kept.setdefault(request.headers["Idempotency-Key"], json.loads(body))
        return web.Response(status=self.answers.pop(0) if self.answers else 204, headers={"Location": "/elsewhere"})


@pytest.fixture
async def system(clock: FakeClock) -> AsyncIterator[tuple[TicketSystem, WebhookSettings, ClientSession]]:
    receiver = TicketSystem(clock)
    app = web.Application(client_max_size=50_000_000)
    app.router.add_post("/hook", receiver.receive)
    async with TestServer(app, host="127.0.0.1") as server, ClientSession() as session:
        yield receiver, WebhookSettings(url=str(server.make_url("/hook")), secret=SECRET), session


async def test_a_push_carries_the_whole_ticket(
    desk: Desk,
    store: AttachmentStore,
    clock: FakeClock,
    system: tuple[TicketSystem, WebhookSettings, ClientSession],
) -> None:
    receiver, hook, session = system
    picture = store.take(ANNA, make_picture(), "证件号码已被注册")
    number = desk.open(ANNA, make_submission(pictures=(picture.id,))).ticket.number
    sender = WebhookSender(hook, session, "https://help.example.com", clock)
    await make_worker(desk, store, "webhook", sender, clock).run_once()
    key = f"{number}.0.opened.webhook"
    data = base64.b64encode(store.open_for_agent(picture.id)[1]).decode()
    assert receiver.kept == {
        key: {
            "event": "opened",
            "key": key,
            "occurred_at": "2026-11-02T02:00:00+00:00",
            "change": {"status": "open"},
            "ticket": {
                "number": number,
                "channel": "web",
                "status": "open",
                "priority": "normal",
                "assignee": None,
                "username_kind": "phone",
                "username_kind_label": "手机号",
                "username": PHONE,
                "description": DESCRIPTION,
                "context": "问：注册不了\n答：证件号已注册怎么办",
                "promised_on": "2026-11-05",
                "opened_at": "2026-11-02T02:00:00+00:00",
                "url": f"https://help.example.com/desk/tickets/{number}",
            },
            "message": None,
            "pictures": [
                {
                    "filename": picture.filename,
                    "media_type": "image/png",
                    "sha256": picture.sha256,
                    "size_bytes": picture.size_bytes,
                    "page_text": "证件号码已被注册",
                    "data": data,
                }
            ],
        }
    }


async def test_every_change_is_pushed_in_order(
    desk: Desk,
    agents: AgentDesk,
    store: AttachmentStore,
    clock: FakeClock,
    system: tuple[TicketSystem, WebhookSettings, ClientSession],
) -> None:
    receiver, hook, session = system
    number = desk.open(ANNA, make_submission()).ticket.number
    agents.assign("小王", number, "小王")
    agents.reply("小王", number, "请重新登录")
    desk.add(ANNA, "还是不行", idempotency_key="a")
    agents.note("小王", number, "只给自己人看")
    desk.settle(ANNA)
    sender = WebhookSender(replace(hook, pictures=False), session, "", clock)
    worker = make_worker(desk, store, "webhook", sender, clock)
    while await worker.run_once():
        pass
    assert [(push["event"], (push["message"] or {}).get("text")) for push in receiver.kept.values()] == [
        ("opened", None),
        ("assigned", "负责人：无 → 小王"),
        ("replied", "请重新登录"),
        ("added", "还是不行"),
        ("settled", "状态：处理中 → 已关闭"),
    ]


@pytest.mark.parametrize("answer", [500, 503, 404, 429, 302])
async def test_anything_but_yes_is_tried_again_under_the_same_key(
    desk: Desk,
    store: AttachmentStore,
    clock: FakeClock,
    engine: Engine,
    system: tuple[TicketSystem, WebhookSettings, ClientSession],
    answer: int,
) -> None:
    receiver, hook, session = system
    receiver.answers = [answer]
    desk.open(ANNA, make_submission())
    worker = make_worker(desk, store, "webhook", WebhookSender(hook, session, "", clock), clock)
    await worker.run_once()
    assert states(engine, "webhook") == [("waiting", 1, f"WebhookRefusedError: HTTP {answer}")]
    clock.advance(30)
    await worker.run_once()
    assert (states(engine, "webhook"), receiver.requests, len(receiver.kept)) == ([("sent", 2, None)], 2, 1)


def test_signatures_are_checked_whole() -> None:
    clock = FakeClock()
    body, timestamp = b'{"a":1}', str(int(clock.now().timestamp()))
    good = {"X-Ticket-Timestamp": timestamp, "X-Ticket-Signature": sign(SECRET, timestamp, body)}
    late = clock.now() + timedelta(seconds=301)
    assert good["X-Ticket-Signature"] == "v1=3944bc18965740dffb3a35b35fed90e76a82aa0b1c23b1eba0ac9a4f6b282e51"
    assert check_signature(SECRET, good, body, clock.now()) is True
    assert [
        check_signature("other", good, body, clock.now()),
        check_signature(SECRET, good, body + b" ", clock.now()),
        check_signature(SECRET, good, body, late),
        check_signature(SECRET, {}, body, clock.now()),
        check_signature(SECRET, good | {"X-Ticket-Timestamp": "soon"}, body, clock.now()),
        check_signature(SECRET, good | {"X-Ticket-Timestamp": "9" * 400}, body, clock.now()),
        check_signature(SECRET, good | {"X-Ticket-Timestamp": "١٢"}, body, clock.now()),
        check_signature(SECRET, good | {"X-Ticket-Signature": "签名"}, body, clock.now()),
        check_signature(SECRET, good | {"X-Ticket-Signature": ""}, body, clock.now()),
    ] == [False] * 9


async def test_only_what_is_set_up_gets_a_sender(settings: Settings) -> None:
    async with ClientSession() as session:
        assert sorted(make_senders(settings, session)) == ["mail", "webhook"]
        assert make_senders(Settings(), session) == {}
        with pytest.raises(BotError) as caught:
            make_senders(replace(settings, webhook=WebhookSettings(url="http://127.0.0.1/")), session)
    remedy = "改法：写成 secret: ${WEBHOOK_SECRET}，值放进环境变量。"
    assert str(caught.value) == f"settings.yml: webhook.secret 没有设置。{remedy}"
