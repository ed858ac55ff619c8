"""The service account's callback: verified, stored, acknowledged; answered at once when that is possible."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.wechat.phrases import BUSY
from bot.channels.wechat.service import WeChatService
from bot.channels.wechat.setup import make_callback, make_service
from bot.channels.wechat.slots import Slot
from bot.gateway.keys import CHANNELS_KEY, CLOCK_KEY, METRICS_KEY, SETTINGS_KEY
from tickets.deliveries import Delivery as TicketDelivery
from tickets.deliveries import PostponedError
from web.bodies import BadRequestError, read_body
from wechat.callback import NO_REPLY, Callback, Delivery
from wechat.errors import MessageError, RefusedError
from wechat.fields import BODY_BYTES
from wechat.outgoing import Text, passive_xml

log = logging.getLogger(__name__)
PATH = "/wechat"
_TIDY_EVERY_S = 3600.0
SERVICE_KEY = web.AppKey("wechat_service", WeChatService)
CALLBACK_KEY = web.AppKey("wechat_callback", Callback)


def install(app: web.Application, root: Path) -> None:
    """Serve the account of the settings; without one nothing is added.

    Raises:
        BotError: the account is half set up; the text says what is missing.
    """
    settings = app[SETTINGS_KEY]
    if not settings.wechat.enabled:
        return
    app[CALLBACK_KEY] = make_callback(settings.wechat, app[CLOCK_KEY])

    async def service(app: web.Application) -> AsyncIterator[None]:
        async with aiohttp.ClientSession() as http:
            app[SERVICE_KEY] = app[CHANNELS_KEY]["wechat"] = make_service(app, root, http)
            await app[SERVICE_KEY].start()
            tidying = asyncio.create_task(_tidy(app[SERVICE_KEY], settings.privacy.conversation_days))
            yield
            tidying.cancel()
            await asyncio.gather(tidying, return_exceptions=True)
            await app[SERVICE_KEY].close()

    app.cleanup_ctx.append(service)
    app.router.add_get(PATH, get_check)
    app.router.add_post(PATH, post_push)


def trouble(app: web.Application) -> str:
    """What an operator must mend; empty when messages come and go as they should."""
    return app[SERVICE_KEY].trouble() if SERVICE_KEY in app else ""


def pushes(app: web.Application) -> dict[str, Any]:
    """What became of the pushes that came here, for the readiness detail; empty before the channel is up."""
    return app[SERVICE_KEY].pushes.report() if SERVICE_KEY in app else {}


async def deliver(app: web.Application, delivery: TicketDelivery) -> None:
    """Bring an agent's answer to the person in WeChat.

    Raises:
        UndeliverableError: they left.
        PostponedError: the channel is not up yet.
    """
    service = app.get(SERVICE_KEY)
    if service is None:
        raise PostponedError("微信渠道还没有启动", 1.0)
    await service.notifier.deliver(delivery)


async def get_check(request: web.Request) -> web.StreamResponse:
    """WeChat's check of the address when an operator saves it."""
    try:
        return web.Response(text=request.app[CALLBACK_KEY].verify_address(request.query))
    except RefusedError as refusal:
        return _refuse(request, refusal)


async def post_push(request: web.Request) -> web.StreamResponse:
    """One push; whatever happens after it was verified, WeChat gets an answer it can show or be silent about."""
    loop = asyncio.get_running_loop()
    started_s = loop.time()
    callback = request.app[CALLBACK_KEY]
    try:
        delivery = callback.open(request.query, await _read_body(request))
    except RefusedError as refusal:
        return _refuse(request, refusal)
    except MessageError:
        log.warning("wechat_push_unreadable")
        return _answer(NO_REPLY)
    request.app[SERVICE_KEY].pushes.taken()
    try:
        seconds = request.app[SETTINGS_KEY].wechat.passive_s - (loop.time() - started_s)
        reply_xml = await _reply_to(request, delivery, seconds)
    except Exception as error:
        # Only its kind: the text of a database error holds the row. The person must know that it was not taken.
        log.error("wechat_push_failed error=%s", type(error).__name__)
        reply_xml = _busy(delivery)
    return _answer(NO_REPLY if reply_xml is None else callback.seal(reply_xml, delivery))


async def _tidy(service: WeChatService, days: int) -> None:
    while True:
        try:
            await asyncio.to_thread(service.forget_old, days)
        except SQLAlchemyError as error:
            log.error("wechat_tidy_failed error=%s", type(error).__name__)
        await asyncio.sleep(_TIDY_EVERY_S)


async def _reply_to(request: web.Request, delivery: Delivery, seconds: float) -> str | None:
    service = request.app[SERVICE_KEY]
    if not service.wants(delivery.push):
        service.note(delivery.push)
        return None

    def can_answer() -> bool:
        # The reply's JSON form is undocumented, so such accounts get everything by custom/send.
        return not delivery.is_json and request.transport is not None and not request.transport.is_closing()

    # A request that is cut off must not stop what was accepted.
    return await asyncio.shield(service.receive(delivery.push, Slot(can_answer), seconds))


async def _read_body(request: web.Request) -> bytes:
    try:
        return await read_body(request, BODY_BYTES)
    except BadRequestError as error:
        raise RefusedError("body_size" if error.status == 413 else "body") from error


def _refuse(request: web.Request, refusal: RefusedError) -> web.Response:
    """One answer for every reason: which check failed is nobody's business."""
    request.app[METRICS_KEY].refused(f"wechat_{refusal.reason}")
    if request.app[SERVICE_KEY].pushes.refused(refusal):
        log.warning("wechat_refused reason=%s", refusal.reason)
    return web.Response(status=403, text="forbidden")


def _busy(delivery: Delivery) -> str | None:
    push = delivery.push
    if delivery.is_json:
        return None
    return passive_xml(Text(BUSY), openid=push.openid, account=push.account, created=push.created)


def _answer(body: bytes) -> web.Response:
    kind = "text/plain" if body == NO_REPLY else "application/xml"
    return web.Response(body=body, content_type=kind, charset="utf-8")
