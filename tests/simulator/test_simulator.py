"""The simulator itself: deliveries, repeats, the fault notice, allowances, tokens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest
from aiohttp import web

from common.clock import FakeClock
from simulator import Account
from simulator.people import FAULT_NOTICE, SimulatedPerson
from tests.fakes.wechat_server import FakeWeChat
from wechat.callback import NO_REPLY, Callback, Mode, PushDelivery
from wechat.errors import RefusedError
from wechat.messages import TextMessage
from wechat.outgoing import News, Text, passive_xml

OPENID = "oInvented-Person_000000000001"
Answer = Callable[[PushDelivery], Awaitable[bytes]]


class FakeBot:
    """A callback that answers as the test says and keeps what it was sent."""

    def __init__(self, account: Account, clock: FakeClock) -> None:
        self.callback = Callback(account.token, account.app_id, account.aes_key, mode=Mode(account.mode), clock=clock)
        self.deliveries: list[PushDelivery] = []
        self.refusals: list[str] = []
        self.answer: Answer | None = None
        self.status = 200
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/wechat", self._check)
        app.router.add_post("/wechat", self._take)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/wechat"

    async def stop(self) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    def reply(self, delivery: PushDelivery, text: str) -> bytes:
        push = delivery.push
        xml = passive_xml(Text(text), openid=push.openid, account=push.account, created=push.created)
        return self.callback.seal(xml, delivery)

    async def _check(self, request: web.Request) -> web.Response:
        return web.Response(text=self.callback.verify_address(request.query))

    async def _take(self, request: web.Request) -> web.Response:
        try:
            delivery = self.callback.open(request.query, await request.read())
        except RefusedError as refusal:
            self.refusals.append(refusal.reason)
            return web.Response(status=403)
        self.deliveries.append(delivery)
        body = await self.answer(delivery) if self.answer else NO_REPLY
        return web.Response(status=self.status, body=body)


class Stage:
    """A platform and a bot that talk to each other."""

    def __init__(self, platform: FakeWeChat, bot: FakeBot) -> None:
        self.platform, self.bot = platform, bot


@pytest.fixture(params=["plain", "compatible", "safe"])
def account(request: pytest.FixtureRequest) -> Account:
    return Account(mode=request.param)


@pytest.fixture
async def stage(account: Account) -> AsyncIterator[Stage]:
    async with FakeWeChat(account=account) as platform:
        assert isinstance(platform.clock, FakeClock)
        bot = FakeBot(account, platform.clock)
        await bot.start()
        platform.point_to(bot.url)
        yield Stage(platform, bot)
        await bot.stop()


async def test_the_address_check_passes(stage: Stage) -> None:
    assert await stage.platform.check_address()


async def test_a_reply_in_time_is_shown(stage: Stage) -> None:
    async def answer(delivery: PushDelivery) -> bytes:
        assert isinstance(delivery.push, TextMessage)
        return stage.bot.reply(delivery, "您说：" + delivery.push.content)

    stage.bot.answer = answer
    stage.platform.person(OPENID).follows = True
    delivered = await stage.platform.say(OPENID, "忘记密码 ]]>")
    assert (delivered.attempts, delivered.result, delivered.text) == (1, "reply", "您说：忘记密码 ]]>")
    assert stage.platform.person(OPENID).texts == ["您说：忘记密码 ]]>"]


async def test_success_shows_nothing(stage: Stage) -> None:
    delivered = await stage.platform.say(OPENID, "你好")
    assert (delivered.attempts, delivered.result) == (1, "silent")
    assert stage.platform.person(OPENID).screen == []


@pytest.mark.parametrize("fresh_nonce", [False, True])
@pytest.mark.parametrize("deliveries", [3, 4])
async def test_silence_is_repeated_and_ends_in_the_fault_notice(
    stage: Stage, deliveries: int, fresh_nonce: bool
) -> None:
    release = asyncio.Event()

    async def answer(_: PushDelivery) -> bytes:
        await release.wait()
        return NO_REPLY

    stage.bot.answer = answer
    stage.platform.rules.deliveries, stage.platform.rules.fresh_nonce = deliveries, fresh_nonce
    stage.platform.rules.timeout_s = 0.05
    delivered = await stage.platform.say(OPENID, "你好")
    release.set()
    assert (delivered.attempts, delivered.result) == (deliveries, "fault")
    assert [notice.text for notice in stage.platform.fault_notices] == [FAULT_NOTICE]
    assert len({item.push.identity for item in stage.bot.deliveries}) == 1
    assert len(stage.bot.deliveries) == deliveries
    assert len({item.nonce for item in stage.bot.deliveries}) == (deliveries if fresh_nonce else 1)


async def test_an_answer_lost_on_the_way_is_asked_for_again(stage: Stage) -> None:
    async def answer(delivery: PushDelivery) -> bytes:
        return stage.bot.reply(delivery, "同一个答案")

    stage.bot.answer = answer
    stage.platform.person(OPENID).follows = True
    stage.platform.rules.lose_answers = 1
    assert (await stage.platform.say(OPENID, "你好")).attempts == 2
    assert stage.platform.person(OPENID).texts == ["同一个答案"]


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ("status", "HTTP 500"),
        ("json", "收发双方写反了"),
        ("html", "XML 不合格式"),
        ("empty", "Content 是空的"),
        ("long", "Content 太长"),
        ("swapped", "收发双方写反了"),
        ("text", "消息既不是 XML 也不是 JSON"),
    ],
)
async def test_an_abnormal_answer_is_a_fault_at_once(stage: Stage, case: str, reason: str) -> None:
    async def answer(delivery: PushDelivery) -> bytes:
        push = delivery.push
        good = {"openid": push.openid, "account": push.account, "created": push.created}
        match case:
            case "json":
                return stage.bot.callback.seal('{"ok": true}', delivery)
            case "html":
                return stage.bot.callback.seal("<html></html>", delivery)
            case "empty":
                return stage.bot.reply(delivery, "")
            case "long":
                return stage.bot.reply(delivery, "长" * 683)
            case "swapped":
                swapped = good | {"openid": push.account, "account": push.openid}
                return stage.bot.callback.seal(passive_xml(Text("x"), **swapped), delivery)  # type: ignore[arg-type]
            case "text":
                return stage.bot.callback.seal("ok", delivery)
        return NO_REPLY

    stage.bot.answer = answer
    stage.bot.status = 500 if case == "status" else 200
    delivered = await stage.platform.say(OPENID, "你好")
    assert (delivered.attempts, delivered.result, delivered.reason) == (1, "fault", reason)
    assert len(stage.platform.fault_notices) == 1


async def test_a_card_is_shown(stage: Stage) -> None:
    async def answer(delivery: PushDelivery) -> bytes:
        push = delivery.push
        card = News("题", "述", "https://example.com/")
        xml = passive_xml(card, openid=push.openid, account=push.account, created=push.created)
        return stage.bot.callback.seal(xml, delivery)

    stage.bot.answer = answer
    stage.platform.person(OPENID).follows = True
    await stage.platform.click_menu(OPENID, "help")
    assert stage.platform.person(OPENID).texts == ["题 https://example.com/"]


async def test_every_kind_of_push_is_understood(stage: Stage) -> None:
    platform = stage.platform
    person = platform.person(OPENID)
    person.show("custom", "msgmenu", "选", platform.clock, options=(("101", "甲"),))
    person.show(
        "custom", "text", '<a href="weixin://bizmsgmenu?msgmenucontent=%E4%B9%99&msgmenuid=102">乙</a>', platform.clock
    )
    for push in (
        platform.follow(OPENID, "42"),
        platform.say(OPENID, "你好"),
        platform.tap(OPENID, "甲"),
        platform.tap(OPENID, "乙"),
        platform.send_sticker(OPENID),
        platform.send_picture(OPENID, b"x"),
        platform.send_voice(OPENID),
        platform.send_video(OPENID),
        platform.send_video(OPENID, short=True),
        platform.send_location(OPENID),
        platform.send_link(OPENID, "题", "https://example.com/"),
        platform.click_menu(OPENID, "agent"),
        platform.view_menu(OPENID, "https://example.com/"),
        platform.scan(OPENID, "7"),
        platform.report_location(OPENID),
        platform.unfollow(OPENID),
    ):
        assert (await push).result == "silent"
    assert [type(item.push).__name__ for item in stage.bot.deliveries] == [
        "SubscribeEvent", "TextMessage", "TextMessage", "TextMessage", "UnsupportedMessage", "ImageMessage",
        "VoiceMessage", "VideoMessage", "VideoMessage", "LocationMessage", "LinkMessage", "MenuClickEvent",
        "MenuViewEvent", "ScanEvent", "LocationEvent", "UnsubscribeEvent",
    ]  # fmt: skip
    taps = [item.push for item in stage.bot.deliveries[2:4]]
    assert [(tap.content, tap.option_id) for tap in taps if isinstance(tap, TextMessage)] == [("甲", 101), ("乙", 102)]
    with pytest.raises(LookupError):
        await platform.tap(OPENID, "丙")


async def test_a_forged_push_is_refused(stage: Stage) -> None:
    query = {"signature": "0" * 40, "timestamp": "1", "nonce": "n", "openid": OPENID}
    answered = await stage.platform.pusher.post(query, b"<xml/>")
    assert answered is not None
    assert answered[0] == 403
    assert stage.bot.refusals in (["signature"], ["encrypt_type"])  # by the account's mode
    assert stage.platform.people == {}


def test_allowances_follow_the_table() -> None:
    clock, person = FakeClock(), SimulatedPerson(OPENID)
    assert person.spend(clock.now()) == 45015
    person.grant(5, 48 * 3600, clock.now())
    person.grant(3, 60, clock.now())
    assert [person.spend(clock.now()) for _ in range(2)] == [0, 0]
    clock.advance(60)
    assert person.left(clock.now()) == 5
    assert [person.spend(clock.now()) for _ in range(6)] == [0, 0, 0, 0, 0, 45047]
    clock.advance(48 * 3600)
    assert person.spend(clock.now()) == 45015


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_a_stable_token_stays_rotates_and_overlaps(http: aiohttp.ClientSession) -> None:
    async with FakeWeChat() as platform:
        assert isinstance(platform.clock, FakeClock)
        tokens = platform.api.tokens
        first, seconds = tokens.stable(force=False)
        assert seconds == 7200
        assert tokens.stable(force=False) == (first, 7200)
        platform.clock.advance(6900)
        second, seconds = tokens.stable(force=False)
        assert second != first
        assert seconds == 7200
        assert tokens.fault(first) is None
        platform.clock.advance(300)
        assert tokens.fault(first) == (42001, "access_token expired")
        assert tokens.fault(second) is None
        third, _ = tokens.stable(force=True)
        assert (third != second, tokens.fault(second) is not None) == (True, True)
        assert tokens.stable(force=True)[0] == third  # less than 30 s later


async def test_the_old_token_call_ends_the_one_before_and_leaves_stable_ones_alone() -> None:
    async with FakeWeChat() as platform:
        assert isinstance(platform.clock, FakeClock)
        tokens = platform.api.tokens
        stable, _ = tokens.stable(force=False)
        first, _ = tokens.classic()
        second, _ = tokens.classic()
        platform.clock.advance(300)
        assert [tokens.fault(value) is None for value in (stable, first, second)] == [True, False, True]


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"", 44002), (b"{", 47001), (b'{"touser":"\\u4e00"}', 47002), (b'{"touser":"oNobody"}', 40003)],
)
async def test_calls_are_refused_in_wechats_order(http: aiohttp.ClientSession, body: bytes, code: int) -> None:
    async with FakeWeChat() as platform:
        url = platform.address + "/cgi-bin/message/custom/send"
        async with http.post(url, data=body) as response:
            assert (await response.json())["errcode"] == 41001
        query = {"access_token": platform.api.tokens.stable(force=False)[0]}
        async with http.post(url, params=query, data=body) as response:
            answer = await response.json()
        assert answer["errcode"] == code
        assert " rid: " in answer["errmsg"]


async def test_results_of_templates_are_pushed_later(stage: Stage) -> None:
    person = stage.platform.person(OPENID)
    person.follows = True
    payload = {"template_id": "T", "data": {"thing1": {"value": "x"}}}
    number = stage.platform.api.templates.send(person, payload)
    person.blocks = True
    stage.platform.api.templates.send(person, payload)
    assert len(await stage.platform.finish_templates()) == 2
    pushed = [(item.push.fields["MsgID"], item.push.fields["Status"]) for item in stage.bot.deliveries]
    assert pushed == [(str(number), "success"), (str(number + 1), "failed:user block")]
    assert person.texts == ["thing1=x"]
