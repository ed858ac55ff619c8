"""The whole platform: the API on a free port, and the phones that talk to our callback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any, Self

import aiohttp
from aiohttp import web

from common.clock import SYSTEM_CLOCK, Clock
from simulator.account import Account
from simulator.api import Api, Call
from simulator.bodies import push_body
from simulator.faults import Faults
from simulator.people import ACTION_S, MESSAGE_HOURS, Shown, SimulatedPerson
from simulator.pushes import Delivered, Pusher, PushRules

UNSUPPORTED_TEXT = "【收到不支持的消息类型，暂无法显示】"
_PICTURE_HOST = "http://mmbiz.qpic.cn/simulated/"


class Platform:
    """WeChat as our gateway meets it; use it as an async context manager.

    `callback_urls` are the gateway's addresses; with several, deliveries go to them in turn.
    """

    def __init__(
        self,
        *callback_urls: str,
        account: Account | None = None,
        clock: Clock = SYSTEM_CLOCK,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.account = account or Account()
        self.clock = clock
        self.people: dict[str, SimulatedPerson] = {}
        self.callback_urls = list(callback_urls)
        self.api = Api(self.account, self.people, clock)
        self.address = ""
        """The API's base address, once started."""
        self._host, self._port = host, port
        self._message_ids = count(24_000_000_000_000_001)
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None
        self._pusher: Pusher | None = None

    async def __aenter__(self) -> Self:
        # A slow answer (a fault on command) must not hold up the end.
        self._runner = web.AppRunner(self.api.make_app(), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.address = f"http://{host}:{port}"
        # One connection a push: a real platform's pushes come from many machines.
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        self.point_to(*self.callback_urls)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @asynccontextmanager
    async def away(self) -> AsyncIterator[None]:
        """The API's port is closed until the block ends, and then the same one is open again."""
        if self._runner is None:
            raise RuntimeError("the platform is not started")
        host, port = self._runner.addresses[0][:2]
        await self._runner.cleanup()
        try:
            yield
        finally:
            self._runner = web.AppRunner(self.api.make_app(), access_log=None, shutdown_timeout=0.1)
            await self._runner.setup()
            await web.TCPSite(self._runner, host, port).start()

    def point_to(self, *callback_urls: str) -> None:
        """Set the callback addresses, for when they are known only after the platform runs."""
        self.callback_urls = list(callback_urls)
        if self._session is not None and callback_urls:
            rules = self._pusher.rules if self._pusher is not None else PushRules()
            self._pusher = Pusher(self.account, self.clock, self._session, self.callback_urls)
            self._pusher.rules = rules

    @property
    def pusher(self) -> Pusher:
        """The sender of pushes, for hostile requests of a test's own making."""
        if self._pusher is None:
            raise RuntimeError("the platform is not started or has no callback address")
        return self._pusher

    @property
    def rules(self) -> PushRules:
        """How deliveries are repeated."""
        return self.pusher.rules

    @property
    def faults(self) -> Faults:
        """The API's faults on command."""
        return self.api.faults

    @property
    def calls(self) -> list[Call]:
        """Every call the API got, in order."""
        return self.api.calls

    @property
    def fault_notices(self) -> list[Shown]:
        """Every notice 「该公众号暂时无法提供服务」 a person saw; a good channel leaves this empty."""
        return [shown for person in self.people.values() for shown in person.screen if shown.via == "fault"]

    def person(self, openid: str) -> SimulatedPerson:
        """The person with this openid, made when new."""
        return self.people.setdefault(openid, SimulatedPerson(openid))

    async def check_address(self) -> bool:
        """Save the callback's address on the platform: whether our answer was right."""
        return await self.pusher.check_address()

    async def follow(self, openid: str, scene: str = "") -> Delivered:
        """Follow the account, perhaps by a code with a scene."""
        person = self.person(openid)
        person.follows = True
        self._grant_action(person)
        more = {"EventKey": f"qrscene_{scene}", "Ticket": "ticket"} if scene else {"EventKey": ""}
        return await self.push_event(openid, "subscribe", **more)

    async def unfollow(self, openid: str) -> Delivered:
        """Leave."""
        self.person(openid).follows = False
        return await self.push_event(openid, "unsubscribe", EventKey="")

    async def say(self, openid: str, text: str, **fields: Any) -> Delivered:
        """Type a text."""
        self._grant_message(openid)
        return await self.push_message(openid, "text", Content=text, **fields)

    async def tap(self, openid: str, title: str) -> Delivered:
        """Tap an option on the screen; it counts as a menu tap, not as a message."""
        number, content = self.person(openid).find_option(title)
        self._grant_action(self.person(openid))
        return await self.push_message(
            openid, "text", Content=content, bizmsgmenuid=number if number.isdigit() else "0"
        )

    async def send_sticker(self, openid: str) -> Delivered:
        """Send what the platform does not pass on."""
        return await self.say(openid, UNSUPPORTED_TEXT)

    async def send_picture(self, openid: str, data: bytes, claimed_type: str = "image/jpeg") -> Delivered:
        """Send a picture."""
        self._grant_message(openid)
        media_id = self.api.files.put(data, claimed_type)
        return await self.push_message(openid, "image", PicUrl=_PICTURE_HOST + media_id, MediaId=media_id)

    async def send_voice(self, openid: str, data: bytes = b"#!AMR\n", recognition: str = "") -> Delivered:
        """Send a voice clip."""
        self._grant_message(openid)
        media_id = self.api.files.put(data, "audio/amr")
        fields = {"MediaId": media_id, "Format": "amr", "MediaId16K": self.api.files.put(data, "audio/amr")}
        return await self.push_message(openid, "voice", **fields, Recognition=recognition)

    async def send_video(self, openid: str, *, short: bool = False) -> Delivered:
        """Send a video."""
        self._grant_message(openid)
        media_id = self.api.files.put(b"", "video/mp4", video_url="http://mmbiz.qpic.cn/simulated/video.mp4")
        thumb = self.api.files.put(b"\xff\xd8\xff", "image/jpeg")
        return await self.push_message(openid, "shortvideo" if short else "video", MediaId=media_id, ThumbMediaId=thumb)

    async def send_location(self, openid: str, label: str = "示例路 1 号") -> Delivered:
        """Send a place."""
        self._grant_message(openid)
        return await self.push_message(
            openid, "location", Location_X="23.134521", Location_Y="113.358803", Scale="20", Label=label
        )

    async def send_link(self, openid: str, title: str, url: str) -> Delivered:
        """Share a page."""
        self._grant_message(openid)
        return await self.push_message(openid, "link", Title=title, Description="", Url=url)

    async def click_menu(self, openid: str, key: str) -> Delivered:
        """Tap a menu entry with a key."""
        self._grant_action(self.person(openid))
        return await self.push_event(openid, "CLICK", EventKey=key)

    async def view_menu(self, openid: str, url: str) -> Delivered:
        """Tap a menu entry that opens a page: no allowance."""
        return await self.push_event(openid, "VIEW", EventKey=url, MenuId="1")

    async def scan(self, openid: str, scene: str) -> Delivered:
        """Scan a code as a follower."""
        self._grant_action(self.person(openid))
        return await self.push_event(openid, "SCAN", EventKey=scene, Ticket="ticket")

    async def report_location(self, openid: str) -> Delivered:
        """The phone reports where it is."""
        return await self.push_event(
            openid, "LOCATION", Latitude="23.137466", Longitude="113.352425", Precision="119.385040"
        )

    async def finish_templates(self) -> list[Delivered]:
        """Push the results of the template messages sent so far."""
        results = []
        while self.api.templates.finished:
            openid, number, status = self.api.templates.finished.popleft()
            results.append(await self.push_event(openid, "TEMPLATESENDJOBFINISH", MsgID=number, Status=status))
        return results

    async def push_message(self, openid: str, kind: str, **fields: Any) -> Delivered:
        """Push any message; a given CreateTime or MsgId replaces ours."""
        number = {"MsgId": next(self._message_ids)}
        return await self._push(openid, {"MsgType": kind} | number | fields)

    async def push_event(self, openid: str, event: str, **fields: Any) -> Delivered:
        """Push any event."""
        return await self._push(openid, {"MsgType": "event", "Event": event} | fields)

    async def push_together(self, *pushes: Any) -> list[Delivered]:
        """Deliver several at once, as different machines of the platform do."""
        return list(await asyncio.gather(*pushes))

    async def _push(self, openid: str, fields: dict[str, Any]) -> Delivered:
        head = {
            "ToUserName": self.account.name,
            "FromUserName": openid,
            "CreateTime": int(self.clock.now().timestamp()),
        }
        return await self.pusher.deliver(self.person(openid), push_body(self.account, head | fields))

    def _grant_message(self, openid: str) -> None:
        person = self.person(openid)
        person.grant(self.account.messages_per_message, MESSAGE_HOURS * 3600, self.clock.now())

    def _grant_action(self, person: SimulatedPerson) -> None:
        person.grant(self.account.messages_per_action, ACTION_S, self.clock.now())
