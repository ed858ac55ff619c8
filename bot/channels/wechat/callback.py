"""The service account's callback: verified, stored, acknowledged; answered at once when that is possible."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
from aiohttp import web
from sqlalchemy.exc import DBAPIError

from bot.channels.base import Channels, Inbound
from bot.channels.wechat.contacts import CHANNEL
from bot.channels.wechat.phrases import BUSY
from bot.channels.wechat.render import as_one_text
from bot.channels.wechat.selfcheck import Finding, SelfCheck
from bot.channels.wechat.service import WeChatService
from bot.channels.wechat.setup import make_callback
from bot.channels.wechat.slots import Slot
from bot.conversation.unstored import Unstored
from bot.serving.doors import ADDRESS
from bot.serving.executors import Executors
from bot.serving.limits import RateLimiter
from bot.serving.metrics import Metrics
from common.background import Background
from common.clock import Clock
from common.settings import Settings
from tickets.deliveries import Delivery, PostponedError
from tickets.live_rows import LiveLine
from tickets.outbox import OutboxEntry
from web.bodies import BadRequestError, read_body
from wechat.callback import NO_REPLY, PushDelivery
from wechat.errors import MessageError, RefusedError
from wechat.fields import BODY_BYTES
from wechat.messages import TextMessage
from wechat.outgoing import Text, passive_xml

log = logging.getLogger(__name__)
PATH = "/wechat"
_TIDY_EVERY_S = 3600.0
MakeService = Callable[[aiohttp.ClientSession], WeChatService]


class WeChatAccount:
    """One account as a gateway serves it: what is pushed here, and the work behind it."""

    def __init__(
        self,
        settings: Settings,
        make_service: MakeService,
        channels: Channels,
        metrics: Metrics,
        clock: Clock,
        background: Background,
        executors: Executors,
        unstored: Unstored,
        refusals: RateLimiter,
    ) -> None:
        """`make_service` is called when the gateway starts: the service needs a running event loop.

        `unstored` answers what the database does not take; `refusals` counts by address what is not WeChat's.

        Raises:
            BotError: the account is half set up; the text says what is missing.
        """
        self._callback = make_callback(settings.wechat, clock)
        self._settings, self._clock = settings, clock
        self._passive_s = settings.wechat.passive_s
        self._kept_days = settings.privacy.conversation_days
        self._make_service = make_service
        self._channels = channels
        self._metrics = metrics
        self._background = background
        self._database = executors.database_call
        self._unstored = unstored
        self._refusals = refusals
        self._service: WeChatService | None = None

    @property
    def service(self) -> WeChatService:
        """The channel's work; there is one once the gateway has started."""
        if self._service is None:
            raise RuntimeError("the account is served only by a running gateway")
        return self._service

    def add_routes(self, app: web.Application) -> None:
        """Serve the callback; to be called before the application starts."""
        app.cleanup_ctx.append(self._run)
        app.router.add_get(PATH, self.get_check)
        app.router.add_post(PATH, self.post_push)

    async def _run(self, _: web.Application) -> AsyncIterator[None]:
        async with aiohttp.ClientSession() as http:
            self._service = self._channels[CHANNEL] = self._make_service(http)
            self._service.start(self._background)
            self._background.start("wechat tidy", self._tidy, every_s=_TIDY_EVERY_S)
            yield
            await self._service.close()

    def trouble(self) -> str:
        """What an operator must mend; empty when messages come and go as they should."""
        return self._service.trouble() if self._service else ""

    def pushes(self) -> dict[str, Any]:
        """What became of the pushes that came here, for the readiness detail; empty before the channel is up."""
        return self._service.pushes.report() if self._service else {}

    async def check(self) -> list[Finding]:
        """Whether the platform finds the account set up as it should be (`bot wechat selfcheck`)."""
        settings = self._settings
        async with aiohttp.ClientSession() as http:
            return await SelfCheck(self.service.client, http, settings.wechat, settings.server, self._clock).run()

    async def deliver(self, delivery: Delivery) -> None:
        """Bring an agent's answer to the person in WeChat.

        Raises:
            UndeliverableError: they left.
            PostponedError: the channel is not up yet.
        """
        if self._service is None:
            raise PostponedError("微信渠道还没有启动", 1.0)
        await self._service.notifier.deliver(delivery)

    async def tell_line(self, line: LiveLine, entry: OutboxEntry) -> None:
        """Bring what the bot says in a talk with an agent to its person.

        Raises:
            UndeliverableError: they left.
            PostponedError: the account has not started.
        """
        if self._service is None:
            raise PostponedError("微信渠道还没有启动", 1.0)
        await self._service.notifier.tell_line(line, entry)

    async def get_check(self, request: web.Request) -> web.StreamResponse:
        """WeChat's check of the address when an operator saves it."""
        if await self._is_stranger(request):
            return _forbidden()
        try:
            return web.Response(text=self._callback.verify_address(request.query))
        except RefusedError as refusal:
            return await self._refuse(request, refusal)

    async def post_push(self, request: web.Request) -> web.StreamResponse:
        """One push; whatever happens after it was verified, WeChat gets an answer it can show or be silent about."""
        loop = asyncio.get_running_loop()
        started_s = loop.time()
        if await self._is_stranger(request):
            return _forbidden()
        try:
            delivery = self._callback.open(request.query, await _read_body(request))
        except RefusedError as refusal:
            return await self._refuse(request, refusal)
        except MessageError:
            log.warning("wechat_push_unreadable")
            return _answer(NO_REPLY)
        self.service.pushes.taken()
        try:
            reply_xml = await self._reply_to(request, delivery, self._passive_s - (loop.time() - started_s))
        except DBAPIError as fault:
            reply_xml = await self._unstored_reply(delivery, fault)
        except Exception as error:
            # Only its kind: the text of a database error holds the row. The person must know that it was not taken.
            log.error("wechat_push_failed error=%s", type(error).__name__)
            reply_xml = _busy(delivery)
        return _answer(NO_REPLY if reply_xml is None else self._callback.seal(reply_xml, delivery))

    async def _tidy(self) -> None:
        await self._database(self.service.forget_old, self._kept_days)

    async def _reply_to(self, request: web.Request, delivery: PushDelivery, seconds: float) -> str | None:
        service = self.service
        if not service.wants(delivery.push):
            service.note(delivery.push)
            return None

        def can_answer() -> bool:
            # The reply's JSON form is undocumented, so such accounts get everything by custom/send.
            return not delivery.is_json and request.transport is not None and not request.transport.is_closing()

        # A request that is cut off must not stop what was accepted.
        return await asyncio.shield(service.receive(delivery.push, Slot(can_answer), seconds))

    async def _unstored_reply(self, delivery: PushDelivery, fault: DBAPIError) -> str | None:
        """What the knowledge base says to a text that could not be stored; all else is to be sent again."""
        push = delivery.push
        if delivery.is_json or not isinstance(push, TextMessage):
            log.error("wechat_push_failed error=%s", type(fault).__name__)
            return _busy(delivery)
        outbound = await self._unstored.answer(Inbound(CHANNEL, "", "", push.content), fault)
        said = as_one_text(outbound, self._settings.wechat.text_bytes)
        return passive_xml(Text(said), openid=push.openid, account=push.account, created=push.created)

    async def _is_stranger(self, request: web.Request) -> bool:
        """Whether to refuse before the body is read: the address was refused too often.

        Behind a proxy that is not declared all requests have one address; who knows the token is let through to the
        real check, so that strangers never keep WeChat itself out.
        """
        spent = await self._refusals.is_spent(request[ADDRESS]) and not self._callback.knows_token(request.query)
        if spent:
            self._metrics.refused("wechat_address_limit")
        return spent

    async def _refuse(self, request: web.Request, refusal: RefusedError) -> web.Response:
        """One answer for every reason: which check failed is nobody's business."""
        await self._refusals.wait_s(request[ADDRESS])
        self._metrics.refused(f"wechat_{refusal.reason}")
        if self.service.pushes.refused(refusal):
            log.warning("wechat_refused reason=%s", refusal.reason)
        return _forbidden()


async def _read_body(request: web.Request) -> bytes:
    try:
        return await read_body(request, BODY_BYTES)
    except BadRequestError as error:
        raise RefusedError("body_size" if error.status == 413 else "body") from error


def _forbidden() -> web.Response:
    return web.Response(status=403, text="forbidden")


def _busy(delivery: PushDelivery) -> str | None:
    push = delivery.push
    if delivery.is_json:
        return None
    return passive_xml(Text(BUSY), openid=push.openid, account=push.account, created=push.created)


def _answer(body: bytes) -> web.Response:
    kind = "text/plain" if body == NO_REPLY else "application/xml"
    return web.Response(body=body, content_type=kind, charset="utf-8")
